/* Where systems go, and of which level of protection those of a network are. */
#include "planning/isolation/isolation_private.h"
#include <string.h>

/* "admin_service_cloud" is of "admin_service_domain". */
static bool is_of(const char *target, const char *domain)
{
	size_t size = strcspn(domain, "_");

	return strncmp(target, domain, size + 1) == 0;
}

static void check_system(struct isolation *isolation, struct json_object *row,
	struct json_object *systems, const char *id)
{
	const char *target = json_string(json_member(systems, id), "target");
	const char *domain = json_string(row, "domain");
	struct json_object *one;

	if (!target || !domain || is_of(target, domain) ||
		!text_starts(target + strcspn(target, "_"), "_service_cloud"))
		return;
	one = isolation_violate(isolation, "isolation.target", id, json_string(row, "id"),
		N_("The system goes to the cloud of the other domain than its network."));
	row_add(one, "networks", json_string(row, "id"));
	row_add(one, "systems", id);
}

static void grade(struct isolation *isolation, struct json_object *row, const char *system,
	int64_t *highest)
{
	int64_t level =
		json_integer(city_facts(isolation->city, "system", system), "mlps_level", 0);

	if (level > *highest)
		*highest = level;
	json_set_integer(isolation->grades, json_string(row, "id"), *highest);
}

void isolation_check_systems(
	struct isolation *isolation, struct json_object *row, struct json_object *systems)
{
	struct json_object *list = json_member(row, "systems");
	int64_t highest = 0;

	for (size_t i = 0; i < json_length(list); i++) {
		const char *id = json_object_get_string(json_object_array_get_idx(list, i));

		grade(isolation, row, id, &highest);
		check_system(isolation, row, systems, id);
	}
}
