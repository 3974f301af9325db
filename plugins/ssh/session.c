#include "base/address.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "ssh/key.h"
#include "ssh/session_private.h"
#include "ssh/way.h"
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOGIN_TIME                                                                             \
	(15 * CLOCK_SECOND) /* for all of connecting, exchanging keys and logging in */
#define PATIENCE 30         /* seconds with a peer that does not answer, at most */
#define SLICE    200        /* milliseconds between two looks for a cancellation */

int session_library(struct error *error)
{
	if (libssh2_init(0) != 0)
		return error_set(
			error, ERROR_FAILED, NULL, "The SSH library could not be started.");
	return 0;
}

static enum session_stop should_stop(struct session *session)
{
	if (session->stop != SESSION_GOES_ON)
		return session->stop;
	if (session->received > session->allowed)
		session->stop = SESSION_FLOODED;
	else if (clock_monotonic() >= session->wait.deadline)
		session->stop = SESSION_LATE;
	else if (session->wait.cancelled != NULL &&
		 session->wait.cancelled(session->wait.argument))
		session->stop = SESSION_CANCELLED;
	return session->stop;
}

/* What the kernel says when nobody answers any more, or there is no way there. */
static bool is_away(int reason)
{
	return reason == ETIMEDOUT || reason == EHOSTUNREACH || reason == ENETUNREACH ||
	       reason == ENETDOWN || reason == EHOSTDOWN;
}

/* The result of a call on the socket that failed, as the library wants it. */
static ssize_t note_failure(struct session *session, int reason)
{
	if (reason == EWOULDBLOCK)
		return -EAGAIN;
	session->lost |= reason == EPIPE || reason == ECONNRESET;
	if (is_away(reason))
		session->away = reason;
	return -reason;
}

/* The library may loop inside for as long as bytes keep coming; here is where that ends. */
static ssize_t receive(
	libssh2_socket_t socket, void *buffer, size_t size, int flags, void **abstract)
{
	struct session *session = *abstract;

	if (session->closing || should_stop(session) != SESSION_GOES_ON)
		return -ECONNABORTED;
	if (session->dry)
		return -EAGAIN;
	ssize_t count = recv(socket, buffer, size, flags);
	session->dry = count < (ssize_t)size; /* who asks again at once asks in vain */
	if (count < 0)
		return note_failure(session, errno);
	session->lost |= count == 0;
	session->received += (size_t)count;
	return count;
}

static ssize_t transmit(
	libssh2_socket_t socket, const void *buffer, size_t size, int flags, void **abstract)
{
	struct session *session = *abstract;

	if (session->closing)
		return -ECONNABORTED;
	ssize_t count = send(socket, buffer, size, flags | MSG_NOSIGNAL);
	return count >= 0 ? count : note_failure(session, errno);
}

static int stopped(const struct session *session, struct error *error)
{
	const struct session_host *host = session->host;

	switch (session->stop) {
	case SESSION_FLOODED:
		return error_set(error, ERROR_FAILED, host->name,
			"The host \"%s\" sent more than was asked of it, and the connection "
			"was closed. "
			"Look at what its login files or the command of its key print.",
			host->name);
	case SESSION_CANCELLED:
		return error_set(error, ERROR_FAILED, host->name,
			"The work on the host \"%s\" was cancelled.", host->name);
	case SESSION_LATE:
	case SESSION_GOES_ON:
		break;
	}
	return error_set(error, ERROR_UNREACHABLE, host->name,
		"The host \"%s\" at %s port %d did not answer in time. Check that its SSH "
		"server "
		"works and that no firewall stands between.",
		host->name, host->address, host->port);
}

static const char *library_reason(LIBSSH2_SESSION *library)
{
	char *text = NULL;
	int code = libssh2_session_last_error(library, &text, NULL, 0);

	if (code == LIBSSH2_ERROR_SOCKET_DISCONNECT || code == LIBSSH2_ERROR_SOCKET_RECV ||
		code == LIBSSH2_ERROR_SOCKET_SEND)
		return "it closed the connection";
	return text != NULL && *text != '\0' ? text : "the library gives no reason";
}

static int way_ended(const struct session *session, struct error *error)
{
	return error_set(error, ERROR_UNREACHABLE, session->host->name,
		"The way to the host \"%s\" through the jump host \"%s\" ended: either of "
		"them closed the connection.",
		session->host->name, session->way->host->name);
}

static int network_lost(const struct session *session, const char *doing, struct error *error)
{
	const struct session_host *host = session->host;

	return error_set(error, ERROR_UNREACHABLE, host->name,
		"The network to the host \"%s\" at %s port %d was lost while %s: %s. Check "
		"its links, and whether the host still runs.",
		host->name, host->address, host->port, doing, strerror(session->away));
}

