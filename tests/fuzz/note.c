/*
 * Signed notes and keys of the audit log, which anybody may have written: a signature that is
 * good opens to a body of whole lines, and a key that is read is written as it was.
 */
#include "audit/note.h"

#include "audit/checkpoint.h"
#include "base/memory.h"
#include "promise.h"

/* From the documentation of the format's first implementation; a seed is its example note. */
#define KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

static void promise_refusal(const struct error *error)
{
	promise(error->code == ERROR_INPUT || error->code == ERROR_REFUSED);
	promise(error->text[0] != '\0');
	promise(text_utf8_error(error->text, strlen(error->text)) < 0);
}

static void look_at_key(const char *text)
{
	AUTO_TEXT struct text again = {0};
	struct error error = {0};
	struct note_key key;

	if (note_key_parse(&key, text, "key", &error) < 0) {
		promise_refusal(&error);
		return;
	}
	note_key_add(&again, &key);
	promise(strstr(text, key.name) != NULL);
	promise(note_key_parse(&key, again.data, "key", &error) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_FREE char *text = mem_bytes(data, size);
	AUTO_TEXT struct text body = {0};
	struct checkpoint checkpoint;
	struct error error = {0};
	struct note_key key;

	look_at_key(text);
	promise(note_key_parse(&key, KEY, "key", &error) == 0);
	if (note_open(&body, (const char *)data, size, &key, "note", &error) == 0)
		promise(body.size > 0 && body.data[body.size - 1] == '\n');
	else
		promise_refusal(&error);
	if (checkpoint_open(&checkpoint, (const char *)data, size, &key, "note", &error) < 0)
		promise_refusal(&error);
	return 0;
}
