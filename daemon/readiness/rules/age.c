#include "readiness/rules/age.h"
#include "base/json.h"
#include "base/memory.h"
#include <stdlib.h>
#include <string.h>

bool age_is_older(const char *version, const char *least)
{
	for (int i = 0; i < 4; i++) {
		char *end, *least_end;
		unsigned long one = strtoul(version, &end, 10);
		unsigned long other = strtoul(least, &least_end, 10);

		if (end == version || least_end == least || one != other)
			return end != version && least_end != least && one < other;
		version = *end == '.' ? end + 1 : end;
		least = *least_end == '.' ? least_end + 1 : least_end;
	}
	return false;
}

bool age_is_listed(struct json_object *list, const char *system)
{
	for (size_t i = 0; i < json_length(list); i++) {
		const char *one = json_object_get_string(json_object_array_get_idx(list, i));
		size_t size = strlen(one);

		if (strncmp(system, one, size) == 0 &&
			(system[size] == '\0' || system[size] == '.'))
			return true;
	}
	return false;
}

char *age_system(struct json_object *host)
{
	const char *id = json_string(host, "os_id"), *version = json_string(host, "os_version");

	return id ? mem_format("%s %s", id, version ? version : "") : NULL;
}
