#include "planning/approve.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/config.h"
#include "core/plans.h"
#include "core/store.h"
#include "model/approval.h"
#include "model/plan.h"
#include "model/profile.h"
#include "model/snapshot.h"
#include "planning/consents.h"

#define HOUR (3600 * CLOCK_SECOND)

/* `reviewed` (NULL: nothing to compare) is the plan of this root, byte for byte. */
static int check_reviewed(struct json_object *reviewed, const char *root, struct error *error)
{
	char found[DIGEST_TEXT];

	if (!reviewed)
		return 0;
	if (shape_check(plan_fields, reviewed, NULL, error) < 0)
		return -1;
	plan_digest(reviewed, found);
	if (text_equal(found, root))
		return 0;
	return error_set(error, ERROR_REFUSED, root,
		"This is not the plan %s: its waves have the digest %s. It was edited; make a "
		"new plan instead.",
		root, found);
}

static int check_fact(struct json_object *snapshot, struct json_object *fact, const char *move,
	struct error *error)
{
	const char *kind = json_string(fact, "kind"), *id = json_string(fact, "id");
	struct json_object *member = snapshot_member(snapshot, kind, id);

	if (member && text_equal(json_string(member, "digest"), json_string(fact, "digest")))
		return 0;
	return error_set(error, ERROR_REFUSED, move,
		"Move \"%s\" rests on %s %s as it was (%s), but the newest snapshot has %s. "
		"Plan again.",
		move, kind, id, json_string(fact, "digest"),
		member ? json_string(member, "digest") : "no such object");
}

static int check_wave(
	struct json_object *snapshot, struct json_object *wave, struct error *error)
{
	struct json_object *moves = json_member(wave, "moves");

	for (size_t i = 0; i < json_object_array_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);
		struct json_object *facts = json_member(move, "facts");

		for (size_t j = 0; j < json_object_array_length(facts); j++)
			if (check_fact(snapshot, json_object_array_get_idx(facts, j),
				    json_string(move, "name"), error) < 0)
				return -1;
	}
	return 0;
}

int planning_check_drift(struct store *store, struct json_object *plan, struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL;
	struct json_object *list = json_member(plan, "waves");
	char digest[DIGEST_TEXT];

	if (archive_load_head(&snapshot, digest, store, "snapshot", snapshot_fields, error) < 0)
		return -1;
	for (size_t i = 0; i < json_object_array_length(list); i++)
		if (check_wave(snapshot, json_object_array_get_idx(list, i), error) < 0)
			return -1;
	return 0;
}

/* --- approving --- */

static struct json_object *make_approval(const char *root, struct json_object *wave,
	const char *approver, struct json_object *profile)
{
	struct json_object *approval = json_object_new_object();
	int64_t now = clock_wall(), hours = profile_integer(profile, "approval", "valid_hours");
	char digest[DIGEST_TEXT], made[CLOCK_TEXT], expires[CLOCK_TEXT];

	plan_wave_digest(wave, digest);
	clock_format(now, made);
	clock_format(now + hours * HOUR, expires);
	json_set_string(approval, "plan", root);
	json_set_string(approval, "wave", json_string(wave, "name"));
	json_set_string(approval, "digest", digest);
	json_set_string(approval, "approver", approver);
	json_set_string(approval, "made", made);
	return json_set_string(approval, "expires", expires);
}

static void keep_approval(
	struct store_batch *batch, const char *root, struct json_object *approval)
{
	AUTO_FREE char *key = approval_key(root, json_string(approval, "wave"));
	AUTO_FREE char *value = json_canonical_string(approval);

	batch_state(batch, APPROVAL_SPACE, key, value);
}

/* Each wave that was named is one of the plan's. */
static int check_names(
	struct json_object *manifest, struct json_object *names, struct error *error)
{
	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));

		if (!json_find(json_member(manifest, "waves"), "name", name))
			return error_set(error, ERROR_NOT_FOUND, name,
				"The plan has no wave \"%s\"; `banyun plan show` lists its "
				"waves.",
				name);
	}
	return 0;
}

static int check_approver(struct json_object *plan, const char *approver, struct error *error)
{
	if (!approval_is_author(plan, approver))
		return 0;
	return error_set(error, ERROR_REFUSED, approver,
		"%s made this plan and therefore cannot approve it; another person has to.",
		approver);
}

