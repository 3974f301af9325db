/*
 * The store: what was told durable is there after a restart, whole, in order, and for one
 * process.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/loop.h"
#include "core/spool.h"
#include "core/store.h"

static char above[64], folder[80];
static struct loop *loop;
static struct store *store;
static struct error error;

static int start(void **state)
{
	(void)state;
	snprintf(above, sizeof(above), "test_store.XXXXXX");
	assert_non_null(mkdtemp(above));
	snprintf(folder, sizeof(folder), "%s/state", above);
	loop = loop_new();
	error = (struct error){0};
	assert_int_equal(store_open(&store, folder, loop, &error), 0);
	return 0;
}

static int finish(void **state)
{
	const char *const files[] = {
		"banyun.db", "banyun.db-wal", "banyun.db-shm", "lock", "reserve"};

	(void)state;
	store_close(store);
	store = NULL;
	loop_free(loop);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		AUTO_FREE char *path = mem_format("%s/%s", folder, files[i]);
		unlink(path);
	}
	rmdir(folder);
	rmdir(above);
	return 0;
}

static void reopen(void)
{
	store_close(store);
	assert_int_equal(store_open(&store, folder, loop, &error), 0);
}

static void encode(void *argument, uint64_t index, struct text *out)
{
	text_format(out, "%s %llu", (const char *)argument, (unsigned long long)index);
}

static void add_record(const char *what)
{
	struct store_batch *batch = batch_new();

	batch_record(batch, encode, NULL, (void *)what);
	store_commit(store, batch, NULL, NULL);
}

static void expect_record(uint64_t index, const char *expected)
{
	AUTO_TEXT struct text out = {0};

	assert_int_equal(store_record(store, index, &out, &error), 0);
	assert_string_equal(out.data, expected);
}

static void all_three_kinds_survive(void **state)
{
	struct store_batch *batch = batch_new();
	AUTO_TEXT struct text out = {0};
	char digest[DIGEST_TEXT];

	(void)state;
	digest_text("a\0b", 3, digest);
	batch_document(batch, digest, "snapshot", "a\0b", 3);
	batch_document(batch, digest, "snapshot", "a\0b", 3);
	batch_state(batch, "host", "finance-hv1", "{}");
	batch_record(batch, encode, NULL, "made");
	store_commit(store, batch, NULL, NULL);
	reopen();
	assert_int_equal(store_records(store), 1);
	expect_record(0, "made 0");
	assert_int_equal(store_document(store, digest, &out, &error), 0);
	assert_int_equal(out.size, 3);
	assert_memory_equal(out.data, "a\0b", 3);
	text_clear(&out);
	assert_int_equal(store_state(store, "host", "finance-hv1", &out, &error), 0);
	assert_string_equal(out.data, "{}");
	assert_int_equal(store_check(folder, &error), 0);
}

/* 200,000 different lines, of which one may be another. */
static void write_long(struct text *text, int other)
{
	for (int i = 0; i < 200000; i++)
		text_format(text, i == other ? "another\n" : "line %d\n", i);
}

static void keep_long(const struct text *text, char digest[DIGEST_TEXT])
{
	struct store_batch *batch = batch_new();

	digest_text(text->data, text->size, digest);
	batch_document(batch, digest, "snapshot", text->data, text->size);
	store_commit(store, batch, NULL, NULL);
	store_flush(store);
}

static long size_of_database(void)
{
	AUTO_FREE char *path = mem_format("%s/banyun.db", folder);
	struct stat facts;

	reopen();
	assert_int_equal(stat(path, &facts), 0);
	return (long)facts.st_size;
}

