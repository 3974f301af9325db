/*
 * A domain's XML as it shall be on the target: the disks of the order on the target's volumes,
 * the interfaces on its landing networks, our mark for that side; nothing else changes, so
 * that libvirt accepts it as the same machine.
 */
#ifndef LIBVIRT_MAPPING_H
#define LIBVIRT_MAPPING_H

#include "order.h"

struct error;

/*
 * `xml` is what the source's libvirt says, of the running machine or its definition. The
 * caller frees `*out`. ERROR_REFUSED when a disk or interface is not in the order or not as
 * the plan knew it, and when one of the order is not there.
 */
int mapping_build(char **out, const char *xml, const struct order *order, struct error *error);

#endif
