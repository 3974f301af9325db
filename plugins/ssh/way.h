/*
 * The way to a host through its jump host, made by a process of its own, the aide: it alone has
 * the login of the jump host and talks to it. The worker, which talks to the host, gets a
 * socket to the host's SSH server, and can ask for nothing else.
 */
#ifndef SSH_WAY_H
#define SSH_WAY_H

#include "ssh/session.h"

/*
 * In the aide: makes ways to order->host through order->jump whenever asked over the
 * descriptor, which plugin_aide() gave it, until the worker has gone. What the order points to
 * is not freed before.
 */
void way_serve(const struct session_order *order, int descriptor);

/*
 * In the worker: asks the aide for a way that lives until wait->deadline. Returns a socket that
 * does not block, on which way_opened() has to be called when it can be read; or -1.
 */
int way_ask(const struct session_way *way, const struct session_wait *wait,
	const struct session_host *host, struct error *error);
/* 0: the socket is the way now. -1 with the aide's reason, which names the jump host. */
int way_opened(int socket, const struct session_host *host, struct error *error);

#endif
