/*
 * Many small texts in few large blocks, all freed at once. A text may be referred to by any
 * number of cells, so that a workbook that repeats a text takes no more memory than its file.
 */
#ifndef INVENTORY_SHEET_POOL_H
#define INVENTORY_SHEET_POOL_H

#include <stddef.h>

struct pool;

struct pool *pool_new(void);
void pool_free(struct pool *pool); /* NULL is allowed */

/* A copy with a NUL behind it, which lives as long as the pool. */
const char *pool_add(struct pool *pool, const char *data, size_t size);

/* Takes over a buffer of malloc(). */
void pool_adopt(struct pool *pool, char *owned);

#endif
