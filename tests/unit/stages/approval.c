/* Who may approve what, on a real store: each refusal with its reason. */
#include "model/approval.h"
#include "../inventory/own_store.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/approvals.h"
#include "core/archive.h"
#include "core/config.h"
#include "core/plans.h"
#include "core/store.h"
#include "model/consent.h"
#include "model/plan.h"
#include "planning/approve.h"
#include "planning/consents.h"
#include "planning/planner/build.h"
#include "tiny.h"
#include <string.h>

#define AUTHOR "uid:1001 lin"
#define OTHER  "uid:1002 zhou"

static char root[DIGEST_TEXT];
static struct own_store own;
static struct store *store; /* its own */
static struct tiny tiny;
static struct json_object *plan;
static struct error error;

/* Who approves what, and who owns fin. */
static char *fin[] = {"fin"}, *tax[] = {"tax"};
static const struct person approver = {"zhou", 1002, ROLE_APPROVER, NULL, 0};
static const struct person owner = {"qian", 1003, ROLE_DEPARTMENT_OWNER, fin, 1};
static const struct person stranger = {"wu", 1004, ROLE_DEPARTMENT_OWNER, tax, 1};
static const struct person everything = {
	"zheng", 1005, ROLE_APPROVER | ROLE_DEPARTMENT_OWNER, fin, 1};

static void keep_head(const char *kind, struct json_object *document)
{
	struct store_batch *batch = batch_new();
	char digest[DIGEST_TEXT];

	archive_keep(batch, kind, document, digest);
	archive_set_head(batch, kind, digest);
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
}

/* A row of the list of plans that says that `root` is this manifest. */
static void keep_row(struct store_batch *batch, const char *digest, const char *author)
{
	AUTO_JSON struct json_object *row = json_object_new_object();

	json_set_string(row, "document", digest);
	json_set_string(row, "author", author);
	AUTO_FREE char *value = json_canonical_string(row);
	batch_state(batch, PLAN_SPACE, root, value);
}

static void keep_text(void *argument, const char *kind, const struct text *text)
{
	AUTO_JSON struct json_object *tree = tiny_tree(text);
	struct store_batch *batch = argument;
	char digest[DIGEST_TEXT];

	archive_keep(batch, kind, tree, digest);
	if (!text_equal(kind, "plan"))
		return;
	plan_manifest_digest(tree, root);
	keep_row(batch, digest, json_string(tree, "author"));
}

static void keep_plan(void)
{
	struct store_batch *batch = batch_new();

	tiny_build(&tiny, &(struct plan_sink){keep_text, batch});
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
}

static int start(void **state)
{
	(void)state;
	error = (struct error){0};
	own_store_open(&own);
	store = own.store;
	tiny_make(&tiny, NULL);
	plan = tiny_plan(&tiny);
	keep_head("snapshot", tiny.snapshot);
	keep_plan();
	return 0;
}

static int finish(void **state)
{
	(void)state;
	own_store_close(&own);
	json_object_put(plan);
	tiny_free(&tiny);
	return 0;
}

/* Asks for an approval and keeps it when it is given. */
static int approve_as(const char *request, const struct person *person, const char *actor)
{
	struct source source = {SOURCE_JSON, "request", request, strlen(request)};
	AUTO_JSON struct json_object *asked = NULL, *approved = NULL;
	struct store_batch *batch = batch_new();

	error = (struct error){0};
	assert_int_equal(json_parse(&asked, &source, JSON_FILE, &error), 0);
	if (planning_approve(&approved, batch, store, root, asked, person, actor, tiny.profile,
		    &error) < 0) {
		batch_free(batch);
		return -1;
	}
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
	return 0;
}

static int approve(const char *request, const char *actor)
{
	return approve_as(request, &approver, actor);
}

static struct json_object *approval(void)
{
	AUTO_FREE char *key = approval_key(root, "fin");
	struct json_object *tree = NULL;
	struct error none = {0};

	return archive_state(&tree, store, APPROVAL_SPACE, key, &none) < 0 ? NULL : tree;
}

static void assert_error(int result, enum error_code code, const char *words)
{
	assert_int_equal(result, -1);
	if (error.code != code || !strstr(error.text, words))
		fail_msg("expected %s (%s), told %s: %s", error_word(code), words,
			error_word(error.code), error.text);
}

