/* The findings' text, written while they are made, is the canonical one of the whole. */
#include "readiness/telling.h"

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/spool.h"
#include "model/findings.h"
#include "tiny.h"
#include <string.h>

static void expect(struct json_object *whole)
{
	AUTO_FREE char *expected = json_canonical_string(whole);
	AUTO_JSON struct json_object *frame = findings_new(json_string(whole, "snapshot"),
					     json_string(whole, "profile"),
					     json_string(whole, "made")),
				     *counts = NULL;
	struct json_object *list = json_member(whole, "findings");
	struct spool *spool = spool_new();
	struct telling *telling = telling_begin(spool, frame);
	char digest[DIGEST_TEXT], of_whole[DIGEST_TEXT];
	struct spool_entry entry;
	struct error error = {0};
	int64_t all = 0;
	size_t at = 0;

	for (size_t i = 0; i < json_length(list); i++)
		telling_add(telling, json_object_array_get_idx(list, i));
	counts = telling_end(telling, digest);
	digest_json(whole, of_whole);
	assert_string_equal(digest, of_whole);
	assert_int_equal(spool_next(spool, &at, &entry, &error), 1);
	assert_string_equal(entry.kind, "findings");
	assert_int_equal(entry.size, strlen(expected));
	assert_memory_equal(entry.data, expected, entry.size);
	json_object_object_foreach (counts, verdict, count)
		all += verdict ? json_object_get_int64(count) : 0;
	assert_int_equal(all, json_length(list));
	spool_free(spool);
}

static void test_the_text_is_that_of_the_tree(void **state)
{
	AUTO_TINY struct tiny tiny = {0};

	(void)state;
	tiny_make(&tiny, NULL);
	assert_true(json_length(json_member(tiny.findings, "findings")) > 100);
	expect(tiny.findings);
	json_set(tiny.findings, "findings", json_object_new_array());
	expect(tiny.findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_text_is_that_of_the_tree),
	};

	return cmocka_run_group_tests_name("telling", tests, NULL, NULL);
}
