/* The kernel's addresses in our own terms. */
#ifndef NETLINK_TRANSLATE_H
#define NETLINK_TRANSLATE_H

#include "base/address.h"

#define MAC_TEXT 18 /* "02:00:5e:10:00:01" and NUL */

struct nl_addr;

/* False when there is none (NULL), or when it is not one of IPv4 or IPv6. */
bool translate_address(struct address *address, struct nl_addr *kernel);
/* False when there is none, or when it is not one of six bytes. */
bool translate_mac(char mac[MAC_TEXT], struct nl_addr *kernel);

#endif
