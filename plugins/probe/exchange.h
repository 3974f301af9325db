/*
 * One request and its answer over HTTP, to addresses that are given: no name is looked up, no
 * proxy is used, no redirect is followed. Cookies are kept from one to the next.
 */
#ifndef PROBE_EXCHANGE_H
#define PROBE_EXCHANGE_H

#include <curl/curl.h>

#include "base/text.h"
#include "dns.h"
#include "url.h"

struct exchange {
	struct plugin_call *call;
	size_t most; /* bytes of the body; 0: none of it is read */
	bool whole;  /* more of them is a failure; otherwise what comes first does */

	/* Of the last one. */
	long status;
	const char *target; /* where it redirects to, absolute; NULL; until the next one */
	char address[ADDRESS_TEXT];
	char reason[CURL_ERROR_SIZE];
	bool late;             /* it failed because the moment came */
	int64_t tcp_us;        /* this and what follows: -1 when there is none */
	int64_t first_byte_us; /* since exchange_make() */
	int64_t speed_bps;
	struct text body;

	CURL *curl;
	size_t heads; /* bytes of headers */
	bool cut;     /* it was ended because the body is longer */
};

/* False when libcurl cannot be used. exchange_close() is needed in any case. */
bool exchange_open(struct exchange *exchange, int family);
void exchange_close(struct exchange *exchange);

/* False with a reason when no answer came to its end by `until`. */
bool exchange_make(struct exchange *exchange, const struct url *url,
	const struct dns_addresses *found, int64_t until);

#endif
