#include "inventory/silent.h"
#include "base/json.h"
#include "base/text.h"
#include "inventory/inventory.h"
#include "model/snapshot.h"

struct json_object *silent_hosts(struct json_object *snapshot, bool *nobodys)
{
	struct json_object *list = json_member(snapshot, "silent");
	struct json_object *silent = json_object_new_object();

	*nobodys = false;
	for (size_t i = 0; i < json_length(list); i++) {
		const char *name = json_string(json_object_array_get_idx(list, i), "host");

		json_set_boolean(silent, name, true);
		if (!text_equal(name, INVENTORY_OWN_HOST) &&
			!snapshot_member(snapshot, "host", name))
			*nobodys = true;
	}
	return silent;
}
