/*
 * Names asked of DNS servers and of nothing else: what this machine's own files say of a name
 * is not what the world is told. Every question ends in time. One thread uses one.
 */
#ifndef PROBE_DNS_H
#define PROBE_DNS_H

#include "banyun-plugin.h"
#include "base/address.h"

#define DNS_ADDRESSES 16 /* of one name; more are left out */
#define DNS_NAMES     16

/* Microseconds; silence for less proves nothing. Shares of a second are a little more. */
#define VERDICT_PATIENCE 800000

enum verdict { VERDICT_NO, VERDICT_YES, VERDICT_UNKNOWN };
const char *verdict_word(enum verdict verdict); /* "no", "yes", "unknown" */

/*
 * VERDICT_YES: there are addresses. VERDICT_NO: DNS said that there are none. VERDICT_UNKNOWN:
 * it did not say.
 */
struct dns_addresses {
	enum verdict verdict;
	const char *reason; /* NULL for VERDICT_YES; never freed */
	int64_t us;         /* until the answer */
	size_t count;
	struct address list[DNS_ADDRESSES];
};

struct dns_names {
	enum verdict verdict;
	const char *reason;
	size_t count;
	char *list[DNS_NAMES];
};

struct dns;

/* Once for the process. Returns 0 or -1. */
int dns_prepare(struct error *error);

/*
 * `servers` is a list of addresses, or NULL: those of the system. NULL with an error when they
 * cannot be used. dns_close() allows NULL.
 */
struct dns *dns_open(
	struct plugin_call *call, struct json_object *servers, struct error *error);
void dns_close(struct dns *dns);

/*
 * Asks for the AAAA (family 6) or A records (family 4) of `name`, aliases included, until
 * `until` of clock_monotonic().
 */
void dns_find(struct dns *dns, const char *name, int family, int64_t until,
	struct dns_addresses *found);
/* The same, and an answer of before is taken again, also that there was none. */
void dns_recall(struct dns *dns, const char *name, int family, int64_t until,
	struct dns_addresses *found);

/* Asks for the NS records of the zone `name`. */
void dns_find_servers(
	struct dns *dns, const char *name, int64_t until, struct dns_names *found);
/* Asks for the names of an address (PTR). */
void dns_find_pointers(
	struct dns *dns, const struct address *address, int64_t until, struct dns_names *found);
void dns_clear_names(struct dns_names *names);

/*
 * Asks the server at `address` itself whether it serves `zone`: VERDICT_YES when it answers
 * with authority for it. `*reason` is as above.
 */
enum verdict dns_serves(struct dns *dns, const struct address *address, const char *zone,
	int64_t until, const char **reason);

#endif