static void long_documents_that_are_alike_take_little_more_than_one(void **state)
{
	AUTO_TEXT struct text one = {0}, other = {0}, out = {0};
	char first[DIGEST_TEXT], second[DIGEST_TEXT];
	long before, after;

	(void)state;
	write_long(&one, -1);
	write_long(&other, 100000);
	keep_long(&one, first);
	before = size_of_database();
	assert_true(before > (long)one.size);
	keep_long(&other, second);
	after = size_of_database();
	assert_true(after - before < (long)other.size / 10);
	assert_int_equal(store_document(store, first, &out, &error), 0);
	assert_int_equal(store_document(store, second, &out, &error), 0);
	assert_int_equal(out.size, one.size + other.size);
	assert_memory_equal(out.data, one.data, one.size);
	assert_memory_equal(out.data + one.size, other.data, other.size);
	assert_int_equal(store_check(folder, &error), 0);
}

static void count_taken(void *argument, const struct error *failed)
{
	int *told = argument;

	*told = failed ? -1 : 1;
	loop_stop(loop);
}

static struct spool *fill_spool(int count)
{
	struct spool *spool = spool_new();

	for (int i = 0; i < count; i++) {
		AUTO_FREE char *text = mem_format("document %d", i);
		spool_add(spool, "object", text, strlen(text));
	}
	assert_int_equal(spool_seal(spool, &error), 0);
	return spool;
}

static void spools_are_taken_whole(void **state)
{
	char digest[DIGEST_TEXT];
	struct store *looker;
	int told = 0;

	(void)state;
	store_take(store, fill_spool(5000), count_taken, &told);
	loop_run(loop);
	assert_int_equal(told, 1);
	assert_int_equal(store_look(&looker, folder, &error), 0);
	for (int i = 0; i < 5000; i += 499) {
		AUTO_FREE char *text = mem_format("document %d", i);
		digest_text(text, strlen(text), digest);
		assert_true(store_has(store, digest));
		assert_true(store_has(looker, digest));
	}
	assert_false(store_has(looker, "sha256:00"));
	store_close(looker);
	assert_int_equal(store_check(folder, &error), 0);
}

/* Definitions are taken while a scan still runs: nothing is sealed, and much is not written. */
static void what_was_never_sealed_is_taken_too(void **state)
{
	struct spool *spool = spool_new();
	char digest[DIGEST_TEXT];
	int told = 0;

	(void)state;
	spool_add(spool, "object", "a", 1);
	store_take(store, spool, count_taken, &told);
	loop_run(loop);
	assert_int_equal(told, 1);
	digest_text("a", 1, digest);
	assert_true(store_has(store, digest));
}

/* A text of `size` bytes that differ. */
static struct spool *spool_of_one(size_t size, char digest[DIGEST_TEXT])
{
	struct spool *spool = spool_new();
	AUTO_TEXT struct text text = {0};

	for (int i = 0; text.size < size; i++)
		text_format(&text, "line %d\n", i);
	spool_add(spool, "snapshot", text.data, text.size);
	digest_text(text.data, text.size, digest);
	return spool;
}

struct overtaking {
	char digest[DIGEST_TEXT];
	bool overtook;
};

static void note_overtaking(void *argument)
{
	struct overtaking *overtaking = argument;

	overtaking->overtook = !store_has(store, overtaking->digest);
}

/* The writer is in the middle of it when the batch comes. */
static void a_batch_overtakes_a_long_document(void **state)
{
	struct overtaking overtaking = {0};
	AUTO_TEXT struct text out = {0};
	int told = 0;

	(void)state;
	store_take(
		store, spool_of_one(24 * STORE_RESERVE, overtaking.digest), count_taken, &told);
	usleep(20000);
	add_record("tiny");
	store_commit(store, batch_new(), note_overtaking, &overtaking);
	loop_run(loop);
	assert_int_equal(told, 1);
	assert_true(overtaking.overtook);
	assert_int_equal(store_document(store, overtaking.digest, &out, &error), 0);
	assert_true(out.size >= 24 * STORE_RESERVE);
	assert_int_equal(store_check(folder, &error), 0);
}

static void add_state(
	struct spool *spool, const char *space, const char *key, const char *value)
{
	AUTO_TEXT struct text text = {0};

