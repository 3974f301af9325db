/* With whom a host talks: its connections, counted by the other side and the port asked for. */
#ifndef SSH_FLOWS_H
#define SSH_FLOWS_H

#include "ssh/sections.h"

struct json_object;

/*
 * Reads the lines "in PORT ADDRESS COUNT" and "out PORT ADDRESS COUNT" among others and sets
 * the measures that facts.h names; connections within the host are none. False when one of them
 * is not that.
 */
bool flows_measure(struct span lines, struct json_object *measures);

#endif
