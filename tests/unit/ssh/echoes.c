#include "ssh/echoes.h"

#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

#define CAME(sequence, time)                                                                   \
	"64 bytes from 192.0.2.2: icmp_seq=" sequence " ttl=64 time=" time " ms\n"
#define SUM(sent)                                                                              \
	"\n--- 192.0.2.2 ping statistics ---\n" sent " packets transmitted, 3 received\n"

static struct error error;

static struct json_object *ask(int tool, const char *lines)
{
	AUTO_TEXT struct text text = {0};
	const struct echoes_question question = {"fin", "192.0.2.2"};
	struct json_object *result = NULL;

	error = (struct error){0};
	text_format(&text, "\nBB begin tool\n/bin/ping\nBB end tool %d\n", tool);
	text_format(&text, "\nBB begin echoes\n%s\nBB end echoes 0\n\nBB done\n", lines);
	if (echoes_verdict(
		    &result, &question, "BB", (struct span){text.data, text.size}, &error) < 0)
		assert_null(result);
	return result;
}

static void assert_told(const char *lines, const char *told)
{
	AUTO_JSON struct json_object *result = ask(0, lines);
	AUTO_FREE char *text = result ? json_canonical_string(result) : NULL;

	assert_non_null(text);
	assert_string_equal(text, told);
}

static void assert_error(int tool, const char *lines, enum error_code code, const char *words)
{
	assert_null(ask(tool, lines));
	assert_int_equal(error.code, code);
	if (!strstr(error.text, words))
		fail_msg("\"%s\" is not in: %s", words, error.text);
}

static void test_counted(void **state)
{
	(void)state;
	assert_told("PING 192.0.2.2 (192.0.2.2) 56(84) bytes of data.\n" CAME("1", "0.045")
			    CAME("3", "12") CAME("10", "1.5") SUM("10"),
		"{\"least_us\":45,\"median_us\":1500,\"most_us\":12000,\"received\":3,"
		"\"sent\":10}");
}

static void test_busybox(void **state)
{
	(void)state;
	assert_told("64 bytes from 192.0.2.2: seq=0 ttl=64 time=0.120 ms\n"
		    "2 packets transmitted, 1 packets received, 50% packet loss\n",
		"{\"least_us\":120,\"median_us\":120,\"most_us\":120,\"received\":1,"
		"\"sent\":2}");
}

static void test_lost(void **state)
{
	(void)state;
	assert_told(SUM("10"), "{\"received\":0,\"sent\":10}");
	assert_told("ping: connect: Network is unreachable\n", "{\"received\":0,\"sent\":0}");
}

static void test_twice(void **state)
{
	(void)state;
	assert_told(CAME("1", "0.5") CAME("1", "0.7 (DUP!)") SUM("2"),
		"{\"least_us\":500,\"median_us\":500,\"most_us\":500,\"received\":1,"
		"\"sent\":2}");
}

static void test_unknown(void **state)
{
	(void)state;
	assert_error(1, "", ERROR_NOT_FOUND, "has no ping");
	assert_error(0, "ping: socktype: SOCK_RAW\nping: Operation not permitted\n",
		ERROR_NOT_FOUND,
		"ping does not work, so the way to 192.0.2.2 is not watched: "
		"ping: Operation not permitted");
	assert_error(0, CAME("1", "0.5"), ERROR_NOT_FOUND, "ping does not work");
	assert_error(0,
		CAME("1", "-1") CAME("2", "1e9") CAME("99", "1") "99999 packets transmitted",
		ERROR_NOT_FOUND, "ping does not work");
}

static void test_hostile(void **state)
{
	(void)state;
	assert_error(0, CAME("1", "0.5") CAME("2", "0.5") SUM("1"), ERROR_INPUT,
		"more came back to it than it sent");
	assert_error(0, "BB end echoes 0\nBB begin echoes\n", ERROR_INPUT, "");
	assert_told(CAME("1", "61000") CAME("2", "0.x") CAME("3", "60000") SUM("10"),
		"{\"least_us\":60000000,\"median_us\":60000000,\"most_us\":60000000,"
		"\"received\":1,\"sent\":10}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counted),
		cmocka_unit_test(test_busybox),
		cmocka_unit_test(test_lost),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests_name("ssh/echoes", tests, NULL, NULL);
}