static int check(struct json_object *given, struct json_object *of, int64_t later)
{
	char digest[DIGEST_TEXT];

	error = (struct error){0};
	plan_wave_digest(plan_find_wave(of, "fin"), digest);
	return approval_check(given, of, "fin", digest, clock_wall() + later, &error);
}

static void test_another_person_approves(void **state)
{
	(void)state;
	assert_int_equal(approve("{}", OTHER), 0);
	AUTO_JSON struct json_object *given = approval();
	assert_string_equal(json_string(given, "approver"), OTHER);
	assert_int_equal(check(given, plan, 0), 0);
}

static void test_the_author_may_not(void **state)
{
	(void)state;
	assert_error(approve("{}", AUTHOR), ERROR_REFUSED, "cannot approve it");
	assert_null(approval());
}

static void test_a_forged_approval_by_the_author_is_none(void **state)
{
	(void)state;
	approve("{}", OTHER);
	AUTO_JSON struct json_object *given = approval();
	json_set_string(given, "approver", AUTHOR);
	assert_error(check(given, plan, 0), ERROR_REFUSED, "approved by its author");
}

static void test_none_was_given(void **state)
{
	(void)state;
	assert_error(check(NULL, plan, 0), ERROR_REFUSED, "is not approved");
}

/* The profile says 72 hours. */
static void test_it_expires(void **state)
{
	(void)state;
	approve("{}", OTHER);
	AUTO_JSON struct json_object *given = approval();
	assert_int_equal(check(given, plan, 71 * 3600 * CLOCK_SECOND), 0);
	assert_error(check(given, plan, 72 * 3600 * CLOCK_SECOND), ERROR_REFUSED, "expired at");
	json_set_string(given, "expires", "never");
	assert_error(check(given, plan, 0), ERROR_REFUSED, "expired at");
}

/* Somebody has made the same waves again: it is his plan too. */
static void test_who_makes_the_same_waves_may_not(void **state)
{
	AUTO_JSON struct json_object *both = json_copy(plan);
	struct json_object *authors = json_object_new_array();

	(void)state;
	approve("{}", OTHER);
	AUTO_JSON struct json_object *given = approval();
	json_object_array_add(authors, json_object_new_string(AUTHOR));
	json_object_array_add(authors, json_object_new_string("uid:1002 chou"));
	json_set(both, "authors", authors);
	assert_error(check(given, both, 0), ERROR_REFUSED, "approved by its author");
}

static void test_it_binds_the_bytes(void **state)
{
	AUTO_JSON struct json_object *edited = json_copy(plan);

	(void)state;
	approve("{}", OTHER);
	AUTO_JSON struct json_object *given = approval();
	json_set_integer(plan_find_move(edited, "db"), "rate", 1);
	assert_error(check(given, edited, 0), ERROR_REFUSED, "changed after its approval");
}

/* Somebody who writes into the store puts another wave into the plan. */
static void test_an_edited_plan_is_refused(void **state)
{
	AUTO_JSON struct json_object *edited = json_copy(plan), *manifest = NULL;
	struct store_batch *batch = batch_new();
	char wave[DIGEST_TEXT], document[DIGEST_TEXT];

	(void)state;
	json_set_string(json_member(plan_find_move(edited, "db"), "target"), "host", "evil");
	archive_keep(batch, "wave", plan_find_wave(edited, "fin"), wave);
	assert_int_equal(plans_manifest(&manifest, store, root, &error), 0);
	json_set_string(
		json_object_array_get_idx(json_member(manifest, "waves"), 0), "digest", wave);
	archive_keep(batch, "plan", manifest, document);
	keep_row(batch, document, AUTHOR);
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
	assert_error(approve("{}", OTHER), ERROR_REFUSED, "The stored plan was changed");
	assert_null(approval());
}

