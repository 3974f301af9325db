#include "collect.h"

#include "base/error.h"
#include "base/gang.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "handle.h"
#include "measure.h"
#include "peek.h"
#include "shelf.h"
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE 50 /* machines whose numbers one bulk call tells */
/* Requests under way on one connection: libvirt takes five of a client and lets others wait. */
#define HANDS 4

/* What libvirt listed, each once, and how far we are. */
struct sweep {
	virConnectPtr connection;
	const struct collect_host *host;
	const struct collect_listener *listener;
	virNetworkPtr *networks;
	virStoragePoolPtr *pools;
	virDomainPtr *domains;
	int network_count, pool_count, domain_count;
	/* By name, the machines of which this is so; NULL where libvirt does not list them. */
	struct json_object *transient, *autostart, *snapshots, *checkpoints;
	struct shelf *shelf;
	pthread_mutex_t lock; /* of all below, and of the listener's told() */
	size_t done;
};

/* --- lists, beside each other --- */

static int list_domains(struct sweep *sweep)
{
	sweep->domain_count = virConnectListAllDomains(sweep->connection, &sweep->domains, 0);
	return sweep->domain_count;
}

static int list_networks(struct sweep *sweep)
{
	sweep->network_count =
		virConnectListAllNetworks(sweep->connection, &sweep->networks, 0);
	return sweep->network_count;
}

static int list_pools(struct sweep *sweep)
{
	sweep->pool_count = virConnectListAllStoragePools(sweep->connection, &sweep->pools, 0);
	for (int i = 0; i < sweep->pool_count; i++)
		shelf_add(sweep->shelf, sweep->pools[i]);
	return sweep->pool_count;
}

static int list_those(struct sweep *sweep, struct json_object **those, unsigned flag)
{
	virDomainPtr *domains = NULL;
	int count = virConnectListAllDomains(sweep->connection, &domains, flag);

	if (count >= 0)
		*those = json_object_new_object();
	for (int i = 0; i < count; i++) {
		json_set_boolean(*those, virDomainGetName(domains[i]), true);
		virDomainFree(domains[i]);
	}
	free(domains);
	return 0;
}

static int list_transient(struct sweep *sweep)
{
	return list_those(sweep, &sweep->transient, VIR_CONNECT_LIST_DOMAINS_TRANSIENT);
}

static int list_autostart(struct sweep *sweep)
{
	return list_those(sweep, &sweep->autostart, VIR_CONNECT_LIST_DOMAINS_AUTOSTART);
}

static int list_snapshots(struct sweep *sweep)
{
	return list_those(sweep, &sweep->snapshots, VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT);
}

/* libvirt before 5.6 knows no checkpoints, and not the flag. */
static int list_checkpoints(struct sweep *sweep)
{
	return list_those(sweep, &sweep->checkpoints, VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT);
}

static int (*const lists[])(struct sweep *sweep) = {list_pools, list_domains, list_transient,
	list_autostart, list_snapshots, list_checkpoints, list_networks};

static int do_list(void *argument, size_t index, struct error *error)
{
	struct sweep *sweep = argument;

	if (lists[index](sweep) >= 0)
		return 0;
	return handle_failed(error, sweep->host->name, "listing what is on the host");
}

static void let_go(struct sweep *sweep)
{
	for (int i = 0; i < sweep->network_count; i++)
		virNetworkFree(sweep->networks[i]);
	for (int i = 0; i < sweep->pool_count; i++)
		virStoragePoolFree(sweep->pools[i]);
	for (int i = 0; i < sweep->domain_count; i++)
		virDomainFree(sweep->domains[i]);
	json_object_put(sweep->transient);
	json_object_put(sweep->autostart);
	json_object_put(sweep->snapshots);
	json_object_put(sweep->checkpoints);
	shelf_free(sweep->shelf);
	free(sweep->networks);
	free(sweep->pools);
	free(sweep->domains);
	pthread_mutex_destroy(&sweep->lock);
}

/* --- items, beside each other --- */

static int emit(
	struct sweep *sweep, struct json_object *owned, const char *raw, struct error *error)
{
	const struct collect_listener *to = sweep->listener;

	pthread_mutex_lock(&sweep->lock);
	sweep->done++;
	if (to->told)
		to->told(to->argument, sweep->done,
			1 + (size_t)sweep->network_count + (size_t)sweep->pool_count +
				(size_t)sweep->domain_count);
	pthread_mutex_unlock(&sweep->lock);
	return to->emit(to->argument, owned, raw, error);
}

