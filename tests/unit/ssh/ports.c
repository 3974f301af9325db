#include "ssh/ports.h"

#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

static struct error error;
static bool listened;
static unsigned taken;

static struct json_object *ask(int from, int to, int bash, const char *lines)
{
	AUTO_TEXT struct text text = {0};
	struct ports_question question = {"fin", "192.0.2.1", from, to, listened, taken};
	struct json_object *result = NULL;

	error = (struct error){0};
	text_format(&text, "\nBB begin bash\n/bin/bash\nBB end bash %d\n", bash);
	text_format(&text, "\nBB begin ports\n%s\nBB end ports 0\n\nBB done\n", lines);
	if (ports_verdict(
		    &result, &question, "BB", (struct span){text.data, text.size}, &error) < 0)
		assert_null(result);
	return result;
}

static void assert_told(int from, int to, const char *lines, const char *told)
{
	AUTO_JSON struct json_object *result = ask(from, to, 0, lines);
	AUTO_FREE char *text = result ? json_canonical_string(result) : NULL;

	assert_string_equal(text, told);
}

static void assert_why(int from, int to, const char *lines, const char *words)
{
	AUTO_JSON struct json_object *result = ask(from, to, 0, lines);

	assert_false(json_boolean(result, "reached", true));
	if (!strstr(json_string(result, "why"), words))
		fail_msg("\"%s\" is not in: %s", words, json_string(result, "why"));
}

static void test_each_answers(void **state)
{
	(void)state;
	assert_told(5, 6, "6 open\n5 Connection refused\n",
		"{\"listened\":false,\"open\":1,\"reached\":true,\"refused\":1,\"tried\":2}");
	assert_told(5, 6, "6 Connection reset by peer\n5 Connection refused\n",
		"{\"listened\":false,\"open\":1,\"reached\":true,\"refused\":1,\"tried\":2}");
	assert_told(5, 5, "5 Connection refused",
		"{\"listened\":false,\"open\":0,\"reached\":true,\"refused\":1,\"tried\":1}");
}

static void test_listened(void **state)
{
	(void)state;
	listened = true;
	assert_told(5, 6, "6 open\n5 open\n",
		"{\"listened\":true,\"open\":2,\"reached\":true,\"refused\":0,\"tried\":2}");
	assert_why(5, 6, "5 open\n6 Connection refused\n",
		"of 2 ports of 192.0.2.1 from 5 to 6 1 refused fin, though banyun listened on "
		"2");
	assert_why(5, 6, "5 open\n", "only 1 answered fin within 5 seconds");
	taken = 1;
	assert_told(5, 6, "6 Connection refused\n5 open\n",
		"{\"listened\":true,\"open\":1,\"reached\":true,\"refused\":1,\"tried\":2}");
	assert_why(5, 6, "5 Connection refused\n6 Connection refused\n", "listened on 1");
	listened = false;
	taken = 0;
}

static void test_some_do_not(void **state)
{
	(void)state;
	assert_why(5, 7, "5 open\n7 open\n",
		"of 3 ports of 192.0.2.1 from 5 to 7 only 2 answered "
		"fin within 5 seconds; the first that did not is 6.");
	assert_why(
		5, 6, "5 open\n6 No route to host\n", "only 1 answered fin; port 6: No route");
	assert_why(5, 6, "5 open\n6 Permission denied\n",
		"only 1 answered fin; a firewall on the way forbids port 6.");
	assert_why(5, 6, "", "only 0 answered");
	assert_why(5, 6, "5 \033[2J\n", "port 5: .");
}

static void test_what_is_no_answer(void **state)
{
	(void)state;
	assert_why(5, 6, "5 open\n5 open\n4 open\n7 open\nx open\n99999 open\n",
		"only 1 answered");
	assert_why(5, 6, "5 openly\n6 open", "port 5: openly");
}

static void test_a_wide_range_is_sampled(void **state)
{
	struct ports_question all = {"fin", "192.0.2.1", 1, 65535};
	struct ports_question usual = {"fin", "192.0.2.1", 49152, 49215};

	(void)state;
	assert_int_equal(ports_step(&usual), 1);
	assert_int_equal(ports_step(&all), 1024);
	assert_why(
		1, 65535, "1 open\n2 open\n1025 open\n64513 open\n65535 open", "of 64 ports");
	assert_why(1, 65535, "1 open\n2 open\n1025 open\n64513 open\n65535 open",
		"only 3 answered");
	assert_why(1, 65, "1 open\n3 open\n65 open", "of 33 ports");
}

static void test_who_cannot_ask_knows_nothing(void **state)
{
	(void)state;
	assert_null(ask(5, 6, 127, "5 open\n6 open\n"));
	assert_int_equal(error.code, ERROR_NOT_FOUND);
	assert_non_null(strstr(error.text, "has no bash"));
	assert_null(ask(5, 6, 0, "BB end ports 0\nBB begin ports\n5 open"));
	assert_int_equal(error.code, ERROR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_answers),
		cmocka_unit_test(test_listened),
		cmocka_unit_test(test_some_do_not),
		cmocka_unit_test(test_what_is_no_answer),
		cmocka_unit_test(test_a_wide_range_is_sampled),
		cmocka_unit_test(test_who_cannot_ask_knows_nothing),
	};

	return cmocka_run_group_tests_name("ssh/ports", tests, NULL, NULL);
}
