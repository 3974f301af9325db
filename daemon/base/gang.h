/*
 * A few threads that do numbered tasks side by side: requests that are under way at once, or
 * work that several processors share. What comes out does not depend on who did which.
 */
#ifndef BASE_GANG_H
#define BASE_GANG_H

#include <stddef.h>

#define GANG_MOST 8 /* threads, the caller's among them */

struct error;

/* Does one task, on any thread of the gang; -1 with an error stops all. */
typedef int gang_task(void *argument, size_t index, struct error *error);

/*
 * Does the tasks 0 to `count` - 1, begun in that order, with at most `hands` threads, and
 * returns when none but the caller's is left: 0, or -1 with the error of the first task that
 * failed; what had not begun by then is not done.
 */
int gang_run(
	unsigned hands, size_t count, gang_task *task, void *argument, struct error *error);

/* As many hands as this process has processors. */
unsigned gang_processors(void);

#endif
