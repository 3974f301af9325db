/*
 * The watch over the links between tests: every so often, as the profile's
 * bandwidth.watch_minutes says, a few small packets go from each department's host to each
 * target to which the way was measured before, over the same families and to the same
 * addresses. What comes back is kept in the series of series.h. It rests while a check is
 * under way, which may test the links.
 */
#ifndef READINESS_LINKS_WATCH_H
#define READINESS_LINKS_WATCH_H

struct context;
struct jobs;
struct json_object;
struct links_watch;

/* Begins to wait; all outlive it. NULL when the profile wants no watch. */
struct links_watch *links_watch_new(
	const struct context *context, const struct jobs *jobs, struct json_object *profile);

/* Who watches now comes to an end, and is not counted: a check begins. NULL is allowed. */
void links_watch_yield(struct links_watch *watch);

/* The same, for good. NULL is allowed. */
void links_watch_free(struct links_watch *watch);

#endif
