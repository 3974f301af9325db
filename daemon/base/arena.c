#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define BLOCK (256UL * 1024)

struct arena_block {
	struct arena_block *before;
	size_t size;
	char data[];
};

/* What is larger than a block has one of its own. */
static void add_block(struct arena *arena, size_t least)
{
	size_t size = least > BLOCK ? least : BLOCK;
	struct arena_block *block = mem_resize(NULL, sizeof(*block) + size, 1);

	block->before = arena->last;
	block->size = size;
	arena->last = block;
	arena->used = 0;
}

char *arena_bytes(struct arena *arena, const void *data, size_t size)
{
	char *copy;

	assert(size < SIZE_MAX / 2);
	if (!arena->last || size >= arena->last->size - arena->used)
		add_block(arena, size + 1);
	copy = arena->last->data + arena->used;
	arena->used += size + 1;
	if (size)
		memcpy(copy, data, size);
	copy[size] = '\0';
	return copy;
}

void arena_free(struct arena *arena)
{
	while (arena->last) {
		struct arena_block *before = arena->last->before;

		free(arena->last);
		arena->last = before;
	}
	arena->used = 0;
}