/* What was named is approved or refused; without a name it is all that is the person's. */
static int check_theirs(struct json_object *wave, const struct person *person, unsigned given,
	bool named, struct error *error)
{
	if (given > 0 || (person->roles & ROLE_APPROVER) || !named)
		return 0;
	return error_set(error, ERROR_REFUSED, json_string(wave, "name"),
		"Wave \"%s\" moves nothing of a department that %s owns.",
		json_string(wave, "name"), person->name);
}

static int give(struct json_object *approved, struct store_batch *batch,
	struct json_object *wave, const struct consents_giver *giver, bool named,
	struct error *error)
{
	unsigned given = consents_give(json_member(approved, "consents"), batch, wave, giver);
	struct json_object *approval;

	if (check_theirs(wave, giver->person, given, named, error) < 0)
		return -1;
	if (!(giver->person->roles & ROLE_APPROVER))
		return 0;
	approval = make_approval(giver->root, wave, giver->actor, giver->profile);
	keep_approval(batch, giver->root, approval);
	json_object_array_add(json_member(approved, "approvals"), approval);
	return 0;
}

static int give_all(struct json_object *approved, struct store_batch *batch,
	struct json_object *waves, const struct consents_giver *giver, bool named,
	struct error *error)
{
	for (size_t i = 0; i < json_object_array_length(waves); i++)
		if (give(approved, batch, json_object_array_get_idx(waves, i), giver, named,
			    error) < 0)
			return -1;
	if (json_length(json_member(approved, "approvals")) > 0 ||
		json_length(json_member(approved, "consents")) > 0)
		return 0;
	return error_set(error, ERROR_REFUSED, giver->root,
		"The plan moves nothing of a department that %s owns.", giver->person->name);
}

static int check_real(struct json_object *manifest, const char *root, struct error *error)
{
	if (!json_boolean(manifest, "what_if", false))
		return 0;
	return error_set(error, ERROR_REFUSED, root,
		"This plan shows what would be under another profile; it is neither approved "
		"nor run. Make one with `banyun plan create`.");
}

int planning_waves(struct json_object **plan, struct store *store, const char *root,
	struct json_object *request, struct error *error)
{
	AUTO_JSON struct json_object *manifest = NULL;
	struct json_object *names = json_member(request, "waves");

	*plan = NULL;
	if (plans_manifest(&manifest, store, root, error) < 0 ||
		check_real(manifest, root, error) < 0 ||
		check_reviewed(json_member(request, "reviewed"), root, error) < 0 ||
		check_names(manifest, names, error) < 0)
		return -1;
	return plans_waves(plan, store, manifest, names, error);
}

int planning_approve(struct json_object **approved, struct store_batch *batch,
	struct store *store, const char *root, struct json_object *request,
	const struct person *person, const char *actor, struct json_object *profile,
	struct error *error)
{
	const struct consents_giver giver = {root, actor, person, profile};
	AUTO_JSON struct json_object *plan = NULL, *given = json_object_new_object();
	struct json_object *waves;

	if (planning_waves(&plan, store, root, request, error) < 0 ||
		check_approver(plan, actor, error) < 0 ||
		planning_check_drift(store, plan, error) < 0)
		return -1;
	waves = json_member(plan, "waves");
	if (json_length(waves) == 0)
		return error_set(error, ERROR_REFUSED, root,
			"The plan has no wave that could be approved; `banyun plan show` tells "
			"what it leaves out, and why.");
	json_set(given, "approvals", json_object_new_array());
	json_set(given, "consents", json_object_new_array());
	if (give_all(given, batch, waves, &giver, json_member(request, "waves") != NULL,
		    error) < 0)
		return -1;
	*approved = mem_take(&given);
	return 0;
}

int planning_return(
	struct store_batch *batch, struct store *store, const char *root, struct error *error)
{
	AUTO_JSON struct json_object *plan = NULL;
	struct json_object *waves;

	if (plans_manifest(&plan, store, root, error) < 0)
		return -1;
	waves = json_member(plan, "waves");
	for (size_t i = 0; i < json_object_array_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		AUTO_FREE char *key = approval_key(root, json_string(wave, "name"));

		batch_state(batch, APPROVAL_SPACE, key, NULL);
		consents_drop(batch, root, wave);
	}
	return 0;
}
