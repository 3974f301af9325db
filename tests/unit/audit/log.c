/*
 * The log over a real store with the real signer: what is recorded is published, signed and
 * sound.
 */
#include "audit/log.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit.h"
#include "audit/folder.h"
#include "audit/verify.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/loop.h"
#include "core/store.h"

#define PATIENCE (10 * CLOCK_SECOND)

static char top[64];
static char *state_folder, *published, *keys, *copy, *signer, *pid_file;
static struct loop *loop;
static struct store *store;
static struct audit_log *audit;
static struct error error;

static void put_script(void)
{
	FILE *file = fopen(signer, "w");

	fprintf(file,
		"#!/bin/sh\necho $$ > '%s'\nexec '%s/daemon/audit/banyun-signer' \"$@\"\n",
		pid_file, getenv("top_builddir"));
	fclose(file);
	chmod(signer, 0755);
}

static int open_all(void)
{
	struct audit_settings settings = {.folder = published,
		.origin = "banyun.example/audit",
		.signer = signer,
		.keys = keys};

	error = (struct error){0};
	loop = loop_new();
	assert_int_equal(store_open(&store, state_folder, loop, &error), 0);
	return audit_open(&audit, store, loop, &settings, &error);
}

static void close_all(void)
{
	audit_close(audit);
	store_close(store);
	loop_free(loop);
	audit = NULL;
	store = NULL;
	loop = NULL;
}

static int start(void **state)
{
	(void)state;
	snprintf(top, sizeof(top), "test_log.XXXXXX");
	assert_non_null(mkdtemp(top));
	state_folder = mem_format("%s/state", top);
	published = mem_format("%s/audit", top);
	keys = mem_format("%s/keys", top);
	copy = mem_format("%s/copy", top);
	signer = mem_format("%s/signer", top);
	pid_file = mem_format("%s/pid", top);
	put_script();
	return open_all();
}

static int finish(void **state)
{
	char *const words[] = {"rm", "-rf", top, NULL};

	(void)state;
	close_all();
	free(state_folder);
	free(published);
	free(keys);
	free(copy);
	free(signer);
	free(pid_file);
	pid_t child = fork();
	if (child == 0)
		execvp(words[0], words);
	return waitpid(child, NULL, 0) == child ? 0 : -1;
}

static void note(int count)
{
	for (int i = 0; i < count; i++)
		audit_note(audit, &(struct audit_entry){.actor = "uid:1001 alice",
					  .source = "api",
					  .action = "host.add",
					  .object = "host finance-hv1",
					  .result = AUDIT_DONE});
}

static uint64_t wanted;
static int64_t deadline;

static void look(void *argument)
{
	struct audit_health health;

	(void)argument;
	audit_health(audit, &health);
	if ((health.signed_ == wanted && audit_is_signing(audit)) ||
		clock_monotonic() > deadline)
		loop_stop(loop);
	else
		loop_after(loop, 5, look, NULL);
}

static void wait_for(uint64_t size)
{
	struct audit_health health;

	wanted = size;
	deadline = clock_monotonic() + PATIENCE;
	loop_post(loop, look, NULL);
	loop_run(loop);
	audit_health(audit, &health);
	assert_string_equal(health.why, "");
	assert_int_equal(health.signed_, size);
}

static void expect_sound(const char *folder, uint64_t size, const struct text *against)
{
	struct verify_request request = {.source = folder_source(folder),
		.against = against ? against->data : NULL,
		.against_size = against ? against->size : 0};
	struct verify_report report;

	if (verify_log(&request, &report, &error) < 0)
		fail_msg("%s: %s", error.object, error.text);
	assert_int_equal(report.checkpoint.size, size);
}

static void records_are_published_and_sound(void **state)
{
	AUTO_TEXT struct text old = {0};

	(void)state;
	note(3);
	wait_for(3);
	expect_sound(published, 3, NULL);
	folder_get(published, FOLDER_CHECKPOINT, NOTE_MOST, &old, &error);
	note(600);
	wait_for(603);
	expect_sound(published, 603, &old);
	close_all();
	assert_int_equal(open_all(), 0);
	note(1);
	wait_for(604);
	expect_sound(published, 604, &old);
}

static void closing_publishes_what_is_left(void **state)
{
	(void)state;
	note(300);
	close_all();
	expect_sound(published, 300, NULL);
	assert_int_equal(open_all(), 0);
}

static int order;

static void durable(void *argument)
{
	*(int *)argument = ++order;
	if (order == 2)
		loop_stop(loop);
}