	text_append(&text, key, strlen(key) + 1);
	text_append(&text, value, strlen(value));
	spool_add(spool, space, text.data, text.size);
}

static int count_key(void *argument, const char *key, const char *value, struct error *why)
{
	(void)key;
	(void)value;
	(void)why;
	++*(int *)argument;
	return 0;
}

static int count_space(const char *space)
{
	int count = 0;

	assert_int_equal(store_walk(store, space, count_key, &count, &error), 0);
	return count;
}

static void spools_put_states_and_forget_them(void **state)
{
	struct spool *spool = spool_new();
	char digest[DIGEST_TEXT];
	int told = 0;

	(void)state;
	for (int i = 0; i < 4500; i++) {
		AUTO_FREE char *key = mem_format("%04d", i);
		add_state(spool, "usage.raw", key, "[]");
	}
	add_state(spool, "head", "snapshot", "forged");
	store_take_states(store, spool, "usage.", count_taken, &told);
	loop_run(loop);
	assert_int_equal(told, 1);
	assert_int_equal(count_space("usage.raw"), 4500);
	assert_int_equal(count_space("head"), 0);
	spool = spool_new();
	spool_add(spool, "usage.raw", "4200", 4);
	add_state(spool, "usage.raw", "4200", "");
	spool_add(spool, "object", "a", 1);
	store_take_states(store, spool, "usage.", count_taken, &told);
	loop_run(loop);
	assert_int_equal(told, 1);
	assert_int_equal(count_space("usage.raw"), 299);
	digest_text("a", 1, digest);
	assert_true(store_has(store, digest));
	assert_int_equal(store_check(folder, &error), 0);
}

/* Its size is known only at its end, long after the first of it is written. */
static void a_text_of_a_spool_may_come_in_parts(void **state)
{
	AUTO_TEXT struct text whole = {0};
	struct spool *spool = spool_new();
	struct spool_entry entry;
	size_t at = 0;

	(void)state;
	spool_add(spool, "before", "a", 1);
	spool_begin(spool, "parts");
	for (int i = 0; i < 100000; i++) {
		char part[32];
		int size = snprintf(part, sizeof(part), "part %d, ", i);

		spool_more(spool, part, (size_t)size);
		text_append(&whole, part, (size_t)size);
	}
	spool_end(spool);
	spool_add(spool, "after", "b", 1);
	assert_int_equal(spool_seal(spool, &error), 0);
	assert_int_equal(spool_next(spool, &at, &entry, &error), 1);
	assert_int_equal(spool_next(spool, &at, &entry, &error), 1);
	assert_string_equal(entry.kind, "parts");
	assert_int_equal(entry.size, whole.size);
	assert_memory_equal(entry.data, whole.data, whole.size);
	assert_int_equal(spool_next(spool, &at, &entry, &error), 1);
	assert_string_equal(entry.kind, "after");
	assert_int_equal(spool_next(spool, &at, &entry, &error), 0);
	spool_free(spool);
}

static void spools_that_lie_are_refused(void **state)
{
	struct spool *spool = spool_new();
	int told = 0, file = spool_flush(spool, &error);

	(void)state;
	assert_int_equal(write(file, "what is no entry", 16), 16);
	assert_int_equal(spool_seal(spool, &error), 0);
	store_take(store, spool, count_taken, &told);
	loop_run(loop);
	assert_int_equal(told, -1);
	assert_int_equal(store_check(folder, &error), 0);
}

static void a_sealed_spool_stays_as_it_is(void **state)
{
	struct spool *spool = fill_spool(3);
	struct spool_entry entry;
	size_t at = 0;
	int count = 0;

	(void)state;
	assert_int_equal(write(spool_flush(spool, &error), "x", 1), -1);
	while (spool_next(spool, &at, &entry, &error) > 0)
		assert_int_equal(entry.data[9], '0' + count++);
	assert_int_equal(count, 3);
	spool_free(spool);
}