static void test_what_was_reviewed_is_what_is_approved(void **state)
{
	AUTO_JSON struct json_object *edited = json_copy(plan);
	AUTO_FREE char *same = json_canonical_string(plan);
	AUTO_FREE char *good = mem_format("{\"reviewed\":%s}", same);

	(void)state;
	assert_int_equal(approve(good, OTHER), 0);
	json_set_integer(plan_find_move(edited, "web"), "attempts", 1);
	AUTO_FREE char *other = json_canonical_string(edited);
	AUTO_FREE char *bad = mem_format("{\"reviewed\":%s}", other);
	assert_error(approve(bad, OTHER), ERROR_REFUSED, "It was edited");
	assert_error(approve("{\"reviewed\":{}}", OTHER), ERROR_INPUT, "missing");
}

static void test_unknown_waves_and_plans(void **state)
{
	(void)state;
	assert_error(approve("{\"waves\":[\"fin\",\"tax\"]}", OTHER), ERROR_NOT_FOUND,
		"no wave \"tax\"");
	assert_null(approval());
	root[8] = root[8] == '0' ? '1' : '0';
	assert_error(approve("{}", OTHER), ERROR_NOT_FOUND, "There is no plan");
}

static void see_anew(const struct change *changes)
{
	AUTO_TINY struct tiny now = {0};

	tiny_make(&now, changes);
	keep_head("snapshot", now.snapshot);
}

static void test_a_drifted_machine(void **state)
{
	static const struct change changes[] = {{"/items/db/facts/memory", "2147483648"}, {0}};

	(void)state;
	see_anew(changes);
	assert_error(approve("{}", OTHER), ERROR_REFUSED, "Move \"db\" rests on machine");
	assert_int_equal(planning_check_drift(store, plan, &error), -1);
}

static void test_a_machine_that_is_gone(void **state)
{
	static const struct change changes[] = {{"/items/db", NULL}, {0}};

	(void)state;
	see_anew(changes);
	assert_error(approve("{}", OTHER), ERROR_REFUSED, "has no such object");
}

static void test_drift_elsewhere_does_not_matter(void **state)
{
	static const struct change changes[] = {{"/items/stray/facts/memory", "2147483648"},
		{"/items/pool-a/measures/available", "7"}, {0}};

	(void)state;
	see_anew(changes);
	assert_int_equal(approve("{}", OTHER), 0);
}

static void test_a_plan_that_is_returned_loses_its_approvals(void **state)
{
	struct store_batch *batch = batch_new();

	(void)state;
	approve("{}", OTHER);
	assert_int_equal(planning_return(batch, store, root, &error), 0);
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
	assert_null(approval());
}

/* --- owners --- */

#define OWNER "uid:1003 qian"

static int may_run(struct json_object *of, bool owners, int64_t later)
{
	struct json_object *wave = plan_find_wave(of, "fin");
	char digest[DIGEST_TEXT];

	error = (struct error){0};
	plan_wave_digest(wave, digest);
	return approvals_check(store,
		&(struct approvals_case){root, of, wave, digest, owners, clock_wall() + later},
		&error);
}

static void test_a_wave_needs_its_owners_where_the_profile_asks(void **state)
{
	(void)state;
	assert_int_equal(approve("{}", OTHER), 0);
	assert_int_equal(may_run(plan, false, 0), 0);
	assert_error(may_run(plan, true, 0), ERROR_REFUSED,
		"not approved by an owner of department \"fin\"");
	assert_int_equal(approve_as("{}", &owner, OWNER), 0);
	assert_int_equal(may_run(plan, true, 0), 0);
}

/* What an owner gives is no approver's approval. */
static void test_an_owner_alone_does_not_suffice(void **state)
{
	(void)state;
	assert_int_equal(approve_as("{}", &owner, OWNER), 0);
	assert_null(approval());
	assert_error(may_run(plan, true, 0), ERROR_REFUSED, "Wave \"fin\" is not approved; ");
	assert_error(may_run(plan, false, 0), ERROR_REFUSED, "is not approved; ");
}

static void test_an_owner_of_something_else_may_not(void **state)
{
	(void)state;
	assert_error(approve_as("{}", &stranger, "uid:1004 wu"), ERROR_REFUSED,
		"moves nothing of a department that wu owns");
	assert_error(approve_as("{\"waves\":[\"fin\"]}", &stranger, "uid:1004 wu"),
		ERROR_REFUSED, "Wave \"fin\" moves nothing of a department that wu owns");
	approve("{}", OTHER);
	assert_error(may_run(plan, true, 0), ERROR_REFUSED, "not approved by an owner");
}

