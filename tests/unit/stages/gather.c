/* What is planned over, gathered from a real store: each text as it stands there. */
#include "planning/gather.h"
#include "../inventory/own_store.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/spool.h"
#include "core/store.h"
#include "model/findings.h"
#include "planning/planner/city.h"
#include "tiny.h"
#include <string.h>

static struct own_store own;
static struct store *store; /* its own */
static struct tiny tiny;
static struct json_object *parameters;
static struct error error;

static void commit(struct store_batch *batch)
{
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
}

static void keep_head(const char *kind, struct json_object *document)
{
	struct store_batch *batch = batch_new();
	char digest[DIGEST_TEXT];

	archive_keep(batch, kind, document, digest);
	archive_set_head(batch, kind, digest);
	commit(batch);
}

static void keep_objects(void)
{
	struct store_batch *batch = batch_new();
	char digest[DIGEST_TEXT];

	json_object_object_foreach (tiny.objects, name, facts) {
		archive_keep(batch, "object", facts, digest);
		assert_string_equal(digest, name);
	}
	commit(batch);
}

static void ask(const char *request)
{
	char digest[DIGEST_TEXT];
	AUTO_FREE char *boxed = mem_format("{\"author\":\"uid:1001 lin\",\"made\":"
					   "\"2026-03-01T16:00:00Z\",\"request\":%s}",
		request);
	struct source source = {SOURCE_JSON, "request", boxed, strlen(boxed)};

	json_object_put(parameters);
	assert_int_equal(json_parse(&parameters, &source, JSON_FILE, &error), 0);
	digest_json(tiny.profile, digest);
	json_set(parameters, "profile", json_object_get(tiny.profile));
	json_set_string(parameters, "profile_digest", digest);
	digest_json(tiny.snapshot, digest);
	json_set_string(tiny.findings, "snapshot", digest);
	json_set_string(tiny.findings, "profile", json_string(parameters, "profile_digest"));
}

static int start(void **state)
{
	(void)state;
	error = (struct error){0};
	own_store_open(&own);
	store = own.store;
	tiny_make(&tiny, NULL);
	ask("{}");
	return 0;
}

static int finish(void **state)
{
	(void)state;
	own_store_close(&own);
	json_object_put(mem_take(&parameters));
	tiny_free(&tiny);
	return 0;
}

static void keep_all(void)
{
	keep_objects();
	keep_head("snapshot", tiny.snapshot);
	keep_head("findings", tiny.findings);
}

static int gather(struct spool *output)
{
	error = (struct error){0};
	return planning_gather(output, store, parameters, &error);
}

/* The member of the snapshot with its facts, as it is to be given. */
static void check_object(const struct spool_entry *entry, size_t number)
{
	AUTO_JSON struct json_object *wanted = json_copy(
		json_object_array_get_idx(json_member(tiny.snapshot, "members"), number));
	AUTO_FREE char *text = NULL, *given = mem_bytes(entry->data, entry->size);

	json_set(wanted, "facts",
		json_object_get(json_member(tiny.objects, json_string(wanted, "digest"))));
	json_object_object_del(wanted, "source");
	json_object_object_del(wanted, "seen");
	json_object_object_del(wanted, "told");
	text = json_canonical_string(wanted);
	assert_string_equal(given, text);
}

struct counted {
	size_t orders, objects, findings, accepted;
};

static struct counted count_texts(struct spool *output)
{
	struct counted counted = {0};
	struct spool_entry entry;
	AUTO_CITY struct city city = {0};

	for (size_t at = 0; spool_next(output, &at, &entry, &error) > 0;) {
		if (text_equal(entry.kind, "object"))
			check_object(&entry, counted.objects++);
		counted.orders += text_equal(entry.kind, "order");
		counted.findings += text_equal(entry.kind, "finding");
		counted.accepted += text_equal(entry.kind, "finding") &&
				    memmem(entry.data, entry.size, "\"accepted\":true", 15);
		if (city_add(&city, entry.kind, entry.data, entry.size, &error) < 0)
			fail_msg("%s", error.text);
	}
	if (city_finish(&city, &error) < 0)
		fail_msg("%s", error.text);
	return counted;
}

static bool is_read(struct json_object *finding, struct json_object *seen)
{
	const char *rule = json_string(finding, "rule"), *id = json_string(finding, "id");

	if (!text_equal(rule, "machine.converges"))
		return text_equal(rule, "link.capacity") ||
		       text_equal(rule, "zombie.candidate") ||
		       text_equal(rule, "shadow.similar") || text_equal(rule, "machine.size");
	if (json_member(seen, id))
		return false;
	json_set_boolean(seen, id, true);
	return true;
}

/* The findings that did not pass, or of which planning reads a figure. */
static size_t count_wanted(void)
{
	AUTO_JSON struct json_object *seen = json_object_new_object();
	struct json_object *list = json_member(tiny.findings, "findings");
	size_t count = 0;

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);
		bool read = is_read(finding, seen);

		count += read || !text_equal(json_string(finding, "verdict"), "pass");
	}
	return count;
}

