/*
 * Who of the hosts is silent: what was not found may be there.
 */
#ifndef INVENTORY_SILENT_H
#define INVENTORY_SILENT_H

#include <stdbool.h>

struct json_object;

/*
 * The set of their names, in a snapshot that may still be being made. `*nobodys`: one of them
 * is of nobody known, and so may hold what any department has; the machine that banyund runs on
 * does not count. New reference.
 */
struct json_object *silent_hosts(struct json_object *snapshot, bool *nobodys);

#endif
