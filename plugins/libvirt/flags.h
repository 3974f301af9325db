/*
 * What libvirt lists of all machines of a host at once, each by one call: which are transient,
 * start by themselves, have snapshots or checkpoints.
 */
#ifndef LIBVIRT_FLAGS_H
#define LIBVIRT_FLAGS_H

#include <libvirt/libvirt.h>

struct collect_known;
struct json_object;

enum flag { FLAG_TRANSIENT, FLAG_SNAPSHOTS, FLAG_CHECKPOINTS, FLAG_AUTOSTART, FLAGS };

/* By name, the machines of which it is so; NULL where nobody asked, or libvirt has no list. */
struct flags {
	struct json_object *those[FLAGS];
};

/* Asks for one; several threads may ask for different ones at once. */
void flags_list(struct flags *flags, enum flag flag, virConnectPtr connection);
void flags_clear(struct flags *flags);

/* What is known by them of the machine of that name; -1 for what libvirt must be asked. */
void flags_tell(const struct flags *flags, const char *name, struct collect_known *known);

#endif
