/*
 * The nursery of a plugin (base/nursery.h): one process of it, started once, from which workers
 * are forked instead of being executed each. For core/ alone.
 */
#ifndef CORE_NURSERY_H
#define CORE_NURSERY_H

#include <stdbool.h>
#include <sys/types.h>

struct nursery;

/* Starts it, from the thread of the loop; it dies with that thread. NULL when it cannot. */
struct nursery *nursery_new(const char *program);
void nursery_free(struct nursery *nursery); /* NULL is allowed */

/*
 * Forks a worker that has `descriptors` as 0, 1, 2, ... and is our child, in a group of its
 * own. Returns its number; 0 when none was ordered: execute it then; or -1 with errno when
 * nobody knows, and the descriptors must not be used again. A nursery that failed is started
 * again.
 */
pid_t nursery_fork(struct nursery *nursery, const int *descriptors, int count);

#endif
