/*
 * What banyund and the nursery of a plugin say to each other: a process of the plugin that was
 * started with NURSERY_OPTION, serves nobody, and forks a worker at each order. The worker is a
 * child of banyund, as one is that banyund starts itself. Orders and answers go over descriptor
 * 3; an order carries the worker's descriptors (SCM_RIGHTS), which become 0, 1, 2, ... there
 * and stay nowhere else. A worker answers itself, before it is anything else: so banyund hears
 * of each, also when the nursery was killed meanwhile. The nursery answers when it forked none.
 */
#ifndef BASE_NURSERY_H
#define BASE_NURSERY_H

#include <stdint.h>

#define NURSERY_OPTION "--nursery"
#define NURSERY_MOST   64 /* descriptors of an order */

struct nursery_order {
	int32_t parent;  /* who must be the parent: banyund */
	uint32_t count;  /* of descriptors */
	uint32_t number; /* of the order */
};

struct nursery_answer {
	uint32_t number; /* of the order */
	int32_t pid;     /* of the worker; 0 when there is none */
	int32_t reason;  /* errno, then */
};

#endif
