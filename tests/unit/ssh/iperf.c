#include "ssh/iperf.h"

#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

#define START(reverse, peer)                                                                   \
	"{\"start\":{\"target_bitrate\":1,\"target_bitrate\":1,\"accepted_connection\":{"      \
	"\"host\":\"" peer "\",\"port\":4},\"tcp_mss_default\":1448,\"test_start\":{"          \
	"\"protocol\":\"TCP\",\"num_streams\":1,\"reverse\":" reverse "}},"
#define HALVES(bytes)                                                                          \
	"\"intervals\":[{\"sum\":{\"start\":0,\"bytes\":9000000}},"                            \
	"{\"sum\":{\"start\":1.000061,\"end\":2,\"bytes\":" bytes ",\"x\":1.5e-3}}],"
#define END(which, bytes, seconds)                                                             \
	"\"end\":{\"" which "\":{\"bytes\":" bytes ",\"seconds\":" seconds "}}}"

static struct error error;

static struct json_object *ask(const char *text, const char *direction, bool answers)
{
	const struct iperf_question question = {.host = "fin",
		.direction = direction,
		.peer = "192.0.2.1",
		.answers = answers,
		.family = 4,
		.most = 50000000};
	struct json_object *result = NULL;

	error = (struct error){0};
	if (iperf_verdict(&result, &question, (struct span){text, strlen(text)}, &error) < 0)
		assert_null(result);
	return result;
}

static void assert_error(const char *text, enum error_code code, const char *words)
{
	assert_null(ask(text, "up", true));
	assert_int_equal(error.code, code);
	if (!strstr(error.text, words))
		fail_msg("\"%s\" is not in: %s", words, error.text);
}

/* 3000000 bytes less a block over 0.999939 s, with 40 bytes for each 1448. */
static void test_second_half(void **state)
{
	AUTO_JSON struct json_object *result = ask(START("0", "192.0.2.1") HALVES("3000000")
							   END("sum_received", "12000000", "2"),
		"up", true);
	AUTO_FREE char *text = result ? json_canonical_string(result) : NULL;

	(void)state;
	assert_non_null(text);
	assert_string_equal(text,
		"{\"capacity\":24528128,\"direction\":\"up\",\"end\":\"receiver\",\"family\":4,"
		"\"limited\":false,\"method\":\"iperf3\",\"payload_bytes\":12000000,"
		"\"sent_bytes\":12331480,\"settled\":false,\"took_us\":2000000}");
}

static void test_each_end(void **state)
{
	static const struct {
		const char *reverse, *sum, *direction;
		bool answers;
	} ends[] = {{"0", "sum_sent", "up", false}, {"1", "sum_received", "down", false},
		{"1", "sum_sent", "down", true}};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		AUTO_TEXT struct text text = {0};
		text_format(&text,
			START("%s", "::ffff:192.0.2.1") HALVES("3000000")
				END("%s", "12000000", "2.0"),
			ends[i].reverse, ends[i].sum);
		AUTO_JSON struct json_object *result =
			ask(text.data, ends[i].direction, ends[i].answers);

		assert_non_null(result);
		assert_string_equal(json_string(result, "end"),
			text_equal(ends[i].sum, "sum_sent") ? "sender" : "receiver");
	}
}

static void test_not_what_was_asked(void **state)
{
	const char *sum = "its figures do not agree";

	(void)state;
	assert_error(START("1", "192.0.2.1") HALVES("1") END("sum_received", "9000001", "2"),
		ERROR_INPUT, "the other direction");
	assert_error(START("0", "192.0.2.9") HALVES("1") END("sum_received", "9000001", "2"),
		ERROR_INPUT, "somebody else called");
	assert_error(START("0", "192.0.2.1") HALVES("3") END("sum_sent", "9000003", "2"),
		ERROR_INPUT, sum);
	assert_error(START("0", "192.0.2.1") HALVES("3") END("sum_received", "2", "2"),
		ERROR_INPUT, sum);
	assert_error(START("0", "192.0.2.1") HALVES("3") END("sum_received", "9000003", "0"),
		ERROR_INPUT, sum);
	assert_error(START("0", "192.0.2.1") HALVES("3") END("sum_received", "9000003", "9e9"),
		ERROR_INPUT, sum);
	assert_error(START("0", "192.0.2.1") HALVES("-3") END("sum_received", "9000003", "2"),
		ERROR_INPUT, sum);
	assert_error(START("0", "192.0.2.1") HALVES("3") END("sum_received", "50000001", "2"),
		ERROR_INPUT, "more bytes than were allowed");
	assert_error("{\"start\":{},\"intervals\":[],\"end\":{}}", ERROR_INPUT,
		"not one stream of TCP");
}

static void test_no_transfer(void **state)
{
	(void)state;
	assert_error("{\"error\":\"unable to connect\"}", ERROR_FAILED,
		"iperf3 says: unable to connect.");
	assert_error("{\"error\":\"\\u001b[2J\"}", ERROR_INPUT, "cannot be shown");
	assert_error("{\"error\":1}", ERROR_INPUT, "cannot be shown");
	assert_error(" \n", ERROR_FAILED, "did not come to its end in time");
	assert_error("[]", ERROR_INPUT, "cannot be read");
	assert_error("{\"a\":1,\"a\":1}", ERROR_INPUT, "there twice");
	assert_error("{\"a", ERROR_INPUT, "cannot be read");
	assert_error("{\"a\\", ERROR_INPUT, "cannot be read");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_second_half),
		cmocka_unit_test(test_each_end),
		cmocka_unit_test(test_not_what_was_asked),
		cmocka_unit_test(test_no_transfer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