static int sweep_host(struct sweep *sweep, struct error *error)
{
	struct json_object *item = NULL;

	if (collect_host(&item, sweep->connection, sweep->host, error) < 0)
		return -1;
	return emit(sweep, item, NULL, error);
}

static int sweep_network(struct sweep *sweep, virNetworkPtr network, struct error *error)
{
	struct json_object *item = NULL;

	if (collect_network(&item, network, sweep->host->name, error) < 0)
		return -1;
	return emit(sweep, item, NULL, error);
}

static int sweep_pool(struct sweep *sweep, virStoragePoolPtr pool, struct error *error)
{
	struct json_object *item = NULL;

	if (peek_owns(virStoragePoolGetName(pool)))
		return 0;
	if (collect_pool(&item, pool, sweep->host->name, error) < 0)
		return -1;
	return emit(sweep, item, NULL, error);
}

/* A machine that went away since the list was made is no failure. */
static bool went_away(virDomainPtr domain)
{
	return virDomainIsPersistent(domain) < 0 && handle_failed_with(VIR_ERR_NO_DOMAIN);
}

static int is_among(struct json_object *those, const char *name)
{
	return those ? json_boolean(those, name, false) : -1;
}

/* By name: with each call that is about a uuid libvirt's client writes it out in vain. */
static struct collect_known known_of(
	const struct sweep *sweep, const char *name, virDomainStatsRecordPtr stats)
{
	return (struct collect_known){.device = {stats, sweep->shelf},
		.persistent = sweep->transient ? !is_among(sweep->transient, name) : -1,
		.autostart = is_among(sweep->autostart, name),
		.snapshots = is_among(sweep->snapshots, name) == 0 ? 0 : -1,
		.checkpoints = is_among(sweep->checkpoints, name) == 0 ? 0 : -1};
}

static int sweep_domain(struct sweep *sweep, virDomainPtr domain, virDomainStatsRecordPtr stats,
	struct error *error)
{
	struct collect_known known = known_of(sweep, virDomainGetName(domain), stats);
	struct json_object *item = NULL;
	AUTO_FREE char *raw = NULL;

	if (collect_machine(&item, &raw, domain, &known, sweep->host->name, error) == 0)
		return emit(sweep, item, raw, error);
	return went_away(domain) ? 0 : -1;
}

/*
 * libvirt tells in the order in which it was asked, less those that went away: at `*at` or on.
 */
static virDomainStatsRecordPtr next_stats(
	virDomainStatsRecordPtr *stats, int count, int *at, virDomainPtr domain)
{
	for (int i = *at; i < count; i++)
		if (text_equal(virDomainGetName(stats[i]->dom), virDomainGetName(domain))) {
			*at = i + 1;
			return stats[i];
		}
	return NULL;
}

