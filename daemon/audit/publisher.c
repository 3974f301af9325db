#include "audit/publisher.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"

struct publisher {
	struct publication publication; /* the thread's, while a chunk is at work */
	struct loop *loop;
	publisher_told *told;
	void *argument;
	pthread_t thread;
	struct chunk chunk;
	struct published published;
	pthread_mutex_t mutex; /* guards `busy` and `closing`, which say whose the rest is */
	pthread_cond_t changed;
	bool busy, closing;
};

void chunk_add(struct chunk *chunk, const void *entry, size_t size)
{
	text_append(&chunk->entries, &size, sizeof(size));
	text_append(&chunk->entries, entry, size);
}

static int add_all(
	struct publication *publication, const struct text *entries, struct error *error)
{
	size_t size;

	for (size_t at = 0; at < entries->size; at += sizeof(size) + size) {
		memcpy(&size, entries->data + at, sizeof(size));
		if (publication_add(
			    publication, entries->data + at + sizeof(size), size, error) < 0)
			return -1;
	}
	return 0;
}

void publisher_work(
	struct publication *publication, const struct chunk *chunk, struct published *published)
{
	struct error *error = &published->error;

	*published = (struct published){0};
	if (chunk->begin && publication_begin(publication, error) < 0)
		return;
	if (add_all(publication, &chunk->entries, error) < 0)
		return;
	if (!chunk->settle || publication_settle(publication, error) < 0)
		return;
	published->settled = true;
	published->size = publication->tiles.frontier.size;
}

static void tell(void *argument)
{
	struct publisher *publisher = argument;

	publisher->told(publisher->argument, &publisher->published);
}

static void *run(void *argument)
{
	struct publisher *publisher = argument;

	pthread_mutex_lock(&publisher->mutex);
	for (;;) {
		while (!publisher->busy && !publisher->closing)
			pthread_cond_wait(&publisher->changed, &publisher->mutex);
		if (!publisher->busy)
			break;
		pthread_mutex_unlock(&publisher->mutex);
		publisher_work(
			&publisher->publication, &publisher->chunk, &publisher->published);
		text_clear(&publisher->chunk.entries);
		pthread_mutex_lock(&publisher->mutex);
		publisher->busy = false;
		if (!publisher->closing)
			loop_post(publisher->loop, tell, publisher);
	}
	pthread_mutex_unlock(&publisher->mutex);
	return NULL;
}

struct publisher *publisher_new(struct publication *publication, struct loop *loop,
	publisher_told *told, void *argument)
{
	struct publisher *publisher = mem_alloc(sizeof(*publisher));

	publisher->publication = *publication;
	*publication = (struct publication){0};
	publisher->loop = loop;
	publisher->told = told;
	publisher->argument = argument;
	pthread_mutex_init(&publisher->mutex, NULL);
	pthread_cond_init(&publisher->changed, NULL);
	if (pthread_create(&publisher->thread, NULL, run, publisher) != 0) {
		log_error("audit", NULL,
			"The publisher's thread cannot be started; the process stops.");
		abort();
	}
	return publisher;
}

void publisher_give(struct publisher *publisher, struct chunk *chunk)
{
	pthread_mutex_lock(&publisher->mutex);
	assert(!publisher->busy);
	publisher->chunk = *chunk;
	*chunk = (struct chunk){0};
	publisher->busy = true;
	pthread_cond_signal(&publisher->changed);
	pthread_mutex_unlock(&publisher->mutex);
}

void publisher_free(struct publisher *publisher, struct publication *publication,
	struct published *published)
{
	pthread_mutex_lock(&publisher->mutex);
	publisher->closing = true;
	pthread_cond_signal(&publisher->changed);
	pthread_mutex_unlock(&publisher->mutex);
	pthread_join(publisher->thread, NULL);
	*publication = publisher->publication;
	*published = publisher->published;
	pthread_mutex_destroy(&publisher->mutex);
	pthread_cond_destroy(&publisher->changed);
	free(publisher);
}
