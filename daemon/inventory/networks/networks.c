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

void networks_derive(
	struct json_object *snapshot, struct json_object *objects, const char *seen)
{
	AUTO_JSON struct json_object *kinds = list_kinds(snapshot);
	AUTO_JSON struct json_object *gathered = json_object_new_object();
	AUTO_JSON struct json_object *owners = json_object_new_object();
	AUTO_JSON struct json_object *holders = json_object_new_object();
	AUTO_JSON struct json_object *macs = json_object_new_object();
	AUTO_JSON struct json_object *looked = json_object_new_object();
	AUTO_JSON struct json_object *closed = json_object_new_object();
	AUTO_JSON struct json_object *silent = NULL;
	AUTO_JSON struct json_object *exits = json_object_new_object();
	AUTO_JSON struct json_object *bridges = json_object_new_object();
	AUTO_JSON struct json_object *joined = json_object_new_object();
	AUTO_JSON struct json_object *reached = json_object_new_object();
	AUTO_JSON struct json_object *found = json_object_new_object();
	AUTO_JSON struct json_object *homes = json_object_new_object();
	struct deriving deriving = {.snapshot = snapshot,
		.objects = objects,
		.seen = seen,
		.kinds = kinds,
		.gathered = gathered,
		.owners = owners,
		.holders = holders,
		.macs = macs,
		.looked = looked,
		.closed = closed,
		.exits = exits,
		.bridges = bridges,
		.joined = joined,
		.reached = reached,
		.found = found,
		.homes = homes};

	deriving.silent = silent = silent_hosts(snapshot, &deriving.in_doubt);
	prefixes_declared(&deriving);
	prefixes_found(&deriving);
	routes_found(&deriving);
	prefixes_judge(&deriving);
	overlaps_judge(&deriving);
	ways_judge(&deriving);
	paths_judge(&deriving);
	gather_finish(&deriving);
}
