/*
 * The nursery of a plugin (base/nursery.h): one process of it, started once, from which workers
 * are forked instead of being executed each. Nothing here waits: a worker is born when the loop
 * hears of it. For core/ alone.
 */
#ifndef CORE_NURSERY_H
#define CORE_NURSERY_H

#include <stdbool.h>
#include <sys/types.h>

struct loop;
struct nursery;

/*
 * The number of the new process, or 0: there is none, and none will come, for this reason (an
 * errno; 0: nobody says). Called once.
 */
typedef void nursery_born(void *argument, pid_t pid, int reason);

/* Starts it, from the thread of the loop; it dies with that thread. */
struct nursery *nursery_new(struct loop *loop, const char *program);
/* Workers that are not born are not told of any more. NULL is allowed. */
void nursery_free(struct nursery *nursery);

/*
 * Orders a worker that has copies of `descriptors` as 0, 1, 2, ... and is our child, in a group
 * of its own. False when no order was given, and `descriptors` are nobody else's: execute it
 * then. Once ordered they must not be given to another process, whatever comes: a late worker
 * has them. A nursery that does not answer in time is killed, and started again for the next.
 */
bool nursery_fork(struct nursery *nursery, const int *descriptors, int count,
	nursery_born *born, void *argument);

#endif
