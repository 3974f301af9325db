/*
 * A worker of the real SDK: calls, streams, progress, cancellation, deadlines, secrets, ends.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit.h"
#include "ask.h"
#include "base/clock.h"
#include "base/memory.h"

static const char secret_text[] = "key of finance-hv1";

static void end(struct scene *scene)
{
	scene_end(scene);
	assert_int_equal(scene->ends, 1);
}

static struct json_object *with_text(const char *text)
{
	return json_set_string(json_object_new_object(), "text", text);
}

static struct json_object *with_count(int64_t count)
{
	return json_set_integer(json_object_new_object(), "count", count);
}

static void a_call_is_answered(void **state)
{
	struct scene *scene = *state;
	struct ask ask = {0};
	struct json_object *value = json_set_integer(json_object_new_object(), "n", 7);

	scene_ask(
		scene, &ask, "echo", json_set(json_object_new_object(), "value", value), 20000);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_DONE);
	assert_int_equal(json_integer(ask.result, "n", 0), 7);
	ask_clear(&ask);
	end(scene);
	assert_non_null(strstr(scene->why, "was ended"));
}

static void many_calls_are_answered(void **state)
{
	struct scene *scene = *state;
	static struct ask asks[300];

	memset(asks, 0, sizeof(asks));
	for (int i = 0; i < 300; i++) {
		struct json_object *value = json_set_integer(json_object_new_object(), "n", i);
		scene_ask(scene, &asks[i], "echo",
			json_set(json_object_new_object(), "value", value), 20000);
	}
	for (int i = 0; i < 300; i++) {
		scene_wait(scene, &asks[i]);
		assert_int_equal(asks[i].answer, WORKER_DONE);
		assert_int_equal(json_integer(asks[i].result, "n", -1), i);
		ask_clear(&asks[i]);
	}
	end(scene);
}

static void a_stream_comes_whole_and_in_order(void **state)
{
	struct scene *scene = *state;
	struct ask ask = {0};

	scene_ask(scene, &ask, "stream", with_count(1000), 20000);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_DONE);
	assert_int_equal(ask.items, 1000);
	assert_int_equal(json_integer(ask.last_item, "number", 0), 1000);
	ask_clear(&ask);
	end(scene);
}

static void a_blob_comes_with_its_digest(void **state)
{
	struct scene *scene = *state;
	struct ask ask = {0};
	char digest[DIGEST_TEXT];

	digest_text("<domain/>", strlen("<domain/>"), digest);
	scene_ask(scene, &ask, "blob", with_text("<domain/>"), 20000);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_DONE);
	assert_string_equal(json_string(ask.result, "digest"), digest);
	struct json_object *blob = json_member(ask.last_item, "blob");
	assert_string_equal(json_string(blob, "text"), "<domain/>");
	assert_string_equal(json_string(blob, "digest"), digest);
	ask_clear(&ask);
	end(scene);
}

static void an_answer_that_is_too_long_is_an_error_of_that_call(void **state)
{
	struct scene *scene = *state;
	struct ask ask = {0};
	size_t size = JSON_MESSAGE - 130;
	AUTO_FREE char *text = mem_alloc(size + 1);

	memset(text, 'a', size); /* fits as a text, but not with its digest around */
	scene_ask(scene, &ask, "blob", with_text(text), 20000);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_FAILED);
	assert_non_null(strstr(ask.error.text, "1048576"));
	ask_clear(&ask);
	end(scene);
}

static void a_call_that_is_too_long_fails_and_is_not_sent(void **state)
{
	struct scene *scene = *state;
	struct ask ask = {0};
	AUTO_FREE char *text = mem_alloc(JSON_MESSAGE + 1);

	memset(text, 'a', JSON_MESSAGE);
	scene_ask(scene, &ask, "mutter", with_text(text), 20000);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_FAILED);
	ask_clear(&ask);
	end(scene);
}

static void progress_is_thinned_and_its_last_comes(void **state)
{
	struct scene *scene = *state;
	struct ask ask = {0};

	scene_ask(scene, &ask, "progress", with_count(20000), 20000);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_DONE);
	assert_in_range(ask.progresses, 2, 40);
	assert_int_equal(json_integer(ask.last_progress, "done", 0), 20000);
	ask_clear(&ask);
	end(scene);
}

