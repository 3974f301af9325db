#include "inventory/picked.h"
#include "base/error.h"
#include "base/json.h"
#include "core/archive.h"
#include "inventory/withdrawn.h"
#include "model/snapshot.h"
#include <stdio.h>

int picked_open(
	struct picked *picked, struct store *store, const char *digest, struct error *error)
{
	*picked = (struct picked){.store = store};
	if (!digest && archive_head(store, "snapshot", picked->digest, error) < 0) {
		if (error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_NOT_FOUND, NULL,
				"There is no snapshot yet; `banyun inventory scan` makes one.");
		return -1;
	}
	if (digest)
		snprintf(picked->digest, sizeof(picked->digest), "%s", digest);
	if (archive_load(&picked->snapshot, store, picked->digest, snapshot_fields, error) <
			0 ||
		withdrawn_hide(picked->snapshot, store, error) < 0)
		return -1;
	picked->owners = json_object_new_object();
	return 0;
}

void picked_close(struct picked *picked)
{
	json_object_put(picked->snapshot);
	json_object_put(picked->owners);
	*picked = (struct picked){0};
}

int picked_facts(struct json_object **facts, const struct picked *picked,
	struct json_object *member, struct error *error)
{
	return archive_load(facts, picked->store, json_string(member, "digest"), NULL, error);
}

int picked_host(struct json_object **host, const struct picked *picked,
	struct json_object *facts, struct error *error)
{
	const char *name = json_string(facts, "host");
	struct json_object *member;

	name = name ? name : json_string(facts, "seen_by");
	*host = name ? json_member(picked->owners, name) : NULL;
	if (*host || !name)
		return 0;
	member = snapshot_member(picked->snapshot, "host", name);
	if (!member)
		return 0;
	if (picked_facts(host, picked, member, error) < 0)
		return -1;
	json_set(picked->owners, name, *host);
	return 0;
}
