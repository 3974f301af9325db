#include "translate.h"

#include <netlink/addr.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

bool translate_address(struct address *address, struct nl_addr *kernel)
{
	int family = kernel ? nl_addr_get_family(kernel) : AF_UNSPEC;

	if ((family != AF_INET && family != AF_INET6) ||
		nl_addr_get_len(kernel) > sizeof(address->bytes))
		return false;
	*address = (struct address){.family = family == AF_INET ? 4 : 6};
	address->prefix = (uint8_t)nl_addr_get_prefixlen(kernel);
	memcpy(address->bytes, nl_addr_get_binary_addr(kernel), nl_addr_get_len(kernel));
	return true;
}

bool translate_mac(char mac[MAC_TEXT], struct nl_addr *kernel)
{
	const unsigned char *byte = kernel ? nl_addr_get_binary_addr(kernel) : NULL;

	if (!byte || nl_addr_get_len(kernel) != 6)
		return false;
	snprintf(mac, MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", byte[0], byte[1], byte[2],
		byte[3], byte[4], byte[5]);
	return true;
}
