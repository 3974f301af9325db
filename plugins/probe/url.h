/*
 * An address of the web, taken apart: http and https alone, in ASCII (what is not is escaped),
 * without a user, a password and a fragment.
 */
#ifndef PROBE_URL_H
#define PROBE_URL_H

#include "base/address.h"
#include <stdbool.h>

#define URL_MOST 2048 /* bytes */

/* Zero-initialised is none. */
struct url {
	char *text;
	char *host; /* lower-case, as DNS takes it; of an address without brackets */
	unsigned port;
	struct address literal; /* family 0 when the host is a name */
};

/*
 * Reads `text`, which may be relative to the absolute `base` (NULL: it is not). Returns 0, or
 * -1 and leaves it as it was when it is nothing that is asked over HTTP.
 */
int url_parse(struct url *url, const char *base, const char *text);
void url_copy(struct url *url, const struct url *from);
void url_clear(struct url *url);

/*
 * The domain that somebody registered and that `host` is in ("www.city.gov.cn":
 * "city.gov.cn"), by the public suffix list; the host itself where there is none. Borrowed.
 */
const char *url_site(const struct url *url);
bool url_same_site(const struct url *left, const struct url *right);

#endif
