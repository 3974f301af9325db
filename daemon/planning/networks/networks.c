#include "planning/networks/networks_private.h"
#include <stdlib.h>

static void finish(struct networks *networks)
{
	for (size_t i = 0; i < networks->count; i++) {
		json_object_array_add(networks->plan->networks, networks->network[i].row);
		json_object_put(networks->network[i].systems);
	}
	for (size_t i = 0; i < networks->holder_count; i++)
		free(networks->holder[i].mac);
	address_plan_free(networks->addresses);
	json_object_put(networks->disposition);
	json_object_put(networks->joined);
	free(networks->network);
	free(networks->by_name);
	free(networks->subnet);
	free(networks->holder);
}

void networks_decide(
	struct network_plan *plan, const struct city *city, struct json_object *systems)
{
	const char *from = json_string(city->order, "from");
	struct networks networks = {.city = city,
		.plan = plan,
		.policy = json_member(city->profile, "networks"),
		.disposition = json_index(systems, "id"),
		.from = from ? from : json_string(city->order, "made")};

	plan->networks = json_object_new_array();
	plan->renumber = json_object_new_array();
	plan->exits = json_object_new_array();
	plan->addresses = json_object_new_array();
	plan->violations = json_object_new_array();
	networks_gather(&networks);
	networks_hold(&networks);
	networks_judge(&networks);
	networks_address(&networks);
	networks_renumber(&networks);
	networks_arrange(&networks);
	networks_name(&networks);
	finish(&networks);
}

void networks_free(struct network_plan *plan)
{
	json_object_put(plan->networks);
	json_object_put(plan->renumber);
	json_object_put(plan->exits);
	json_object_put(plan->addresses);
	json_object_put(plan->violations);
	*plan = (struct network_plan){0};
}
