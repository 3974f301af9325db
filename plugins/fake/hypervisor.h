/*
 * What the libvirt of a hypervisor tells: of itself, its networks, its pool and its machines.
 */
#ifndef FAKE_HYPERVISOR_H
#define FAKE_HYPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

struct json_object;

#define HYPERVISOR_POOL "images" /* the one that each has */

/* Adds to the facts of the host what only libvirt knows. */
void hypervisor_add(struct json_object *facts, struct json_object *thing);

/*
 * Facts, each a new reference. Measures are those of a moment, in seconds since 1970, and NULL
 * where nothing is measured.
 */
struct json_object *hypervisor_network(const char *host, const char *name);
struct json_object *hypervisor_pool(struct json_object *thing);
struct json_object *hypervisor_pool_measures(struct json_object *thing, int64_t moment);
struct json_object *hypervisor_machine(struct json_object *thing, bool runs);
struct json_object *hypervisor_machine_measures(
	struct json_object *thing, bool runs, int64_t moment);

#endif
