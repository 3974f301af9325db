/*
 * What a plugin that was taken over tries is refused: each attempt is made by a real plugin
 * after its open(), on its main thread and on another; by a process locked as on a kernel
 * without Landlock; and by one that is not locked, where it must succeed, or the test would
 * show nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit.h"
#include "ask.h"
#include "attempt.h"
#include "landlock.h"
#include "sdk.h"

static struct scene *scene, *forked;    /* of an executed worker, and of one that was forked */
static char folder[] = "locked-XXXXXX"; /* where the attempts are made */

static bool may(const char *name)
{
	return text_starts(name, "may-");
}

static bool is_refusal(const char *outcome)
{
	return strcmp(outcome, "EPERM") == 0 || strcmp(outcome, "EACCES") == 0 ||
	       strcmp(outcome, "EXDEV") == 0;
}

static void expect(const char *name, const char *outcome, bool allowed)
{
	if (allowed ? strcmp(outcome, "done") != 0 : !is_refusal(outcome))
		fail_msg("%s: %s", name, outcome);
}

static void attempt_by(struct scene *by, const char *method, const char *name)
{
	struct ask ask = {0};

	scene_ask(by, &ask, method, json_set_string(json_object_new_object(), "text", name),
		10000);
	scene_wait(by, &ask);
	assert_int_equal(ask.answer, WORKER_DONE);
	expect(name, json_string(ask.result, "outcome"), may(name));
	ask_clear(&ask);
}

static void in_a_plugin(void **state)
{
	if (landlock_version() == 0 && may(*state))
		skip(); /* then a plugin can write nowhere: see below */
	attempt_by(scene, "attempt", *state);
	attempt_by(scene, "attempt-threaded", *state);
	attempt_by(forked, "attempt", *state);
	attempt_by(forked, "attempt-threaded", *state);
}

/* Makes the attempt in a process of its own, locked or not; `outcome` has 32 bytes. */
static void attempt_apart(const char *name, bool locked, char *outcome)
{
	struct error error = {0};
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		const char *said = "not locked";
		if (!locked || sandbox_lock_plain(&error) == 0)
			said = attempt_by_name(name);
		_exit(write(ends[1], said, strlen(said) + 1) > 0 ? 0 : 1);
	}
	close(ends[1]);
	if (read(ends[0], outcome, 32) <= 0)
		snprintf(outcome, 32, "nothing");
	close(ends[0]);
	waitpid(child, NULL, 0);
}

/* What only Landlock can rule, or what it would allow. */
static bool needs_landlock(const char *name)
{
	static const char *const names[] = {
		"parents-memory-file", "parents-environment", "may-write-inside", "may-null"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void without_landlock(void **state)
{
	char outcome[32];

	(void)state;
	for (unsigned i = 0; attempt_name(i); i++) {
		if (needs_landlock(attempt_name(i)))
			continue;
		attempt_apart(attempt_name(i), true, outcome);
		expect(attempt_name(i), outcome, may(attempt_name(i)));
	}
	attempt_apart("may-write-inside", true, outcome);
	expect("may-write-inside", outcome, false);
}

/* Those that anybody can do on any machine. */
static const char *const free_attempts[] = {"signal-parent", "signal-thread-of-parent",
	"queue-signal", "pidfd-signal", "fork", "write-outside", "write-existing",
	"leave-inside", "own-memory-file", "dumpable", "rename", "chmod", "truncate",
	"limits-of-parent"};

static void unlocked_they_would_succeed(void **state)
{
	char outcome[32];

	(void)state;
	for (size_t i = 0; i < sizeof(free_attempts) / sizeof(free_attempts[0]); i++) {
		attempt_apart(free_attempts[i], false, outcome);
		expect(free_attempts[i], outcome, true);
	}
}

static int begin(void **state)
{
	char *captive = realpath(CAPTIVE, NULL);

	(void)state;
	if (!captive || !mkdtemp(folder) || chdir(folder) < 0)
		return -1;
	scene = scene_begin(captive, json_object_new_object(), NULL, 0);
	scene_nursery_begin(captive);
	forked = scene_begin(captive, json_object_new_object(), NULL, 0);
	free(captive);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	scene_finish(scene);
	scene_finish(forked);
	scene_nursery_end();
	attempt_clear();
	return chdir("..") < 0 ? -1 : rmdir(folder);
}

int main(void)
{
	struct CMUnitTest tests[64] = {0};
	size_t count = 0;

	for (unsigned i = 0; attempt_name(i); i++)
		tests[count++] = (struct CMUnitTest){
			attempt_name(i), in_a_plugin, NULL, NULL, (void *)attempt_name(i)};
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(without_landlock);
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(unlocked_they_would_succeed);
	return _cmocka_run_group_tests("worker, locked", tests, count, begin, finish);
}
