#include "background.h"

#include "base/error.h"

int background_start(void *(*run)(void *argument), void *argument, struct error *error)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int failed;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	failed = pthread_create(&thread, &attributes, run, argument);
	pthread_attr_destroy(&attributes);
	if (failed)
		return error_set(error, ERROR_FAILED, NULL, "No thread could be started.");
	return 0;
}

void background_condition(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

struct timespec background_until(int64_t milliseconds)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += milliseconds / 1000;
	until.tv_nsec += milliseconds % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	return until;
}

bool background_wait(
	pthread_cond_t *condition, pthread_mutex_t *lock, const struct timespec *until)
{
	return pthread_cond_timedwait(condition, lock, until) == 0;
}
