#include "parts.h"

#include "base/json.h"
#include "base/memory.h"

#define NAME_MOST 12 /* of a network, in its bridge's name */

struct json_object *part_at(struct json_object *list, size_t index)
{
	return json_object_array_get_idx(list, index);
}

void part_copy(struct json_object *facts, struct json_object *thing, const char *const *names)
{
	for (; *names; names++) {
		struct json_object *value = json_member(thing, *names);

		if (value)
			json_set(facts, *names, json_object_get(value));
	}
}

const char *part_first_address(struct json_object *nics)
{
	return json_object_get_string(part_at(json_member(part_at(nics, 0), "addresses"), 0));
}

char *part_join(const char *network)
{
	return mem_format("vx-%.*s", NAME_MOST, network);
}

char *part_bridge(const char *network)
{
	return mem_format("br-%.*s", NAME_MOST, network);
}
