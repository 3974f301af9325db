#include "dirty.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "handle.h"
#include <libvirt/virterror.h>
#include <unistd.h>

#define AT_ONCE 50     /* machines that one bulk call tells of */
#define GLANCE  200000 /* microseconds between two looks */
#define GRACE   10     /* seconds that libvirt may take beyond those asked */
#define START   20     /* seconds in which all must have begun */

struct watching {
	virDomainPtr *domains; /* those that are being measured, ended by NULL */
	size_t count;
	int seconds;
	struct json_object *told;
};

static struct json_object *no(const char *why)
{
	return json_set_string(json_object_new_object(), "unasked", why);
}

static void begin(struct watching *watching, virConnectPtr connection, const char *uuid)
{
	virDomainPtr domain = virDomainLookupByUUIDString(connection, uuid);
	struct error error = {0};

	if (domain && virDomainStartDirtyRateCalc(domain, watching->seconds,
			      VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING) == 0) {
		watching->domains[watching->count++] = domain;
		return;
	}
	handle_failed(&error, uuid, "asking how fast it writes its memory");
	json_set(watching->told, uuid, no(error.text));
	if (domain)
		virDomainFree(domain);
}

static void begin_all(
	struct watching *watching, virConnectPtr connection, struct json_object *uuids)
{
	int64_t latest = clock_monotonic() + START * 1000000LL;

	for (size_t i = 0; i < json_length(uuids); i++) {
		const char *uuid = json_object_get_string(json_object_array_get_idx(uuids, i));

		if (clock_monotonic() < latest && watching->count < DIRTY_MOST)
			begin(watching, connection, uuid);
		else
			json_set(watching->told, uuid, no("There was no time to ask."));
	}
}

static struct json_object *read_rate(virDomainStatsRecordPtr stats)
{
	struct json_object *rate = json_object_new_object();
	long long mebibytes = 0;
	int period = 0;

	if (virTypedParamsGetLLong(stats->params, stats->nparams,
		    "dirtyrate.megabytes_per_second", &mebibytes) != 1 ||
		mebibytes < 0 || mebibytes > JSON_INTEGER_MOST >> 20) {
		json_object_put(rate);
		return no("libvirt told no rate.");
	}
	virTypedParamsGetInt(stats->params, stats->nparams, "dirtyrate.calc_period", &period);
	json_set_integer(rate, "bytes", mebibytes << 20);
	return json_set_integer(rate, "seconds", period);
}

/* Whether this one is over; one that runs no more tells nothing. */
static void look(struct watching *watching, virDomainStatsRecordPtr stats)
{
	char uuid[VIR_UUID_STRING_BUFLEN] = "";
	int status = -1;

	virDomainGetUUIDString(stats->dom, uuid);
	virTypedParamsGetInt(stats->params, stats->nparams, "dirtyrate.calc_status", &status);
	if (status == VIR_DOMAIN_DIRTYRATE_MEASURED)
		json_set(watching->told, uuid, read_rate(stats));
}

static void look_at_some(struct watching *watching, size_t from)
{
	size_t left = watching->count - from, count = left < AT_ONCE ? left : AT_ONCE;
	virDomainPtr few[AT_ONCE + 1] = {0};
	virDomainStatsRecordPtr *stats = NULL;
	int told;

	for (size_t i = 0; i < count; i++)
		few[i] = watching->domains[from + i];
	told = virDomainListGetStats(few, VIR_DOMAIN_STATS_DIRTYRATE, &stats,
		VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
	for (int i = 0; i < told; i++)
		look(watching, stats[i]);
	if (told >= 0)
		virDomainStatsRecordListFree(stats);
}

/* Those that have told are looked at no more. */
static void drop_told(struct watching *watching)
{
	size_t kept = 0;

	for (size_t i = 0; i < watching->count; i++) {
		char uuid[VIR_UUID_STRING_BUFLEN] = "";

		virDomainGetUUIDString(watching->domains[i], uuid);
		if (json_member(watching->told, uuid))
			virDomainFree(watching->domains[i]);
		else
			watching->domains[kept++] = watching->domains[i];
	}
	watching->count = kept;
}

static void give_up(struct watching *watching)
{
	for (size_t i = 0; i < watching->count; i++) {
		char uuid[VIR_UUID_STRING_BUFLEN] = "";

		virDomainGetUUIDString(watching->domains[i], uuid);
		json_set(watching->told, uuid, no("libvirt did not tell it in time."));
		virDomainFree(watching->domains[i]);
	}
}

struct json_object *dirty_rates(virConnectPtr connection, struct json_object *uuids,
	int seconds, dirty_ended *ended, void *argument)
{
	struct watching watching = {.seconds = seconds, .told = json_object_new_object()};
	int64_t latest;

	watching.domains = mem_array(json_length(uuids) + 1, sizeof(virDomainPtr));
	begin_all(&watching, connection, uuids);
	latest = clock_monotonic() + (seconds + GRACE) * 1000000LL;
	while (watching.count > 0 && clock_monotonic() < latest &&
		!(ended && ended(argument))) {
		usleep(GLANCE);
		for (size_t from = 0; from < watching.count; from += AT_ONCE)
			look_at_some(&watching, from);
		drop_told(&watching);
	}
	give_up(&watching);
	free(watching.domains);
	return watching.told;
}