static void refusals_and_failures_differ(void **state)
{
	struct scene *scene = *state;
	struct ask refused = {0}, dumb = {0}, unknown = {0}, wrong = {0};

	scene_ask(scene, &refused, "refuse", NULL, 20000);
	scene_ask(scene, &dumb, "fail-dumb", NULL, 20000);
	scene_ask(scene, &unknown, "sing", NULL, 20000);
	scene_ask(scene, &wrong, "stream", with_text("x"), 20000);
	scene_wait(scene, &wrong);
	scene_wait(scene, &unknown);
	scene_wait(scene, &refused);
	scene_wait(scene, &dumb);
	assert_int_equal(refused.answer, WORKER_REFUSED);
	assert_int_equal(refused.error.code, ERROR_REFUSED);
	assert_string_equal(refused.error.object, "finance-web1");
	assert_string_equal(
		refused.error.text, "The machine finance-web1 is  [31mnot what was approved.");
	assert_int_equal(dumb.answer, WORKER_FAILED);
	assert_non_null(strstr(dumb.error.text, "fail-dumb"));
	assert_int_equal(unknown.answer, WORKER_FAILED);
	assert_int_equal(unknown.error.code, ERROR_NOT_FOUND);
	assert_non_null(strstr(unknown.error.text, "sing"));
	assert_int_equal(wrong.answer, WORKER_FAILED);
	assert_int_equal(wrong.error.code, ERROR_INPUT);
	end(scene);
}

static void cancel_and_expect(struct scene *scene, const char *method, const char *sentence)
{
	struct ask ask = {0};

	scene_ask(scene, &ask, method, NULL, 20000);
	scene_wait_begin(scene, &ask);
	assert_int_equal(ask.answers, 0);
	worker_cancel(ask.call);
	worker_cancel(ask.call);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_FAILED);
	assert_string_equal(ask.error.text, sentence);
	ask_clear(&ask);
}

static void calls_can_be_cancelled(void **state)
{
	struct scene *scene = *state;

	cancel_and_expect(scene, "wait", "The waiting was cancelled.");
	cancel_and_expect(scene, "wait-main", "The waiting was cancelled.");
	cancel_and_expect(scene, "wait-blocked", "The blocked waiting was cancelled.");
	end(scene);
}

static void a_stuck_call_keeps_nobody_up(void **state)
{
	struct scene *scene = *state;
	struct ask stuck = {0}, stuck_main = {0}, other = {0};

	scene_ask(scene, &stuck, "stick", NULL, 0);
	scene_ask(scene, &stuck_main, "stick-main", NULL, 0);
	scene_ask(scene, &other, "stream", with_count(100), 20000);
	scene_wait(scene, &other);
	assert_int_equal(other.answer, WORKER_DONE);
	cancel_and_expect(scene, "wait", "The waiting was cancelled.");

	int64_t begin = clock_monotonic();
	end(scene);
	assert_in_range(clock_monotonic() - begin, 0, 490000); /* it left, unforced */
	assert_int_equal(stuck.answer, WORKER_LOST);
	assert_int_equal(stuck_main.answer, WORKER_LOST);
	ask_clear(&other);
}

static void more_threads_than_allowed_take_turns(void **state)
{
	struct scene *scene = *state;
	struct ask waits[20] = {0};

	for (int i = 0; i < 20; i++)
		scene_ask(scene, &waits[i], "wait", NULL, 20000);
	scene_pass(scene, 50);
	for (int i = 0; i < 20; i++)
		worker_cancel(waits[i].call);
	for (int i = 0; i < 20; i++) {
		scene_wait(scene, &waits[i]);
		assert_int_equal(waits[i].answer, WORKER_FAILED);
		ask_clear(&waits[i]);
	}
	end(scene);
}

static void a_deadline_ends_the_worker(void **state)
{
	struct scene *scene = *state;
	struct ask late = {0}, other = {0};

	scene_ask(scene, &late, "stick", NULL, 100);
	scene_ask(scene, &other, "wait", NULL, 0);
	scene_wait(scene, &late);
	scene_wait(scene, &other);
	assert_int_equal(late.answer, WORKER_LOST);
	assert_int_equal(other.answer, WORKER_LOST);
	assert_non_null(strstr(late.error.text, "did not answer \"stick\" in time"));
	ask_clear(&other);
	scene_wait_end(scene);
	assert_int_equal(scene->ends, 1);
}

static void a_crash_loses_its_own_calls(void **state)
{
	struct scene *scene = *state;
	struct ask crash = {0}, other = {0};

	scene_ask(scene, &other, "wait", NULL, 0);
	scene_ask(scene, &crash, "crash", NULL, 0);
	scene_wait_end(scene);
	assert_int_equal(crash.answer, WORKER_LOST);
	assert_int_equal(other.answer, WORKER_LOST);
	assert_non_null(strstr(scene->why, "ended by signal 6 (Aborted)"));
	ask_clear(&other);
}

