#include "connection.h"

#include "background.h"
#include "base/error.h"
#include "base/log.h"
#include "base/memory.h"
#include "boot.h"
#include "handle.h"
#include "loop.h"
#include <libxml/parser.h>
#include <pthread.h>

#define KEEPALIVE_INTERVAL 5 /* seconds */
#define KEEPALIVE_COUNT    2 /* unanswered ones; the next ends the connection */

struct connection {
	char *host, *uri;
	bool boots; /* the boot id is wanted */
	pthread_mutex_t
		lock; /* of all below; never held during a call of libvirt that does I/O */
	pthread_cond_t changed; /* the opening has ended */
	virConnectPtr open;
	bool opening;
	uint64_t boot;
	struct error failure; /* of the last opening */
};

static pthread_once_t loop_once = PTHREAD_ONCE_INIT;

static bool with_loop; /* written once, before any thread */

int connection_prepare(bool loop, struct error *error)
{
	xmlInitParser();
	handle_silence();
	with_loop = loop;
	if (virInitialize() < 0)
		return handle_failed(error, NULL, "preparing libvirt's client");
	if (loop && loop_register() < 0)
		return error_set(error, ERROR_FAILED, NULL,
			"There is no descriptor for libvirt's event loop.");
	return 0;
}

static void *run_loop(void *argument)
{
	(void)argument;
	for (;;)
		loop_round();
	return NULL;
}

/* Here and not in connection_prepare: the worker is locked in between, before any thread. */
static void start_loop(void)
{
	struct error error = {0};

	if (with_loop && background_start(run_loop, NULL, &error) < 0)
		log_error("libvirt", NULL, "%s", error.text);
}

struct connection *connection_make(const char *host, const char *uri, bool boots)
{
	struct connection *connection = mem_alloc(sizeof(*connection));

	connection->host = mem_string(host);
	connection->uri = mem_string(uri);
	connection->boots = boots;
	pthread_mutex_init(&connection->lock, NULL);
	background_condition(&connection->changed);
	return connection;
}

static virConnectPtr dial(struct connection *connection, uint64_t *boot, struct error *error)
{
	virConnectPtr fresh = virConnectOpen(connection->uri);

	if (!fresh) {
		handle_failed(error, connection->host, "connecting");
		error->code = ERROR_UNREACHABLE;
		return NULL;
	}
	if (with_loop && virConnectSetKeepAlive(fresh, KEEPALIVE_INTERVAL, KEEPALIVE_COUNT) < 0)
		log_debug("libvirt", connection->host, "The connection has no keepalive.");
	*boot = connection->boots ? boot_read(fresh) : 0;
	return fresh;
}

static void *run_opening(void *argument)
{
	struct connection *connection = argument;
	struct error error = {0};
	uint64_t boot = 0;
	virConnectPtr fresh = dial(connection, &boot, &error);

	pthread_mutex_lock(&connection->lock);
	connection->open = fresh;
	connection->boot = boot;
	connection->failure = error;
	connection->opening = false;
	pthread_cond_broadcast(&connection->changed);
	pthread_mutex_unlock(&connection->lock);
	return NULL;
}

/* Called with the lock. The calls that still hold the dead one keep it until they return. */
static void drop_dead(struct connection *connection)
{
	if (!connection->open || virConnectIsAlive(connection->open) == 1)
		return;
	log_info("libvirt", connection->host, "The connection broke; it is opened again.");
	virConnectClose(mem_take(&connection->open));
}

static int ensure_opening(struct connection *connection, struct error *error)
{
	drop_dead(connection);
	if (connection->open || connection->opening)
		return 0;
	connection->opening = true;
	if (background_start(run_opening, connection, error) == 0)
		return 0;
	connection->opening = false;
	return -1;
}

static virConnectPtr take(struct connection *connection, struct error *error)
{
	if (connection->open) {
		virConnectRef(connection->open);
		return connection->open;
	}
	if (connection->opening)
		error_set(error, ERROR_UNREACHABLE, connection->host,
			"The hypervisor %s has not answered yet.", connection->host);
	else if (error)
		*error = connection->failure;
	return NULL;
}

virConnectPtr connection_get(
	struct connection *connection, int64_t milliseconds, struct error *error)
{
	struct timespec until = background_until(milliseconds);
	virConnectPtr taken = NULL;

	pthread_once(&loop_once, start_loop);
	pthread_mutex_lock(&connection->lock);
	if (ensure_opening(connection, error) == 0) {
		while (connection->opening &&
			background_wait(&connection->changed, &connection->lock, &until))
			;
		taken = take(connection, error);
	}
	pthread_mutex_unlock(&connection->lock);
	return taken;
}

uint64_t connection_boot(struct connection *connection)
{
	uint64_t boot;

	pthread_mutex_lock(&connection->lock);
	boot = connection->boot;
	pthread_mutex_unlock(&connection->lock);
	return boot;
}

const char *connection_host(const struct connection *connection)
{
	return connection->host;
}