static void add_finding(const char *rule, const char *verdict)
{
	findings_add(tiny.findings, rule, "machine", "m \"1\"", "东", NULL, verdict, "so");
}

static void test_each_text_as_it_stands(void **state)
{
	struct spool *output = spool_new();
	struct counted counted;

	(void)state;
	add_finding("machine.other", "unknown");
	keep_all();
	if (gather(output) < 0)
		fail_msg("%s", error.text);
	counted = count_texts(output);
	assert_int_equal(counted.orders, 1);
	assert_int_equal(counted.objects, json_length(json_member(tiny.snapshot, "members")));
	assert_int_equal(counted.findings, count_wanted());
	assert_int_equal(counted.accepted, 0);
	spool_free(output);
}

static void accept(size_t number)
{
	struct json_object *list = json_member(tiny.findings, "findings");
	struct store_batch *batch = batch_new();
	char identity[DIGEST_TEXT];

	findings_identity(json_object_array_get_idx(list, number), identity);
	batch_state(batch, ACCEPTANCE_SPACE, identity, "{}");
	commit(batch);
}

/* What was accepted is given no more, but with that word where its figure is read. */
static void test_what_was_accepted(void **state)
{
	struct spool *output = spool_new();
	struct counted counted;
	size_t before, wanted;

	(void)state;
	before = json_length(json_member(tiny.findings, "findings"));
	add_finding("machine.other", "fail");
	add_finding("machine.another", "fail");
	add_finding("link.capacity", "fail");
	wanted = count_wanted();
	keep_all();
	accept(before);
	accept(before + 2);
	if (gather(output) < 0)
		fail_msg("%s", error.text);
	counted = count_texts(output);
	assert_int_equal(counted.findings, wanted - 1);
	assert_int_equal(counted.accepted, 1);
	spool_free(output);
}

/* That machines can be copied in time is told once of each, however many hosts were judged. */
static void test_of_many_that_pass_one(void **state)
{
	struct spool *output = spool_new();
	size_t wanted;

	(void)state;
	wanted = count_wanted();
	add_finding("machine.converges", "pass");
	add_finding("machine.converges", "pass");
	add_finding("machine.other", "pass");
	keep_all();
	assert_int_equal(gather(output), 0);
	assert_int_equal(count_texts(output).findings, wanted + 1);
	spool_free(output);
}

static void check_refused(enum error_code code, const char *words)
{
	struct spool *output = spool_new();

	assert_int_equal(gather(output), -1);
	assert_int_equal(error.code, code);
	if (!strstr(error.text, words))
		fail_msg("%s", error.text);
	spool_free(output);
}

static void test_what_is_not_there(void **state)
{
	(void)state;
	check_refused(ERROR_CONFLICT, "There is no snapshot yet");
	keep_head("snapshot", tiny.snapshot);
	check_refused(ERROR_CONFLICT, "There is no findings yet");
	keep_head("findings", tiny.findings);
	check_refused(ERROR_NOT_FOUND, "");
	keep_objects();
	ask("{\"scope\":[\"nobody\"]}");
	check_refused(ERROR_NOT_FOUND, "There is no department or system \"nobody\"");
	json_set_string(tiny.findings, "profile", json_string(tiny.findings, "snapshot"));
	keep_head("findings", tiny.findings);
	check_refused(ERROR_CONFLICT, "of an older snapshot or profile");
}

static void test_scope(void **state)
{
	struct json_object *members = json_member(tiny.snapshot, "members");
	struct spool *output = spool_new();

	(void)state;
	keep_all();
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		AUTO_FREE char *request = NULL;

		if (!text_equal(json_string(member, "kind"), "system"))
			continue;
		request = mem_format("{\"scope\":[\"%s\"]}", json_string(member, "id"));
		ask(request);
		if (gather(output) < 0)
			fail_msg("%s", error.text);
	}
	spool_free(output);
}

/* Of another version, or with an entry that lacks what each has. */
static void test_what_is_of_another_form(void **state)
{
	(void)state;
	keep_all();
	json_set_integer(tiny.findings, "schema", 2);
	keep_head("findings", tiny.findings);
	check_refused(ERROR_REFUSED, "not of the form");
	json_set_integer(tiny.findings, "schema", 1);
	json_object_array_add(json_member(tiny.findings, "findings"), json_object_new_object());
	keep_head("findings", tiny.findings);
	check_refused(ERROR_REFUSED, "not of the form");
	json_set(tiny.findings, "findings", json_object_new_object());
	keep_head("findings", tiny.findings);
	check_refused(ERROR_REFUSED, "not of the form");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_text_as_it_stands),
		TEST(test_what_was_accepted),
		TEST(test_of_many_that_pass_one),
		TEST(test_what_is_not_there),
		TEST(test_scope),
		TEST(test_what_is_of_another_form),
	};

	return cmocka_run_group_tests_name("planning/gather", tests, NULL, NULL);
}
