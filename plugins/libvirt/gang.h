/*
 * A few threads that do numbered tasks side by side, so that several requests are under way on
 * one connection. libvirt takes five of a client at once and lets the rest wait; we stay below.
 */
#ifndef LIBVIRT_GANG_H
#define LIBVIRT_GANG_H

#include <stddef.h>

struct error;

/* Does one task, on any thread of the gang; -1 with an error stops all. */
typedef int gang_task(void *argument, size_t index, struct error *error);

/*
 * Does the tasks 0 to `count` - 1, begun in that order, and returns when no thread is left:
 * 0, or -1 with the first error; what had not begun by then is not done.
 */
int gang_run(size_t count, gang_task *task, void *argument, struct error *error);

#endif
