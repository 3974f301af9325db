/*
 * The tries of a home page over one family, and what they come to.
 */
#ifndef PROBE_HOME_H
#define PROBE_HOME_H

#include "visit.h"
#include "website.h"

enum measure {
	MEASURE_DNS,
	MEASURE_TCP,
	MEASURE_FIRST_BYTE,
	MEASURE_TOTAL,
	MEASURE_SPEED,
	MEASURES
};

struct samples {
	size_t count;
	int64_t list[WEBSITE_TRIES_MOST];
};

/* What a good try read. */
struct copy {
	char digest[DIGEST_TEXT], words[DIGEST_TEXT];
};

struct home {
	int family;
	int counts[3]; /* by verdict */
	struct dns_addresses records;
	struct samples samples[MEASURES];
	struct copy copies[WEBSITE_TRIES_MOST];
	size_t copy_count;
	struct json_object *tries, *hops; /* owned; the hops of the last try */
};

void home_begin(struct home *home, int family);
void home_clear(struct home *home);
/* Takes one try into account, of which its body is still there. */
void home_add(struct home *home, const struct visit *visit);

/* Adds "aaaa" and "ipv6", or "a" and "ipv4". */
void home_tell(struct home *home, struct json_object *result);
/* Adds "content": whether both families serve the same. */
void home_compare(const struct home *six, const struct home *four, struct json_object *result);

#endif
