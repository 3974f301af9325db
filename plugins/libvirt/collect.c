#include "collect.h"

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "handle.h"
#include "peek.h"
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

/* What libvirt listed, each once, and how far we are. */
struct sweep {
	virConnectPtr connection;
	const struct collect_host *host;
	const struct collect_listener *listener;
	virNetworkPtr *networks;
	virStoragePoolPtr *pools;
	virDomainPtr *domains;
	virDomainStatsRecordPtr *stats;
	int network_count, pool_count, domain_count, stat_count;
	size_t done;
};

static int list_all(struct sweep *sweep)
{
	virConnectPtr connection = sweep->connection;

	sweep->network_count = virConnectListAllNetworks(connection, &sweep->networks, 0);
	sweep->pool_count = virConnectListAllStoragePools(connection, &sweep->pools, 0);
	sweep->domain_count = virConnectListAllDomains(connection, &sweep->domains, 0);
	if (sweep->network_count < 0 || sweep->pool_count < 0 || sweep->domain_count < 0)
		return -1;
	sweep->stat_count = virConnectGetAllDomainStats(connection, VIR_DOMAIN_STATS_BLOCK,
		&sweep->stats, VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
	return 0;
}

static void let_go(struct sweep *sweep)
{
	for (int i = 0; i < sweep->network_count; i++)
		virNetworkFree(sweep->networks[i]);
	for (int i = 0; i < sweep->pool_count; i++)
		virStoragePoolFree(sweep->pools[i]);
	for (int i = 0; i < sweep->domain_count; i++)
		virDomainFree(sweep->domains[i]);
	if (sweep->stat_count > 0)
		virDomainStatsRecordListFree(sweep->stats);
	free(sweep->networks);
	free(sweep->pools);
	free(sweep->domains);
}

static virDomainStatsRecordPtr find_stats(const struct sweep *sweep, virDomainPtr domain)
{
	unsigned char wanted[VIR_UUID_BUFLEN], found[VIR_UUID_BUFLEN];

	if (virDomainGetUUID(domain, wanted) < 0)
		return NULL;
	for (int i = 0; i < sweep->stat_count; i++)
		if (virDomainGetUUID(sweep->stats[i]->dom, found) == 0 &&
			memcmp(wanted, found, sizeof(found)) == 0)
			return sweep->stats[i];
	return NULL;
}

static int emit(
	struct sweep *sweep, struct json_object *owned, const char *raw, struct error *error)
{
	const struct collect_listener *to = sweep->listener;

	sweep->done++;
	if (to->told)
		to->told(to->argument, sweep->done,
			1 + (size_t)sweep->network_count + (size_t)sweep->pool_count +
				(size_t)sweep->domain_count);
	return to->emit(to->argument, owned, raw, error);
}

static int sweep_networks(struct sweep *sweep, struct error *error)
{
	for (int i = 0; i < sweep->network_count; i++) {
		struct json_object *item = NULL;

		if (collect_network(&item, sweep->networks[i], sweep->host->name, error) < 0 ||
			emit(sweep, item, NULL, error) < 0)
			return -1;
	}
	return 0;
}

static int sweep_pools(struct sweep *sweep, struct error *error)
{
	for (int i = 0; i < sweep->pool_count; i++) {
		struct json_object *item = NULL;

		if (peek_owns(virStoragePoolGetName(sweep->pools[i])))
			continue;
		if (collect_pool(&item, sweep->pools[i], sweep->host->name, error) < 0 ||
			emit(sweep, item, NULL, error) < 0)
			return -1;
	}
	return 0;
}

/* A machine that went away since the list was made is no failure. */
static bool went_away(virDomainPtr domain)
{
	return virDomainIsPersistent(domain) < 0 && handle_failed_with(VIR_ERR_NO_DOMAIN);
}

static int sweep_domains(struct sweep *sweep, struct error *error)
{
	for (int i = 0; i < sweep->domain_count; i++) {
		virDomainPtr domain = sweep->domains[i];
		struct json_object *item = NULL;
		AUTO_FREE char *raw = NULL;

		if (collect_machine(&item, &raw, domain, find_stats(sweep, domain),
			    sweep->host->name, error) < 0) {
			if (went_away(domain))
				continue;
			return -1;
		}
		if (emit(sweep, item, raw, error) < 0)
			return -1;
	}
	return 0;
}

static int sweep_host(struct sweep *sweep, struct error *error)
{
	struct json_object *item = NULL;

	if (collect_host(&item, sweep->connection, sweep->host, error) < 0)
		return -1;
	return emit(sweep, item, NULL, error);
}

int collect_all(virConnectPtr connection, const struct collect_host *host,
	const struct collect_listener *listener, struct error *error)
{
	struct sweep sweep = {.connection = connection, .host = host, .listener = listener};
	int result = -1;

	if (list_all(&sweep) < 0)
		handle_failed(error, host->name, "listing what is on the host");
	else if (sweep_host(&sweep, error) == 0 && sweep_networks(&sweep, error) == 0 &&
		 sweep_pools(&sweep, error) == 0 && sweep_domains(&sweep, error) == 0)
		result = 0;
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
