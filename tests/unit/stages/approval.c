/* Who may approve what, on a real store: each refusal with its reason. */
#include "model/approval.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/plans.h"
#include "core/store.h"
#include "model/plan.h"
#include "planning/approve.h"
#include "planning/planner/build.h"
#include "tiny.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define AUTHOR "uid:1001 lin"
#define OTHER  "uid:1002 zhou"

static char above[64], folder[80], root[DIGEST_TEXT];
static struct store *store;
static struct tiny tiny;
static struct json_object *plan;
static struct error error;

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
	snprintf(above, sizeof(above), "test_approval.XXXXXX");
	assert_non_null(mkdtemp(above));
	snprintf(folder, sizeof(folder), "%s/state", above);
	error = (struct error){0};
	assert_int_equal(store_open(&store, folder, NULL, &error), 0);
	tiny_make(&tiny, NULL);
	plan = tiny_plan(&tiny);
	keep_head("snapshot", tiny.snapshot);
	keep_plan();
	return 0;
}

static int finish(void **state)
{
	static const char *const files[] = {
		"banyun.db", "banyun.db-wal", "banyun.db-shm", "lock", "reserve"};

	(void)state;
	store_close(store);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		AUTO_FREE char *path = mem_format("%s/%s", folder, files[i]);
		unlink(path);
	}
	rmdir(folder);
	rmdir(above);
	json_object_put(plan);
	tiny_free(&tiny);
	return 0;
}

/* Asks for an approval and keeps it when it is given. */
static int approve(const char *request, const char *approver)
{
	struct source source = {SOURCE_JSON, "request", request, strlen(request)};
	AUTO_JSON struct json_object *asked = NULL, *approved = NULL;
	struct store_batch *batch = batch_new();

	error = (struct error){0};
	assert_int_equal(json_parse(&asked, &source, JSON_FILE, &error), 0);
	if (planning_approve(
		    &approved, batch, store, root, asked, approver, tiny.profile, &error) < 0) {
		batch_free(batch);
		return -1;
	}
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
	return 0;
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
	};

	return cmocka_run_group_tests_name("approval", tests, NULL, NULL);
}
