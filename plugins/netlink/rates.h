/* What the interfaces are shaped to: the rates of tbf and htb at the root of their queues. */
#ifndef NETLINK_RATES_H
#define NETLINK_RATES_H

#include <stddef.h>
#include <stdint.h>

struct error;
struct nl_sock;

struct rate {
	int index;     /* of the interface */
	uint64_t bits; /* a second; 0: not known, or more than one */
	int classes;   /* at the top of htb; -1 for tbf, which has none */
};

struct rates {
	struct rate *all;
	size_t count;
};

/* On failure nothing is owned. */
int rates_read(struct rates *rates, struct nl_sock *socket, struct error *error);
void rates_clear(struct rates *rates);
#define AUTO_RATES __attribute__((cleanup(rates_clear)))

/* bit/s that leave the interface at most; 0 when nothing or more than one thing says so. */
uint64_t rates_find(const struct rates *rates, int index);

#endif
