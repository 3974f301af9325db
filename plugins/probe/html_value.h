/*
 * The attributes of a tag, one after the other, and the text that a value stands for.
 */
#ifndef PROBE_HTML_VALUE_H
#define PROBE_HTML_VALUE_H

#include <stddef.h>

#include "base/text.h"

struct html_pair {
	const char *name, *value; /* the value as it is written, without quotes */
	size_t name_size, value_size;
};

/* Moves `*at` behind the next attribute before `end`. False when there is none. */
bool html_pair_next(const char **at, const char *end, struct html_pair *pair);

/*
 * Replaces `text` with the value, decoded and trimmed. False when it is empty or longer than
 * `most` bytes or holds a NUL.
 */
bool html_value_decode(const struct html_pair *pair, size_t most, struct text *text);

#endif
