/*
 * Who is at the other end of the wires of a host, as lldpd knows it.
 */
#ifndef SSH_LLDP_H
#define SSH_LLDP_H

#include "ssh/sections.h"

struct json_object;

/*
 * Adds "lldp" to the facts out of the text of `lldpcli -f json0 show neighbors`, in the shape
 * of model/object.h, and "lldp_left_out" when there are more than fit. False when the text is
 * not that; the facts are then as they were.
 */
bool lldp_read(struct span text, struct json_object *facts);

#endif
