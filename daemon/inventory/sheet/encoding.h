/*
 * The encoding of a text file that does not say it: UTF-8, GB18030 or UTF-16, told from the
 * bytes, and the same text in UTF-8. Bytes that are nothing in that encoding are kept, each as
 * two bytes that are never UTF-8, so that only the cells that they lie in are lost.
 */
#ifndef INVENTORY_SHEET_ENCODING_H
#define INVENTORY_SHEET_ENCODING_H

#include <stddef.h>

struct error;
struct text;

/*
 * Decodes into `out`, which is empty, without a byte order mark. `*encoding` is a constant:
 * "UTF-8", "GB18030", "UTF-16LE" or "UTF-16BE". Fails only where the machine's C library lacks
 * the encoding; `name` is the file's.
 */
int encoding_decode(struct text *out, const char **encoding, const char *name, const char *data,
	size_t size, struct error *error);

/* The byte of the file that could not be decoded to what stands at `text`, or -1. */
int encoding_broken_byte(const char *text);

#endif