/* One person may be both, and gives both at once; but an author gives nothing. */
static void test_an_approver_who_owns_it_too(void **state)
{
	(void)state;
	assert_error(approve_as("{}", &everything, AUTHOR), ERROR_REFUSED, "cannot approve it");
	assert_error(approve_as("{}", &owner, AUTHOR), ERROR_REFUSED, "cannot approve it");
	assert_int_equal(approve_as("{}", &everything, "uid:1005 zheng"), 0);
	assert_int_equal(may_run(plan, true, 0), 0);
}

static void put_consent(struct json_object *consent)
{
	struct store_batch *batch = batch_new();
	AUTO_FREE char *key = consent_key(root, "fin", "fin");
	AUTO_FREE char *value = consent ? json_canonical_string(consent) : NULL;

	batch_state(batch, CONSENT_SPACE, key, value);
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
}

static struct json_object *consent(void)
{
	AUTO_FREE char *key = consent_key(root, "fin", "fin");
	struct json_object *tree = NULL;
	struct error none = {0};

	return archive_state(&tree, store, CONSENT_SPACE, key, &none) < 0 ? NULL : tree;
}

static void test_what_owners_give_binds_lapses_and_is_no_authors(void **state)
{
	AUTO_JSON struct json_object *edited = json_copy(plan), *given = NULL;
	char digest[DIGEST_TEXT];

	(void)state;
	approve("{}", OTHER);
	approve_as("{}", &owner, OWNER);
	given = consent();
	assert_int_equal(shape_check(consent_fields, given, NULL, &error), 0);
	assert_error(
		may_run(plan, true, 72 * 3600 * CLOCK_SECOND), ERROR_REFUSED, "expired at");
	json_set_integer(plan_find_move(edited, "db"), "rate", 1);
	plan_wave_digest(plan_find_wave(edited, "fin"), digest);
	json_set_string(given, "digest", digest);
	put_consent(given);
	assert_error(may_run(plan, true, 0), ERROR_REFUSED,
		"was changed after the owner of department \"fin\" approved it");
	plan_wave_digest(plan_find_wave(plan, "fin"), digest);
	json_set_string(given, "digest", digest);
	json_set_string(given, "owner", AUTHOR);
	put_consent(given);
	assert_error(may_run(plan, true, 0), ERROR_REFUSED, "by its author, " AUTHOR);
	json_set_string(given, "owner", OWNER);
	json_set_string(given, "department", "tax");
	put_consent(given);
	assert_error(may_run(plan, true, 0), ERROR_REFUSED, "not approved by an owner");
}

static void test_owners_are_told_apart_and_what_is_missing(void **state)
{
	struct json_object *wave = plan_find_wave(plan, "fin");
	struct approvals_case asked = {root, plan, wave, NULL, true, clock_wall()};
	char digest[DIGEST_TEXT];

	(void)state;
	plan_wave_digest(wave, digest);
	asked.digest = digest;
	AUTO_JSON struct json_object *missing = approvals_of_owners(store, &asked);
	struct json_object *row = json_object_array_get_idx(missing, 0);

	assert_int_equal(json_length(missing), 1);
	assert_string_equal(json_string(row, "department"), "fin");
	assert_false(json_boolean(row, "approved", true));
	assert_non_null(json_string(row, "why"));
	asked.owners = false;
	AUTO_JSON struct json_object *unasked = approvals_of_owners(store, &asked);
	assert_int_equal(json_length(unasked), 0);
	approve_as("{}", &owner, OWNER);
	AUTO_JSON struct json_object *there = approvals_of_owners(store, &asked);
	assert_true(json_boolean(json_object_array_get_idx(there, 0), "approved", false));
}

