/*
 * Where in a list that is in order an entry stands, or would stand: by halving the list. Where
 * the same list is asked very often, base/lookup.h is faster.
 *
 *	size_t at = sorted_text(list, count, sizeof(*list), offsetof(struct thing, name), name);
 *	if (at < count && text_equal(list[at].name, name))
 *		return &list[at];
 */
#ifndef BASE_SORTED_H
#define BASE_SORTED_H

#include <stddef.h>

/* Below 0 when the entry is before what is looked for. */
typedef int sorted_compare(const void *entry, const void *key);

/* The first of `count` entries, each of `size` bytes, that is not before; `count`: none. */
size_t sorted_first(
	const void *list, size_t count, size_t size, const void *key, sorted_compare *compare);

/*
 * The same of a list that is in order of a text: of the `const char *` that stands `offset`
 * bytes from the beginning of each entry, compared as bytes.
 */
size_t sorted_text(
	const void *list, size_t count, size_t size, size_t offset, const char *text);

#endif
