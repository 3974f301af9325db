/*
 * How fast running machines write their memory: libvirt is asked to watch them for a while, all
 * at once, and then for what it saw. QEMU looks at samples of the memory; the guest is not
 * slowed.
 */
#ifndef LIBVIRT_DIRTY_H
#define LIBVIRT_DIRTY_H

#include <libvirt/libvirt.h>
#include <stdbool.h>
#include <stddef.h>

struct json_object;

#define DIRTY_MOST 4096 /* machines that are asked at once */

/* Whether to give up; may be NULL. */
typedef bool dirty_ended(void *argument);

/*
 * By the uuid of each of these machines (a list of strings) a new object: {"bytes": a second,
 * "seconds"}, or {"unasked": why it is not known}. Takes about `seconds`, and never more than
 * half a minute longer.
 */
struct json_object *dirty_rates(virConnectPtr connection, struct json_object *uuids,
	int seconds, dirty_ended *ended, void *argument);

#endif
