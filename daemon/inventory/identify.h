/*
 * What of different sources is one thing: the inside of a machine, told by a login, and the
 * machine, told by its hypervisor; and what answers on a network without being told by anybody.
 */
#ifndef INVENTORY_IDENTIFY_H
#define INVENTORY_IDENTIFY_H

struct json_object;

/*
 * Gives each host that is the inside of a machine the facts "machine" (its uuid) and
 * "machine_by": the uuid of its firmware, or else one hardware address that both have, decide.
 * Where the two name different machines, the uuid is followed and an object of kind
 * "contradiction" says so; an address that several machines have decides nothing. Adds an
 * object of kind "stranger" for each hardware address that a host sees as a neighbour and no
 * machine or host has. The order of members does not matter. Before snapshot_finish().
 */
void identify(struct json_object *snapshot, struct json_object *objects, const char *seen);

#endif
