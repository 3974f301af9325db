#include "collect.h"

#include "base/error.h"
#include "base/gang.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "flags.h"
#include "handle.h"
#include "measure.h"
#include "peek.h"
#include "shelf.h"
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Machines whose numbers one bulk call tells, and towards the end. */
#define AT_ONCE       50
#define AT_ONCE_LEAST 4
/* Of a client libvirt takes five requests at once: one more hand reads what came meanwhile. */
#define HANDS 6
/*
 * With more machines to be read again, all volumes of a host are listed, as for a whole scan.
 */
#define FEW 200

/* What libvirt listed, each once, and how far we are. */
struct sweep {
	virConnectPtr connection;
	const struct collect_host *host;
	const struct collect_listener *listener;
	virNetworkPtr *networks;
	virStoragePoolPtr *pools;
	virDomainPtr *domains;
	int network_count, pool_count, domain_count;
	struct json_object *uuids; /* of those that are asked for, if not all are */
	struct json_object *gone;  /* those of them that are not there any more */
	struct flags flags;
	struct shelf *shelf;
	pthread_mutex_t lock; /* of all below, of `gone`, and of the listener's told() */
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

static int note_pools(struct sweep *sweep)
{
	sweep->pool_count = virConnectListAllStoragePools(sweep->connection, &sweep->pools, 0);
	for (int i = 0; i < sweep->pool_count; i++)
		shelf_note(sweep->shelf, sweep->pools[i]);
	return sweep->pool_count;
}

static int list_transient(struct sweep *sweep)
{
	flags_list(&sweep->flags, FLAG_TRANSIENT, sweep->connection);
	return 0;
}

static int list_autostart(struct sweep *sweep)
{
	flags_list(&sweep->flags, FLAG_AUTOSTART, sweep->connection);
	return 0;
}

static int list_snapshots(struct sweep *sweep)
{
	flags_list(&sweep->flags, FLAG_SNAPSHOTS, sweep->connection);
	return 0;
}

static int list_checkpoints(struct sweep *sweep)
{
	flags_list(&sweep->flags, FLAG_CHECKPOINTS, sweep->connection);
	return 0;
}

typedef int list(struct sweep *sweep);

static list *const of_all[] = {list_pools, list_domains, list_transient, list_autostart,
	list_snapshots, list_checkpoints, list_networks, NULL};
/* Where a machine stands in a list only as an exception; most start by themselves. */
static list *const of_few[] = {
	note_pools, list_transient, list_snapshots, list_checkpoints, NULL};
static list *const of_many[] = {
	list_pools, list_transient, list_autostart, list_snapshots, list_checkpoints, NULL};

static list *const *lists_of(const struct sweep *sweep)
{
	if (!sweep->uuids)
		return of_all;
	return json_length(sweep->uuids) > FEW ? of_many : of_few;
}

static size_t count_lists(const struct sweep *sweep)
{
	size_t count = 0;

	while (lists_of(sweep)[count])
		count++;
	return count;
}

static int look_up(struct sweep *sweep, size_t index, struct error *error)
{
	struct json_object *uuid = json_object_array_get_idx(sweep->uuids, index);
	virDomainPtr domain =
		virDomainLookupByUUIDString(sweep->connection, json_object_get_string(uuid));

	if (!domain && !handle_failed_with(VIR_ERR_NO_DOMAIN))
		return handle_failed(error, sweep->host->name, "looking for a machine");
	pthread_mutex_lock(&sweep->lock);
	if (domain)
		sweep->domains[sweep->domain_count++] = domain;
	else
		json_object_array_add(sweep->gone, json_object_get(uuid));
	pthread_mutex_unlock(&sweep->lock);
	return 0;
}

/* The tasks are the lists, then each machine that is asked for. */
static int do_list(void *argument, size_t index, struct error *error)
{
	struct sweep *sweep = argument;
	size_t lists = count_lists(sweep);

	if (index >= lists)
		return look_up(sweep, index - lists, error);
	if (lists_of(sweep)[index](sweep) >= 0)
		return 0;
	return handle_failed(error, sweep->host->name, "listing what is on the host");
}

static bool is_off(virDomainPtr domain)
{
	return virDomainGetID(domain) == (unsigned)-1;
}

static int by_running(const void *left, const void *right)
{
	const virDomainPtr *one = left, *other = right;

	return is_off(*one) - is_off(*other);
}

/* Those that run come first: of the others less is asked. */
static int find_all(struct sweep *sweep, struct error *error)
{
	if (gang_run(HANDS, count_lists(sweep) + json_length(sweep->uuids), do_list, sweep,
		    error) < 0)
		return -1;
	if (sweep->domain_count > 0)
		qsort(sweep->domains, (size_t)sweep->domain_count, sizeof(virDomainPtr),
			by_running);
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
	flags_clear(&sweep->flags);
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

static int sweep_domain(struct sweep *sweep, virDomainPtr domain, virDomainStatsRecordPtr stats,
	struct error *error)
{
	struct collect_known known = {.device = {stats, sweep->shelf}};
	struct json_object *item = NULL;
	AUTO_FREE char *raw = NULL;

	flags_tell(&sweep->flags, virDomainGetName(domain), &known);
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

/*
 * How many of the machines that are left are read together: the fewer, the sooner the last hand
 * is done.
 */
static size_t at_once(size_t left)
{
	size_t share = left / (2 * HANDS);

	share = share < AT_ONCE_LEAST ? AT_ONCE_LEAST : share;
	share = share > AT_ONCE ? AT_ONCE : share;
	return share < left ? share : left;
}

/* The first machine of a part; of the part behind the last, how many machines there are. */
static size_t part_begin(const struct sweep *sweep, size_t part)
{
	size_t count = (size_t)sweep->domain_count, begin = 0;

	while (part-- > 0)
		begin += at_once(count - begin);
	return begin;
}

static size_t count_parts(const struct sweep *sweep)
{
	size_t count = (size_t)sweep->domain_count, parts = 0;

	for (size_t begin = 0; begin < count; begin += at_once(count - begin))
		parts++;
	return parts;
}

static int sweep_domains(struct sweep *sweep, size_t part, struct error *error)
{
	size_t from = part_begin(sweep, part), count = part_begin(sweep, part + 1) - from;
	virDomainPtr few[AT_ONCE + 1] = {0};
	virDomainStatsRecordPtr *stats = NULL;
	int told, at = 0, result = 0;

	memcpy(few, sweep->domains + from, count * sizeof(few[0]));
	told = virDomainListGetStats(few, is_off(few[0]) ? MEASURE_OFF : MEASURE_STATS, &stats,
		VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
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
	return sweep_domains(sweep, index - (size_t)sweep->pool_count, error);
}

static size_t count_tasks(const struct sweep *sweep)
{
	return 1 + (size_t)sweep->network_count + (size_t)sweep->pool_count +
	       count_parts(sweep);
}

int collect_all(virConnectPtr connection, const struct collect_host *host,
	const struct collect_listener *listener, struct error *error)
{
	struct sweep sweep = {.connection = connection,
		.host = host,
		.listener = listener,
		.shelf = shelf_new(),
		.lock = PTHREAD_MUTEX_INITIALIZER};
	int result = find_all(&sweep, error);

	if (result == 0)
		result = gang_run(HANDS, count_tasks(&sweep), do_items, &sweep, error);
	let_go(&sweep);
	return result;
}

static int do_some(void *argument, size_t index, struct error *error)
{
	return sweep_domains(argument, index, error);
}

int collect_some(virConnectPtr connection, const struct collect_host *host,
	struct json_object *uuids, struct json_object **gone,
	const struct collect_listener *listener, struct error *error)
{
	struct sweep sweep = {.connection = connection,
		.host = host,
		.listener = listener,
		.uuids = uuids,
		.gone = json_object_new_array(),
		.domains = mem_array(json_length(uuids) + 1, sizeof(virDomainPtr)),
		.shelf = shelf_new(),
		.lock = PTHREAD_MUTEX_INITIALIZER};
	int result = find_all(&sweep, error);

	*gone = sweep.gone;
	if (result == 0)
		result = gang_run(HANDS, count_parts(&sweep), do_some, &sweep, error);
	let_go(&sweep);
	return result;
}
