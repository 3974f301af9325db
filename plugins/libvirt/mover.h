/*
 * What the methods of a mover share: its one order, the connections to its two hosts, the
 * domain on each, and the sentence with which one refuses.
 */
#ifndef LIBVIRT_MOVER_H
#define LIBVIRT_MOVER_H

#include "mark.h"
#include "model/world.h"
#include "order.h"
#include <libvirt/libvirt.h>
#include <stdint.h>

struct error;
struct json_object;

#define MOVER_PATIENCE 5000 /* milliseconds that one side may take to answer a read */

/* Takes the settings and the secrets of `open`. */
int mover_open(struct json_object *settings, struct error *error);

const struct order *mover_order(void);
const char *mover_host(enum side side);

/* A reference that the caller closes; NULL with an error. */
virConnectPtr mover_connect(enum side side, struct error *error);
uint64_t mover_boot(enum side side);

/* The move's domain on that side; NULL with an error. `connection` is open. */
virDomainPtr mover_domain(virConnectPtr connection, enum side side, struct error *error);

/* Connects and looks the domain up: both are given to the caller. */
int mover_reach(
	virConnectPtr *connection, virDomainPtr *domain, enum side side, struct error *error);

/*
 * ERROR_REFUSED, or ERROR_UNREACHABLE when a side was not read: "The operation ... was refused
 * and changed nothing: WHY", and what was read of both sides. Returns -1.
 */
int mover_refuse(
	struct error *error, const struct world *world, const char *operation, const char *why);

/*
 * The same to the source, over a connection that nobody else uses: the answers of others wait,
 * for seconds, behind a call that lasts.
 */
int mover_reach_alone(virConnectPtr *connection, virDomainPtr *domain, struct error *error);

/* True for this attempt's mark or that of an earlier one of this move. */
bool mover_ours(const struct side_view *view);

/* {"changed": changed}, the answer of most methods. */
struct json_object *mover_answer(bool changed);

#endif