int session_failed(struct session *session, const char *doing, struct error *error)
{
	const struct session_host *host = session->host;

	if (session->stop != SESSION_GOES_ON)
		return stopped(session, error);
	if (session->way && session->lost)
		return way_ended(session, error);
	if (session->away)
		return network_lost(session, doing, error);
	return error_set(error, ERROR_UNREACHABLE, host->name,
		"The SSH server of the host \"%s\" at %s port %d failed while %s: %s.",
		host->name, host->address, host->port, doing, library_reason(session->library));
}

/*
 * Waits for `events` on the socket. Returns 0 when something came, -1 when the session has to
 * stop.
 */
static int wait_for(struct session *session, short events, struct error *error)
{
	for (;;) {
		if (should_stop(session) != SESSION_GOES_ON)
			return stopped(session, error);
		struct pollfd entry = {.fd = session->socket, .events = events};
		int64_t left = (session->wait.deadline - clock_monotonic()) / 1000 + 1;
		int count = poll(&entry, 1, (int)(left < SLICE ? left > 0 ? left : 0 : SLICE));
		if (count > 0)
			return 0;
		if (count < 0 && errno != EINTR)
			return error_set(error, ERROR_FAILED, session->host->name,
				"Waiting for the host failed: %s.", strerror(errno));
	}
}

void session_waited(struct session *session)
{
	session->dry = false;
}

int session_pause(struct session *session, struct error *error)
{
	int directions = libssh2_session_block_directions(session->library);
	short events = 0;

	if ((directions & LIBSSH2_SESSION_BLOCK_OUTBOUND) != 0)
		events |= POLLOUT;
	if ((directions & LIBSSH2_SESSION_BLOCK_INBOUND) != 0 || events == 0)
		events |= POLLIN;
	if (wait_for(session, events, error) < 0)
		return -1;
	session_waited(session);
	return 0;
}

/* Fills a socket address. Returns its size, or 0 when the text is no address. */
static socklen_t fill_address(const struct session_host *host, struct sockaddr_storage *storage)
{
	struct sockaddr_in *four = (struct sockaddr_in *)storage;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)storage;
	struct address address;

	memset(storage, 0, sizeof(*storage));
	if (address_parse(&address, host->address) < 0)
		return 0;
	if (address.family == 4) {
		four->sin_family = AF_INET;
		four->sin_port = htons((uint16_t)host->port);
		memcpy(&four->sin_addr, address.bytes, 4);
		return sizeof(*four);
	}
	six->sin6_family = AF_INET6;
	six->sin6_port = htons((uint16_t)host->port);
	memcpy(&six->sin6_addr, address.bytes, 16);
	return sizeof(*six);
}

/*
 * A host that is switched off or unplugged is noticed within half a minute, also in silence,
 * and before the time of the question is over: who is late is not who is gone.
 */
static void watch_peer(int socket, int64_t deadline)
{
	int64_t half = (deadline - clock_monotonic()) / CLOCK_SECOND / 2;
	int patience = half > PATIENCE ? PATIENCE : half > 6 ? (int)half : 6;
	int on = 1, idle = patience / 2, interval = patience / 6, count = 3;
	int lost = patience * 1000;

	setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
	setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &lost, sizeof(lost));
	setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static int not_connected(const struct session_host *host, int reason, struct error *error)
{
	return error_set(error, ERROR_UNREACHABLE, host->name,
		"The host \"%s\" at %s port %d cannot be reached: %s. Check the address and "
		"port, that "
		"its SSH server runs, and that no firewall stands between.",
		host->name, host->address, host->port, strerror(reason));
}

static int connect_to(struct session *session, int64_t deadline, struct error *error)
{
	const struct session_host *host = session->host;
	struct sockaddr_storage storage;
	socklen_t size = fill_address(host, &storage);
	int reason = 0;

	if (size == 0)
		return error_set(error, ERROR_INPUT, host->name,
			"The address \"%s\" of the host \"%s\" is no IPv4 or IPv6 address.",
			host->address, host->name);
	session->socket =
		socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (session->socket < 0)
		return not_connected(host, errno, error);
	watch_peer(session->socket, deadline);
	if (connect(session->socket, (struct sockaddr *)&storage, size) == 0)
		return 0;
	if (errno != EINPROGRESS)
		return not_connected(host, errno, error);
	if (wait_for(session, POLLOUT, error) < 0)
		return -1;
	size = sizeof(reason);
	if (getsockopt(session->socket, SOL_SOCKET, SO_ERROR, &reason, &size) < 0)
		reason = errno;
	return reason == 0 ? 0 : not_connected(host, reason, error);
}

