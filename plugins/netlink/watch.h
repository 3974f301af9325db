/* Hearing of changes when they happen. */
#ifndef NETLINK_WATCH_H
#define NETLINK_WATCH_H

#include "banyun-plugin.h"

/*
 * Tells changes as progress of the call, until it is cancelled or its deadline is near; the
 * result is {"count": N}, of all. The first progress has no change: nothing is missed from then
 * on.
 */
int watch(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error);

#endif
