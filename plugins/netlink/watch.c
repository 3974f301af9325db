#include "watch.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/memory.h"
#include "changes.h"
#include "dump.h"

#define FOLD   300         /* milliseconds between two notices; the SDK thins to 250 */
#define MARGIN 100         /* milliseconds before the deadline for the answer */
#define QUEUE  (1 << 20)   /* bytes that the kernel keeps for us, if it may */
#define HEARD  (64 * 1024) /* bytes of messages that come at once, at most */

struct watch {
	struct plugin_call *call;
	struct nl_sock *socket;
	int cancelled; /* an eventfd */
	struct changes changes;
	int64_t told;   /* when the last notice went out, monotonic */
	uint64_t total; /* changes in all notices */
};

static int subscribe(struct nl_sock *socket, struct error *error)
{
	int result = nl_socket_add_memberships(socket, RTNLGRP_LINK, RTNLGRP_TC,
		RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_ROUTE,
		RTNLGRP_IPV6_ROUTE, RTNLGRP_NEIGH, RTNLGRP_NONE);

	nl_socket_set_buffer_size(socket, QUEUE, 0); /* less is enough, too */
	return result == 0 ? 0
			   : error_set(error, ERROR_FAILED, "netlink",
				     "The kernel does not tell of changes to its network: %s.",
				     nl_geterror(result));
}

static void cancel(void *argument)
{
	struct watch *watch = argument;

	eventfd_write(watch->cancelled, 1);
}

static void tell(struct watch *watch)
{
	watch->total += watch->changes.count;
	watch->told = clock_monotonic();
	plugin_progress(watch->call, changes_tell(&watch->changes));
}

/* Milliseconds until something is to be done though nothing is heard. */
static int patience(const struct watch *watch)
{
	int64_t left = plugin_remaining(watch->call) - MARGIN,
		fold = FOLD - (clock_monotonic() - watch->told) / 1000;

	if (changes_any(&watch->changes) && fold < left)
		left = fold;
	return left < 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left;
}

static void note(struct changes *changes, const char *bytes, int size)
{
	struct nlmsghdr *message = (struct nlmsghdr *)bytes;

	for (; nlmsg_ok(message, size); message = nlmsg_next(message, &size))
		changes_note(changes, message);
}

/* What did not fit, into the kernel's queue or into ours, is everything. */
static int hear(struct watch *watch, struct error *error)
{
	_Alignas(struct nlmsghdr) char bytes[HEARD];
	ssize_t size = recv(nl_socket_get_fd(watch->socket), bytes, sizeof(bytes),
		MSG_DONTWAIT | MSG_TRUNC);

	if (size > (ssize_t)sizeof(bytes) || (size < 0 && errno == ENOBUFS))
		changes_lose(&watch->changes);
	else if (size > 0)
		note(&watch->changes, bytes, (int)size);
	else if (size < 0 && errno != EAGAIN && errno != EINTR)
		return error_set(error, ERROR_FAILED, "netlink",
			"The changes of the network cannot be heard: %s.", strerror(errno));
	return 0;
}

static bool is_over(const struct watch *watch)
{
	return plugin_cancelled(watch->call) || plugin_remaining(watch->call) <= MARGIN;
}

static int go_on(struct watch *watch, struct error *error)
{
	struct pollfd ready[] = {
		{.fd = nl_socket_get_fd(watch->socket), .events = POLLIN},
		{.fd = watch->cancelled, .events = POLLIN},
	};
	int result = 0;

	tell(watch);
	while (result == 0 && !is_over(watch)) {
		poll(ready, 2, patience(watch));
		result = hear(watch, error);
		if (changes_any(&watch->changes) &&
			clock_monotonic() - watch->told >= FOLD * 1000)
			tell(watch);
	}
	if (changes_any(&watch->changes))
		tell(watch);
	return result;
}

int watch(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error)
{
	AUTO_SOCKET struct nl_sock *socket = dump_open(error);
	AUTO_CLOSE int cancelled = -1;
	int done;

	(void)parameters;
	if (!socket || subscribe(socket, error) < 0)
		return -1;
	cancelled = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (cancelled < 0)
		return error_set(error, ERROR_FAILED, "netlink",
			"Changes of the network cannot be waited for: %s.", strerror(errno));
	struct watch watch = {.call = call, .socket = socket, .cancelled = cancelled};
	plugin_on_cancel(call, cancel, &watch);
	done = go_on(&watch, error);
	plugin_on_cancel(call, NULL, NULL);
	if (done == 0)
		*result = json_set_integer(
			json_object_new_object(), "count", (int64_t)watch.total);
	return done;
}
