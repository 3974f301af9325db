#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

#define TEXT_FIRST 64 /* the smallest buffer, bytes */
#define TEXT_CHUNK (64 * 1024)

static void grow(struct text *text, size_t more)
{
	size_t capacity = text->capacity ? text->capacity : TEXT_FIRST;

	while (capacity - 1 - text->size < more)
		capacity = capacity > SIZE_MAX / 2 ? SIZE_MAX : capacity * 2;
	text->data = mem_resize(text->data, capacity, 1);
	text->capacity = capacity;
}

/* Makes room for `more` bytes and the NUL. */
static inline void reserve(struct text *text, size_t more)
{
	if (text->capacity - text->size <= more)
		grow(text, more);
}

char *text_room(struct text *text, size_t more)
{
	reserve(text, more);
	return text->data + text->size;
}

void text_fill(struct text *text, size_t size)
{
	text->size += size;
	text->data[text->size] = '\0';
}

void text_append(struct text *text, const void *data, size_t size)
{
	reserve(text, size);
	if (size)
		memcpy(text->data + text->size, data, size);
	text_fill(text, size);
}

void text_add(struct text *text, const char *string)
{
	text_append(text, string, strlen(string));
}

void text_format(struct text *text, const char *format, ...)
{
	AUTO_FREE char *made = NULL;
	va_list arguments;
	va_start(arguments, format);
	int length = vasprintf(&made, format, arguments);
	va_end(arguments);
	if (length < 0)
		abort();
	text_append(text, made, (size_t)length);
}

void text_cut(struct text *text, size_t from, size_t count)
{
	if (from >= text->size)
		return;
	if (count > text->size - from)
		count = text->size - from;
	memmove(text->data + from, text->data + from + count, text->size - from - count + 1);
	text->size -= count;
}

void text_clear(struct text *text)
{
	free(text->data);
	*text = (struct text){0};
}

char *text_take(struct text *text)
{
	char *taken = text->data ? text->data : mem_string("");

	*text = (struct text){0};
	return taken;
}

/* Reads up to `limit` bytes and one more, which tells that the file is too large. */
static int read_up_to(
	struct text *text, int descriptor, const char *path, size_t limit, struct error *error)
{
	size_t start = text->size;

	for (;;) {
		size_t left = limit - (text->size - start);
		size_t ask = left < TEXT_CHUNK ? left + 1 : TEXT_CHUNK;
		reserve(text, ask);
		ssize_t got = read(descriptor, text->data + text->size, ask);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set(error, ERROR_FAILED, path,
				"The file cannot be read: %s.", strerror(errno));
		if ((size_t)got > left)
			return error_set(error, ERROR_INPUT, path,
				"The file is larger than the %zu bytes that are accepted.",
				limit);
		text->size += (size_t)got;
		text->data[text->size] = '\0';
		if (got == 0)
			return 0;
	}
}

int text_read_file(struct text *text, const char *path, size_t limit, struct error *error)
{
	AUTO_CLOSE int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (descriptor < 0)
		return error_set(error, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_FAILED, path,
			"The file cannot be opened: %s.", strerror(errno));

	size_t start = text->size;
	if (read_up_to(text, descriptor, path, limit, error) == 0)
		return 0;
	text_cut(text, start, text->size - start);
	return -1;
}

bool text_equal(const char *left, const char *right)
{
	return left && right ? strcmp(left, right) == 0 : left == right;
}

bool text_starts(const char *string, const char *prefix)
{
	return strncmp(string, prefix, strlen(prefix)) == 0;
}

void text_hex(const unsigned char *data, size_t size, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < size; i++) {
		out[2 * i] = digits[data[i] >> 4];
		out[2 * i + 1] = digits[data[i] & 15];
	}
	out[2 * size] = '\0';
}
