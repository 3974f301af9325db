#include "way.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "base/memory.h"

#define PORT 443 /* any: no packet is sent */

static int connect_to(int descriptor, const struct address *address)
{
	struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(PORT)};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(PORT)};

	memcpy(&four.sin_addr, address->bytes, sizeof(four.sin_addr));
	memcpy(&six.sin6_addr, address->bytes, sizeof(six.sin6_addr));
	if (address->family == 4)
		return connect(descriptor, (struct sockaddr *)&four, sizeof(four));
	return connect(descriptor, (struct sockaddr *)&six, sizeof(six));
}

bool way_exists(const struct address *address)
{
	AUTO_CLOSE int descriptor =
		socket(address->family == 4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return descriptor >= 0 && connect_to(descriptor, address) == 0;
}

bool way_leads_out(const struct address *address)
{
	static const uint8_t here[16];
	struct address inner = *address;

	address_unmap(&inner); /* "::ffff:127.0.0.1" goes where 127.0.0.1 goes */
	if (!address_is_wide(&inner))
		return false;
	if (inner.family == 6)
		return inner.bytes[0] != 0xff && memcmp(inner.bytes, here, 16) != 0;
	return inner.bytes[0] != 0 && inner.bytes[0] < 224 &&
	       !(inner.bytes[0] == 169 && inner.bytes[1] == 254);
}
