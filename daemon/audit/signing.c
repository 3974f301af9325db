#include "audit/signing.h"

#include <string.h>

#include "audit/checkpoint.h"
#include "audit/signer.h"
#include "base/error.h"
#include "base/memory.h"

#define ANSWER (SIGNER_HEAD + 2 * NOTE_MOST)

static int nonsense(struct error *error)
{
	return error_set(error, ERROR_UNREACHABLE, "banyun-signer",
		"The signer gave an answer that makes no sense.");
}

/* Asks; the answer, with a NUL behind it, begins with the word of the question. */
static long ask(struct signing *signing, const void *message, size_t size, char *answer,
	struct error *error)
{
	long got = helper_ask(&signing->helper, message, size, answer, ANSWER - 1, error);

	if (got < 0)
		return -1;
	answer[got] = '\0';
	if (answer[0] == SIGNER_REFUSED)
		return error_set(error, ERROR_REFUSED, "audit log", "%s", answer + 1);
	return answer[0] == *(const char *)message ? got : nonsense(error);
}

static int check_note(struct signing *signing, struct error *error)
{
	struct checkpoint checkpoint;

	if (signing->size == 0 && signing->note.size == 0)
		return 0;
	if (checkpoint_open(&checkpoint, signing->note.size ? signing->note.data : "",
		    signing->note.size, &signing->key, "banyun-signer", error) < 0)
		return -1;
	if (checkpoint.size == signing->size &&
		memcmp(checkpoint.root, signing->root, TREE_HASH) == 0)
		return 0;
	return nonsense(error);
}

static int hello(struct signing *signing, struct error *error)
{
	AUTO_FREE char *answer = mem_alloc(ANSWER);
	const char word = SIGNER_HELLO;
	long got = ask(signing, &word, 1, answer, error);

	if (got < 0)
		return -1;
	char *key = answer + SIGNER_HEAD;
	char *note = got > SIGNER_HEAD ? strchr(key, '\n') : NULL;
	if (!note)
		return nonsense(error);
	*note++ = '\0';
	signing->size = signer_get_size((const uint8_t *)answer + 1);
	memcpy(signing->root, answer + 9, TREE_HASH);
	text_add(&signing->note, note);
	if (note_key_parse(&signing->key, key, "banyun-signer", error) < 0)
		return -1;
	return check_note(signing, error);
}

int signing_start(
	struct signing *signing, const struct audit_settings *settings, struct error *error)
{
	const char *arguments[8] = {settings->signer, "--folder", settings->keys, "--origin",
		settings->origin, settings->user ? "--user" : NULL, settings->user, NULL};

	*signing = (struct signing){0};
	if (helper_start(&signing->helper, arguments, error) == 0 && hello(signing, error) == 0)
		return 0;
	signing_end(signing);
	if (error)
		error->code = ERROR_UNREACHABLE;
	return -1;
}

/* One message; afterwards `signing` is where the signer is. */
static int extend_once(
	struct signing *signing, const uint8_t *leaves, size_t count, struct error *error)
{
	AUTO_FREE uint8_t *message = mem_alloc(SIGNER_MESSAGE);
	AUTO_FREE char *answer = mem_alloc(ANSWER);
	struct checkpoint checkpoint;

	message[0] = SIGNER_EXTEND;
	signer_put_size(message + 1, signing->size);
	memcpy(message + 9, signing->root, TREE_HASH);
	memcpy(message + SIGNER_HEAD, leaves, count * TREE_HASH);
	if (ask(signing, message, SIGNER_HEAD + count * TREE_HASH, answer, error) < 0 ||
		checkpoint_open(&checkpoint, answer + 1, strlen(answer + 1), &signing->key,
			"banyun-signer", error) < 0)
		return -1;
	if (checkpoint.size != signing->size + count)
		return nonsense(error);
	signing->size = checkpoint.size;
	memcpy(signing->root, checkpoint.root, TREE_HASH);
	text_clear(&signing->note);
	text_add(&signing->note, answer + 1);
	return 0;
}

int signing_extend(
	struct signing *signing, const uint8_t *leaves, size_t count, struct error *error)
{
	while (count > 0) {
		size_t part = count < SIGNER_LEAVES ? count : SIGNER_LEAVES;
		if (extend_once(signing, leaves, part, error) < 0)
			return -1;
		leaves += part * TREE_HASH;
		count -= part;
	}
	return 0;
}

int signing_check(struct signing *signing, struct error *error)
{
	AUTO_FREE char *answer = mem_alloc(ANSWER);
	const char word = SIGNER_HELLO;
	long got = ask(signing, &word, 1, answer, error);

	if (got < 0)
		return -1;
	return got > SIGNER_HEAD &&
			       signer_get_size((const uint8_t *)answer + 1) == signing->size &&
			       memcmp(answer + 9, signing->root, TREE_HASH) == 0
		       ? 0
		       : nonsense(error);
}

void signing_end(struct signing *signing)
{
	helper_end(&signing->helper);
	text_clear(&signing->note);
	*signing = (struct signing){0};
}
