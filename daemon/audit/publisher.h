/*
 * The publisher: a publication on a thread of its own. It is given records in chunks, one chunk
 * at a time, and tells on the loop how that went.
 */
#ifndef AUDIT_PUBLISHER_H
#define AUDIT_PUBLISHER_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/publication.h"
#include "base/error.h"
#include "core/loop.h"

/* Records one behind the other, each behind its length (size_t). */
struct chunk {
	bool begin;  /* the publication starts again; the first record is record 0 */
	bool settle; /* nothing follows for now */
	struct text entries;
};

void chunk_add(struct chunk *chunk, const void *entry, size_t size);

/* How a chunk went; copied. */
struct published {
	struct error error; /* code 0: well */
	bool settled;       /* the published checkpoint is of `size` records */
	uint64_t size;
};
typedef void publisher_told(void *argument, const struct published *published);

struct publisher;

/* `publication` is taken over as it is, and emptied; the loop outlives the publisher. */
struct publisher *publisher_new(struct publication *publication, struct loop *loop,
	publisher_told *told, void *argument);

/* The chunk is emptied. Only after the last one was told of. */
void publisher_give(struct publisher *publisher, struct chunk *chunk);

/*
 * Waits for the chunk at work, about which nothing is told on the loop any more, and gives the
 * publication back, with how the last chunk went.
 */
void publisher_free(struct publisher *publisher, struct publication *publication,
	struct published *published);

/* What the thread does with a chunk; also for callers without one. */
void publisher_work(struct publication *publication, const struct chunk *chunk,
	struct published *published);

#endif
