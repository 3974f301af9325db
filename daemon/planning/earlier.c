#include "planning/earlier.h"
#include "base/error.h"
#include "core/archive.h"
#include "core/plans.h"

/* NULL when the plan has no such part. New reference. */
static struct json_object *load_part(
	struct store *store, struct json_object *manifest, const char *name)
{
	const char *digest = json_string(json_member(manifest, "parts"), name);
	struct json_object *part = NULL;
	struct error error = {0};

	return digest && archive_load(&part, store, digest, NULL, &error) == 0 ? part : NULL;
}

static struct json_object *list_subnets(struct json_object *networks)
{
	struct json_object *allocated = json_object_new_object();

	for (size_t i = 0; i < json_length(networks); i++) {
		struct json_object *row = json_object_array_get_idx(networks, i);
		struct json_object *subnets = json_member(row, "subnets");

		if (json_length(subnets) > 0)
			json_set(allocated, json_string(row, "id"), json_object_get(subnets));
	}
	return allocated;
}

void earlier_addresses(struct json_object *order, struct store *store)
{
	AUTO_JSON struct json_object *manifest = NULL, *networks = NULL, *renumber = NULL;
	char root[DIGEST_TEXT];
	struct error error = {0};

	if (archive_head(store, "plan", root, &error) < 0 ||
		plans_manifest(&manifest, store, root, &error) < 0)
		return;
	networks = load_part(store, manifest, "networks");
	renumber = load_part(store, manifest, "renumber");
	if (networks)
		json_set(order, "allocated", list_subnets(networks));
	if (renumber)
		json_set(order, "renumbered", json_object_get(renumber));
}