static void durable_is_told(void **state)
{
	int first = 0, second = 0;
	int *const places[] = {&first, &second};

	(void)state;
	order = 0;
	for (int i = 0; i < 2; i++) {
		struct store_batch *batch = batch_new();
		audit_append(audit, batch, &(struct audit_entry){.actor = "a", .action = "x"});
		batch_state(batch, "host", "h", "{}");
		audit_commit(audit, batch, durable, places[i]);
	}
	loop_run(loop);
	assert_int_equal(first, 1);
	assert_int_equal(second, 2);
}

static void missing_tiles_are_made_again(void **state)
{
	const char *const names[] = {"tile/entries/000", "tile/0/000", "tile/1/000.p/1",
		"tile/0/001.p/44", FOLDER_CHECKPOINT, FOLDER_KEY};

	(void)state;
	note(300);
	wait_for(300);
	close_all();
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		AUTO_FREE char *path = mem_format("%s/%s", published, names[i]);
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(open_all(), 0);
	expect_sound(published, 300, NULL);
}

static void a_dead_signer_is_noticed_and_replaced(void **state)
{
	AUTO_TEXT struct text pid = {0};

	(void)state;
	note(2);
	wait_for(2);
	text_read_file(&pid, pid_file, 32, &error);
	assert_int_equal(kill(atoi(pid.data), SIGKILL), 0);
	assert_int_equal(unlink(signer), 0);
	note(2);
	deadline = clock_monotonic() + CLOCK_SECOND;
	wanted = UINT64_MAX;
	loop_post(loop, look, NULL);
	loop_run(loop);
	assert_false(audit_is_signing(audit));
	assert_int_equal(store_records(store), 4);
	put_script();
	wait_for(4);
	expect_sound(published, 4, NULL);
}

static void a_signer_that_is_missing_stops_no_records(void **state)
{
	(void)state;
	close_all();
	unlink(signer);
	assert_int_equal(open_all(), 0);
	assert_false(audit_is_signing(audit));
	note(3);
	store_flush(store);
	assert_int_equal(store_records(store), 3);
	put_script();
	wait_for(3);
}

static void remove_state(void)
{
	const char *const files[] = {"banyun.db", "banyun.db-wal", "banyun.db-shm"};

	for (size_t i = 0; i < 3; i++) {
		AUTO_FREE char *path = mem_format("%s/%s", state_folder, files[i]);
		unlink(path);
	}
}

static void a_store_that_was_cut_back_is_refused(void **state)
{
	(void)state;
	note(5);
	wait_for(5);
	close_all();
	remove_state();
	assert_int_equal(open_all(), -1);
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_non_null(strstr(error.text, "cut back"));
}

static void a_store_that_was_changed_is_refused(void **state)
{
	AUTO_FREE char *path = mem_format("%s/banyun.db", state_folder);
	sqlite3 *database;

	(void)state;
	note(5);
	wait_for(5);
	close_all();
	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(database,
			"DROP TRIGGER record_unchanged;"
			"UPDATE record SET data = CAST(replace(data, 'alice', 'mabel') AS BLOB)"
			" WHERE number = 2",
			NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(database);
	assert_int_equal(open_all(), -1);
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_non_null(strstr(error.text, "the store was changed"));
}

static void an_export_is_sound_by_itself(void **state)
{
	(void)state;
	note(520);
	wait_for(520);
	assert_int_equal(audit_export(published, copy, &error), 0);
	expect_sound(copy, 520, NULL);
}

/* As when the log grows between the reading of the checkpoint and of the bundles. */
static void a_log_that_grows_meanwhile_is_exported(void **state)
{
	AUTO_TEXT struct text old = {0};

	(void)state;
	note(300);
	wait_for(300);
	folder_get(published, FOLDER_CHECKPOINT, NOTE_MOST, &old, &error);
	note(300);
	wait_for(600);
	assert_int_equal(
		folder_put(published, FOLDER_CHECKPOINT, old.data, old.size, &error), 0);
	assert_int_equal(audit_export(published, copy, &error), 0);
	expect_sound(copy, 300, NULL);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, finish)

int main(void)
{
	const struct CMUnitTest cases[] = {
		CASE(records_are_published_and_sound),
		CASE(closing_publishes_what_is_left),
		CASE(durable_is_told),
		CASE(missing_tiles_are_made_again),
		CASE(a_dead_signer_is_noticed_and_replaced),
		CASE(a_signer_that_is_missing_stops_no_records),
		CASE(a_store_that_was_cut_back_is_refused),
		CASE(a_store_that_was_changed_is_refused),
		CASE(an_export_is_sound_by_itself),
		CASE(a_log_that_grows_meanwhile_is_exported),
	};

	return cmocka_run_group_tests(cases, NULL, NULL);
}
