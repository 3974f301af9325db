#include "base/gang.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

#include "base/error.h"

struct gang {
	pthread_mutex_t lock; /* of all below */
	gang_task *task;
	void *argument;
	size_t next, count;
	size_t failed;        /* which task did, the first of those that did; COUNT: none */
	struct error failure; /* its error */
};

/* False when nothing is left to begin. */
static bool take(struct gang *gang, size_t *index)
{
	bool any;

	pthread_mutex_lock(&gang->lock);
	any = gang->next < gang->count && gang->failed == gang->count;
	*index = gang->next;
	gang->next += any ? 1 : 0;
	pthread_mutex_unlock(&gang->lock);
	return any;
}

static void fail(struct gang *gang, size_t index, const struct error *error)
{
	pthread_mutex_lock(&gang->lock);
	if (index < gang->failed) {
		gang->failed = index;
		gang->failure = *error;
	}
	pthread_mutex_unlock(&gang->lock);
}

static void *work(void *argument)
{
	struct gang *gang = argument;
	size_t index;

	while (take(gang, &index)) {
		struct error error = {0};

		if (gang->task(gang->argument, index, &error) < 0)
			fail(gang, index, &error);
	}
	return NULL;
}

/* Where a thread cannot be had, those that are there do it all. */
int gang_run(unsigned hands, size_t count, gang_task *task, void *argument, struct error *error)
{
	struct gang gang = {PTHREAD_MUTEX_INITIALIZER, task, argument, 0, count, count, {0}};
	pthread_t others[GANG_MOST - 1];
	unsigned started = 0;

	while (started < GANG_MOST - 1 && started + 1 < hands && started + 1 < count &&
		pthread_create(&others[started], NULL, work, &gang) == 0)
		started++;
	work(&gang);
	while (started > 0)
		pthread_join(others[--started], NULL);
	pthread_mutex_destroy(&gang.lock);
	if (gang.failed == count)
		return 0;
	if (error)
		*error = gang.failure;
	return -1;
}

unsigned gang_processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) < 0 ? 1 : (unsigned)CPU_COUNT(&set);
}
