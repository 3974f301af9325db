#include "core/plans.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "model/plan.h"

static int check_root(struct json_object *manifest, const char *root, struct error *error)
{
	char found[DIGEST_TEXT];

	plan_manifest_digest(manifest, found);
	if (text_equal(found, root))
		return 0;
	return error_set(error, ERROR_REFUSED, root,
		"The stored plan was changed: its waves have the digest %s.", found);
}

int plans_manifest(struct json_object **manifest, struct store *store, const char *root,
	struct error *error)
{
	AUTO_JSON struct json_object *row = NULL, *tree = NULL;

	*manifest = NULL;
	if (archive_state(&row, store, PLAN_SPACE, root, error) < 0) {
		if (error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_NOT_FOUND, root,
				"There is no plan \"%s\"; `banyun plan show` lists them.",
				root);
		return -1;
	}
	if (archive_load(&tree, store, json_string(row, "document"), plan_manifest_fields,
		    error) < 0 ||
		check_root(tree, root, error) < 0)
		return -1;
	if (json_member(row, "authors"))
		json_set(tree, "authors", json_object_get(json_member(row, "authors")));
	*manifest = mem_take(&tree);
	return 0;
}

static int add_wave(struct json_object *list, struct store *store, struct json_object *row,
	struct error *error)
{
	struct json_object *wave;

	if (archive_load(&wave, store, json_string(row, "digest"), wave_fields, error) < 0)
		return -1;
	json_object_array_add(list, wave);
	return 0;
}

/* All but the waves and where the parts are. */
static struct json_object *copy_head(struct json_object *manifest)
{
	struct json_object *plan = json_object_new_object();

	json_object_object_foreach (manifest, name, value)
		if (!text_equal(name, "waves") && !text_equal(name, "parts"))
			json_set(plan, name, json_object_get(value));
	return plan;
}

int plans_waves(struct json_object **plan, struct store *store, struct json_object *manifest,
	struct json_object *names, struct error *error)
{
	struct json_object *rows = json_member(manifest, "waves");
	AUTO_JSON struct json_object *list = json_object_new_array();

	*plan = NULL;
	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);

		if (plan_wave_wanted(names, json_string(row, "name")) &&
			add_wave(list, store, row, error) < 0)
			return -1;
	}
	*plan = json_set(copy_head(manifest), "waves", mem_take(&list));
	return 0;
}

static int add_estimates(struct json_object *all, struct store *store, struct json_object *row,
	struct error *error)
{
	AUTO_JSON struct json_object *some = NULL;

	if (archive_load(&some, store, json_string(row, "estimates"), NULL, error) < 0)
		return -1;
	json_object_object_foreach (some, machine, estimate)
		json_set(all, machine, json_object_get(estimate));
	return 0;
}

int plans_add_estimates(struct json_object *plan, struct store *store,
	struct json_object *manifest, struct json_object *names, struct error *error)
{
	struct json_object *rows = json_member(manifest, "waves");
	struct json_object *all = json_object_new_object();

	json_set(plan, "estimates", all);
	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);

		if (plan_wave_wanted(names, json_string(row, "name")) &&
			add_estimates(all, store, row, error) < 0)
			return -1;
	}
	return 0;
}

static int join_parts(struct json_object *plan, struct store *store,
	struct json_object *manifest, struct error *error)
{
	struct json_object *parts = json_member(manifest, "parts");

	json_object_object_foreach (parts, name, digest) {
		struct json_object *part;

		if (archive_load(&part, store, json_object_get_string(digest), NULL, error) < 0)
			return -1;
		json_set(plan, name, part);
	}
	return 0;
}

int plans_load(
	struct json_object **plan, struct store *store, const char *root, struct error *error)
{
	AUTO_JSON struct json_object *manifest = NULL, *whole = NULL;

	*plan = NULL;
	if (plans_manifest(&manifest, store, root, error) < 0 ||
		plans_waves(&whole, store, manifest, NULL, error) < 0 ||
		plans_add_estimates(whole, store, manifest, NULL, error) < 0 ||
		join_parts(whole, store, manifest, error) < 0)
		return -1;
	*plan = mem_take(&whole);
	return 0;
}
