/*
 * Memory: allocation that never fails (the process stops instead, and every state that matters
 * is durable before it is acted on), cleanup attributes for locals, and one idiom for giving
 * away.
 *
 *	AUTO_FREE char *name = mem_format("%s/%s", folder, file);
 *	list->name = mem_take(&name);	// name is NULL now, nothing is freed here
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

void *mem_alloc(size_t size);                           /* zeroed */
void *mem_array(size_t count, size_t size);             /* zeroed; stops on overflow */
void *mem_resize(void *old, size_t count, size_t size); /* the new part is not zeroed */
/*
 * Room for one more of a list that has `count` and only ever grew by this; its place is zeroed.
 * The list doubles.
 */
void *mem_grow(void *list, size_t count, size_t size);
char *mem_string(const char *text);             /* a copy; NULL for NULL */
char *mem_bytes(const void *data, size_t size); /* a copy with a NUL behind it */
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Overwrites secrets in a way that the compiler keeps. */
void mem_wipe(void *data, size_t size);

/* free() for the cleanup attribute; freeing NULL is allowed. */
void mem_free_at(void *pointer);
void mem_close_at(int *descriptor);

#define AUTO_FREE  __attribute__((cleanup(mem_free_at)))
#define AUTO_CLOSE __attribute__((cleanup(mem_close_at)))

/* Gives away what the variable at `place` owns: yields it and leaves NULL behind. */
#define mem_take(place)                                                                        \
	({                                                                                     \
		__typeof__(*(place)) taken_ = *(place);                                        \
		*(place) = NULL;                                                               \
		taken_;                                                                        \
	})

/* The same for a descriptor; leaves -1 behind. */
int mem_take_fd(int *descriptor);

#endif
