#include "base/nursery.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "sdk.h"

/* An order as it came, with its descriptors, all above those that the worker will have. */
struct order {
	struct nursery_order head;
	int descriptors[NURSERY_MOST];
	unsigned count;
};

static void take_descriptors(struct order *order, struct msghdr *message)
{
	for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part;
		part = CMSG_NXTHDR(message, part)) {
		int received[NURSERY_MOST];
		size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
			continue;
		memcpy(received, CMSG_DATA(part), count * sizeof(int));
		for (size_t i = 0; i < count && order->count < NURSERY_MOST; i++) {
			order->descriptors[order->count++] =
				fcntl(received[i], F_DUPFD_CLOEXEC, NURSERY_MOST);
			close(received[i]);
		}
	}
}

/* False when banyund has left. */
static bool hear(struct order *order)
{
	union {
		struct cmsghdr aligned;
		char bytes[CMSG_SPACE(NURSERY_MOST * sizeof(int))];
	} space;
	struct iovec vector = {&order->head, sizeof(order->head)};
	struct msghdr message = {.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = &space,
		.msg_controllen = sizeof(space)};
	ssize_t got;

	order->count = 0;
	do
		got = recvmsg(SDK_TALK, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
	while (got < 0 && errno == EINTR);
	if (got != sizeof(order->head))
		return false;
	take_descriptors(order, &message);
	return order->count == order->head.count;
}

/*
 * Forks a brother: banyund is its parent, notices its end and kills it. The C library knows no
 * call for that; nothing here uses what it keeps of forks, for there is one thread. A service
 * that may make no namespaces is told that there is no clone3(), whose flags nobody can check.
 */
static pid_t fork_brother(void)
{
	struct clone_args arguments = {.flags = CLONE_PARENT};
	pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));

	if (pid < 0 && errno == ENOSYS)
		pid = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
	return pid;
}

/* In the worker. Returns when all is as if banyund had started it. */
static bool become(const struct order *order)
{
	for (unsigned i = 0; i < order->count; i++)
		if (dup2(order->descriptors[i], (int)i) < 0)
			return false;
	return close_range(order->count, ~0U, 0) == 0 && setpgid(0, 0) == 0 &&
	       prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == order->head.parent;
}

static void answer(const struct order *order, pid_t pid, int reason)
{
	const struct nursery_answer told = {order->head.number, pid, reason};

	if (send(SDK_TALK, &told, sizeof(told), MSG_NOSIGNAL) != sizeof(told))
		_exit(EXIT_FAILURE);
}

/* The names in what each worker hears are kept once for all of them. */
static void know_names(void)
{
	static const char heard[] =
		"{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"open\",\"params\":{\"credit\":0,"
		"\"deadline\":1,\"parameters\":{\"protocol\":1,\"secrets\":{},\"settings\":{}}}"
		"}";
	const struct source source = {SOURCE_JSON, "banyund", heard, sizeof(heard) - 1};
	AUTO_RPC struct rpc message = {0};

	rpc_read(&message, &source, NULL);
}

#define LARGE      32768 /* bytes of a hole that may be there */
#define SMALL      1040  /* below it the allocator keeps a list for each 16 bytes */
#define HOLES_MOST 65536

/*
 * What libraries freed while they started leaves holes among what they use. A worker would put
 * what it has there, and own a copy of each of these pages: so all are taken, and what a worker
 * has lies together behind them.
 */
static void fill_holes(void)
{
	const char *top = (const char *)sbrk(0) - mallinfo2().keepcost, *hole;
	size_t size = LARGE;

	for (unsigned i = 0; i < HOLES_MOST && size >= 2 * sizeof(void *); i++) {
		hole = malloc(size);
		if (hole && hole < top)
			continue;
		free((void *)hole);
		size -= size > SMALL ? size / 8 : 16;
	}
}

void nursery_serve(const struct plugin_program *program)
{
	struct error error = {0};
	struct order order;

	unsetenv("LD_BIND_NOW"); /* it has been obeyed */
	if (program->prepare)
		program->prepare();
	know_names();
	fill_holes();
	if (sandbox_begin(&error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		_exit(EXIT_FAILURE);
	}
	while (hear(&order)) {
		pid_t pid = fork_brother();

		if (pid == 0) {
			answer(&order, getpid(), 0);
			if (become(&order))
				return;
			_exit(EXIT_FAILURE);
		}
		if (pid < 0)
			answer(&order, 0, errno);
		for (unsigned i = 0; i < order.count; i++)
			close(order.descriptors[i]);
	}
	_exit(EXIT_SUCCESS);
}
