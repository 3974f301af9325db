/*
 * CPU features by the names of libvirt: those that a hypervisor gives to its machines, and
 * those that a machine was promised.
 */
#ifndef LIBVIRT_PROCESSOR_H
#define LIBVIRT_PROCESSOR_H

#include <libvirt/libvirt.h>
#include <libxml/tree.h>

struct element;
struct json_object;

/*
 * A new list of names. Of a hypervisor that says what it gives, these, those of the model
 * included; else those of its host's CPU; else those that `cpu` (of its capabilities; may be
 * NULL) lists beside its model.
 */
struct json_object *processor_gives(virConnectPtr connection, xmlNodePtr cpu);

/* A new list of what the `cpu` of a domain (may be NULL) requires by name. */
struct json_object *processor_required(const struct element *cpu);

#endif
