/*
 * Scans that nobody asks for: one each `every` minutes of the configuration, counted from the
 * last that ended well, also over restarts. Each wait is longer by a tenth at most, by chance,
 * so that several banyund do not ask their hosts together. The actor is banyund.
 */
#ifndef INVENTORY_SCHEDULE_H
#define INVENTORY_SCHEDULE_H

struct audit_log;
struct context;
struct jobs;
struct schedule;

/* Begins to wait; all three outlive it. NULL when the configuration wants no scans. */
struct schedule *schedule_new(
	const struct context *context, struct audit_log *log, struct jobs *jobs);
void schedule_free(struct schedule *schedule); /* NULL is allowed */

#endif
