#include "inventory/merge.h"
#include "base/error.h"
#include "base/json.h"
#include "inventory/beside.h"
#include "inventory/claims.h"
#include "inventory/identify.h"
#include "inventory/networks/networks.h"
#include "inventory/told.h"
#include "model/snapshot.h"

int merge(struct json_object *snapshot, struct json_object *objects, struct store *store,
	const char *made, struct error *error)
{
	if (told_add(snapshot, objects, store, made, error) < 0)
		return -1;
	if (json_length(json_member(snapshot, "members")) == 0)
		return error_set(error, ERROR_CONFLICT, NULL,
			"There is no host to ask, and nothing was told; add one with `banyun "
			"host add`, or take in a table with `banyun inventory import`.");
	identify(snapshot, objects, made);
	beside_join(snapshot, objects, made);
	claims_judge(snapshot, objects, made);
	networks_derive(snapshot, objects, made);
	snapshot_finish(snapshot);
	return 0;
}
