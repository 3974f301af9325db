#include "gang.h"

#include "base/error.h"
#include <pthread.h>
#include <stdbool.h>

#define HANDS 4 /* threads, the caller's among them */

struct gang {
	pthread_mutex_t lock; /* of all below */
	gang_task *task;
	void *argument;
	size_t next, count;
	struct error failure; /* the first */
};

/* False when nothing is left to begin. */
static bool take(struct gang *gang, size_t *index)
{
	bool any;

	pthread_mutex_lock(&gang->lock);
	any = gang->next < gang->count && gang->failure.code == ERROR_NONE;
	*index = gang->next;
	gang->next += any ? 1 : 0;
	pthread_mutex_unlock(&gang->lock);
	return any;
}

static void fail(struct gang *gang, const struct error *error)
{
	pthread_mutex_lock(&gang->lock);
	if (gang->failure.code == ERROR_NONE)
		gang->failure = *error;
	pthread_mutex_unlock(&gang->lock);
}

static void *work(void *argument)
{
	struct gang *gang = argument;
	size_t index;

	while (take(gang, &index)) {
		struct error error = {0};

		if (gang->task(gang->argument, index, &error) < 0)
			fail(gang, &error);
	}
	return NULL;
}

/* Where a thread cannot be had, those that are there do it all. */
int gang_run(size_t count, gang_task *task, void *argument, struct error *error)
{
	struct gang gang = {PTHREAD_MUTEX_INITIALIZER, task, argument, 0, count, {0}};
	pthread_t hands[HANDS - 1];
	unsigned started = 0;

	while (started < HANDS - 1 && started + 1 < count &&
		pthread_create(&hands[started], NULL, work, &gang) == 0)
		started++;
	work(&gang);
	while (started > 0)
		pthread_join(hands[--started], NULL);
	pthread_mutex_destroy(&gang.lock);
	if (gang.failure.code == ERROR_NONE)
		return 0;
	if (error)
		*error = gang.failure;
	return -1;
}