/*
 * Only what is considered sound today and what the library speaks. Of exchanges the first is
 * the one that costs a host with OpenSSH least: it has P-256 of OpenSSL, and curve25519 in
 * plain C.
 */
static int choose_methods(struct session *session, struct error *error)
{
	static const struct {
		int method;
		const char *list;
	} choices[] = {
		{LIBSSH2_METHOD_KEX,
			"ecdh-sha2-nistp256,curve25519-sha256,"
			"curve25519-sha256@libssh.org,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
			"diffie-hellman-group16-sha512,diffie-hellman-group14-sha256"},
		{LIBSSH2_METHOD_CRYPT_CS, "aes256-ctr,aes192-ctr,aes128-ctr"},
		{LIBSSH2_METHOD_CRYPT_SC, "aes256-ctr,aes192-ctr,aes128-ctr"},
		{LIBSSH2_METHOD_MAC_CS, "hmac-sha2-256,hmac-sha2-512"},
		{LIBSSH2_METHOD_MAC_SC, "hmac-sha2-256,hmac-sha2-512"},
		{LIBSSH2_METHOD_COMP_CS, "none"},
		{LIBSSH2_METHOD_COMP_SC, "none"},
	};

	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		if (libssh2_session_method_pref(
			    session->library, choices[i].method, choices[i].list) != 0)
			return session_failed(session, "choosing its ciphers", error);
	return 0;
}

static int shake_hands(struct session *session, struct error *error)
{
	int result;

	while ((result = libssh2_session_handshake(session->library, session->socket)) ==
		LIBSSH2_ERROR_EAGAIN)
		if (session_pause(session, error) < 0)
			return -1;
	if (result == 0)
		return 0;
	return session_failed(session,
		"exchanging keys (it must speak SSH 2 with an ed25519 or ECDSA host key, "
		"curve25519, "
		"ECDH or SHA-2 groups, AES-CTR and HMAC-SHA-2)",
		error);
}

static int refused_key(const struct session *session, struct error *error)
{
	const struct session_host *host = session->host;

	return error_set(error, ERROR_REFUSED, host->name,
		"The host \"%s\" does not let the user \"%s\" in with our key. Add the public "
		"key to "
		"that user's authorized_keys on the host, or check the user's name.",
		host->name, host->user);
}

static int unreadable_key(const struct session_host *host, struct error *error)
{
	return error_set(error, ERROR_INPUT, host->name,
		"The private key for the host \"%s\" cannot be read: an ed25519 or ECDSA key "
		"in "
		"OpenSSH's format without a passphrase is expected.",
		host->name);
}

/* For libssh2, which frees the signature. */
static int sign(LIBSSH2_SESSION *library, unsigned char **signature, size_t *size,
	const unsigned char *data, size_t data_size, void **key)
{
	(void)library;
	*size = KEY_SIGNATURE;
	*signature = mem_alloc(*size);
	if (key_sign_ed25519(*key, data, data_size, *signature))
		return 0;
	mem_free_at(signature);
	return -1;
}

static int offer_ed25519(struct session *session, struct key_ed25519 *key)
{
	void *argument = key;

	return libssh2_userauth_publickey(session->library, session->host->user, key->blob,
		sizeof(key->blob), sign, &argument);
}

static int offer(struct session *session, const char *key)
{
	const char *user = session->host->user;
	char public[KEY_PUBLIC];
	size_t size = key_public(key, public);

	return libssh2_userauth_publickey_frommemory(session->library, user, strlen(user),
		size > 0 ? public : NULL, size, key, strlen(key), NULL);
}

/* What the library says at last. */
static int offer_until_answered(
	struct session *session, const char *key, int *result, struct error *error)
{
	struct key_ed25519 own = {0};
	bool signs = key_read_ed25519(key, &own);
	int paused = 0;

	while ((*result = signs ? offer_ed25519(session, &own) : offer(session, key)) ==
			LIBSSH2_ERROR_EAGAIN &&
		paused == 0)
		paused = session_pause(session, error);
	mem_wipe(&own, sizeof(own));
	return paused;
}

static int log_in(struct session *session, const char *key, struct error *error)
{
	int result;

	if (offer_until_answered(session, key, &result, error) < 0)
		return -1;
	if (result == 0)
		return 0;
	if (session->stop != SESSION_GOES_ON)
		return stopped(session, error);
	if (result == LIBSSH2_ERROR_AUTHENTICATION_FAILED ||
		result == LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED)
		return refused_key(session, error);
	if (result == LIBSSH2_ERROR_FILE || result == LIBSSH2_ERROR_KEYFILE_AUTH_FAILED ||
		result == LIBSSH2_ERROR_METHOD_NONE)
		return unreadable_key(session->host, error);
	return session_failed(session, "logging in", error);
}

