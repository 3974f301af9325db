#include "model/profile.h"
#include "base/json.h"
#include "base/text.h"

const char *profile_rule(struct json_object *profile, const char *rule)
{
	const char *effect = json_string(json_member(profile, "rules"), rule);

	return effect ? effect : "block";
}

int64_t profile_integer(struct json_object *profile, const char *section, const char *name)
{
	return json_integer(json_member(profile, section), name, 0);
}

struct json_object *profile_cloud(struct json_object *profile, const char *host)
{
	struct json_object *clouds = json_member(profile, "clouds"), *lowest = NULL;

	for (size_t i = 0; i < json_length(clouds); i++) {
		struct json_object *cloud = json_object_array_get_idx(clouds, i);

		if (json_has_string(json_member(cloud, "hosts"), host))
			return cloud;
		if (!json_member(cloud, "hosts") &&
			(!lowest || json_integer(cloud, "mlps_level", 0) <
					    json_integer(lowest, "mlps_level", 0)))
			lowest = cloud;
	}
	return lowest;
}
