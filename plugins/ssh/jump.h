/*
 * The way to a host through another: a session with the jump host, and in it a channel to the
 * host's own SSH server. For way.c alone.
 */
#ifndef SSH_JUMP_H
#define SSH_JUMP_H

#include "ssh/session_private.h"
#include <sys/types.h>

struct jump;

/*
 * Logs in to order->jump and opens the way to order->host. All that is said of a failure names
 * the jump host. `*jump` is NULL then.
 */
int jump_open(struct jump **jump, const struct session_order *order, struct error *error);
void jump_close(struct jump **jump);

int jump_socket(const struct jump *jump);

/*
 * As recv(2) and send(2) do without blocking, but -errno on an error; 0 at the end of the way.
 */
ssize_t jump_receive(struct jump *jump, void *buffer, size_t size);
ssize_t jump_transmit(struct jump *jump, const void *buffer, size_t size);

/* What to wait for on the socket, as poll(2) has it. */
short jump_events(struct jump *jump);

#endif
