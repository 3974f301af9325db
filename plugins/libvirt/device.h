/*
 * The devices of a domain as facts: disks with their sizes and chains, interfaces, and what
 * ties a machine to its host.
 */
#ifndef LIBVIRT_DEVICE_H
#define LIBVIRT_DEVICE_H

#include <libvirt/libvirt.h>
#include <stdint.h>

struct element;
struct error;
struct json_object;
struct shelf;

/* What bulk calls have told already; NULL: libvirt is asked one by one. */
struct device_known {
	virDomainStatsRecordPtr stats; /* of the domain */
	const struct shelf *shelf;     /* of its host */
};

/*
 * Adds "disks" to the facts and the bytes they take to `*allocation`, and as "disks_unread"
 * those that have a source without a path. Empty drives are left out.
 */
int device_disks(struct json_object *facts, const struct element *root, virDomainPtr domain,
	const struct device_known *known, uint64_t *allocation, struct error *error);
struct json_object *device_nics(const struct element *root); /* a new list */
struct json_object *device_unmovable(
	const struct element *root); /* a new list of words: "hostdev pci" */

#endif
