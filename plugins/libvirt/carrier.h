/*
 * libvirt's own carrier: one managed migration with its disks, live unless the order's strategy
 * is offline: then libvirt copies the disks while the machine runs, pauses it, and copies its
 * memory. The parameters are made here from the order; transfer.c runs it, watch.c looks on.
 */
#ifndef LIBVIRT_CARRIER_H
#define LIBVIRT_CARRIER_H

#include "order.h"
#include <libvirt/libvirt.h>

struct error;

struct carrier {
	virTypedParameterPtr fields;
	int count, capacity;
	unsigned flags; /* of libvirt */
};

/* libvirt's flags of ours (model/transfer.h). */
unsigned carrier_flags(unsigned transfer_flags);

/*
 * All parameters: both XMLs mapped for the target, its address, the disks, the cap.
 * ERROR_REFUSED when the machine is not as the order knows it. carrier_clear() is called by
 * the caller in any case.
 */
int carrier_fill(struct carrier *carrier, virDomainPtr domain, const struct order *order,
	struct error *error);
void carrier_clear(struct carrier *carrier);

#endif
