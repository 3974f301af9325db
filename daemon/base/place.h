/*
 * Places in a text, for the parsers and the checker of this layer: from offsets to lines, and
 * along JSON pointers (RFC 6901).
 */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct error;
struct source;
struct text;

/*
 * Line and column (both from 1, the column in bytes) of the byte at `offset`, which may be the
 * end.
 */
void place_at(const struct source *source, size_t offset, int *line, int *column);

/* ERROR_INPUT at the place of the byte at `offset`. */
void place_fail(struct error *error, const struct source *source, size_t offset,
	const char *format, va_list arguments) __attribute__((format(printf, 4, 0)));

/*
 * Takes the next token of the pointer at `*path` into `token` (decoded) and moves on. Returns
 * false at the end of the pointer.
 */
bool place_next(const char **path, struct text *token);

/* Appends "/" and the token, encoded. */
void place_push(struct text *path, const char *token);

/* The index that a token of a list is, or -1. */
long place_index(const char *token);

#endif
