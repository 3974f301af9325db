#include "inventory/networks/networks.h"
#include "inventory/networks/part.h"

void networks_derive(
	struct json_object *snapshot, struct json_object *objects, const char *seen)
{
	AUTO_JSON struct json_object *gathered = json_object_new_object();
	AUTO_JSON struct json_object *owners = json_object_new_object();
	AUTO_JSON struct json_object *holders = json_object_new_object();
	AUTO_JSON struct json_object *macs = json_object_new_object();
	AUTO_JSON struct json_object *looked = json_object_new_object();
	AUTO_JSON struct json_object *exits = json_object_new_object();
	AUTO_JSON struct json_object *bridges = json_object_new_object();
	AUTO_JSON struct json_object *joined = json_object_new_object();
	AUTO_JSON struct json_object *homes = json_object_new_object();
	struct deriving deriving = {.snapshot = snapshot,
		.objects = objects,
		.seen = seen,
		.gathered = gathered,
		.owners = owners,
		.holders = holders,
		.macs = macs,
		.looked = looked,
		.exits = exits,
		.bridges = bridges,
		.joined = joined,
		.homes = homes};

	prefixes_declared(&deriving);
	prefixes_found(&deriving);
	routes_found(&deriving);
	prefixes_judge(&deriving);
	overlaps_judge(&deriving);
	exits_judge(&deriving);
	gather_finish(&deriving);
}
