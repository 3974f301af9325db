#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "core/store_private.h"

struct store_batch *batch_new(void)
{
	struct store_batch *batch = mem_alloc(sizeof(*batch));

	STAILQ_INIT(&batch->changes);
	return batch;
}

static void release(struct change *change)
{
	if (change->release)
		change->release(change->argument);
	change->release = NULL;
	change->encode = NULL;
}

void batch_free(struct store_batch *batch)
{
	struct change *change;

	if (!batch)
		return;
	while ((change = STAILQ_FIRST(&batch->changes))) {
		STAILQ_REMOVE_HEAD(&batch->changes, entry);
		release(change);
		free(change->first);
		free(change->second);
		free(change->data);
		free(change);
	}
	free(batch);
}

static struct change *add(struct store_batch *batch, enum change_kind kind)
{
	struct change *change = mem_alloc(sizeof(*change));

	change->kind = kind;
	STAILQ_INSERT_TAIL(&batch->changes, change, entry);
	return change;
}

void batch_document(struct store_batch *batch, const char *digest, const char *kind,
	const void *data, size_t size)
{
	struct change *change = add(batch, CHANGE_DOCUMENT);

	change->first = mem_string(digest);
	change->second = mem_string(kind);
	change->data = mem_bytes(data, size);
	change->size = size;
}

void batch_state(
	struct store_batch *batch, const char *space, const char *key, const char *value)
{
	struct change *change = add(batch, CHANGE_STATE);

	change->first = mem_string(space);
	change->second = mem_string(key);
	change->data = mem_string(value);
}

void batch_record(struct store_batch *batch, store_encode *encode,
	void (*free_argument)(void *), void *argument)
{
	struct change *change = add(batch, CHANGE_RECORD);

	change->encode = encode;
	change->release = free_argument;
	change->argument = argument;
}

uint64_t batch_encode(struct store_batch *batch, uint64_t next)
{
	struct change *change;

	STAILQ_FOREACH(change, &batch->changes, entry)
	{
		struct text bytes = {0};
		if (change->kind != CHANGE_RECORD)
			continue;
		change->index = next++;
		change->encode(change->argument, change->index, &bytes);
		change->size = bytes.size;
		change->data = text_take(&bytes);
		release(change);
	}
	return next;
}
