#include "base/place.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

void place_at(const struct source *source, size_t offset, int *line, int *column)
{
	size_t lines = 1, start = 0;

	for (size_t at = 0; at < offset && at < source->size; at++) {
		if (source->data[at] != '\n')
			continue;
		lines++;
		start = at + 1;
	}
	*line = lines < INT_MAX ? (int)lines : INT_MAX;
	*column = offset - start < INT_MAX ? (int)(offset - start) + 1 : INT_MAX;
}

void place_fail(struct error *error, const struct source *source, size_t offset,
	const char *format, va_list arguments)
{
	char message[512];
	int line, column;

	vsnprintf(message, sizeof(message), format, arguments);
	place_at(source, offset, &line, &column);
	error_at(error, source->name, line, column, "%s", message);
}

bool place_next(const char **path, struct text *token)
{
	const char *at = *path;

	if (*at != '/')
		return false;
	text_cut(token, 0, token->size);
	for (at++; *at && *at != '/'; at++) {
		if (at[0] == '~' && (at[1] == '0' || at[1] == '1'))
			text_append(token, *++at == '0' ? "~" : "/", 1);
		else
			text_append(token, at, 1);
	}
	text_add(token, ""); /* there is a string, even when it is empty */
	*path = at;
	return true;
}

void place_push(struct text *path, const char *token)
{
	text_add(path, "/");
	for (; *token; token++) {
		if (*token == '~')
			text_add(path, "~0");
		else if (*token == '/')
			text_add(path, "~1");
		else
			text_append(path, token, 1);
	}
}

long place_index(const char *token)
{
	size_t digits = strspn(token, "0123456789");

	if (digits == 0 || digits > 9 || token[digits] != '\0')
		return -1;
	return strtol(token, NULL, 10);
}
