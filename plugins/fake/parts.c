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

char *part_bridge(const char *network)
{
	return mem_format("br-%.*s", NAME_MOST, network);
}
