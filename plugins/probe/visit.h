/*
 * One page asked for over one family, as a reader would: the name is looked up, the addresses
 * found are asked (and no other), redirects are followed.
 */
#ifndef PROBE_VISIT_H
#define PROBE_VISIT_H

#include "base/text.h"
#include "dns.h"
#include "url.h"

#define VISIT_REDIRECTS 5
#define VISIT_BODY_MOST (16 * 1024 * 1024) /* bytes */

struct visit_hop {
	struct url url;
	long status;                /* 0: it did not answer */
	char address[ADDRESS_TEXT]; /* of who answered, or "" */
};

struct visit {
	/* What is asked for. */
	struct plugin_call *call;
	struct dns *dns;
	int family;
	int64_t until;    /* of clock_monotonic() */
	size_t body_most; /* bytes that are read */
	bool whole;       /* a longer body is a failure; otherwise its beginning does */
	bool linked;      /* found on a page: its name may be recalled, and it leads out */

	/* What came. VERDICT_YES: the page, of status 200 to 399 and to its end. */
	enum verdict verdict;
	char reason[256];           /* a sentence; "" for VERDICT_YES */
	long status;                /* of the last hop; 0: none */
	struct dns_addresses found; /* for the name of the url; `us` is 0 for a literal */
	bool literal;
	int64_t tcp_us; /* the first hop's connection; this and what follows: -1 without one */
	int64_t first_byte_us, total_us; /* since the beginning, DNS and redirects included */
	int64_t speed_bps;               /* of the last hop, from its connection on */
	struct text body;
	struct visit_hop hops[VISIT_REDIRECTS + 1];
	size_t hop_count;
};

void visit_make(struct visit *visit, const struct url *url);
void visit_clear(struct visit *visit);

#endif
