/*
 * Looking on while a copy runs: a thread that tells twice a second how far disks and memory
 * are, that gives the memory what the disks leave of the cap, and that asks libvirt to abort,
 * again until it does, once the call was cancelled. When the machine itself has ended, or a
 * connection to its source has, and libvirt's call stays open for 10 s, the process ends.
 */
#ifndef LIBVIRT_WATCH_H
#define LIBVIRT_WATCH_H

#include <libvirt/libvirt.h>
#include <stdbool.h>

struct error;
struct order;
struct plugin_call;
struct watch;

/*
 * Starts looking on the domain, over another connection than `carrying`, on which its copy
 * waits. All of these and the call stay the caller's and must outlive watch_end().
 */
int watch_begin(struct watch **watch, virDomainPtr domain, virConnectPtr carrying,
	const struct order *order, struct plugin_call *call, struct error *error);

/* Asks for the abort now; any thread, also more than once. */
void watch_abort(void *watch);

/*
 * Ends the threads and waits for them; ends the process when one waits 10 s for libvirt. True
 * when the abort was asked for.
 */
bool watch_end(struct watch *watch);

#endif
