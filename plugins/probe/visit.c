#include "visit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/memory.h"
#include "exchange.h"
#include "way.h"

static void conclude(struct visit *visit, enum verdict verdict, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static void conclude(struct visit *visit, enum verdict verdict, const char *format, ...)
{
	va_list list;

	visit->verdict = verdict;
	va_start(list, format);
	vsnprintf(visit->reason, sizeof(visit->reason), format, list);
	va_end(list);
}

/* The addresses of an address are itself, or none of the other family. */
static void find_literal(const struct url *url, int family, struct dns_addresses *found)
{
	bool fits = url->literal.family == family;

	*found = (struct dns_addresses){.verdict = fits ? VERDICT_YES : VERDICT_NO,
		.reason = fits ? NULL : N_("The url is an address of the other family."),
		.count = fits ? 1 : 0,
		.list = {url->literal}};
}

static void find(
	struct visit *visit, const struct url *url, bool first, struct dns_addresses *found)
{
	if (url->literal.family)
		find_literal(url, visit->family, found);
	else if (visit->linked)
		dns_recall(visit->dns, url->host, visit->family, visit->until, found);
	else
		dns_find(visit->dns, url->host, visit->family, visit->until, found);
	if (first) {
		visit->found = *found;
		visit->literal = url->literal.family != 0;
	}
}

/* What somebody else's page leads to is not this machine itself. */
static void keep_outer(struct dns_addresses *found)
{
	size_t count = 0;

	for (size_t i = 0; i < found->count; i++)
		if (way_leads_out(&found->list[i]))
			found->list[count++] = found->list[i];
	found->count = count;
}

static bool any_way(const struct dns_addresses *found)
{
	for (size_t i = 0; i < found->count; i++)
		if (way_exists(&found->list[i]))
			return true;
	return false;
}

/* False with a conclusion when the host of the hop cannot be asked. */
static bool look_up(
	struct visit *visit, const struct url *url, bool first, struct dns_addresses *found)
{
	find(visit, url, first, found);
	if (found->verdict != VERDICT_YES) {
		conclude(visit, found->verdict, "%s", found->reason);
		return false;
	}
	if (!first || visit->linked)
		keep_outer(found);
	if (found->count == 0)
		conclude(visit, VERDICT_NO, N_("It leads to the machine that asks."));
	else if (!any_way(found))
		conclude(visit, VERDICT_UNKNOWN, N_("This machine has no way to its IPv%d."),
			visit->family);
	return found->count > 0 && visit->reason[0] == '\0';
}

/* Whatever was given too little time proves nothing by its silence. */
static void conclude_failure(
	struct visit *visit, const struct exchange *exchange, int64_t begin)
{
	bool hasty = exchange->late && visit->until - begin < VERDICT_PATIENCE;

	if (plugin_cancelled(visit->call) || hasty)
		conclude(visit, VERDICT_UNKNOWN, N_("There was no time left."));
	else
		conclude(visit, VERDICT_NO, "%s", exchange->reason);
}

static void conclude_status(struct visit *visit)
{
	if (visit->status >= 200 && visit->status < 400)
		conclude(visit, VERDICT_YES, "%s", "");
	else
		conclude(visit, VERDICT_NO, N_("It answered with status %ld."), visit->status);
}

static bool was_seen(const struct visit *visit, const struct url *url)
{
	for (size_t i = 0; i < visit->hop_count; i++)
		if (strcmp(visit->hops[i].url.text, url->text) == 0)
			return true;
	return false;
}

/* The hop that a redirect leads to, or NULL with a conclusion. */
static struct visit_hop *follow(struct visit *visit, const char *target)
{
	struct visit_hop *last = &visit->hops[visit->hop_count - 1], *next = last + 1;
	struct url url = {0};

	if (url_parse(&url, last->url.text, target) < 0)
		conclude(visit, VERDICT_NO,
			N_("It redirects to what is not asked over HTTP or HTTPS."));
	else if (visit->hop_count <= VISIT_REDIRECTS) {
		next->url = url;
		visit->hop_count++;
		return next;
	} else if (was_seen(visit, &url))
		conclude(visit, VERDICT_NO, N_("It redirects in a circle."));
	else
		conclude(visit, VERDICT_NO, N_("It redirects more than %d times."),
			VISIT_REDIRECTS);
	url_clear(&url);
	return NULL;
}

static void keep_times(
	struct visit *visit, const struct exchange *exchange, int64_t begin, int64_t asked)
{
	if (visit->hop_count == 1)
		visit->tcp_us = exchange->tcp_us;
	visit->first_byte_us =
		exchange->first_byte_us < 0 ? -1 : asked - begin + exchange->first_byte_us;
	visit->total_us = clock_monotonic() - begin;
	visit->speed_bps = exchange->speed_bps;
}

/* Asks one hop; returns the next one or NULL when there is a conclusion. */
static struct visit_hop *take_hop(
	struct visit *visit, struct exchange *exchange, struct visit_hop *hop, int64_t begin)
{
	struct dns_addresses found;

	if (!look_up(visit, &hop->url, hop == visit->hops, &found))
		return NULL;
	int64_t asked = clock_monotonic();
	bool done = exchange_make(exchange, &hop->url, &found, visit->until);
	hop->status = visit->status = exchange->status;
	memcpy(hop->address, exchange->address, sizeof(hop->address));
	keep_times(visit, exchange, begin, asked);
	if (!done)
		conclude_failure(visit, exchange, begin);
	else if (exchange->target)
		return follow(visit, exchange->target);
	else
		conclude_status(visit);
	return NULL;
}

static void travel(struct visit *visit, struct exchange *exchange)
{
	struct visit_hop *hop = visit->hops;
	int64_t begin = clock_monotonic();

	while (hop && begin < visit->until)
		hop = take_hop(visit, exchange, hop, begin);
	if (begin >= visit->until)
		conclude(visit, VERDICT_UNKNOWN, N_("There was no time left."));
}

void visit_make(struct visit *visit, const struct url *url)
{
	struct exchange exchange = {
		.call = visit->call, .most = visit->body_most, .whole = visit->whole};

	visit->found = (struct dns_addresses){
		.verdict = VERDICT_UNKNOWN, .reason = N_("There was no time left.")};
	visit->tcp_us = visit->first_byte_us = visit->total_us = visit->speed_bps = -1;
	url_copy(&visit->hops[0].url, url);
	visit->hop_count = 1;
	if (exchange_open(&exchange, visit->family))
		travel(visit, &exchange);
	else
		conclude(visit, VERDICT_UNKNOWN, N_("libcurl cannot be used."));
	visit->body = exchange.body;
	exchange.body = (struct text){0};
	exchange_close(&exchange);
}

void visit_clear(struct visit *visit)
{
	for (size_t i = 0; i < visit->hop_count; i++)
		url_clear(&visit->hops[i].url);
	text_clear(&visit->body);
	visit->hop_count = 0;
}
