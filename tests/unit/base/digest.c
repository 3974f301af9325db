#include "base/digest.h"

#include <string.h>

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"

/* The examples of FIPS 180-2, appendix B. */
static void test_known_answers(void **state)
{
	char out[DIGEST_TEXT];
	AUTO_FREE char *million = mem_alloc(1000000);

	(void)state;
	digest_text("", 0, out);
	assert_string_equal(
		out, "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	digest_text("abc", 3, out);
	assert_string_equal(
		out, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	memset(million, 'a', 1000000);
	digest_text(million, 1000000, out);
	assert_string_equal(
		out, "sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* The first 13 digits of sha256sum. */
static void test_number(void **state)
{
	(void)state;
	assert_true(digest_number("124e4ad1-9e9e-447a-95ed-78ed04de1fa8\n", 36) ==
		    0xdbec760527edeULL);
}

static void test_order_of_members_does_not_matter(void **state)
{
	AUTO_JSON struct json_object *one = json_object_new_object();
	AUTO_JSON struct json_object *two = json_object_new_object();
	char left[DIGEST_TEXT], right[DIGEST_TEXT], text[DIGEST_TEXT];

	(void)state;
	json_set_integer(json_set_string(one, "b", "x"), "a", 1);
	json_set_string(json_set_integer(two, "a", 1), "b", "x");
	digest_json(one, left);
	digest_json(two, right);
	assert_string_equal(left, right);
	digest_text("{\"a\":1,\"b\":\"x\"}", 15, text);
	assert_string_equal(left, text);
	json_set_integer(two, "a", 2);
	digest_json(two, right);
	assert_string_not_equal(left, right);
}

static void test_random(void **state)
{
	uint8_t one[300] = {0}, two[300] = {0};

	(void)state;
	digest_random(one, sizeof(one));
	digest_random(two, sizeof(two));
	assert_memory_not_equal(one, two, sizeof(one));
	assert_memory_not_equal(one + 284, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	digest_random(one, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_answers),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_order_of_members_does_not_matter),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests_name("base/digest", tests, NULL, NULL);
}
