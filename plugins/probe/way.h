/*
 * Where this machine can go. What it has no route to is not known to be down, and what is this
 * machine itself is nothing that a page of somebody else may lead to.
 */
#ifndef PROBE_WAY_H
#define PROBE_WAY_H

#include "base/address.h"

bool way_exists(const struct address *address);
/* No loopback, no link-local, no address that means "here" or "many". */
bool way_leads_out(const struct address *address);

#endif
