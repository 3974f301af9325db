#include "ssh/jump.h"
#include "base/error.h"
#include "base/memory.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#define ROOM      (32 * 1024)
#define JUMP_MOST (64ULL * 1024 * 1024) /* bytes on the jump host's wire, for one session */

struct jump {
	const struct session_host *host;
	struct session *session;
	LIBSSH2_CHANNEL *channel;
	size_t size,
		sent; /* of what is on its way out: the library asks for the same bytes again */
	char out[ROOM];
};

static int refused(
	const struct jump *jump, const struct session_host *host, struct error *error)
{
	return error_set(error, ERROR_UNREACHABLE, host->name,
		"The jump host \"%s\" opens no way to the host \"%s\" at %s port %d. Check "
		"that it "
		"reaches that address and that its SSH server allows forwarding.",
		jump->host->name, host->name, host->address, host->port);
}

static int open_way(struct jump *jump, const struct session_host *host, struct error *error)
{
	LIBSSH2_SESSION *library = jump->session->library;

	while ((jump->channel = libssh2_channel_direct_tcpip_ex(
			library, host->address, host->port, "127.0.0.1", 0)) == NULL) {
		if (libssh2_session_last_errno(library) == LIBSSH2_ERROR_CHANNEL_FAILURE)
			return refused(jump, host, error);
		if (libssh2_session_last_errno(library) != LIBSSH2_ERROR_EAGAIN)
			return session_failed(jump->session, "opening a way", error);
		if (session_pause(jump->session, error) < 0)
			return -1;
	}
	return 0;
}

/* Whom the error is about is the host that was asked for. */
static int of_host(const struct session_host *host, struct error *error)
{
	size_t size = strlen(error->text);

	snprintf(error->object, sizeof(error->object), "%s", host->name);
	snprintf(error->text + size, sizeof(error->text) - size,
		" It is the jump host of \"%s\".", host->name);
	return -1;
}

int jump_open(struct jump **result, const struct session_order *order, struct error *error)
{
	struct session_order way = *order->jump;
	struct jump *jump = mem_alloc(sizeof(*jump));

	*result = NULL;
	way.wait = order->wait;
	jump->host = way.host;
	if (session_open(&jump->session, &way, error) < 0) {
		jump_close(&jump);
		return of_host(order->host, error);
	}
	session_allow(jump->session, JUMP_MOST);
	if (open_way(jump, order->host, error) < 0) {
		jump_close(&jump);
		return -1;
	}
	*result = mem_take(&jump);
	return 0;
}

void jump_close(struct jump **place)
{
	struct jump *jump = mem_take(place);

	if (jump == NULL)
		return;
	session_close(&jump->session); /* and the channel with it */
	mem_wipe(jump->out, sizeof(jump->out));
	mem_free_at(&jump);
}

int jump_socket(const struct jump *jump)
{
	return jump->session->socket;
}

/* Sends what was taken. Returns 0, or -1 when the way has ended. */
static int flush(struct jump *jump)
{
	while (jump->sent < jump->size) {
		ssize_t count = libssh2_channel_write(
			jump->channel, jump->out + jump->sent, jump->size - jump->sent);

		if (count == LIBSSH2_ERROR_EAGAIN)
			return 0;
		if (count < 0)
			return -1;
		jump->sent += (size_t)count;
	}
	jump->size = jump->sent = 0;
	return 0;
}

ssize_t jump_transmit(struct jump *jump, const void *buffer, size_t size)
{
	if (flush(jump) < 0)
		return -ECONNRESET;
	if (jump->size > 0)
		return -EAGAIN;
	jump->size = size < ROOM ? size : ROOM;
	memcpy(jump->out, buffer, jump->size);
	size = jump->size;
	return flush(jump) < 0 ? -ECONNRESET : (ssize_t)size;
}

ssize_t jump_receive(struct jump *jump, void *buffer, size_t size)
{
	ssize_t count = flush(jump) < 0 ? LIBSSH2_ERROR_SOCKET_SEND
					: libssh2_channel_read(jump->channel, buffer, size);

	if (count == LIBSSH2_ERROR_EAGAIN)
		return -EAGAIN;
	if (count == 0 && !libssh2_channel_eof(jump->channel))
		return -EAGAIN;
	return count < 0 ? -ECONNRESET : count;
}

short jump_events(struct jump *jump)
{
	flush(jump);
	int directions = libssh2_session_block_directions(jump->session->library);
	session_waited(jump->session); /* the caller waits now */
	return (short)(POLLIN |
		       (jump->size > 0 || directions & LIBSSH2_SESSION_BLOCK_OUTBOUND ? POLLOUT
										      : 0));
}
