/*
 * Between scans: with inventory.watch in the configuration, each trusted hypervisor has a
 * worker of its own that hears what happens there. A machine that changed is read again, soon
 * after, by the same worker; what it is now is kept beside the snapshot (inventory/changes.h).
 */
#ifndef INVENTORY_WATCH_H
#define INVENTORY_WATCH_H

struct context;
struct watch;

/* Begins soon; the context outlives it. NULL when the configuration wants no watch. */
struct watch *watch_new(const struct context *context);
/* What its workers tell afterwards is lost. NULL is allowed. */
void watch_free(struct watch *watch);

#endif
