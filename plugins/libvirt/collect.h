/*
 * The facts of a hypervisor and of what lies on it, as items of model/object.h. The same code
 * reads them for a snapshot and, one by one, before a move: what it gives twice for an
 * unchanged thing has one digest. banyun's own marks and fences do not appear in facts.
 */
#ifndef LIBVIRT_COLLECT_H
#define LIBVIRT_COLLECT_H

#include "device.h"
#include <libvirt/libvirt.h>
#include <stddef.h>

struct error;
struct json_object;

/* Who and where, from the settings; borrowed. `department` and `side` may be NULL. */
struct collect_host {
	const char *name, *department, *side;
};

/* What bulk calls have told of a machine already; -1: libvirt is asked. */
struct collect_known {
	struct device_known device;
	int persistent, autostart, snapshots, checkpoints;
};

/*
 * One item each, a new reference in `*item`, not yet checked by object_check(). `known` may be
 * NULL; `raw` (may be NULL) becomes the definition whose digest is in the facts, and the caller
 * frees it.
 */
int collect_host(struct json_object **item, virConnectPtr connection,
	const struct collect_host *host, struct error *error);
/* Adds "libvirt" and "qemu". Returns -1 when libvirt does not tell them. */
int collect_versions(struct json_object *facts, virConnectPtr connection);
int collect_network(struct json_object **item, virNetworkPtr network, const char *host,
	struct error *error);
int collect_pool(struct json_object **item, virStoragePoolPtr pool, const char *host,
	struct error *error);
int collect_machine(struct json_object **item, char **raw, virDomainPtr domain,
	const struct collect_known *known, const char *host, struct error *error);

/*
 * Told of each item (taken over) and its raw text (borrowed, NULL for most), by several threads
 * at once and in any order. -1 with an error stops.
 */
typedef int collect_emit(
	void *argument, struct json_object *owned, const char *raw, struct error *error);
/* Told how far it is: things read and things there are. By one thread at a time. */
typedef void collect_told(void *argument, size_t done, size_t total);

struct collect_listener {
	collect_emit *emit;
	collect_told *told;
	void *argument;
};

/*
 * All of a host: host, networks, pools, machines; by bulk calls where libvirt has them, and
 * with several requests under way.
 */
int collect_all(virConnectPtr connection, const struct collect_host *host,
	const struct collect_listener *listener, struct error *error);

/*
 * Of a host only the machines of these uuids (a list of strings). `*gone` becomes a new list of
 * those that are not there any more.
 */
int collect_some(virConnectPtr connection, const struct collect_host *host,
	struct json_object *uuids, struct json_object **gone,
	const struct collect_listener *listener, struct error *error);

/* One thing by the kind and id of the plan's facts. ERROR_NOT_FOUND when it is not there. */
int collect_one(struct json_object **item, virConnectPtr connection,
	const struct collect_host *host, const char *kind, const char *id, struct error *error);

#endif
