#include "planning/standing.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/plans.h"
#include "core/spool.h"
#include "core/store.h"
#include "model/approval.h"
#include "model/plan.h"
#include "planning/consents.h"
#include <string.h>

/* The approvals of all plans that have not expired: the digest of the wave -> approval. */
struct standing {
	struct json_object *by_digest;
	int64_t now;
};

static bool is_later(struct json_object *one, struct json_object *other)
{
	return !other || strcmp(json_string(one, "made"), json_string(other, "made")) > 0;
}

static int add_approval(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	AUTO_JSON struct json_object *approval = NULL;
	struct standing *standing = argument;
	const char *digest;
	int64_t expires;

	if (json_parse(&approval, &source, JSON_MESSAGE, error) < 0)
		return -1;
	digest = json_string(approval, "digest");
	if (clock_parse(json_string(approval, "expires"), &expires) == 0 &&
		expires > standing->now &&
		is_later(approval, json_member(standing->by_digest, digest)))
		json_set(standing->by_digest, digest, mem_take(&approval));
	return 0;
}

static int find(struct standing *standing, struct store *store, struct error *error)
{
	standing->by_digest = json_object_new_object();
	return store_walk(store, APPROVAL_SPACE, add_approval, standing, error);
}

/* --- for the next plan --- */

/* What cannot be read any more, because the plan was of an older kind, is kept by nobody. */
static void add_kept(struct spool *output, struct store *store, struct json_object *approval)
{
	AUTO_JSON struct json_object *manifest = NULL, *wave = NULL, *estimates = NULL, *kept;
	const char *digest = json_string(approval, "digest");
	struct json_object *row;
	struct error error = {0};

	if (plans_manifest(&manifest, store, json_string(approval, "plan"), &error) < 0)
		return;
	row = json_find(json_member(manifest, "waves"), "digest", digest);
	if (!row || archive_load(&wave, store, digest, wave_fields, &error) < 0 ||
		archive_load(&estimates, store, json_string(row, "estimates"), NULL, &error) <
			0)
		return;
	kept = json_set(json_object_new_object(), "wave", mem_take(&wave));
	json_set(kept, "estimates", mem_take(&estimates));
	spool_add_json(output, "kept", kept);
}

int standing_gather(struct spool *output, struct store *store, int64_t now, struct error *error)
{
	struct standing standing = {.now = now};
	int found = find(&standing, store, error);

	json_object_object_foreach (standing.by_digest, digest, approval) {
		(void)digest;
		add_kept(output, store, approval);
	}
	json_object_put(standing.by_digest);
	return found;
}

/* --- for the plan that was made --- */

static void carry(struct store_batch *batch, struct json_object *approval, const char *root)
{
	AUTO_JSON struct json_object *copy = json_copy(approval);
	AUTO_FREE char *key = approval_key(root, json_string(approval, "wave")), *value = NULL;

	if (!json_member(copy, "of"))
		json_set_string(copy, "of", json_string(approval, "plan"));
	json_set_string(copy, "plan", root);
	value = json_canonical_string(copy);
	batch_state(batch, APPROVAL_SPACE, key, value);
}

int standing_carry(struct store_batch *batch, struct store *store, struct json_object *manifest,
	const char *root, int64_t now, struct error *error)
{
	struct json_object *rows = json_member(manifest, "waves");
	struct standing standing = {.now = now};
	int found = find(&standing, store, error);

	for (size_t i = 0; found == 0 && i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);
		struct json_object *approval =
			json_member(standing.by_digest, json_string(row, "digest"));

		if (approval && !text_equal(json_string(approval, "plan"), root) &&
			text_equal(json_string(approval, "wave"), json_string(row, "name")))
			carry(batch, approval, root);
	}
	json_object_put(standing.by_digest);
	if (found < 0)
		return -1;
	return consents_carry(batch, store, manifest, root, now, error);
}