static struct session *session_new(
	const struct session_host *host, const struct session_wait *wait)
{
	struct session *session = mem_alloc(sizeof(*session));
	int64_t latest = clock_monotonic() + LOGIN_TIME;

	session->host = host;
	session->socket = -1;
	session->wait = *wait;
	if (session->wait.deadline > latest)
		session->wait.deadline = latest;
	session->allowed = SESSION_LOGIN_BYTES;
	return session;
}

/*
 * Most of what the library keeps of a session are buffers for the largest packets, which it
 * clears and hardly uses: pages that are zero take no memory when they are given back.
 */
static void give_back_zeros(const char *start, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), before = -(uintptr_t)start % page;

	for (size_t at = before; at + page <= size; at += page)
		if (start[at] == 0 && memcmp(start + at, start + at + 1, page - 1) == 0)
			(void)madvise((void *)(start + at), page, MADV_DONTNEED);
}

static int start_library(struct session *session, const char *known_hosts, struct error *error)
{
	session->library = libssh2_session_init_ex(NULL, NULL, NULL, session);
	if (session->library == NULL)
		return error_set(error, ERROR_FAILED, session->host->name,
			"The SSH library has no memory for a session.");
	give_back_zeros((const char *)session->library, malloc_usable_size(session->library));
	libssh2_session_set_blocking(session->library, 0);
	libssh2_session_callback_set(session->library, LIBSSH2_CALLBACK_RECV, (void *)receive);
	libssh2_session_callback_set(session->library, LIBSSH2_CALLBACK_SEND, (void *)transmit);
	if (choose_methods(session, error) < 0)
		return -1;
	return hostkey_prefer(session, known_hosts, error);
}

void session_allow(struct session *session, uint64_t bytes)
{
	session->received = 0;
	session->allowed = bytes;
}

static int find_way(
	struct session *session, const struct session_order *order, struct error *error)
{
	int64_t deadline = session->wait.deadline;

	if (!order->way)
		return connect_to(session, order->wait.deadline, error);
	session->way = order->way;
	session->socket = way_ask(order->way, &order->wait, order->host, error);
	if (session->socket < 0)
		return -1;
	session->wait.deadline += CLOCK_SECOND; /* the aide tells who was late */
	if (wait_for(session, POLLIN, error) < 0)
		return -1;
	session->wait.deadline = deadline;
	return way_opened(session->socket, order->host, error);
}

static int begin(struct session *session, const struct session_order *order,
	const char *known_hosts, struct error *error)
{
	if (find_way(session, order, error) < 0 ||
		start_library(session, known_hosts, error) < 0)
		return -1;
	return shake_hands(session, error);
}

int session_look(
	struct session_key *key, const struct session_order *order, struct error *error)
{
	AUTO_SESSION struct session *session = session_new(order->host, &order->wait);

	if (begin(session, order, NULL, error) < 0)
		return -1;
	return hostkey_read(session, key, error);
}

int session_open(
	struct session **result, const struct session_order *order, struct error *error)
{
	AUTO_SESSION struct session *session = session_new(order->host, &order->wait);

	*result = NULL;
	if (!text_starts(order->key, "-----BEGIN OPENSSH PRIVATE KEY-----"))
		return unreadable_key(order->host, error);
	if (begin(session, order, order->known_hosts, error) < 0 ||
		hostkey_trusted(session, order->known_hosts, error) < 0 ||
		log_in(session, order->key, error) < 0)
		return -1;
	/*
	 * A worker waits for its host nearly all the time, and what a login took is free then.
	 */
	malloc_trim(0);
	session->wait.deadline = order->wait.deadline;
	*result = mem_take(&session);
	return 0;
}

void session_renew(struct session *session, const struct session_wait *wait)
{
	session->wait = *wait;
}

/*
 * Closing the socket ends the command: its standard input closes and the server drops the rest.
 */
void session_close(struct session **place)
{
	struct session *session = mem_take(place);

	if (session == NULL)
		return;
	if (session->library != NULL) {
		if (session->stop == SESSION_GOES_ON)
			libssh2_session_disconnect(session->library, "done");
		session->closing = true;
		for (int i = 0; i < 16; i++)
			if (libssh2_session_free(session->library) != LIBSSH2_ERROR_EAGAIN)
				break;
	}
	if (session->socket >= 0)
		close(session->socket);
	mem_free_at(&session);
}
