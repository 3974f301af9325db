#include "readiness/links/ways.h"
#include "base/json.h"
#include "base/memory.h"
#include "readiness/links/series.h"

static char *key_of(struct json_object *way)
{
	return mem_format("%s %s %d", json_string(way, "source"), json_string(way, "target"),
		(int)json_integer(way, "family", 0));
}

struct json_object *links_ways(struct json_object *measured)
{
	struct json_object *list = json_member(measured, "measured");
	struct json_object *ways = json_object_new_array();
	AUTO_JSON struct json_object *known = json_object_new_object();

	for (size_t i = json_length(list); i-- > 0;) {
		struct json_object *entry = json_object_array_get_idx(list, i);
		AUTO_FREE char *key = key_of(entry);

		if (json_member(known, key))
			continue;
		json_set_boolean(known, key, true);
		json_object_array_add(ways, json_object_get(entry));
	}
	return ways;
}

struct json_object *links_ways_told(
	struct store *store, struct json_object *measured, int64_t now)
{
	AUTO_JSON struct json_object *ways = links_ways(measured);
	struct json_object *told = json_object_new_object();

	for (size_t i = 0; i < json_length(ways); i++) {
		struct json_object *way = json_object_array_get_idx(ways, i);
		AUTO_FREE char *key = key_of(way);

		json_set(told, key, links_series_day(store, way, now));
	}
	return told;
}
