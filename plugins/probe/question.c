#include "question.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/memory.h"
#include "dns.h"

#define INTERNET 1    /* the class */
#define ALIAS    5    /* the type CNAME */
#define HEAD     12   /* bytes of a message before the question */
#define PATIENCE 1500 /* milliseconds for one server at first; later more */
#define ROUNDS   3
#define GLANCE   100 /* milliseconds after which the call is looked at again */

static int set_servers(ares_channel channel, const struct address *servers, int count)
{
	struct ares_addr_node nodes[DNS_ADDRESSES] = {0};

	for (int i = 0; i < count; i++) {
		nodes[i].family = servers[i].family == 6 ? AF_INET6 : AF_INET;
		memcpy(&nodes[i].addr, servers[i].bytes, servers[i].family == 6 ? 16 : 4);
		nodes[i].next = i + 1 < count ? &nodes[i + 1] : NULL;
	}
	return count > 0 ? ares_set_servers(channel, nodes) : ARES_SUCCESS;
}

int question_open(ares_channel *channel, const struct address *servers, int count, int flags)
{
	struct ares_options options = {.timeout = PATIENCE, .tries = ROUNDS, .flags = flags};
	int status = ares_init_options(
		channel, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_FLAGS);

	if (status == ARES_SUCCESS)
		status = set_servers(*channel, servers, count);
	else
		*channel = NULL;
	if (status != ARES_SUCCESS && *channel) {
		ares_destroy(*channel);
		*channel = NULL;
	}
	return status;
}

static void take(void *argument, int status, int timeouts, unsigned char *answer, int size)
{
	struct question *question = argument;

	(void)timeouts;
	question->done = true;
	question->status = status;
	if (answer && size > 0) {
		question->answer = (unsigned char *)mem_bytes(answer, (size_t)size);
		question->size = size;
	}
}

/* Milliseconds that may be slept now. */
static int nap(ares_channel channel, int64_t until)
{
	struct timeval most = {.tv_usec = GLANCE * 1000}, slept;
	const struct timeval *next = ares_timeout(channel, &most, &slept);
	int64_t left = (until - clock_monotonic()) / 1000 + 1;
	int64_t asked = next->tv_sec * 1000 + next->tv_usec / 1000 + 1;

	return (int)(left < asked ? left : asked);
}

/* What the macros of c-ares say, without their shift into the sign of an int. */
static short events(unsigned mask, unsigned i)
{
	return (short)((mask >> i & 1 ? POLLIN : 0) |
		       (mask >> (i + ARES_GETSOCK_MAXNUM) & 1 ? POLLIN | POLLOUT : 0));
}

static void attend(ares_channel channel, int64_t until)
{
	ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
	struct pollfd ready[ARES_GETSOCK_MAXNUM];
	unsigned mask = (unsigned)ares_getsock(channel, sockets, ARES_GETSOCK_MAXNUM);
	nfds_t count = 0;

	for (unsigned i = 0; i < ARES_GETSOCK_MAXNUM; i++)
		if (events(mask, i))
			ready[count++] =
				(struct pollfd){.fd = sockets[i], .events = events(mask, i)};
	poll(ready, count, nap(channel, until));
	for (nfds_t i = 0; i < count; i++)
		ares_process_fd(channel,
			ready[i].revents & ~POLLOUT ? ready[i].fd : ARES_SOCKET_BAD,
			ready[i].revents & POLLOUT ? ready[i].fd : ARES_SOCKET_BAD);
	ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

int question_ask(ares_channel channel, struct plugin_call *call, struct question *question,
	int64_t until)
{
	if (clock_monotonic() >= until)
		return ARES_ECANCELLED;
	ares_query(channel, question->name, INTERNET, (int)question->type, take, question);
	while (!question->done && clock_monotonic() < until && !plugin_cancelled(call))
		attend(channel, until);
	if (!question->done)
		ares_cancel(channel);
	return question->status;
}

/* The bytes of the name that begins `at` bytes after the message does; 0 when there is none. */
static int name_bytes(const struct question *question, int at)
{
	char *name = NULL;
	long bytes = 0;

	if (at >= question->size || ares_expand_name(question->answer + at, question->answer,
					    question->size, &name, &bytes) != ARES_SUCCESS)
		return 0;
	ares_free_string(name);
	return (int)bytes;
}

bool question_found_alias(const struct question *question)
{
	int asked = name_bytes(question, HEAD);
	int at = HEAD + asked + 4, owner = asked > 0 ? name_bytes(question, at) : 0;

	return owner > 0 && at + owner + 2 <= question->size &&
	       question->answer[at + owner] == 0 && question->answer[at + owner + 1] == ALIAS;
}

void question_clear(struct question *question)
{
	free(question->answer);
	question->answer = NULL;
}
