#include "inventory/networks/networks.h"
#include "inventory/networks/networks_private.h"
#include "inventory/silent.h"

static struct json_object *list_kinds(struct json_object *snapshot)
{
	struct json_object *kinds = json_object_new_object();
	struct json_object *members = json_member(snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		const char *kind = json_string(member, "kind");
		struct json_object *list = json_member(kinds, kind);

		if (!list)
			json_set(kinds, kind, list = json_object_new_array());
		json_object_array_add(list, json_object_get(member));
	}
	return kinds;
}

static void begin(struct deriving *deriving)
{
	deriving->kinds = list_kinds(deriving->snapshot);
	deriving->silent = silent_hosts(deriving->snapshot, &deriving->in_doubt);
	deriving->gathered = json_object_new_object();
	deriving->owners = json_object_new_object();
	deriving->holders = json_object_new_object();
	deriving->macs = json_object_new_object();
	deriving->looked = json_object_new_object();
	deriving->closed = json_object_new_object();
	deriving->exits = json_object_new_object();
	deriving->bridges = json_object_new_object();
	deriving->joined = json_object_new_object();
	deriving->reached = json_object_new_object();
	deriving->found = json_object_new_object();
	deriving->homes = json_object_new_object();
}

static void end(struct deriving *deriving)
{
	json_object_put(deriving->kinds);
	json_object_put(deriving->silent);
	json_object_put(deriving->gathered);
	json_object_put(deriving->owners);
	json_object_put(deriving->holders);
	json_object_put(deriving->macs);
	json_object_put(deriving->looked);
	json_object_put(deriving->closed);
	json_object_put(deriving->exits);
	json_object_put(deriving->bridges);
	json_object_put(deriving->joined);
	json_object_put(deriving->reached);
	json_object_put(deriving->found);
	json_object_put(deriving->homes);
}

void networks_derive(
	struct json_object *snapshot, struct json_object *objects, const char *seen)
{
	struct deriving deriving = {.snapshot = snapshot, .objects = objects, .seen = seen};

	begin(&deriving);
	prefixes_declared(&deriving);
	prefixes_found(&deriving);
	routes_found(&deriving);
	prefixes_judge(&deriving);
	overlaps_judge(&deriving);
	ways_judge(&deriving);
	paths_judge(&deriving);
	gather_finish(&deriving);
	end(&deriving);
}
