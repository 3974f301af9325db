/*
 * One hypervisor's connection: opened when first wanted, shared by the calls that run beside
 * each other, opened again after it broke. Opening happens on a thread of its own and
 * everybody waits for it with a bound, so that a host that does not answer blocks nobody. With
 * libvirt's event loop, on a thread of its own, keepalive ends a cut connection after 15
 * seconds; without it each request is a little cheaper, and who asks needs a deadline.
 */
#ifndef LIBVIRT_CONNECTION_H
#define LIBVIRT_CONNECTION_H

#include <libvirt/libvirt.h>
#include <stdbool.h>
#include <stdint.h>

struct connection;
struct error;

/* Once, before the first connection is made and before any thread: prepares libvirt; no I/O. */
int connection_prepare(bool loop, struct error *error);

/*
 * Takes both texts over as copies; lives until the process ends. No I/O. With `boots` each
 * opening reads the boot id, which takes a few requests more.
 */
struct connection *connection_make(const char *host, const char *uri, bool boots);

/*
 * A reference to the open connection, opened if there is none that lives; the caller closes
 * it. NULL with ERROR_UNREACHABLE when it was not open within `milliseconds`. Any thread may
 * call.
 */
virConnectPtr connection_get(
	struct connection *connection, int64_t milliseconds, struct error *error);

/* The boot id's digest (boot.h) as read when the connection was opened; 0: it was not. */
uint64_t connection_boot(struct connection *connection);
const char *connection_host(const struct connection *connection);

#endif
