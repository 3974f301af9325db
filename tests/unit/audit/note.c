/* Signed notes and their keys: the example of C2SP's specification, round trips, and damage. */
#include "audit/note.h"

#include <string.h>

#include "../unit.h"
#include "audit/base64.h"
#include "audit/checkpoint.h"
#include "base/error.h"
#include "base/text.h"

/* From the documentation of the format's first implementation, golang.org/x/mod/sumdb/note. */
#define EXAMPLE_KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define EXAMPLE_BODY                                                                           \
	"If you think cryptography is the answer to your problem,\n"                           \
	"then you don't know what your problem is.\n"
#define EXAMPLE_SIGNATURE                                                                      \
	"\n\xe2\x80\x94 PeterNeumann "                                                         \
	"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZS"                        \
	"NXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

static struct note_signer signer;
static struct error error;

static int make_key(void **state)
{
	(void)state;
	return note_signer_make(&signer, "banyun.example/audit", &error);
}

static void the_known_example_opens(void **state)
{
	AUTO_TEXT struct text body = {0};
	struct note_key key;
	const char *note = EXAMPLE_BODY EXAMPLE_SIGNATURE;

	(void)state;
	assert_int_equal(note_key_parse(&key, EXAMPLE_KEY "\n", "key", &error), 0);
	assert_int_equal(note_open(&body, note, strlen(note), &key, "note", &error), 0);
	assert_string_equal(body.data, EXAMPLE_BODY);
}

static void keys_are_read_as_written(void **state)
{
	AUTO_TEXT struct text public = {0};
	AUTO_TEXT struct text private = {0};
	struct note_signer again;
	struct note_key key;

	(void)state;
	note_key_add(&public, &signer.key);
	assert_int_equal(note_key_parse(&key, public.data, "key", &error), 0);
	assert_memory_equal(key.public, signer.key.public, NOTE_KEY);
	note_signer_add(&private, &signer);
	assert_int_equal(note_signer_parse(&again, private.data, "key", &error), 0);
	assert_memory_equal(&again, &signer, sizeof(signer));
	note_signer_wipe(&again);
	assert_int_equal(again.secret[0] | again.secret[31], 0);
}

static void no_changed_key_is_read(void **state)
{
	AUTO_TEXT struct text line = {0};
	struct note_key key;

	(void)state;
	note_key_add(&line, &signer.key);
	for (size_t i = 0; i < line.size; i++) {
		line.data[i] ^= 1;
		assert_int_equal(note_key_parse(&key, line.data, "key", &error), -1);
		line.data[i] ^= 1;
	}
	text_add(&line, " more");
	assert_int_equal(note_key_parse(&key, line.data, "key", &error), -1);
	assert_int_equal(note_key_parse(&key, "", "key", &error), -1);
}

static void names_that_break_the_form_are_refused(void **state)
{
	struct note_signer bad;

	(void)state;
	assert_int_equal(note_signer_make(&bad, "", &error), -1);
	assert_int_equal(note_signer_make(&bad, "a b", &error), -1);
	assert_int_equal(note_signer_make(&bad, "a+b", &error), -1);
	assert_int_equal(note_signer_make(&bad, "a\nb", &error), -1);
}

static void sign_checkpoint(struct text *text, uint64_t size)
{
	struct checkpoint checkpoint = {.origin = "banyun.example/audit", .size = size};

	memset(checkpoint.root, 7, TREE_HASH);
	assert_int_equal(checkpoint_sign(text, &checkpoint, &signer, &error), 0);
}

static void checkpoints_are_read_as_signed(void **state)
{
	AUTO_TEXT struct text text = {0};
	struct checkpoint read;

	(void)state;
	sign_checkpoint(&text, 20852163);
	assert_int_equal(
		checkpoint_open(&read, text.data, text.size, &signer.key, "c", &error), 0);
	assert_int_equal(read.size, 20852163);
	assert_int_equal(read.root[31], 7);
	assert_string_equal(read.origin, "banyun.example/audit");
}

static void no_changed_bit_of_a_checkpoint_passes(void **state)
{
	AUTO_TEXT struct text text = {0};
	struct checkpoint read;

	(void)state;
	sign_checkpoint(&text, 77);
	for (size_t i = 0; i < text.size * 8; i++) {
		text.data[i / 8] ^= (char)(1 << i % 8);
		assert_int_equal(
			checkpoint_open(&read, text.data, text.size, &signer.key, "c", &error),
			-1);
		text.data[i / 8] ^= (char)(1 << i % 8);
	}
	for (size_t i = 0; i < text.size; i++)
		assert_int_equal(
			checkpoint_open(&read, text.data, i, &signer.key, "c", &error), -1);
}

static void another_key_does_not_pass(void **state)
{
	AUTO_TEXT struct text text = {0};
	struct note_signer other;
	struct checkpoint read;

	(void)state;
	sign_checkpoint(&text, 77);
	assert_int_equal(note_signer_make(&other, "banyun.example/audit", &error), 0);
	assert_int_equal(
		checkpoint_open(&read, text.data, text.size, &other.key, "c", &error), -1);
	assert_int_equal(error.code, ERROR_REFUSED);
}

static void foreign_signatures_are_passed_over(void **state)
{
	AUTO_TEXT struct text text = {0};
	struct checkpoint read;

	(void)state;
	sign_checkpoint(&text, 77);
	text_add(&text, "\xe2\x80\x94 witness.example/w AAAAAAAAAAAA\n");
	assert_int_equal(
		checkpoint_open(&read, text.data, text.size, &signer.key, "c", &error), 0);
	text_add(&text, "\xe2\x80\x94 witness.example/w ????\n");
	assert_int_equal(
		checkpoint_open(&read, text.data, text.size, &signer.key, "c", &error), -1);
}

static void base64_has_one_form(void **state)
{
	uint8_t out[8];

	(void)state;
	assert_int_equal(base64_decode("AQI=", 4, out, 8), 2);
	assert_int_equal(base64_decode("AQID", 4, out, 8), 3);
	assert_int_equal(
		base64_decode("AQJ=", 4, out, 8), -1); /* bits that count for nothing */
	assert_int_equal(base64_decode("AQI", 3, out, 8), -1);
	assert_int_equal(base64_decode(" AQI", 4, out, 8), -1);
	assert_int_equal(base64_decode("AQ==AQ==", 8, out, 8), -1);
	assert_int_equal(base64_decode("AQIDAQIDAQID", 12, out, 8), -1); /* no room */
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		cmocka_unit_test(the_known_example_opens),
		cmocka_unit_test(keys_are_read_as_written),
		cmocka_unit_test(no_changed_key_is_read),
		cmocka_unit_test(names_that_break_the_form_are_refused),
		cmocka_unit_test(checkpoints_are_read_as_signed),
		cmocka_unit_test(no_changed_bit_of_a_checkpoint_passes),
		cmocka_unit_test(another_key_does_not_pass),
		cmocka_unit_test(foreign_signatures_are_passed_over),
		cmocka_unit_test(base64_has_one_form),
	};

	return cmocka_run_group_tests(cases, make_key, NULL);
}
