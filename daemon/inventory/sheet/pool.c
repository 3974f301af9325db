#include "inventory/sheet/pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define BLOCK (64 * 1024) /* bytes */
#define LARGE (BLOCK / 4) /* from here on, a text has a block of its own */

struct block {
	struct block *next;
	char *data;
	size_t left; /* bytes at the end that are free */
};

/* The first block is the one that is being filled. */
struct pool {
	struct block first;
};

struct pool *pool_new(void)
{
	return mem_alloc(sizeof(struct pool));
}

void pool_free(struct pool *pool)
{
	struct block *next;

	if (!pool)
		return;
	for (struct block *block = pool->first.next; block; block = next) {
		next = block->next;
		free(block->data);
		free(block);
	}
	free(pool->first.data);
	free(pool);
}

void pool_adopt(struct pool *pool, char *owned)
{
	struct block *block = mem_alloc(sizeof(*block));

	block->data = owned;
	block->next = pool->first.next;
	pool->first.next = block;
}

/* Room for `size` bytes in the first block. */
static char *reserve(struct pool *pool, size_t size)
{
	struct block *first = &pool->first;

	if (first->left < size) {
		if (first->data)
			pool_adopt(pool, first->data);
		first->data = mem_resize(NULL, BLOCK, 1);
		first->left = BLOCK;
	}
	char *place = first->data + BLOCK - first->left;
	first->left -= size;
	return place;
}

const char *pool_add(struct pool *pool, const char *data, size_t size)
{
	if (size == 0)
		return "";
	if (size >= LARGE) {
		char *copy = mem_bytes(data, size);
		pool_adopt(pool, copy);
		return copy;
	}
	char *place = reserve(pool, size + 1);
	memcpy(place, data, size);
	place[size] = '\0';
	return place;
}
