#include "exchange.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/memory.h"

#define HEADS_MOST (256 * 1024) /* bytes of all headers of one answer */

static size_t take(char *data, size_t one, size_t size, void *argument)
{
	struct exchange *exchange = argument;
	size_t room = exchange->most - exchange->body.size;

	(void)one;
	exchange->cut = size > room;
	text_append(&exchange->body, data, size < room ? size : room);
	return exchange->cut ? 0 : size;
}

static size_t take_head(char *data, size_t one, size_t size, void *argument)
{
	struct exchange *exchange = argument;

	(void)data;
	(void)one;
	exchange->heads += size;
	return exchange->heads > HEADS_MOST ? 0 : size;
}

static int look(void *argument, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return plugin_cancelled(((struct exchange *)argument)->call);
}

bool exchange_open(struct exchange *exchange, int family)
{
	CURL *curl = exchange->curl = curl_easy_init();
	long resolve = family == 6 ? CURL_IPRESOLVE_V6 : CURL_IPRESOLVE_V4;

	return curl && curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == 0 &&
	       curl_easy_setopt(curl, CURLOPT_IPRESOLVE, resolve) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_PROXY, "") == 0 &&
	       curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_COOKIEFILE, "") == 0 &&
	       curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, exchange->reason) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_head) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_HEADERDATA, exchange) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_XFERINFODATA, exchange) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_USERAGENT, "banyun-plugin-probe") == 0;
}

void exchange_close(struct exchange *exchange)
{
	curl_easy_cleanup(exchange->curl);
	text_clear(&exchange->body);
}

/*
 * "host:port:address,address", which stands in for a look-up. Of an address nothing is looked
 * up, and libcurl does not read one with colons here.
 */
static struct curl_slist *resolved(const struct url *url, const struct dns_addresses *found)
{
	AUTO_TEXT struct text line = {0};
	char address[ADDRESS_TEXT];

	if (url->literal.family)
		return NULL;
	text_format(&line, "%s:%u:", url->host, url->port);
	for (size_t i = 0; i < found->count; i++) {
		address_format(&found->list[i], address);
		text_format(&line, found->list[i].family == 6 ? "%s[%s]" : "%s%s",
			i > 0 ? "," : "", address);
	}
	return curl_slist_append(NULL, line.data);
}

static int64_t time_of(const struct exchange *exchange, CURLINFO which)
{
	curl_off_t microseconds = 0;

	curl_easy_getinfo(exchange->curl, which, &microseconds);
	return microseconds;
}

static void read_times(struct exchange *exchange)
{
	int64_t connected = time_of(exchange, CURLINFO_CONNECT_TIME_T),
		first = time_of(exchange, CURLINFO_STARTTRANSFER_TIME_T),
		speed = time_of(exchange, CURLINFO_SPEED_DOWNLOAD_T);

	exchange->tcp_us =
		connected > 0 ? connected - time_of(exchange, CURLINFO_NAMELOOKUP_TIME_T) : -1;
	exchange->first_byte_us = exchange->status > 0 ? first : -1;
	exchange->speed_bps =
		exchange->status > 0 && speed <= JSON_INTEGER_MOST / 8 ? speed * 8 : -1;
}

static void read_answer(struct exchange *exchange)
{
	char *address = NULL, *target = NULL;

	curl_easy_getinfo(exchange->curl, CURLINFO_RESPONSE_CODE, &exchange->status);
	curl_easy_getinfo(exchange->curl, CURLINFO_PRIMARY_IP, &address);
	curl_easy_getinfo(exchange->curl, CURLINFO_REDIRECT_URL, &target);
	snprintf(exchange->address, sizeof(exchange->address), "%s",
		exchange->status > 0 && address ? address : "");
	exchange->target = exchange->status >= 300 && exchange->status < 400 ? target : NULL;
	read_times(exchange);
}

/* A server may have written some of it. */
static bool is_sentence(const char *text)
{
	for (const char *at = text; *at; at++)
		if (*at < ' ' || *at > '~')
			return false;
	return *text != '\0';
}

/* libcurl has several sentences for it. */
static char *tell_late(const struct exchange *exchange, long long given)
{
	if (exchange->status > 0)
		return mem_format(N_("It had not ended after %lld ms."), given);
	if (exchange->tcp_us >= 0)
		return mem_format(N_("It did not answer in %lld ms."), given);
	return mem_format(N_("It could not be connected to in %lld ms."), given);
}

static char *tell_failure(const struct exchange *exchange, CURLcode code, int64_t given)
{
	if (exchange->cut)
		return mem_format(
			N_("It has more than %zu bytes, which is the most that is read."),
			exchange->most);
	if (exchange->heads > HEADS_MOST)
		return mem_string(N_("Its headers have no end."));
	if (exchange->late)
		return tell_late(exchange, given);
	return mem_format("%s.",
		is_sentence(exchange->reason) ? exchange->reason : curl_easy_strerror(code));
}

static void explain(struct exchange *exchange, CURLcode code, int64_t given, int64_t until)
{
	exchange->late = code == CURLE_OPERATION_TIMEDOUT || clock_monotonic() >= until;
	AUTO_FREE char *sentence = tell_failure(exchange, code, given);
	snprintf(exchange->reason, sizeof(exchange->reason), "%s", sentence);
}

static void forget(struct exchange *exchange)
{
	exchange->reason[0] = exchange->address[0] = '\0';
	exchange->late = exchange->cut = false;
	exchange->heads = 0;
	exchange->status = 0;
	exchange->target = NULL;
	text_clear(&exchange->body);
}

bool exchange_make(struct exchange *exchange, const struct url *url,
	const struct dns_addresses *found, int64_t until)
{
	int64_t left = (until - clock_monotonic()) / 1000;
	struct curl_slist *list = resolved(url, found);
	CURLcode code = CURLE_OUT_OF_MEMORY;

	forget(exchange);
	if ((list || url->literal.family) &&
		curl_easy_setopt(exchange->curl, CURLOPT_URL, url->text) == 0 &&
		curl_easy_setopt(exchange->curl, CURLOPT_RESOLVE, list) == 0 &&
		curl_easy_setopt(
			exchange->curl, CURLOPT_TIMEOUT_MS, (long)(left > 0 ? left : 1)) == 0)
		code = curl_easy_perform(exchange->curl);
	read_answer(exchange);
	curl_easy_setopt(exchange->curl, CURLOPT_RESOLVE, NULL);
	curl_slist_free_all(list);
	if (code == CURLE_OK || (exchange->cut && (!exchange->whole || exchange->target)))
		return true;
	explain(exchange, code, left, until);
	return false;
}