/* 16 MB at a time, however large it is. */
static void what_nobody_wants_goes_in_steps(void **state)
{
	AUTO_FREE char *large = mem_alloc(1 << 20);
	struct spool *spool = spool_new();
	struct stat facts;
	int steps = 0;

	(void)state;
	for (int i = 0; i < 40; i++)
		spool_add(spool, "object", large, 1 << 20);
	assert_true(spool_flush(spool, &error) >= 0);
	for (off_t before; fstat(spool_flush(spool, &error), &facts) == 0; steps++) {
		before = facts.st_size;
		if (!spool_shrink(spool))
			break;
		assert_int_equal(fstat(spool_flush(spool, &error), &facts), 0);
		assert_in_range(before - facts.st_size, 1, 16 << 20);
	}
	assert_int_equal(facts.st_size, 0);
	assert_int_equal(steps, 3);
	spool_free(spool);
	assert_false(spool_shrink(NULL));
	spool = fill_spool(3);
	assert_false(spool_shrink(spool));
	spool_free(spool);
}

static void what_is_not_there_is_said(void **state)
{
	AUTO_TEXT struct text out = {0};

	(void)state;
	assert_int_equal(store_state(store, "host", "nobody", &out, &error), -1);
	assert_int_equal(error.code, ERROR_NOT_FOUND);
	assert_string_equal(error.object, "nobody");
	assert_int_equal(store_record(store, 0, &out, &error), -1);
	assert_int_equal(error.code, ERROR_NOT_FOUND);
	assert_int_equal(store_document(store, "sha256:00", &out, &error), -1);
	assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void stop_loop(void *argument)
{
	(void)argument;
	loop_stop(loop);
}

static void count_durable(void *argument)
{
	AUTO_TEXT struct text out = {0};

	assert_int_equal(store_record(store, (uint64_t) * (int *)argument, &out, &error), 0);
	if (++*(int *)argument == 300)
		stop_loop(NULL);
}

static void durable_is_told_in_order_and_true(void **state)
{
	int told = 0;

	(void)state;
	for (int i = 0; i < 300; i++) {
		struct store_batch *batch = batch_new();
		batch_record(batch, encode, NULL, "r");
		store_commit(store, batch, count_durable, &told);
	}
	loop_run(loop);
	assert_int_equal(told, 300);
	assert_int_equal(store_records(store), 300);
}

static void indices_follow_the_commits(void **state)
{
	struct store_batch *late = batch_new();
	struct store_batch *never = batch_new();

	(void)state;
	batch_record(late, encode, NULL, "late");
	batch_record(never, encode, NULL, "never");
	add_record("early");
	batch_free(never);
	store_commit(store, late, NULL, NULL);
	store_flush(store);
	expect_record(0, "early 0");
	expect_record(1, "late 1");
}

static int append_key(void *argument, const char *key, const char *value, struct error *why)
{
	text_format(argument, "%s=%s ", key, value);
	return strcmp(key, "stop") == 0 ? error_set(why, ERROR_FAILED, key, "Enough.") : 0;
}

static void set_state(const char *space, const char *key, const char *value)
{
	struct store_batch *batch = batch_new();

	batch_state(batch, space, key, value);
	store_commit(store, batch, NULL, NULL);
}

static void walks_are_in_order_of_key(void **state)
{
	AUTO_TEXT struct text out = {0};

	(void)state;
	set_state("s", "b", "2");
	set_state("s", "a", "1");
	set_state("other", "c", "3");
	set_state("s", "b", "4");
	set_state("s", "d", "5");
	set_state("s", "d", NULL);
	store_flush(store);
	assert_int_equal(store_walk(store, "s", append_key, &out, &error), 0);
	assert_string_equal(out.data, "a=1 b=4 ");
	set_state("s", "stop", "6");
	set_state("s", "z", "7");
	store_flush(store);
	text_clear(&out);
	assert_int_equal(store_walk(store, "s", append_key, &out, &error), -1);
	assert_string_equal(out.data, "a=1 b=4 stop=6 ");
	assert_string_equal(error.text, "Enough.");
}

static void one_process_at_a_time(void **state)
{
	(void)state;
	pid_t child = fork();
	if (child == 0) {
		struct store *second;
		int result = store_open(&second, folder, NULL, &error);
		_exit(result < 0 && error.code == ERROR_CONFLICT && !second ? 0 : 1);
	}
	int status;
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
}

static void files_are_for_the_owner_alone(void **state)
{
	const char *const files[] = {
		"banyun.db", "banyun.db-wal", "banyun.db-shm", "lock", "reserve"};
	struct stat facts;

	(void)state;
	add_record("r");
	store_flush(store);
	assert_int_equal(stat(folder, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0700);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		AUTO_FREE char *path = mem_format("%s/%s", folder, files[i]);
		assert_int_equal(stat(path, &facts), 0);
		assert_int_equal(facts.st_mode & 0777, 0600);
	}
	assert_false(store_is_tight(store));
}

/* Changes the database behind the store's back. */
static int meddle(const char *sql)
{
	AUTO_FREE char *path = mem_format("%s/banyun.db", folder);
	sqlite3 *database;

	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	int status = sqlite3_exec(database, sql, NULL, NULL, NULL);
	sqlite3_close(database);
	return status;
}

static void records_are_never_changed(void **state)
{
	(void)state;
	add_record("r");
	store_flush(store);
	assert_int_equal(meddle("DELETE FROM record"), SQLITE_CONSTRAINT);
	assert_int_equal(meddle("UPDATE record SET data = x'00'"), SQLITE_CONSTRAINT);
}

static void damage_is_found(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		add_record("r");
	store_flush(store);
	assert_int_equal(meddle("INSERT INTO document VALUES ('sha256:00', 'k', x'00')"), 0);
	assert_int_equal(store_check(folder, &error), -1);
	assert_string_equal(error.object, "sha256:00");
	assert_int_equal(meddle("DELETE FROM document"), 0);
	assert_int_equal(
		meddle("DROP TRIGGER record_kept; DELETE FROM record WHERE number = 1"), 0);
	assert_int_equal(store_check(folder, &error), -1);
	assert_non_null(strstr(error.text, "some are missing"));
	store_close(store);
	assert_int_equal(store_open(&store, folder, loop, &error), -1);
	assert_null(store);
	assert_non_null(strstr(error.text, "some are missing"));
}

static void another_version_is_refused(void **state)
{
	(void)state;
	assert_int_equal(meddle("PRAGMA user_version = 9"), 0);
	store_close(store);
	assert_int_equal(store_open(&store, folder, loop, &error), -1);
	assert_non_null(strstr(error.text, "has version 9"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, finish)

int main(void)
{
	const struct CMUnitTest cases[] = {
		CASE(all_three_kinds_survive),
		CASE(long_documents_that_are_alike_take_little_more_than_one),
		CASE(spools_are_taken_whole),
		CASE(what_was_never_sealed_is_taken_too),
		CASE(a_batch_overtakes_a_long_document),
		CASE(spools_put_states_and_forget_them),
		CASE(a_text_of_a_spool_may_come_in_parts),
		CASE(spools_that_lie_are_refused),
		CASE(a_sealed_spool_stays_as_it_is),
		CASE(what_nobody_wants_goes_in_steps),
		CASE(what_is_not_there_is_said),
		CASE(durable_is_told_in_order_and_true),
		CASE(indices_follow_the_commits),
		CASE(walks_are_in_order_of_key),
		CASE(one_process_at_a_time),
		CASE(files_are_for_the_owner_alone),
		CASE(records_are_never_changed),
		CASE(damage_is_found),
		CASE(another_version_is_refused),
	};

	return cmocka_run_group_tests(cases, NULL, NULL);
}
