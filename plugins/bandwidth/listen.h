/* Ports on which somebody listens for a while, so that another host can try the way there. */
#ifndef BANDWIDTH_LISTEN_H
#define BANDWIDTH_LISTEN_H

#include "bandwidth/order.h"

/*
 * Listens on the ports of the order that nobody else has, tells how many, and lets whoever
 * connects in, and hears nothing of it, until the end is over. Where it lets the user say so,
 * the kernel drops what comes from others than the peer. An exit status.
 */
int listen_all(const struct order *order);

#endif
