/*
 * Bytes from a stream cut into lines, each of bounded length. Nothing is interpreted here.
 *
 *	AUTO_LINES struct lines lines = {.limit = JSON_MESSAGE};
 *	lines_add(&lines, bytes, count);
 *	while ((got = lines_next(&lines, &line, &size)) > 0)
 *		...
 */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Zero-initialised with a limit is empty. */
struct lines {
	size_t limit;     /* bytes of the longest line, without its line feed */
	struct text text; /* what came and was not dropped yet */
	size_t start;     /* of the line that comes next */
	size_t seen;      /* up to here there is no line feed behind `start` */
};

void lines_add(struct lines *lines, const void *data, size_t size);

/*
 * The next whole line, without its line feed and with a NUL in its place; it lives until the
 * next lines_add(). Returns 1, 0 when no whole line is there, or -1 when the next one is too
 * long.
 */
int lines_next(struct lines *lines, const char **line, size_t *size);

/* Whether something is left that no line feed ended. */
bool lines_partial(const struct lines *lines);

void lines_clear(struct lines *lines); /* frees; usable again with the same limit */
#define AUTO_LINES __attribute__((cleanup(lines_clear)))

#endif