static void the_process_is_gone_when_its_end_is_told(void **state)
{
	struct scene *scene = *state;
	struct ask tell = {0}, stuck = {0};

	scene_ask(scene, &tell, "tell", NULL, 20000);
	scene_wait(scene, &tell);
	pid_t pid = (pid_t)json_integer(tell.result, "pid", 0);
	assert_int_equal(kill(pid, 0), 0);
	scene_ask(scene, &stuck, "stick", NULL, 50);
	scene_wait(scene, &stuck);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
	ask_clear(&tell);
	scene_wait_end(scene);
}

static void it_is_given_what_it_needs_and_nothing_else(void **state)
{
	struct scene *scene = *state;
	struct ask tell = {0};

	scene_ask(scene, &tell, "tell", NULL, 20000);
	scene_wait(scene, &tell);
	assert_int_equal(tell.answer, WORKER_DONE);
	assert_string_equal(json_object_get_string(json_member(tell.result, "descriptors")),
		"[ 0, 1, 2, 3, 4 ]");
	struct json_object *environment = json_member(tell.result, "environment");
	assert_int_equal(json_object_array_length(environment), 3);
	const char *first = json_object_get_string(json_object_array_get_idx(environment, 0));
	const char *second = json_object_get_string(json_object_array_get_idx(environment, 1));
	const char *third = json_object_get_string(json_object_array_get_idx(environment, 2));
	assert_true(text_starts(first, "PATH=/"));
	assert_true(text_starts(second, "LANG="));
	assert_string_equal(third, "HOME=/");
	assert_true(json_boolean(tell.result, "leads", false));
	ask_clear(&tell);
	end(scene);
}

static void a_secret_comes_sealed(void **state)
{
	struct scene *scene = *state;
	struct ask ask = {0}, none = {0};

	scene_ask(scene, &ask, "secret", with_text("source.key"), 20000);
	scene_ask(scene, &none, "secret", with_text("target.key"), 20000);
	scene_wait(scene, &ask);
	scene_wait(scene, &none);
	assert_int_equal(ask.answer, WORKER_DONE);
	assert_string_equal(json_string(ask.result, "secret"), secret_text);
	assert_false(json_boolean(ask.result, "writable", true));
	assert_int_equal(none.answer, WORKER_FAILED);
	ask_clear(&ask);
	end(scene);
}

static int begin_plain(void **state)
{
	const struct worker_secret secrets[] = {
		{"source.key", secret_text, sizeof(secret_text) - 1}};

	*state = scene_begin(FIXTURE, json_object_new_object(), secrets, 1);
	return 0;
}

static int finish(void **state)
{
	scene_finish(*state);
	return 0;
}

static int begin_nursery(void **state)
{
	(void)state;
	scene_nursery_begin(FIXTURE);
	return 0;
}

static int end_nursery(void **state)
{
	(void)state;
	scene_nursery_end();
	return 0;
}

static int begin_forked(void **state)
{
	return begin_nursery(state) || begin_plain(state);
}

static int finish_forked(void **state)
{
	return finish(state) || end_nursery(state);
}

static void what_open_says_is_said_by_waiting_calls(void **state)
{
	struct scene *scene = scene_begin(FIXTURE,
		json_set_string(json_object_new_object(), "fail", "finance-hv1 is silent."),
		NULL, 0);
	struct ask ask = {0};

	(void)state;
	scene_ask(scene, &ask, "echo", NULL, 20000);
	scene_wait_end(scene);
	assert_int_equal(ask.answer, WORKER_FAILED);
	assert_int_equal(ask.error.code, ERROR_UNREACHABLE);
	assert_string_equal(ask.error.text, "finance-hv1 is silent.");
	assert_string_equal(ask.error.object, "finance-hv1");
	scene_finish(scene);
}

static void a_call_cancelled_before_open_is_never_made(void **state)
{
	struct scene *scene = scene_begin(FIXTURE, json_object_new_object(), NULL, 0);
	struct ask ask = {0};

	(void)state;
	scene_ask(scene, &ask, "crash", NULL, 20000);
	worker_cancel(ask.call);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_FAILED);
	assert_non_null(strstr(ask.error.text, "before it began"));
	end(scene);
	scene_finish(scene);
}

