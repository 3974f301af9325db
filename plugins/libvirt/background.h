/*
 * Threads that nobody waits for: what may hang in a library runs there, and those who want the
 * result wait for it with a bound. Also the bounded wait itself, on the monotonic clock.
 */
#ifndef LIBVIRT_BACKGROUND_H
#define LIBVIRT_BACKGROUND_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct error;

/*
 * Starts run(argument) on a thread of its own. ERROR_FAILED when there is none; argument is
 * then untouched.
 */
int background_start(void *(*run)(void *argument), void *argument, struct error *error);

/* A condition whose waits are bounded by a point of the monotonic clock. */
void background_condition(pthread_cond_t *condition);
struct timespec background_until(int64_t milliseconds);
/* False when the point has passed. The lock is held before and after. */
bool background_wait(
	pthread_cond_t *condition, pthread_mutex_t *lock, const struct timespec *until);

#endif
