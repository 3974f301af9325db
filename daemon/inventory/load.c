#include "inventory/load.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/archive.h"
#include "inventory/withdrawn.h"
#include "model/snapshot.h"
#include <stdio.h>

static int add_object(struct json_object *objects, struct store *store,
	struct json_object *member, struct error *error)
{
	const char *digest = json_string(member, "digest");
	struct json_object *facts;

	if (json_object_object_get_ex(objects, digest, NULL))
		return 0;
	if (archive_load(&facts, store, digest, NULL, error) < 0)
		return -1;
	json_set(objects, digest, facts);
	return 0;
}

static int load_snapshot(struct json_object **snapshot, char found[DIGEST_TEXT],
	struct store *store, const char *digest, struct error *error)
{
	if (!digest && archive_head(store, "snapshot", found, error) < 0) {
		if (error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_NOT_FOUND, NULL,
				"There is no snapshot yet; `banyun inventory scan` makes one.");
		return -1;
	}
	if (digest)
		snprintf(found, DIGEST_TEXT, "%s", digest);
	return archive_load(snapshot, store, found, snapshot_fields, error);
}

int inventory_load(struct json_object **inventory, struct store *store, const char *digest,
	struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL, *objects = json_object_new_object();
	struct json_object *members;
	char found[DIGEST_TEXT];

	*inventory = NULL;
	if (load_snapshot(&snapshot, found, store, digest, error) < 0 ||
		withdrawn_hide(snapshot, store, error) < 0)
		return -1;
	members = json_member(snapshot, "members");
	for (size_t i = 0; i < json_object_array_length(members); i++)
		if (add_object(objects, store, json_object_array_get_idx(members, i), error) <
			0)
			return -1;
	*inventory = json_set_string(json_object_new_object(), "digest", found);
	json_set(*inventory, "snapshot", mem_take(&snapshot));
	json_set(*inventory, "objects", mem_take(&objects));
	return 0;
}
