#include "base/sorted.h"

#include <string.h>

size_t sorted_first(
	const void *list, size_t count, size_t size, const void *key, sorted_compare *compare)
{
	const char *bytes = list;
	size_t from = 0, to = count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (compare(bytes + middle * size, key) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

size_t sorted_text(const void *list, size_t count, size_t size, size_t offset, const char *text)
{
	const char *bytes = list;
	size_t from = 0, to = count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const char *const *own = (const void *)(bytes + middle * size + offset);

		if (strcmp(*own, text) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}
