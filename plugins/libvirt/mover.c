#include "mover.h"

#include "banyun-plugin.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "connection.h"
#include "handle.h"
#include "uri.h"
#include <stdio.h>

/* One process, one order: written by open() before any thread, only read afterwards. */
static struct {
	struct order order;
	struct connection *sides[SIDES];
	struct connection *alone; /* to the source once more */
} mover;

static int open_side(enum side side, struct json_object *settings, struct error *error)
{
	const char *word = side_word(side);
	struct json_object *host = json_member(settings, word);
	AUTO_FREE char *key = mem_format("%s.key", word),
		       *hosts = mem_format("%s.known_hosts", word);
	AUTO_FREE char *full = NULL;

	if (uri_build(&full, json_string(host, "name"), json_string(host, "uri"),
		    plugin_secret(key), plugin_secret(hosts), false, error) < 0)
		return -1;
	mover.sides[side] = connection_make(json_string(host, "name"), full, true);
	if (side == SIDE_SOURCE)
		mover.alone = connection_make(json_string(host, "name"), full, false);
	return 0;
}

int mover_open(struct json_object *settings, struct error *error)
{
	if (!json_member(settings, "source") || !json_member(settings, "target") ||
		!json_member(settings, "order"))
		return error_set(error, ERROR_INPUT, "settings",
			"A mover is opened with source, target and order.");
	if (order_read(&mover.order, settings, error) < 0 ||
		connection_prepare(true, error) < 0 ||
		open_side(SIDE_SOURCE, settings, error) < 0)
		return -1;
	return open_side(SIDE_TARGET, settings, error);
}

const struct order *mover_order(void)
{
	return &mover.order;
}

const char *mover_host(enum side side)
{
	return mover.sides[side] ? connection_host(mover.sides[side]) : side_word(side);
}

virConnectPtr mover_connect(enum side side, struct error *error)
{
	if (!mover.sides[side]) {
		error_set(error, ERROR_USAGE, NULL,
			"This worker was opened as a source: it moves nothing.");
		return NULL;
	}
	return connection_get(mover.sides[side], MOVER_PATIENCE, error);
}

uint64_t mover_boot(enum side side)
{
	return connection_boot(mover.sides[side]);
}

virDomainPtr mover_domain(virConnectPtr connection, enum side side, struct error *error)
{
	virDomainPtr domain = virDomainLookupByUUIDString(connection, mover.order.machine);

	if (!domain)
		handle_failed(error, mover_host(side), "looking for the machine");
	return domain;
}

int mover_reach(
	virConnectPtr *connection, virDomainPtr *domain, enum side side, struct error *error)
{
	*connection = mover_connect(side, error);
	*domain = *connection ? mover_domain(*connection, side, error) : NULL;
	return *domain ? 0 : -1;
}

int mover_reach_alone(virConnectPtr *connection, virDomainPtr *domain, struct error *error)
{
	*connection = connection_get(mover.alone, MOVER_PATIENCE, error);
	*domain = *connection ? mover_domain(*connection, SIDE_SOURCE, error) : NULL;
	return *domain ? 0 : -1;
}

static void describe(char *out, size_t size, const struct side_view *view)
{
	snprintf(out, size, "%s, %s, mark %s%s%s", power_word(view->power),
		reason_word(view->reason), mark_word(view->mark),
		view->job ? ", a job held" : "", view->fenced ? ", fenced" : "");
}

int mover_refuse(
	struct error *error, const struct world *world, const char *operation, const char *why)
{
	const struct side_view *here = &world->side[SIDE_SOURCE],
			       *there = &world->side[SIDE_TARGET];
	bool unread = here->power == POWER_UNREAD || there->power == POWER_UNREAD;
	char source[96], target[96];

	describe(source, sizeof(source), here);
	describe(target, sizeof(target), there);
	return error_set(error, unread ? ERROR_UNREACHABLE : ERROR_REFUSED, mover.order.move,
		"The operation %s on %s was refused and changed nothing: %s. It was read just "
		"now: on "
		"the source %s: %s; on the target %s: %s.",
		operation, mover.order.move, why, mover_host(SIDE_SOURCE), source,
		mover_host(SIDE_TARGET), target);
}

bool mover_ours(const struct side_view *view)
{
	return view->mark == MARK_OURS || view->mark == MARK_EARLIER;
}

struct json_object *mover_answer(bool changed)
{
	return json_set_boolean(json_object_new_object(), "changed", changed);
}
