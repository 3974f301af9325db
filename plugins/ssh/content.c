#include "ssh/content.h"
#include "base/error.h"
#include "base/json.h"
#include "ssh/shell.h"
#include <ctype.h>
#include <string.h>

#define LINE 256 /* no line of the script is longer; what is, is noise */

static void percent_encode(struct text *uri, const char *value)
{
	for (; *value != '\0'; value++) {
		unsigned char byte = (unsigned char)*value;
		if (byte < 0x80 && (isalnum(byte) || strchr("-._~/", byte) != NULL))
			text_append(uri, value, 1);
		else
			text_format(uri, "%%%02X", byte);
	}
}

static int assign_image(
	struct text *script, const struct content_disk *disk, struct error *error)
{
	if (shell_check_path(disk->path, "the image", error) < 0)
		return -1;
	shell_assign(script, "kind", "image");
	shell_assign(script, "path", disk->path);
	shell_assign(script, "format", disk->format);
	return 0;
}

static int assign_export(
	struct text *script, const struct content_disk *disk, struct error *error)
{
	AUTO_TEXT struct text uri = {0};

	if (shell_check_path(disk->socket, "the export's socket", error) < 0)
		return -1;
	if (shell_check(disk->export, "name of the export", error) < 0)
		return -1;
	text_add(&uri, "nbd+unix:///");
	percent_encode(&uri, disk->export);
	text_add(&uri, "?socket=");
	percent_encode(&uri, disk->socket);
	shell_assign(script, "kind", "export");
	shell_assign(script, "uri", uri.data);
	return 0;
}

int content_assign(struct text *script, const struct content_disk *disk, struct error *error)
{
	int result = disk->path != NULL ? assign_image(script, disk, error)
					: assign_export(script, disk, error);

	text_format(script, "rate=%lld\n", (long long)disk->rate);
	return result;
}

static int malformed(struct error *error, const char *what)
{
	return error_set(error, ERROR_INPUT, NULL, "The host's answer is malformed: %s.", what);
}

/* "STATUS", and nothing behind it unless `rest` is still wanted; each part tells it once. */
static bool read_status(struct span *rest, bool *told, unsigned *status)
{
	struct span word;
	unsigned long long number;

	if (*told || !span_word(rest, &word) || !span_number(word, 10, 255, &number))
		return false;
	*told = true;
	*status = (unsigned)number;
	return true;
}

static bool read_bytes(struct span rest, unsigned long long *bytes)
{
	return span_number(span_trim(rest), 10, JSON_INTEGER_MOST, bytes);
}

static bool read_digest(struct content *content, struct span rest)
{
	struct span word = span_trim(rest);

	if (content->hash_status != 0)
		return true;
	if (word.size != 64)
		return false;
	for (size_t i = 0; i < word.size; i++)
		if (memchr("0123456789abcdef", word.data[i], 16) == NULL)
			return false;
	memcpy(content->digest, "sha256:", 7);
	memcpy(content->digest + 7, word.data, 64);
	content->digest[71] = '\0';
	return true;
}

static bool read_mark(struct content *content, struct span rest)
{
	struct span verb;
	unsigned long long before = content->progress;

	if (content->done || !span_word(&rest, &verb))
		return false;
	if (span_is(verb, "progress"))
		return read_bytes(rest, &content->progress) && content->progress >= before;
	if (span_is(verb, "copied"))
		return read_status(&rest, &content->copied, &content->copy_status) &&
		       span_trim(rest).size == 0;
	if (span_is(verb, "counted"))
		return read_status(&rest, &content->counted, &content->count_status) &&
		       read_bytes(rest, &content->bytes);
	if (span_is(verb, "hashed"))
		return read_status(&rest, &content->hashed, &content->hash_status) &&
		       read_digest(content, rest);
	content->done = span_is(verb, "done") && span_trim(rest).size == 0;
	return content->done;
}

static int read_line(struct content *content, const char *boundary, struct error *error)
{
	struct span line = {content->line.data, content->line.size};

	if (!span_starts(line, boundary))
		return 0;
	line.data += strlen(boundary);
	line.size -= strlen(boundary);
	return read_mark(content, line) ? 0
					: malformed(error, "a line of the digest is not whole");
}

int content_feed(struct content *content, const char *boundary, const char *data, size_t size,
	struct error *error)
{
	for (size_t i = 0; i < size; i++) {
		if (data[i] != '\n') {
			if (content->line.size < LINE)
				text_append(&content->line, &data[i], 1);
			continue;
		}
		if (content->line.size > 0 && read_line(content, boundary, error) < 0)
			return -1;
		content->line.size = 0;
	}
	return 0;
}

static int failed(struct error *error, const char *program, unsigned status, const char *errors)
{
	if (status == 127)
		return error_set(error, ERROR_FAILED, NULL,
			"The program %s was not found on the host: install it there.", program);
	return error_set(error, ERROR_FAILED, NULL,
		"The disk could not be read to its end: %s ended with %u%s%s.", program, status,
		*errors != '\0' ? " and the host said: " : "", errors);
}

int content_verdict(const struct content *content, const char *errors, struct error *error)
{
	if (!content->done || !content->copied || !content->counted || !content->hashed)
		return error_set(error, ERROR_INPUT, NULL,
			"The host's answer ends before the digest is complete%s%s.",
			*errors != '\0' ? ", and it said: " : "", errors);
	if (content->copy_status != 0)
		return failed(error, "nbdcopy", content->copy_status, errors);
	if (content->count_status != 0)
		return failed(error, "dd", content->count_status, errors);
	if (content->hash_status != 0)
		return failed(error, "sha256sum", content->hash_status, errors);
	return 0;
}

void content_clear(struct content *content)
{
	text_clear(&content->line);
}