/* Two departments' wave needs both, and one person may own both. */
static void test_each_department_of_a_wave(void **state)
{
	static char *two[] = {"tax", "fin"};
	static const struct person of_two = {"sun", 1006, ROLE_DEPARTMENT_OWNER, two, 2};
	AUTO_JSON struct json_object *shared = json_copy(plan_find_wave(plan, "fin"));
	AUTO_JSON struct json_object *list = json_object_new_array();
	struct store_batch *batch = batch_new();
	char digest[DIGEST_TEXT];
	struct approvals_case asked = {root, plan, shared, digest, true, clock_wall()};

	(void)state;
	json_object_array_add(json_member(shared, "owners"), json_object_new_string("tax"));
	plan_wave_digest(shared, digest);
	assert_int_equal(consents_give(list, batch, shared,
				 &(struct consents_giver){root, OWNER, &owner, tiny.profile}),
		1);
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
	AUTO_JSON struct json_object *half = approvals_of_owners(store, &asked);
	assert_true(json_boolean(json_object_array_get_idx(half, 0), "approved", false));
	assert_false(json_boolean(json_object_array_get_idx(half, 1), "approved", true));
	batch = batch_new();
	assert_int_equal(
		consents_give(list, batch, shared,
			&(struct consents_giver){root, "uid:1006 sun", &of_two, tiny.profile}),
		2);
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
	asked.now = clock_wall();
	AUTO_JSON struct json_object *whole = approvals_of_owners(store, &asked);
	assert_true(json_boolean(json_object_array_get_idx(whole, 1), "approved", false));
}

/* A new plan with the same wave keeps it; with the same name and other bytes it does not. */
static void test_the_next_plan_keeps_it_for_the_same_bytes_only(void **state)
{
	static const char next[] =
		"sha256:1111111111111111111111111111111111111111111111111111111111111111";
	AUTO_JSON struct json_object *manifest = NULL, *carried = NULL;
	AUTO_FREE char *key = consent_key(next, "fin", "fin");
	struct store_batch *batch = batch_new();
	struct json_object *row;
	struct error none = {0};

	(void)state;
	approve_as("{}", &owner, OWNER);
	assert_int_equal(plans_manifest(&manifest, store, root, &error), 0);
	assert_int_equal(consents_carry(batch, store, manifest, next, clock_wall(), &error), 0);
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
	assert_int_equal(archive_state(&carried, store, CONSENT_SPACE, key, &error), 0);
	assert_string_equal(json_string(carried, "of"), root);
	assert_string_equal(json_string(carried, "plan"), next);
	json_put_at(&carried);
	batch = batch_new();
	batch_state(batch, CONSENT_SPACE, key, NULL);
	row = json_object_array_get_idx(json_member(manifest, "waves"), 0);
	json_set_string(row, "digest", next);
	assert_int_equal(consents_carry(batch, store, manifest, next, clock_wall(), &error), 0);
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
	assert_int_equal(archive_state(&carried, store, CONSENT_SPACE, key, &none), -1);
}

static void test_a_returned_plan_loses_what_owners_gave(void **state)
{
	struct store_batch *batch = batch_new();

	(void)state;
	approve_as("{}", &owner, OWNER);
	assert_int_equal(planning_return(batch, store, root, &error), 0);
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
	assert_null(consent());
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, start, finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_another_person_approves),
		CASE(test_the_author_may_not),
		CASE(test_a_forged_approval_by_the_author_is_none),
		CASE(test_none_was_given),
		CASE(test_it_expires),
		CASE(test_who_makes_the_same_waves_may_not),
		CASE(test_it_binds_the_bytes),
		CASE(test_an_edited_plan_is_refused),
		CASE(test_what_was_reviewed_is_what_is_approved),
		CASE(test_unknown_waves_and_plans),
		CASE(test_a_drifted_machine),
		CASE(test_a_machine_that_is_gone),
		CASE(test_drift_elsewhere_does_not_matter),
		CASE(test_a_plan_that_is_returned_loses_its_approvals),
		CASE(test_a_wave_needs_its_owners_where_the_profile_asks),
		CASE(test_an_owner_alone_does_not_suffice),
		CASE(test_an_owner_of_something_else_may_not),
		CASE(test_an_approver_who_owns_it_too),
		CASE(test_what_owners_give_binds_lapses_and_is_no_authors),
		CASE(test_owners_are_told_apart_and_what_is_missing),
		CASE(test_each_department_of_a_wave),
		CASE(test_the_next_plan_keeps_it_for_the_same_bytes_only),
		CASE(test_a_returned_plan_loses_what_owners_gave),
	};

	return cmocka_run_group_tests_name("approval", tests, NULL, NULL);
}
