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

static bool names_host(struct json_object *cloud, const char *host)
{
	struct json_object *hosts = json_member(cloud, "hosts");

	for (size_t i = 0; i < json_length(hosts); i++)
		if (text_equal(
			    json_object_get_string(json_object_array_get_idx(hosts, i)), host))
			return true;
	return false;
}

struct json_object *profile_cloud(struct json_object *profile, const char *host)
{
	struct json_object *clouds = json_member(profile, "clouds"), *lowest = NULL;

	for (size_t i = 0; i < json_length(clouds); i++) {
		struct json_object *cloud = json_object_array_get_idx(clouds, i);

		if (names_host(cloud, host))
			return cloud;
		if (!json_member(cloud, "hosts") &&
			(!lowest || json_integer(cloud, "mlps_level", 0) <
					    json_integer(lowest, "mlps_level", 0)))
			lowest = cloud;
	}
	return lowest;
}
