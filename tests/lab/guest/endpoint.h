/*
 * endpoint: where the heartbeats go, as both of their ends read it from their arguments.
 */
#ifndef LAB_GUEST_ENDPOINT_H
#define LAB_GUEST_ENDPOINT_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* An IPv4 or IPv6 address with its port. Returns its length, or 0 when it is none. */
static inline socklen_t endpoint_parse(
	const char *address, const char *port, struct sockaddr_storage *to)
{
	struct sockaddr_in four = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = four.sin_port};

	memset(to, 0, sizeof(*to));
	if (inet_pton(AF_INET, address, &four.sin_addr) == 1) {
		memcpy(to, &four, sizeof(four));
		return sizeof(four);
	}
	if (inet_pton(AF_INET6, address, &six.sin6_addr) != 1)
		return 0;
	memcpy(to, &six, sizeof(six));
	return sizeof(six);
}

#endif
