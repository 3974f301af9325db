#include "dump.h"

#include <linux/rtnetlink.h>
#include <netlink/errno.h>
#include <netlink/netlink.h>
#include <unistd.h>

#include "base/error.h"

#define BUFFER (32 * 1024) /* bytes of an answer that the kernel gives at once, at most */
#define TRIES  20          /* of one question whose answer changes meanwhile */
#define PAUSE  1000        /* microseconds before the second try; each time as much more */

static struct nl_sock *connect_socket(struct nl_sock *socket, struct error *error)
{
	int result = socket ? nl_connect(socket, NETLINK_ROUTE) : -NLE_NOMEM;

	if (result == 0)
		result = nl_socket_set_msg_buf_size(socket, BUFFER);
	if (result == 0)
		return socket;
	nl_socket_free(socket);
	error_set(error, ERROR_FAILED, "netlink",
		"The kernel cannot be asked for its network: %s. A unit that starts banyund "
		"must "
		"allow AF_NETLINK.",
		nl_geterror(result));
	return NULL;
}

struct nl_sock *dump_open(struct error *error)
{
	struct nl_sock *socket = connect_socket(nl_socket_alloc(), error);

	if (socket)
		nl_socket_enable_msg_peek(socket); /* for the few that need a larger buffer */
	return socket;
}

void dump_close_at(struct nl_sock **socket)
{
	nl_socket_free(*socket);
	*socket = NULL;
}

static int ask(struct nl_sock *socket, const struct dump_order *order)
{
	int result;

	order->restart(order->argument);
	nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, order->take, order->argument);
	result = nl_send_simple(
		socket, order->type, NLM_F_DUMP, (void *)order->header, order->size);
	return result < 0 ? result : nl_recvmsgs_default(socket);
}

int dump_read(struct nl_sock *socket, const struct dump_order *order, struct error *error)
{
	int result = ask(socket, order);

	for (unsigned i = 1; i < TRIES && result == -NLE_DUMP_INTR; i++) {
		usleep(i * PAUSE);
		result = ask(socket, order);
	}
	if (result >= 0)
		return 0;
	if (result == -NLE_DUMP_INTR)
		return error_set(error, ERROR_CONFLICT, order->what,
			"The %s of this machine changed each of the %d times that they were "
			"read; ask again when they change less.",
			order->what, TRIES);
	return error_set(error, ERROR_FAILED, order->what,
		"The kernel does not tell the %s of this machine: %s.", order->what,
		nl_geterror(result));
}
