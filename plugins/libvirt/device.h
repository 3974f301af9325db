/*
 * The devices of a domain as facts: disks with their sizes and chains, interfaces, and what
 * ties a machine to its host.
 */
#ifndef LIBVIRT_DEVICE_H
#define LIBVIRT_DEVICE_H

#include <libvirt/libvirt.h>
#include <libxml/tree.h>
#include <stdint.h>

struct error;
struct json_object;

/*
 * Adds "disks" to the facts and the bytes they take to `*allocation`. Empty drives are left
 * out. Sizes come from `blocks` when it has them, else from libvirt one by one.
 */
int device_disks(struct json_object *facts, xmlNodePtr root, virDomainPtr domain,
	virDomainStatsRecordPtr blocks, int64_t *allocation, struct error *error);
struct json_object *device_nics(xmlNodePtr root);      /* a new list */
struct json_object *device_unmovable(xmlNodePtr root); /* a new list of words: "hostdev pci" */

#endif
