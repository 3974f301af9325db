#include "ssh/way.h"
#include "base/error.h"
#include "base/memory.h"
#include "ssh/jump.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM  (32 * 1024)
#define WAYS  32   /* at once; the worker has fewer threads */
#define SLICE 1000 /* milliseconds between two looks at the deadline */

static atomic_uint ways;

/* --- what both say --- */

/* Over the aide's socket; with it comes the end of the way that is the aide's. */
struct request {
	int64_t deadline;
};

union rights {
	struct cmsghdr aligned;
	char bytes[CMSG_SPACE(sizeof(int))];
};

static int not_asked(const struct session_host *host, struct error *error)
{
	return error_set(error, ERROR_FAILED, host->name,
		"The process that makes the way to the host \"%s\" does not answer.",
		host->name);
}

static bool send_request(int aide, const struct session_wait *wait, int end)
{
	struct request request = {wait->deadline};
	union rights rights = {0};
	struct iovec vector = {&request, sizeof(request)};
	struct msghdr message = {.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = &rights,
		.msg_controllen = sizeof(rights)};
	struct cmsghdr *part = CMSG_FIRSTHDR(&message);

	part->cmsg_level = SOL_SOCKET;
	part->cmsg_type = SCM_RIGHTS;
	part->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(part), &end, sizeof(int));
	return sendmsg(aide, &message, MSG_NOSIGNAL) == sizeof(request);
}

/* Returns the end that came, -1 when it was no request, or -2 when the worker has gone. */
static int take_request(int descriptor, struct request *request)
{
	union rights rights = {0};
	struct iovec vector = {request, sizeof(*request)};
	struct msghdr message = {.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = &rights,
		.msg_controllen = sizeof(rights)};
	ssize_t got = recvmsg(descriptor, &message, MSG_CMSG_CLOEXEC);
	struct cmsghdr *part = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	int end;

	if (got == 0 || (got < 0 && errno != EINTR))
		return -2;
	if (!part || part->cmsg_type != SCM_RIGHTS || part->cmsg_len != CMSG_LEN(sizeof(int)))
		return -1;
	memcpy(&end, CMSG_DATA(part), sizeof(int));
	if (got == sizeof(*request))
		return end;
	close(end);
	return -1;
}

/* --- the worker --- */

int way_ask(const struct session_way *way, const struct session_wait *wait,
	const struct session_host *host, struct error *error)
{
	int ends[2];
	bool asked;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) < 0)
		return not_asked(host, error);
	asked = send_request(way->aide, wait, ends[1]);
	close(ends[1]);
	if (asked)
		return ends[0];
	close(ends[0]);
	return not_asked(host, error);
}

int way_opened(int socket, const struct session_host *host, struct error *error)
{
	struct error said;

	if (recv(socket, &said, sizeof(said), 0) != sizeof(said))
		return not_asked(host, error);
	said.object[sizeof(said.object) - 1] = said.text[sizeof(said.text) - 1] = '\0';
	if (said.code == ERROR_NONE)
		return 0;
	*error = said;
	return -1;
}

/* --- the aide --- */

struct service {
	const struct session_order *order;
	int64_t deadline;
	int socket; /* to the worker */
};

/* Bytes on their way. */
struct load {
	char bytes[ROOM];
	size_t size, sent;
};

static bool has_hung_up(const void *argument)
{
	const struct service *service = argument;
	struct pollfd entry = {.fd = service->socket};

	return poll(&entry, 1, 0) > 0;
}

static ssize_t from_worker(struct service *service, void *buffer, size_t size)
{
	ssize_t count = recv(service->socket, buffer, size, 0);

	return count < 0 ? -errno : count;
}

static ssize_t to_worker(struct service *service, const void *buffer, size_t size)
{
	ssize_t count = send(service->socket, buffer, size, MSG_NOSIGNAL);

	return count < 0 ? -errno : count;
}

/* What a call moved: 1, 0 when it has to wait, -1 at the end of the way. */
static int moved(ssize_t count)
{
	return count > 0 ? 1 : count == -EAGAIN || count == -EINTR ? 0 : -1;
}

static int carry_out(struct service *service, struct jump *jump, struct load *load)
{
	ssize_t count;

	if (load->sent == load->size) {
		count = from_worker(service, load->bytes, ROOM);
		load->size = count > 0 ? (size_t)count : 0;
		load->sent = 0;
	} else {
		count = jump_transmit(jump, load->bytes + load->sent, load->size - load->sent);
		load->sent += count > 0 ? (size_t)count : 0;
	}
	return moved(count);
}

static int carry_in(struct service *service, struct jump *jump, struct load *load)
{
	ssize_t count;

	if (load->sent == load->size) {
		count = jump_receive(jump, load->bytes, ROOM);
		load->size = count > 0 ? (size_t)count : 0;
		load->sent = 0;
	} else {
		count = to_worker(service, load->bytes + load->sent, load->size - load->sent);
		load->sent += count > 0 ? (size_t)count : 0;
	}
	return moved(count);
}

static void wait_for_either(
	const struct service *service, struct jump *jump, bool out_full, bool in_full)
{
	short reading = in_full ? POLLOUT : 0, writing = out_full ? 0 : POLLIN;
	struct pollfd entries[2] = {
		{.fd = service->socket, .events = (short)(reading | writing)},
		{.fd = jump_socket(jump), .events = jump_events(jump)},
	};

	if (in_full) /* there is no room for more */
		entries[1].events &= (short)~POLLIN;
	poll(entries, 2, SLICE);
}

static void carry(struct service *service, struct jump *jump)
{
	struct load out = {.size = 0}, in = {.size = 0};

	for (;;) {
		int left = carry_out(service, jump, &out);
		int came = carry_in(service, jump, &in);

		if (left < 0 || came < 0)
			break;
		if (left + came == 0)
			wait_for_either(service, jump, out.sent < out.size, in.sent < in.size);
	}
	mem_wipe(&out, sizeof(out));
	mem_wipe(&in, sizeof(in));
}

static void *serve_one(void *argument)
{
	struct service *service = argument;
	struct session_order jump_order = *service->order;
	struct error error = {0};
	struct jump *jump = NULL;

	jump_order.wait = (struct session_wait){service->deadline, has_hung_up, service};
	jump_open(&jump, &jump_order, &error);
	if (to_worker(service, &error, sizeof(error)) == sizeof(error) && jump)
		carry(service, jump);
	jump_close(&jump);
	close(service->socket);
	mem_free_at(&service);
	atomic_fetch_sub(&ways, 1);
	return NULL;
}

/* Without a thread the worker hears that nobody answers. */
static void start(const struct session_order *order, const struct request *request, int end)
{
	struct service *service = mem_alloc(sizeof(*service));
	pthread_t thread;

	*service = (struct service){order, request->deadline, end};
	if (atomic_fetch_add(&ways, 1) < WAYS &&
		pthread_create(&thread, NULL, serve_one, service) == 0) {
		pthread_detach(thread);
		return;
	}
	atomic_fetch_sub(&ways, 1);
	close(end);
	mem_free_at(&service);
}

void way_serve(const struct session_order *order, int descriptor)
{
	struct request request;
	int end;

	while ((end = take_request(descriptor, &request)) != -2)
		if (end >= 0)
			start(order, &request, end);
}
