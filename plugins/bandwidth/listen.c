#include "bandwidth/listen.h"
#include "bandwidth/tell.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BACKLOG 16
#define SOURCE4 12 /* where the sender's address stands in an IP header */
#define SOURCE6 8
#define HELD    256 /* connections; let go when so many came after them, or at the end */
#define WORDS   4   /* of an address of IPv6 */

struct listening {
	struct pollfd places[LISTEN_MOST + 1]; /* the last: what ends it */
	unsigned count, taken;
	int come[HELD]; /* who came, the newest HELD; 0: nobody */
	unsigned next;
};

/* --- whom the kernel lets through --- */

/* Each word of the address in turn; one that differs drops the packet. */
static unsigned add_words(struct sock_filter *code, const void *address, unsigned words, int at)
{
	for (unsigned i = 0; i < words; i++) {
		uint32_t word;

		memcpy(&word, (const char *)address + 4 * i, sizeof(word));
		code[2 * i] = (struct sock_filter)BPF_STMT(
			BPF_LD | BPF_W | BPF_ABS, (uint32_t)(SKF_NET_OFF + at + 4 * (int)i));
		code[2 * i + 1] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
			ntohl(word), 0, (uint8_t)(2 * (words - 1 - i) + 1));
	}
	code[2 * words] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, UINT32_MAX);
	code[2 * words + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
	return 2 * words + 2;
}

/*
 * Some kernels let no user say so: then others are let in too, and nothing of theirs is read.
 */
static void admit(int socket, const struct sockaddr_storage *peer)
{
	struct sock_filter code[2 * WORDS + 2];
	struct sock_fprog program = {.filter = code};

	if (peer->ss_family == AF_UNSPEC)
		return;
	if (peer->ss_family == AF_INET)
		program.len = (unsigned short)add_words(code,
			&((const struct sockaddr_in *)(const void *)peer)->sin_addr, 1,
			SOURCE4);
	else
		program.len = (unsigned short)add_words(code,
			&((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, WORDS,
			SOURCE6);
	setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
}

/* --- the ports --- */

static void set_port(struct sockaddr_storage *address, int port)
{
	((struct sockaddr_in *)(void *)address)->sin_port = htons((in_port_t)port);
}

/* To the address, or to any where it is translated on the way and so not the host's. */
static int bind_to(int socket, const struct end *end, int port)
{
	struct sockaddr_storage own = end->local, any = {.ss_family = end->local.ss_family};
	socklen_t size = own.ss_family == AF_INET ? sizeof(struct sockaddr_in)
						  : sizeof(struct sockaddr_in6);

	set_port(&own, port);
	set_port(&any, port);
	if (bind(socket, (struct sockaddr *)&own, size) == 0)
		return 0;
	return errno == EADDRNOTAVAIL ? bind(socket, (struct sockaddr *)&any, size) : -1;
}

static int open_port(const struct end *end, int port)
{
	const struct linger none = {.l_onoff = 1};
	int made = socket(end->local.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (made < 0)
		return -1;
	if (end->local.ss_family == AF_INET6)
		setsockopt(made, IPPROTO_IPV6, IPV6_V6ONLY, &(int){1}, sizeof(int));
	setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
	/* Inherited: what is let go leaves nothing that holds the port. */
	setsockopt(made, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
	admit(made, &end->peer);
	if (bind_to(made, end, port) < 0 || listen(made, BACKLOG) < 0) {
		int why = errno;

		close(made);
		errno = why;
		return -1;
	}
	return made;
}

static int open_all(struct listening *listening, const struct order *order)
{
	const struct ports *ports = &order->ports;

	for (int port = ports->first; port <= ports->last; port += ports->step) {
		int made = open_port(&order->end, port);

		if (made < 0 && errno != EADDRINUSE)
			return -1;
		if (made < 0)
			listening->taken++;
		else
			listening->places[listening->count++] =
				(struct pollfd){.fd = made, .events = POLLIN};
	}
	listening->places[listening->count] =
		(struct pollfd){.fd = order->end.watched, .events = POLLIN};
	return 0;
}

/* Who is let go at once may hear of that before it hears that it was let in. */
static void hold(struct listening *listening, int come)
{
	int *place = &listening->come[listening->next++ % HELD];

	if (*place > 0)
		close(*place);
	*place = come;
}

static void take_in(struct listening *listening)
{
	for (unsigned i = 0; i < listening->count; i++) {
		int come = listening->places[i].revents
				   ? accept(listening->places[i].fd, NULL, NULL)
				   : -1;

		if (come > 0)
			hold(listening, come);
	}
}

int listen_all(const struct order *order)
{
	struct listening listening = {0};

	if (open_all(&listening, order) < 0)
		return refuse("the ports cannot be listened on", strerror(errno));
	printf("{\"listening\": %u, \"taken\": %u}\n", listening.count, listening.taken);
	fflush(stdout);
	while (!end_over(&order->end)) {
		poll(listening.places, listening.count + 1, 100);
		take_in(&listening);
	}
	return 0; /* the kernel lets go whom it holds */
}
