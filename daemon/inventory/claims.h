/*
 * Whether the machines that systems are told to have were found.
 */
#ifndef INVENTORY_CLAIMS_H
#define INVENTORY_CLAIMS_H

struct json_object;

/*
 * Adds to a snapshot that is being made, where hosts of a system's department were read and
 * some of the machines that it is told to have are neither there nor on the cloud, an object of
 * kind "contradiction" about the system's "machines": those that were told, and those of them
 * that were found. Where a host of the department, of the cloud or of nobody known is silent,
 * what was not found may be there, and nothing is said. The order of members does not matter.
 * Before snapshot_finish().
 */
void claims_judge(struct json_object *snapshot, struct json_object *objects, const char *seen);

/*
 * The systems of which no machine was found, where the same may be said, in the order of the
 * snapshot's members: [{"id", "department", "told": how many machines it is told to have}].
 * `objects` holds the facts of hosts, machines and systems. New reference.
 */
struct json_object *claims_unfound(struct json_object *snapshot, struct json_object *objects);

#endif
