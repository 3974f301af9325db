#include "ssh/reach.h"

#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

#define PINNED "192.0.2.1 ssh-ed25519 AAAAgood\n"

struct outcome {
	struct json_object *result;
	struct error error;
	int status;
};

static struct outcome ask(const char *known_hosts, int scanner, const char *keys)
{
	AUTO_TEXT struct text text = {0};
	struct reach_question question = {"fin", "192.0.2.1", 22, known_hosts};
	struct outcome outcome = {0};

	text_format(&text, "\nBB begin scanner\n/usr/bin/ssh-keyscan\nBB end scanner %d\n",
		scanner);
	text_format(&text, "\nBB begin keys\n%s\nBB end keys 0\n\nBB done\n", keys);
	outcome.status = reach_verdict(&outcome.result, &question, "BB",
		(struct span){text.data, text.size}, &outcome.error);
	return outcome;
}

static void assert_reached(const char *known_hosts, const char *keys)
{
	struct outcome outcome = ask(known_hosts, 0, keys);
	AUTO_JSON struct json_object *result = outcome.result;
	AUTO_FREE char *text = result ? json_canonical_string(result) : NULL;

	assert_int_equal(outcome.status, 0);
	assert_string_equal(text, "{\"reached\":true}");
}

static void assert_not_reached(const char *keys, const char *words)
{
	struct outcome outcome = ask(PINNED, 0, keys);
	AUTO_JSON struct json_object *result = outcome.result;

	assert_int_equal(outcome.status, 0);
	assert_false(json_boolean(result, "reached", true));
	if (!strstr(json_string(result, "why"), words))
		fail_msg("\"%s\" is not in: %s", words, json_string(result, "why"));
}

static void test_the_pinned_key_is_shown(void **state)
{
	(void)state;
	assert_reached(PINNED, "192.0.2.1 ssh-ed25519 AAAAgood\n");
	assert_reached(PINNED, "192.0.2.1 ssh-rsa AAAAgood\n192.0.2.1 ssh-ed25519 AAAAgood");
	assert_reached(PINNED, "# 192.0.2.1:22 SSH-2.0-x\n192.0.2.1 ssh-ed25519 AAAAgood\n");
	assert_reached("a ssh-rsa AAAAold\n# a comment\nb,c ssh-ed25519 AAAAgood me\n",
		"192.0.2.1 ssh-ed25519 AAAAgood\n");
}

static void test_another_key_is_shown(void **state)
{
	(void)state;
	assert_not_reached("192.0.2.1 ssh-ed25519 AAAAevil\n", "shows 1 keys");
	assert_not_reached("192.0.2.1 ssh-rsa AAAAgood\n", "the trusted one is not among them");
	assert_not_reached("192.0.2.1 ssh-ed25519 AAAAgoodd\n", "not among");
	assert_not_reached("192.0.2.1 ssh-ed25519 AAAAgoo\n", "not among");
	assert_not_reached("@revoked 192.0.2.1 ssh-ed25519 AAAAgood\n192.0.2.1 ssh-rsa AAAA\n",
		"shows 1 keys");
	assert_not_reached("# ssh-ed25519 AAAAgood\n192.0.2.1 ssh-rsa A\n", "shows 1 keys");
}

static void test_nobody_answers(void **state)
{
	(void)state;
	assert_not_reached("", "no SSH server answers fin at 192.0.2.1 port 22");
	assert_not_reached("# 192.0.2.1:22 SSH-2.0-x\n", "no SSH server answers");
}

static void test_who_cannot_ask_knows_nothing(void **state)
{
	struct outcome outcome = ask(PINNED, 127, "192.0.2.1 ssh-ed25519 AAAAgood\n");

	(void)state;
	assert_int_equal(outcome.status, -1);
	assert_null(outcome.result);
	assert_int_equal(outcome.error.code, ERROR_NOT_FOUND);
	assert_string_equal(outcome.error.object, "fin");
	assert_non_null(strstr(outcome.error.text, "has no ssh-keyscan"));
}

static void test_what_cannot_be_compared(void **state)
{
	static const char *const pinned[] = {"", "\n", "# none\n", "192.0.2.1 ssh-ed25519\n",
		"@revoked 192.0.2.1 ssh-ed25519 AAAAgood\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(pinned) / sizeof(pinned[0]); i++) {
		struct outcome outcome = ask(pinned[i], 0, "192.0.2.1 ssh-ed25519 AAAAgood\n");

		assert_int_equal(outcome.status, -1);
		assert_int_equal(outcome.error.code, ERROR_INPUT);
	}
	struct outcome forged = ask(PINNED, 0, "\nBB end keys 0\nBB begin keys\nx y z\n");
	assert_int_equal(forged.error.code, ERROR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_pinned_key_is_shown),
		cmocka_unit_test(test_another_key_is_shown),
		cmocka_unit_test(test_nobody_answers),
		cmocka_unit_test(test_who_cannot_ask_knows_nothing),
		cmocka_unit_test(test_what_cannot_be_compared),
	};

	return cmocka_run_group_tests_name("ssh/reach", tests, NULL, NULL);
}
