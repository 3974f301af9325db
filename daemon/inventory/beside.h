/*
 * Who is at the other end of the wires, as hosts were told by LLDP.
 */
#ifndef INVENTORY_BESIDE_H
#define INVENTORY_BESIDE_H

struct json_object;

/*
 * Gives each host the fact "beside": which known host or machine each neighbour of its "lldp"
 * is, by its hardware address, else by an address of its management or by its name within the
 * same department. What several have decides nothing. A neighbour who is nobody becomes an
 * object of kind "stranger", or adds to the one that the host sees at that hardware address
 * already. The order of members does not matter. After identify(), before snapshot_finish().
 */
void beside_join(struct json_object *snapshot, struct json_object *objects, const char *seen);

#endif
