/*
 * Asking the kernel for everything of one kind. When it says that this changed while it was
 * told, it is asked again, so that what comes out was true at one time. (Linux 6.18 says so of
 * interfaces and addresses, but not of routes and neighbours.)
 */
#ifndef NETLINK_DUMP_H
#define NETLINK_DUMP_H

#include <netlink/msg.h>
#include <netlink/socket.h>
#include <stddef.h>

struct error;

/* A socket for questions; NULL with an error. The caller gives it to nl_socket_free(). */
struct nl_sock *dump_open(struct error *error);
void dump_close_at(struct nl_sock **socket);
#define AUTO_SOCKET __attribute__((cleanup(dump_close_at)))

struct dump_order {
	const char *what;   /* "routes" */
	int type;           /* RTM_GETROUTE */
	const void *header; /* of the question, as rtnetlink(7) has it for the type */
	size_t size;        /* bytes of it */
	/* Takes one message of the answer: NL_OK, or an error of libnl. */
	int (*take)(struct nl_msg *message, void *argument);
	/* Forgets what was taken: the answer begins (again). */
	void (*restart)(void *argument);
	void *argument;
};

/*
 * Returns 0, or -1 with an error: ERROR_CONFLICT when it never stood still while it was told.
 */
int dump_read(struct nl_sock *socket, const struct dump_order *order, struct error *error);

#endif
