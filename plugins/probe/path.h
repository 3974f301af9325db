/*
 * Packets of a size that must not be fragmented, and what becomes of them. A datagram goes to a
 * port where nobody listens: "port unreachable" is the proof that it arrived. Where that is
 * refused in silence, an echo may be answered. Neither needs a privilege.
 */
#ifndef PROBE_PATH_H
#define PROBE_PATH_H

#include <netinet/in.h>

#include "banyun-plugin.h"
#include "base/address.h"

enum arrival { ARRIVED, TOO_BIG, SILENT, FAILED };

struct path {
	struct plugin_call *call;
	struct address address;
	int socket; /* -1: none */
	int header; /* bytes of IP and what carries the rest */
	bool echo;  /* what arrives comes back */
};

/* To that UDP port, or echoes (port 0). Returns 0, or -1 with errno; close it in any case. */
int path_open(struct path *path, in_port_t port);
void path_close(struct path *path);

/*
 * Sends a packet of so many bytes, headers included, until something is heard of it; a few
 * times. FAILED sets errno.
 */
enum arrival path_try(const struct path *path, int size);
/* What the kernel knows to fit, after a router or our own link said "too big". Bytes. */
int path_known(const struct path *path);

#endif
