/*
 * Workers that misbehave, each in a way of its own: that worker ends, its calls answer
 * WORKER_LOST with a sentence, and on the same loop a good worker goes on all the while and a
 * new one starts.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit.h"
#include "ask.h"
#include "base/clock.h"
#include "base/memory.h"

static struct scene *good; /* the worker that goes on, on the loop of all */

static struct json_object *mode(const char *name)
{
	return json_set_string(json_object_new_object(), "mode", name);
}

static void expect_good(struct scene *scene)
{
	struct ask ask = {0};

	scene_ask(scene, &ask, "anything", NULL, 10000);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_DONE);
	ask_clear(&ask);
}

/* What a worker of this mode is ended for. */
struct offence {
	const char *mode;
	const char *why; /* is in the sentence */
};

static void is_contained(void **state)
{
	const struct offence *offence = *state;
	struct scene *scene = scene_join(good->loop, HOSTILE, mode(offence->mode), NULL, 0);
	struct ask first = {0};
	int64_t begin = clock_monotonic();

	scene_ask(scene, &first, "anything", NULL, 2000);
	scene_wait_end(scene);
	assert_in_range(clock_monotonic() - begin, 0, 10000000);
	assert_int_equal(scene->ends, 1);
	assert_int_equal(first.answers, 1);
	if (!strstr(scene->why, offence->why))
		fail_msg("%s: %s", offence->mode, scene->why);
	if (first.answer != WORKER_DONE) { /* but one that answers twice has answered once */
		assert_int_equal(first.answer, WORKER_LOST);
		assert_string_equal(first.error.text, scene->why);
	}
	ask_clear(&first);
	scene_finish(scene);
	expect_good(good);

	struct scene *next = scene_join(good->loop, HOSTILE, mode("good"), NULL, 0);
	expect_good(next);
	scene_finish(next);
}

static const struct offence offences[] = {
	{"nonsense", "no message (column 1)"},
	{"binary", "no message"},
	{"empty-line", "no message (column 1)"},
	{"empty-lines", "no message (column 1)"},
	{"list", "must be an object"},
	{"half-line", "exited with status 3 in the middle of a message"},
	{"too-long", "a line of more than 1048576 bytes"},
	{"too-long-without-end", "a line of more than 1048576 bytes"},
	{"too-deep", "deep"},
	{"too-many", "more than 20000 values"},
	{"duplicate-name", "twice"},
	{"not-utf8", "not UTF-8"},
	{"nul", "no message"},
	{"fraction", "no message"},
	{"null-result", "must be an object"},
	{"both", "not known here"},
	{"wrong-version", "must be \"2.0\""},
	{"unknown-id", "which is not open"},
	{"text-id", "must be an integer"},
	{"answer-twice", "which is not open"},
	{"asks", "workers answer only"},
	{"unknown-notice", "\"gossip\", which is not known"},
	{"progress-of-nobody", "which is not open"},
	{"progress-without-id", "\"id\" must be an integer, but is missing"},
	{"flood-progress", "floods the progress"},
	{"flood-items", "without credit"},
	{"item-out-of-turn", "whose number is not 1"},
	{"item-no-object", "\"item\" must be an object"},
	{"blob-wrong-digest", "has the digest sha256:"},
	{"blob-no-digest", "\"blob.digest\" must be"},
	{"silence", "did not answer \"anything\" in time"},
	{"exit", "exited with status 5"},
	{"die", "ended by signal 6"},
	{"close-and-stay", "closed its conversation and did not exit"},
	{"leave-child", "exited with status 0"},
	{"deaf", "did not answer"},
};

#define OFFENCES (sizeof(offences) / sizeof(offences[0]))

static void is_borne(void **state)
{
	struct scene *scene = scene_join(good->loop, HOSTILE, mode(*state), NULL, 0);

	expect_good(scene);
	expect_good(good);
	scene_finish(scene);
}

/* What a worker may do, or what is no more than a nuisance. */
static const char *const borne[] = {"good", "deepest", "longest", "mutter"};

#define BORNE (sizeof(borne) / sizeof(borne[0]))

/* It does not read: what it is told piles up, but not without end. */
static void a_deaf_worker_does_not_fill_our_memory(void **state)
{
	struct scene *scene = scene_join(good->loop, HOSTILE, mode("deaf"), NULL, 0);
	struct ask asks[40] = {0};
	AUTO_FREE char *text = mem_alloc(500001);

	(void)state;
	memset(text, 'a', 500000);
	for (int i = 0; i < 40; i++)
		scene_ask(scene, &asks[i], "anything",
			json_set_string(json_object_new_object(), "text", text), 0);
	scene_wait_end(scene);
	assert_non_null(strstr(scene->why, "does not read"));
	for (int i = 0; i < 40; i++)
		assert_int_equal(asks[i].answer, WORKER_LOST);
	scene_finish(scene);
	expect_good(good);
}

static bool is_gone(pid_t pid)
{
	return kill(pid, 0) < 0 && errno == ESRCH;
}

/* A process like banyund starts a worker, tells its number, and is killed. */
static void begin_and_wait(int report)
{
	struct scene *scene = scene_begin(FIXTURE, json_object_new_object(), NULL, 0);
	struct ask tell = {0};
	pid_t pid;

	scene_ask(scene, &tell, "tell", NULL, 10000);
	scene_wait(scene, &tell);
	pid = (pid_t)json_integer(tell.result, "pid", 0);
	if (write(report, &pid, sizeof(pid)) != sizeof(pid))
		_exit(1);
	for (;;)
		pause();
}

static void a_worker_dies_with_its_daemon(void **state)
{
	int ends[2];
	pid_t worker = 0;

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	pid_t daemon = fork();
	if (daemon == 0)
		begin_and_wait(ends[1]);
	assert_int_equal(read(ends[0], &worker, sizeof(worker)), sizeof(worker));
	assert_false(is_gone(worker));
	kill(daemon, SIGKILL);
	waitpid(daemon, NULL, 0);
	for (int i = 0; i < 1000 && !is_gone(worker); i++)
		usleep(5000);
	assert_true(is_gone(worker));
	close(ends[0]);
	close(ends[1]);
}

static int begin(void **state)
{
	(void)state;
	good = scene_begin(HOSTILE, mode("good"), NULL, 0);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	scene_finish(good);
	return 0;
}

int main(void)
{
	struct CMUnitTest tests[OFFENCES + BORNE + 2] = {0};
	size_t count = 0;

	for (size_t i = 0; i < OFFENCES; i++)
		tests[count++] = (struct CMUnitTest){
			offences[i].mode, is_contained, NULL, NULL, (void *)&offences[i]};
	for (size_t i = 0; i < BORNE; i++)
		tests[count++] =
			(struct CMUnitTest){borne[i], is_borne, NULL, NULL, (void *)borne[i]};
	tests[count++] =
		(struct CMUnitTest)cmocka_unit_test(a_deaf_worker_does_not_fill_our_memory);
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_worker_dies_with_its_daemon);
	return cmocka_run_group_tests_name("core/worker, hostile", tests, begin, finish);
}
