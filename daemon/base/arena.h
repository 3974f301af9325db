/*
 * An arena: many small texts that live equally long. Each takes its bytes of a block and
 * nothing besides, and all are given back at once.
 *
 *	struct arena arena = {0};
 *	const char *name = arena_bytes(&arena, start, size);
 *	arena_free(&arena);
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena {
	struct arena_block *last; /* NULL: empty */
	size_t used;              /* bytes of it */
};

/* A copy with a NUL behind it. */
char *arena_bytes(struct arena *arena, const void *data, size_t size);
/* It is empty then, and usable again. */
void arena_free(struct arena *arena);

#endif
