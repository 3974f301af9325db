/*
 * Measuring: what only a question now can tell. Pages are asked through the probe plugin;
 * whether a department's host reaches a target, and which certificates a host holds, through
 * the ssh plugin; how fast its machines write their memory, through the libvirt plugin; IPv6
 * from here, through the probe (ipv6.h).
 */
#ifndef READINESS_MEASURE_MEASURE_H
#define READINESS_MEASURE_MEASURE_H

#include "readiness/links/links.h"

struct context;
struct error;
struct job;
struct json_object;

/*
 * `measures` (borrowed) is what readiness_judge() takes. With an error, because the job was
 * cancelled, only its "measured" counts: the bytes that were sent. A question whose answer is
 * no has a "why"; one that could not be put or got no answer has an "unasked", and is known
 * neither way.
 */
struct measure_count {
	unsigned asked, reused; /* questions; those that were answered well before */
};
typedef void measure_done(void *argument, struct json_object *measures,
	const struct measure_count *count, const struct error *error);

/* What can be measured anew, each apart from the others; ended by NULL. */
extern const char *const measure_families[];

struct measure_order {
	const struct context *context;
	struct job *job;
	struct json_object *questions; /* of questions.h */
	struct json_object *profile;
	struct json_object *before; /* the measures of before, for what is not asked; or NULL */
	struct json_object *links;  /* the links measured before, of links.h; or NULL */
	struct json_object *what;   /* names of families, asked anew; NULL: all */
	bool all;         /* anew too; else what reuse.h finds still good is not asked */
	links_busy *busy; /* of links.h; NULL: no host is */
	void *moves;      /* its argument */
	measure_done *done;
	void *argument;
};

/*
 * Asks, a few at a time, with progress in the job; done() is called once, from the loop. The
 * measures have the links' document of links.h as "measured". What the order points to outlives
 * it.
 */
void measure_start(const struct measure_order *order);

#endif
