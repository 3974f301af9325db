/*
 * The characters of a JSON text: the cursor over it, its strings, and errors that say the
 * place.
 */
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include <stddef.h>

struct error;
struct source;
struct text;

struct scan {
	const struct source *source;
	size_t at; /* offset of the next byte */
	int depth; /* how many objects and lists are open */
	struct error *error;
};

/* The next byte, or -1 at the end. */
int scan_peek(const struct scan *scan);

/* Moves over white space. Returns the next byte, or -1 at the end. */
int scan_space(struct scan *scan);

/*
 * Reads a string, from its opening quote on, and decodes it into `out` instead of what is
 * there.
 */
int scan_string(struct scan *scan, struct text *out);

/* Fails with the place of the byte at `offset`. Returns -1. */
int scan_fail(struct scan *scan, size_t offset, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Fails because something else stands here where `expected` should. Returns -1. */
int scan_expected(struct scan *scan, const char *expected);

#endif
