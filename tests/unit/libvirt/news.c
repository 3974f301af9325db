/*
 * What happens on a hypervisor, heard of libvirt's own test driver: each change once, in order,
 * and nothing of before.
 */
#include "../../../plugins/libvirt/news.h"

#include "../../../plugins/libvirt/handle.h"
#include "../../../plugins/libvirt/loop.h"
#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <libvirt/virterror.h>

#define MACHINE "6695eb01-f6a4-8304-79aa-97f2502e193f" /* of test:///default */

/* The thread of the loop is this one: the driver's events wait for its rounds. */
static void run_loop(void)
{
	for (int i = 0; i < 5; i++)
		loop_round();
}

static void wake(int timer, void *argument)
{
	(void)timer;
	(void)argument;
}

static void expect(struct news *news, const char *kind, const char *id, const char *what)
{
	AUTO_JSON struct json_object *entry = NULL;

	for (int tries = 0; !entry && tries < 100; tries++) {
		run_loop();
		entry = news_wait(news, 1);
	}
	assert_non_null(entry);
	assert_string_equal(json_string(entry, "kind"), kind);
	assert_string_equal(json_string(entry, "id"), id);
	assert_string_equal(json_string(entry, "what"), what);
}

/* They live until the process ends, so that somebody has to know them. */
static struct news *new_news(void)
{
	static struct news *all[2];
	static size_t count;

	assert_true(count < 2);
	return all[count++] = news_new();
}

static void test_each_change_is_heard_once(void **state)
{
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_DOMAIN virDomainPtr domain = virDomainLookupByName(connection, "test");
	AUTO_NETWORK virNetworkPtr network = virNetworkLookupByName(connection, "default");
	struct news *news = new_news();
	struct error error = {0};

	(void)state;
	assert_int_equal(virDomainSuspend(domain), 0);
	run_loop();
	assert_int_equal(news_hear(news, connection, &error), 0);
	assert_int_equal(virDomainResume(domain), 0);
	expect(news, "machine", MACHINE, "resumed");
	assert_int_equal(virDomainDestroy(domain), 0);
	assert_int_equal(virDomainCreate(domain), 0);
	expect(news, "machine", MACHINE, "stopped");
	expect(news, "machine", MACHINE, "started");
	assert_int_equal(virNetworkDestroy(network), 0);
	expect(news, "network", "default", "stopped");
	assert_null(news_wait(news, 1));
	news_stop(news, connection);
	assert_int_equal(virDomainSuspend(domain), 0);
	run_loop();
	assert_null(news_wait(news, 1));
}

/* The one who waits learns that there was more, not all of it. */
static void test_too_much_is_said(void **state)
{
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_DOMAIN virDomainPtr domain = virDomainLookupByName(connection, "test");
	struct news *news = new_news();
	struct json_object *entry, *last = NULL;
	size_t count = 0;

	(void)state;
	assert_int_equal(news_hear(news, connection, NULL), 0);
	for (int i = 0; i < 5010; i++) {
		assert_int_equal(virDomainSuspend(domain), 0);
		assert_int_equal(virDomainResume(domain), 0);
		if (i % 500 == 0)
			run_loop();
	}
	run_loop();
	for (; (entry = news_wait(news, 1)); count++) {
		json_object_put(last);
		last = entry;
	}
	assert_int_equal(count, 10001);
	assert_string_equal(json_string(last, "what"), "much");
	json_object_put(last);
	news_stop(news, connection);
}

static int start(void **state)
{
	(void)state;
	handle_silence();
	if (virInitialize() < 0 || loop_register() < 0)
		return -1;
	return virEventAddTimeout(1, wake, NULL, NULL) < 0 ? -1 : 0; /* no round blocks */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_change_is_heard_once),
		cmocka_unit_test(test_too_much_is_said),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