static void wrong_settings_are_refused(void **state)
{
	struct scene *scene = scene_begin(
		FIXTURE, json_set_integer(json_object_new_object(), "fial", 1), NULL, 0);
	struct ask ask = {0};

	(void)state;
	scene_ask(scene, &ask, "echo", NULL, 20000);
	scene_wait_end(scene);
	assert_int_equal(ask.error.code, ERROR_INPUT);
	assert_non_null(strstr(ask.error.text, "did you mean \"fail\"?"));
	scene_finish(scene);
}

static void a_thread_before_the_lock_is_refused(void **state)
{
	struct scene *scene = scene_begin(
		FIXTURE, json_set_boolean(json_object_new_object(), "thread", true), NULL, 0);
	struct ask ask = {0};

	(void)state;
	scene_ask(scene, &ask, "echo", NULL, 20000);
	scene_wait_end(scene);
	assert_int_equal(ask.answer, WORKER_FAILED);
	assert_non_null(strstr(ask.error.text, "started a thread"));
	scene_finish(scene);
}

/* The plugin of the manual, which knows nothing of the SDK. */
static void a_plugin_in_another_language_works(void **state)
{
	struct scene *scene = scene_begin(
		HELLO, json_set_string(json_object_new_object(), "greeting", "你好"), NULL, 0);
	struct json_object *names = json_object_new_array();
	struct ask ask = {0}, unknown = {0};

	(void)state;
	json_object_array_add(names, json_object_new_string("Li"));
	json_object_array_add(names, json_object_new_string("Wu"));
	scene_ask(scene, &ask, "greet", json_set(json_object_new_object(), "names", names),
		20000);
	scene_ask(scene, &unknown, "sing", NULL, 20000);
	scene_wait(scene, &ask);
	scene_wait(scene, &unknown);
	assert_int_equal(ask.answer, WORKER_DONE);
	assert_int_equal(json_integer(ask.result, "greeted", 0), 2);
	assert_int_equal(ask.items, 2);
	assert_string_equal(json_string(ask.last_item, "text"), "你好 Wu");
	assert_int_equal(unknown.error.code, ERROR_NOT_FOUND);
	ask_clear(&ask);
	end(scene);
	scene_finish(scene);
}

static void ask_recorded(struct scene *scene, struct ask *ask, const char *method,
	struct json_object *parameters)
{
	*ask = (struct ask){0};
	scene_ask(scene, ask, method, parameters, 0);
	scene_wait(scene, ask);
	ask_clear(ask);
}

/*
 * A plugin that says what one of version 1 said, and leaves where we do not say what we said.
 */
static void version_1_is_still_spoken(void **state)
{
	struct scene *scene = scene_begin(RECORDED, json_object_new_object(), NULL, 0);
	struct json_object *value = json_set_string(json_object_new_object(), "text", "政务云");
	struct ask ask;

	(void)state;
	ask_recorded(scene, &ask, "describe", NULL);
	assert_int_equal(ask.answer, WORKER_DONE);
	ask_recorded(scene, &ask, "echo",
		json_set(json_object_new_object(), "value",
			json_set_integer(value, "count", 3)));
	assert_int_equal(ask.answer, WORKER_DONE);
	ask_recorded(scene, &ask, "stream", with_count(3));
	assert_int_equal(ask.items, 3);
	ask_recorded(scene, &ask, "blob", with_text("<domain type='kvm'/>"));
	assert_int_equal(ask.items, 1);
	ask_recorded(scene, &ask, "refuse", NULL);
	assert_int_equal(ask.answer, WORKER_REFUSED);
	ask_recorded(scene, &ask, "sing", NULL);
	assert_int_equal(ask.error.code, ERROR_NOT_FOUND);
	ask_recorded(
		scene, &ask, "stream", json_set_integer(json_object_new_object(), "cuont", 3));
	assert_int_equal(ask.error.code, ERROR_INPUT);

	ask = (struct ask){0};
	scene_ask(scene, &ask, "wait", NULL, 0);
	scene_wait_begin(scene, &ask);
	worker_cancel(ask.call);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_FAILED);
	ask_clear(&ask);
	end(scene);
	scene_finish(scene);
}

static void one_over_a_whole_city_takes_its_memory_in_large_portions(void **state)
{
	struct json_object *environment;
	struct scene *scene;
	struct ask tell = {0};

	(void)state;
	scene_large = true;
	scene = scene_begin(FIXTURE, json_object_new_object(), NULL, 0);
	scene_large = false;
	scene_ask(scene, &tell, "tell", NULL, 20000);
	scene_wait(scene, &tell);
	environment = json_member(tell.result, "environment");
	assert_int_equal(json_object_array_length(environment), 4);
	assert_true(
		text_starts(json_object_get_string(json_object_array_get_idx(environment, 3)),
			"GLIBC_TUNABLES=glibc.malloc.hugetlb=1:"));
	ask_clear(&tell);
	end(scene);
	scene_finish(scene);
}