static int sweep_domains(struct sweep *sweep, size_t from, struct error *error)
{
	size_t left = (size_t)sweep->domain_count - from;
	size_t count = left < AT_ONCE ? left : AT_ONCE;
	virDomainPtr few[AT_ONCE + 1] = {0};
	virDomainStatsRecordPtr *stats = NULL;
	int told, at = 0, result = 0;

	memcpy(few, sweep->domains + from, count * sizeof(few[0]));
	told = virDomainListGetStats(
		few, MEASURE_STATS, &stats, VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
	for (size_t i = 0; i < count && result == 0; i++)
		result = sweep_domain(
			sweep, few[i], next_stats(stats, told, &at, few[i]), error);
	if (told >= 0)
		virDomainStatsRecordListFree(stats);
	return result;
}

/* The tasks are the host, the networks, the pools, then the machines, some at a time. */
static int do_items(void *argument, size_t index, struct error *error)
{
	struct sweep *sweep = argument;

	if (index == 0)
		return sweep_host(sweep, error);
	index -= 1;
	if (index < (size_t)sweep->network_count)
		return sweep_network(sweep, sweep->networks[index], error);
	index -= (size_t)sweep->network_count;
	if (index < (size_t)sweep->pool_count)
		return sweep_pool(sweep, sweep->pools[index], error);
	return sweep_domains(sweep, (index - (size_t)sweep->pool_count) * AT_ONCE, error);
}

static size_t count_tasks(const struct sweep *sweep)
{
	return 1 + (size_t)sweep->network_count + (size_t)sweep->pool_count +
	       ((size_t)sweep->domain_count + AT_ONCE - 1) / AT_ONCE;
}

int collect_all(virConnectPtr connection, const struct collect_host *host,
	const struct collect_listener *listener, struct error *error)
{
	struct sweep sweep = {.connection = connection,
		.host = host,
		.listener = listener,
		.shelf = shelf_new(),
		.lock = PTHREAD_MUTEX_INITIALIZER};
	int result = gang_run(HANDS, sizeof(lists) / sizeof(lists[0]), do_list, &sweep, error);

	if (result == 0)
		result = gang_run(HANDS, count_tasks(&sweep), do_items, &sweep, error);
	let_go(&sweep);
	return result;
}

static int look_up(struct sweep *sweep, const char *uuid, struct json_object *gone)
{
	virDomainPtr domain = virDomainLookupByUUIDString(sweep->connection, uuid);

	if (domain)
		sweep->domains[sweep->domain_count++] = domain;
	else if (handle_failed_with(VIR_ERR_NO_DOMAIN))
		json_object_array_add(gone, json_object_new_string(uuid));
	return domain || handle_failed_with(VIR_ERR_NO_DOMAIN) ? 0 : -1;
}

static int do_some(void *argument, size_t index, struct error *error)
{
	return sweep_domains(argument, index * AT_ONCE, error);
}

int collect_some(virConnectPtr connection, const struct collect_host *host,
	struct json_object *uuids, struct json_object **gone,
	const struct collect_listener *listener, struct error *error)
{
	struct sweep sweep = {.connection = connection,
		.host = host,
		.listener = listener,
		.domains = mem_array(json_length(uuids) + 1, sizeof(virDomainPtr)),
		.lock = PTHREAD_MUTEX_INITIALIZER};
	int result = 0;

	*gone = json_object_new_array();
	for (size_t i = 0; i < json_length(uuids) && result == 0; i++)
		result = look_up(&sweep,
			json_object_get_string(json_object_array_get_idx(uuids, i)), *gone);
	if (result < 0)
		handle_failed(error, host->name, "looking for a machine");
	else
		result = gang_run(HANDS, ((size_t)sweep.domain_count + AT_ONCE - 1) / AT_ONCE,
			do_some, &sweep, error);
	let_go(&sweep);
	return result;
}

static int missing(const char *id, int number, struct error *error)
{
	if (handle_failed_with(number))
		return error_set(error, ERROR_NOT_FOUND, id, "%s is not there any more.", id);
	return handle_failed(error, id, "looking for it");
}

static int one_machine(struct json_object **item, virConnectPtr connection, const char *host,
	const char *id, struct error *error)
{
	AUTO_DOMAIN virDomainPtr domain = virDomainLookupByUUIDString(connection, id);

	if (!domain)
		return missing(id, VIR_ERR_NO_DOMAIN, error);
	return collect_machine(item, NULL, domain, NULL, host, error);
}

static int one_network(struct json_object **item, virConnectPtr connection, const char *host,
	const char *name, struct error *error)
{
	AUTO_NETWORK virNetworkPtr network = virNetworkLookupByName(connection, name);

	if (!network)
		return missing(name, VIR_ERR_NO_NETWORK, error);
	return collect_network(item, network, host, error);
}

static int one_pool(struct json_object **item, virConnectPtr connection, const char *host,
	const char *name, struct error *error)
{
	AUTO_POOL virStoragePoolPtr pool = virStoragePoolLookupByName(connection, name);

	if (!pool)
		return missing(name, VIR_ERR_NO_STORAGE_POOL, error);
	return collect_pool(item, pool, host, error);
}

int collect_one(struct json_object **item, virConnectPtr connection,
	const struct collect_host *host, const char *kind, const char *id, struct error *error)
{
	const char *slash = strchr(id, '/');

	if (text_equal(kind, "machine"))
		return one_machine(item, connection, host->name, id, error);
	if (text_equal(kind, "host"))
		return collect_host(item, connection, host, error);
	if (slash && text_equal(kind, "network"))
		return one_network(item, connection, host->name, slash + 1, error);
	if (slash && text_equal(kind, "pool"))
		return one_pool(item, connection, host->name, slash + 1, error);
	return error_set(error, ERROR_INPUT, id,
		"The plan rests on a fact of kind \"%s\", which the plugin libvirt cannot "
		"read.",
		kind);
}
