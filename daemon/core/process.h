/*
 * The process of a worker: a program with descriptors 0 to 2, the conversation on 3, its
 * secrets from 4 on, an environment of PATH, LANG, HOME and how it gets its memory, a group of
 * its own, and nothing else of banyund's. It dies with the thread that started it. For
 * core/worker.c alone.
 */
#ifndef CORE_PROCESS_H
#define CORE_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "core/nursery.h"

struct error;
struct text;
struct worker_order;

#define PROCESS_TALK   3 /* the worker's descriptor of the conversation */
#define PROCESS_SECRET 4 /* and of its first secret; the others follow */

struct process {
	pid_t pid;  /* also its group; 0 while it is not born */
	int pidfd;  /* readable when it has ended */
	int talk;   /* our end of the conversation; does not block */
	int mutter; /* what it writes to stdout and stderr; does not block */
};

/*
 * Starts order->program. On failure nothing is left behind. With a nursery the process may be
 * born later: `pid` is 0 then, and `born` comes once with `argument`, from the loop.
 */
int process_start(struct process *process, const struct worker_order *order, nursery_born *born,
	void *argument, struct error *error);

/* For `born`: watches the new process. One that cannot be watched is killed: -1. */
int process_adopt(struct process *process, pid_t pid);

/* Kills the whole group. */
void process_kill(const struct process *process);

/*
 * Takes the end of a process that has ended, with whatever it left in its group. Appends how it
 * ended: "exited with status 1".
 */
void process_reap(struct process *process, struct text *how);

/* Closes what of the descriptors is still open. */
void process_close(struct process *process);

#endif