static void a_program_that_is_not_there_is_named(void **state)
{
	struct worker *worker;
	struct error error = {0};
	const struct worker_order order = {.program = "/nowhere/banyun-plugin-x", .name = "x"};

	(void)state;
	assert_int_equal(worker_start(&worker, NULL, &order, &error), -1);
	assert_null(worker);
	assert_non_null(strstr(error.text, "/nowhere/banyun-plugin-x"));
}

static void a_program_that_cannot_run_ends_at_once(void **state)
{
	struct scene *scene = scene_begin(NOT_A_PROGRAM, json_object_new_object(), NULL, 0);
	struct ask ask = {0};

	(void)state;
	scene_ask(scene, &ask, "echo", NULL, 20000);
	scene_wait_end(scene);
	assert_int_equal(ask.answer, WORKER_LOST);
	assert_non_null(strstr(scene->why, "exited with status 127"));
	scene_finish(scene);
}

static bool next_is_forked(void)
{
	struct scene *scene = scene_begin(FIXTURE, json_object_new_object(), NULL, 0);
	struct ask ask = {0};
	bool forked;

	scene_ask(scene, &ask, "tell", NULL, 20000);
	scene_wait(scene, &ask);
	assert_int_equal(ask.answer, WORKER_DONE);
	assert_true(json_boolean(ask.result, "leads", false));
	forked = json_boolean(ask.result, "forked", false);
	ask_clear(&ask);
	end(scene);
	scene_finish(scene);
	return forked;
}

/* Our children, the youngest last. Returns how many. */
static int children(pid_t pids[8])
{
	AUTO_FREE char *path = mem_format("/proc/self/task/%d/children", (int)getpid());
	AUTO_TEXT struct text listed = {0};
	struct error error;
	char *at, *end;
	int count = 0;

	assert_int_equal(text_read_file(&listed, path, 4096, &error), 0);
	at = listed.data;
	for (long pid; at && count < 8 && (pid = strtol(at, &end, 10)) > 0; at = end)
		pids[count++] = (pid_t)pid;
	return count;
}

/* It is our only child when no worker lives. */
static pid_t signal_nursery(int signal)
{
	pid_t pids[8];

	assert_int_equal(children(pids), 1);
	assert_int_equal(kill(pids[0], signal), 0);
	return pids[0];
}

static void pass(uint32_t milliseconds)
{
	scene_pass(&(struct scene){.loop = scene_loop}, milliseconds);
}

static void a_nursery_that_died_is_made_good(void **state)
{
	pid_t nursery;

	(void)state;
	assert_true(next_is_forked());
	nursery = signal_nursery(SIGKILL);
	while (kill(nursery, 0) == 0)
		pass(10);
	assert_true(next_is_forked());
}

/* However late: it has its descriptors, which nobody else may get. */
static void a_late_nursery_makes_one_worker(void **state)
{
	pid_t nursery, pids[8];
	struct ask ask = {0};

	(void)state;
	nursery = signal_nursery(SIGSTOP);
	struct scene *scene = scene_begin(FIXTURE, json_object_new_object(), NULL, 0);
	scene_ask(scene, &ask, "tell", NULL, 20000);
	pass(300);
	assert_int_equal(ask.answers, 0);
	assert_int_equal(children(pids), 1);
	assert_int_equal(kill(nursery, SIGCONT), 0);
	scene_wait(scene, &ask);
	assert_true(json_boolean(ask.result, "forked", false));
	assert_int_equal(children(pids), 2);
	ask_clear(&ask);
	end(scene);
	scene_finish(scene);
	assert_int_equal(children(pids), 1);
}

static void a_worker_that_is_never_born_is_lost(void **state)
{
	struct ask ask = {0};
	pid_t nursery, pids[8];

	(void)state;
	nursery = signal_nursery(SIGSTOP);
	struct scene *scene = scene_begin(FIXTURE, json_object_new_object(), NULL, 0);
	scene_ask(scene, &ask, "tell", NULL, 20000);
	kill(nursery, SIGKILL);
	scene_wait_end(scene);
	assert_int_equal(ask.answer, WORKER_LOST);
	assert_non_null(strstr(scene->why, "could not be forked"));
	scene_finish(scene);
	while (children(pids) > 0)
		pass(10);
	assert_true(next_is_forked());
}

