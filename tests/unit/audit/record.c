/* Records: one text for one record, and nothing else is read. */
#include "model/record.h"

#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

#define PLAN "sha256:0000000000000000000000000000000000000000000000000000000000000000"

static const char whole[] =
	"{\"action\":\"plan.approve\",\"actor\":\"uid:1001 alice\",\"detail\":{\"waves\":2},"
	"\"index\":7,\"object\":\"plan " PLAN "\",\"plan\":\"" PLAN "\",\"reason\":\"\","
	"\"result\":\"done\",\"source\":\"api\",\"time\":\"2026-01-31T23:59:59.123456Z\"}";

static void records_are_read_as_written(void **state)
{
	AUTO_JSON struct json_object *detail = json_object_new_object();
	AUTO_RECORD struct record read = {0};
	AUTO_TEXT struct text text = {0};
	struct error error = {0};
	struct record record = {.index = 7,
		.time = 1769903999123456,
		.actor = "uid:1001 alice",
		.source = "api",
		.action = "plan.approve",
		.object = "plan " PLAN,
		.result = AUDIT_DONE,
		.plan = PLAN,
		.detail = detail};

	(void)state;
	json_set_integer(detail, "waves", 2);
	record_encode(&text, &record);
	assert_string_equal(text.data, whole);
	assert_int_equal(record_decode(&read, text.data, text.size, &error), 0);
	assert_int_equal(read.index, 7);
	assert_int_equal(read.time, record.time);
	assert_string_equal(read.actor, "uid:1001 alice");
	assert_int_equal(read.result, AUDIT_DONE);
	assert_string_equal(read.reason, "");
	assert_int_equal(json_integer(read.detail, "waves", 0), 2);
}

static void what_does_not_fit_is_made_to(void **state)
{
	AUTO_JSON struct json_object *detail = json_object_new_object();
	AUTO_RECORD struct record read = {0};
	AUTO_TEXT struct text text = {0};
	AUTO_TEXT struct text long_text = {0};
	struct error error = {0};

	(void)state;
	for (int i = 0; i < 30000; i++)
		text_add(&long_text, "\xe4\xba\x91");
	json_set_string(detail, "all", long_text.data);
	struct record record = {.actor = "line\nfeed",
		.action = "\xff\xfe",
		.object = long_text.data,
		.reason = long_text.data,
		.detail = detail};
	record_encode(&text, &record);
	assert_true(text.size <= RECORD_MOST);
	assert_int_equal(record_decode(&read, text.data, text.size, &error), 0);
	assert_string_equal(read.actor, "line feed");
	assert_string_equal(read.action, "\?\?");
	assert_int_equal(strlen(read.object), 510);
	assert_int_equal(json_integer(read.detail, "omitted_bytes", 0), 90010);
}

/* Replaces the first `from` in a whole record; the result must be refused. */
static void expect_refused(const char *from, const char *to)
{
	AUTO_RECORD struct record read = {0};
	AUTO_TEXT struct text text = {0};
	struct error error = {0};
	const char *at = strstr(whole, from);

	assert_non_null(at);
	text_append(&text, whole, (size_t)(at - whole));
	text_add(&text, to);
	text_add(&text, at + strlen(from));
	assert_int_equal(record_decode(&read, text.data, text.size, &error), -1);
	assert_int_equal(error.code, ERROR_INPUT);
}

static void other_shapes_are_refused(void **state)
{
	(void)state;
	expect_refused(",\"reason\":\"\"", "");
	expect_refused(",\"reason\":\"\"", ",\"reason\":\"\",\"remark\":\"\"");
	expect_refused("\"done\"", "\"maybe\"");
	expect_refused("\"index\":7", "\"index\":-7");
	expect_refused("\"index\":7", "\"index\":\"7\"");
	expect_refused("{\"waves\":2}", "[]");
	expect_refused("\"plan\":\"sha", "\"plan\":\"abc");
	expect_refused("2026-01-31T", "2026-02-31T");
	expect_refused("plan.approve", "");
	expect_refused("\"actor\":", "\"actor\": "); /* not canonical */
	expect_refused("alice", "\\u0061lice");
	expect_refused("}", "} ");
	expect_refused("\"index\":7", "\"index\":7,\"index\":7");
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		cmocka_unit_test(records_are_read_as_written),
		cmocka_unit_test(what_does_not_fit_is_made_to),
		cmocka_unit_test(other_shapes_are_refused),
	};

	return cmocka_run_group_tests(cases, NULL, NULL);
}
