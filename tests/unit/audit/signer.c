/*
 * The signer signs nothing but what continues its own log, also after a restart, and loses
 * nothing.
 */
#include "audit/signer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../unit.h"
#include "audit/checkpoint.h"
#include "base/error.h"
#include "base/memory.h"

#define ORIGIN "banyun.example/audit"

static char above[64], folder[80];
static struct signer signer;
static struct error error;
static uint8_t leaves[SIGNER_LEAVES * TREE_HASH];

static int start(void **state)
{
	(void)state;
	snprintf(above, sizeof(above), "test_signer.XXXXXX");
	assert_non_null(mkdtemp(above));
	snprintf(folder, sizeof(folder), "%s/keys", above);
	for (size_t i = 0; i < sizeof(leaves); i++)
		leaves[i] = (uint8_t)(i * 7 + i / 256);
	error = (struct error){0};
	return signer_open(&signer, folder, ORIGIN, &error);
}

static char *path_of(const char *name)
{
	return mem_format("%s/%s", folder, name);
}

static void remove_file(const char *name)
{
	AUTO_FREE char *path = path_of(name);
	unlink(path);
}

static int finish(void **state)
{
	(void)state;
	signer_close(&signer);
	remove_file("key");
	remove_file("state");
	rmdir(folder);
	return rmdir(above);
}

static int extend(uint64_t size, const struct tree_frontier *frontier, size_t count)
{
	uint8_t root[TREE_HASH];

	frontier_root(frontier, root);
	return signer_extend(&signer, size, root, leaves + size * TREE_HASH, count, &error);
}

/* The frontier of the first leaves. */
static struct tree_frontier frontier_of(size_t count)
{
	struct tree_frontier frontier = {0};

	for (size_t i = 0; i < count; i++)
		frontier_append(&frontier, leaves + i * TREE_HASH);
	return frontier;
}

static int extend_from(size_t size, size_t count)
{
	struct tree_frontier frontier = frontier_of(size);

	return extend(size, &frontier, count);
}

static void expect_signed(size_t size)
{
	struct tree_frontier frontier = frontier_of(size);
	struct checkpoint checkpoint;
	uint8_t root[TREE_HASH];

	assert_int_equal(checkpoint_open(&checkpoint, signer.note.data, signer.note.size,
				 &signer.key.key, "note", &error),
		0);
	frontier_root(&frontier, root);
	assert_int_equal(checkpoint.size, size);
	assert_memory_equal(checkpoint.root, root, TREE_HASH);
}

static void what_continues_is_signed(void **state)
{
	(void)state;
	assert_int_equal(extend_from(0, 1), 0);
	expect_signed(1);
	assert_int_equal(extend_from(1, 300), 0);
	expect_signed(301);
}

static void nothing_else_is(void **state)
{
	struct tree_frontier other = frontier_of(6);

	(void)state;
	assert_int_equal(extend_from(0, 7), 0);
	assert_int_equal(extend_from(6, 2), -1); /* back, and another way on */
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_int_equal(extend_from(8, 1), -1); /* a gap */
	assert_int_equal(extend_from(0, 9), -1); /* from the start */
	frontier_append(&other, leaves);
	assert_int_equal(extend(7, &other, 1), -1); /* another history */
	assert_non_null(strstr(error.text, "are not those that it signed"));
	expect_signed(7);
}

static void a_restart_forgets_nothing(void **state)
{
	(void)state;
	assert_int_equal(extend_from(0, 13), 0);
	signer_close(&signer);
	assert_int_equal(signer_open(&signer, folder, ORIGIN, &error), 0);
	expect_signed(13);
	assert_int_equal(extend_from(12, 2), -1);
	assert_int_equal(extend_from(13, 2), 0);
	expect_signed(15);
}

static void its_files_are_its_own(void **state)
{
	AUTO_FREE char *key = path_of("key");
	struct stat facts;

	(void)state;
	assert_int_equal(stat(key, &facts), 0);
	assert_int_equal(facts.st_mode & 077, 0);
	assert_int_equal(stat(folder, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0700);
}

static void it_does_not_start_with_half_of_them(void **state)
{
	(void)state;
	assert_int_equal(extend_from(0, 5), 0);
	signer_close(&signer);
	remove_file("state");
	assert_int_equal(signer_open(&signer, folder, ORIGIN, &error), -1);
	assert_non_null(strstr(error.text, "a key and no state"));
	remove_file("key");
	assert_int_equal(signer_open(&signer, folder, ORIGIN, &error), 0);
	assert_int_equal(extend_from(0, 5), 0);
	signer_close(&signer);
	remove_file("key");
	assert_int_equal(signer_open(&signer, folder, ORIGIN, &error), -1);
	assert_non_null(strstr(error.text, "key is gone"));
}

static void it_keeps_its_name(void **state)
{
	(void)state;
	signer_close(&signer);
	assert_int_equal(signer_open(&signer, folder, "another.example", &error), -1);
	assert_non_null(strstr(error.text, ORIGIN));
}

static void a_changed_state_is_refused(void **state)
{
	AUTO_FREE char *path = path_of("state");
	AUTO_TEXT struct text text = {0};

	(void)state;
	assert_int_equal(extend_from(0, 5), 0);
	signer_close(&signer);
	assert_int_equal(text_read_file(&text, path, 65536, &error), 0);
	for (size_t i = 0; i < text.size; i++) {
		FILE *file = fopen(path, "w");
		text.data[i] ^= 1;
		fwrite(text.data, 1, text.size, file);
		text.data[i] ^= 1;
		fclose(file);
		assert_int_equal(signer_open(&signer, folder, ORIGIN, &error), -1);
		signer_close(&signer);
	}
}

static void it_answers_messages_and_refuses_nonsense(void **state)
{
	AUTO_TEXT struct text answer = {0};
	uint8_t message[SIGNER_HEAD + TREE_HASH + 1] = {SIGNER_EXTEND};
	struct tree_frontier empty = {0};

	(void)state;
	frontier_root(&empty, message + 9);
	for (size_t size = 1; size <= sizeof(message); size++) {
		text_clear(&answer);
		assert_int_equal(signer_answer(&signer, message, size, &answer, &error), 0);
		assert_int_equal(answer.data[0],
			size == SIGNER_HEAD + TREE_HASH ? SIGNER_EXTEND : SIGNER_REFUSED);
	}
	text_clear(&answer);
	message[0] = SIGNER_HELLO;
	assert_int_equal(signer_answer(&signer, message, 1, &answer, &error), 0);
	assert_int_equal(signer_get_size((uint8_t *)answer.data + 1), 1);
	assert_null(strstr(answer.data + SIGNER_HEAD, "PRIVATE"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, finish)

int main(void)
{
	const struct CMUnitTest cases[] = {
		CASE(what_continues_is_signed),
		CASE(nothing_else_is),
		CASE(a_restart_forgets_nothing),
		CASE(its_files_are_its_own),
		CASE(it_does_not_start_with_half_of_them),
		CASE(it_keeps_its_name),
		CASE(a_changed_state_is_refused),
		CASE(it_answers_messages_and_refuses_nonsense),
	};

	umask(077);
	return cmocka_run_group_tests(cases, NULL, NULL);
}