static void a_worker_ended_before_its_birth_does_not_live(void **state)
{
	pid_t nursery, pids[8];

	(void)state;
	nursery = signal_nursery(SIGSTOP);
	struct scene *scene = scene_begin(FIXTURE, json_object_new_object(), NULL, 0);
	worker_end(scene->worker);
	pass(100);
	assert_int_equal(kill(nursery, SIGCONT), 0);
	scene_wait_end(scene);
	scene_finish(scene);
	assert_int_equal(children(pids), 1);
	assert_true(next_is_forked());
}

/* The nursery is ended when its time is up, and what died unheard is not left as a zombie. */
static void a_worker_that_died_unheard_is_reaped(void **state)
{
	pid_t pids[8];

	(void)state;
	scene_nursery_begin(STILLBORN);
	struct scene *scene = scene_begin(STILLBORN, json_object_new_object(), NULL, 0);
	scene_wait_end(scene);
	scene_finish(scene);
	for (int i = 0; i < 220 && children(pids) > 0; i++)
		pass(100);
	assert_int_equal(children(pids), 0);
	scene_nursery_end();
}

#define PLAIN(test) cmocka_unit_test_setup_teardown(test, begin_plain, finish)
/* The same of workers that a nursery forks. */
#define FORKED(test)                                                                           \
	((struct CMUnitTest){#test ", forked", test, begin_forked, finish_forked, NULL})
#define FORKED_ALONE(test)                                                                     \
	((struct CMUnitTest){#test ", forked", test, begin_nursery, end_nursery, NULL})

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAIN(a_call_is_answered),
		PLAIN(many_calls_are_answered),
		PLAIN(a_stream_comes_whole_and_in_order),
		PLAIN(a_blob_comes_with_its_digest),
		PLAIN(an_answer_that_is_too_long_is_an_error_of_that_call),
		PLAIN(a_call_that_is_too_long_fails_and_is_not_sent),
		PLAIN(progress_is_thinned_and_its_last_comes),
		PLAIN(refusals_and_failures_differ),
		PLAIN(calls_can_be_cancelled),
		PLAIN(a_stuck_call_keeps_nobody_up),
		PLAIN(more_threads_than_allowed_take_turns),
		PLAIN(a_deadline_ends_the_worker),
		PLAIN(a_crash_loses_its_own_calls),
		PLAIN(the_process_is_gone_when_its_end_is_told),
		PLAIN(it_is_given_what_it_needs_and_nothing_else),
		PLAIN(a_secret_comes_sealed),
		cmocka_unit_test(what_open_says_is_said_by_waiting_calls),
		cmocka_unit_test(a_call_cancelled_before_open_is_never_made),
		cmocka_unit_test(wrong_settings_are_refused),
		cmocka_unit_test(a_thread_before_the_lock_is_refused),
		cmocka_unit_test(a_plugin_in_another_language_works),
		cmocka_unit_test(version_1_is_still_spoken),
		cmocka_unit_test(one_over_a_whole_city_takes_its_memory_in_large_portions),
		cmocka_unit_test(a_program_that_is_not_there_is_named),
		cmocka_unit_test(a_program_that_cannot_run_ends_at_once),
		FORKED(a_call_is_answered),
		FORKED(many_calls_are_answered),
		FORKED(a_stream_comes_whole_and_in_order),
		FORKED(calls_can_be_cancelled),
		FORKED(a_stuck_call_keeps_nobody_up),
		FORKED(a_deadline_ends_the_worker),
		FORKED(a_crash_loses_its_own_calls),
		FORKED(the_process_is_gone_when_its_end_is_told),
		FORKED(it_is_given_what_it_needs_and_nothing_else),
		FORKED(a_secret_comes_sealed),
		FORKED_ALONE(wrong_settings_are_refused),
		FORKED_ALONE(a_thread_before_the_lock_is_refused),
		FORKED_ALONE(a_nursery_that_died_is_made_good),
		FORKED_ALONE(a_late_nursery_makes_one_worker),
		FORKED_ALONE(a_worker_that_is_never_born_is_lost),
		FORKED_ALONE(a_worker_ended_before_its_birth_does_not_live),
		cmocka_unit_test(a_worker_that_died_unheard_is_reaped),
	};

	return cmocka_run_group_tests_name("core/worker", tests, NULL, NULL);
}
