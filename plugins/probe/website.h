/*
 * What the files of the method `website` share: website.c has the method and its clock, home.c
 * the tries of the home page, delegation.c the servers of the zone, links.c the pages behind
 * the home page. Below them are visit.h (one page over one family), dns.h, html.h and url.h.
 *
 * Nothing is judged here beyond one word: `yes` and `no` are what was seen, `unknown` is what
 * nothing was seen of, because DNS did not answer, because this machine has no way to the
 * family, or because the time was over.
 */
#ifndef PROBE_WEBSITE_H
#define PROBE_WEBSITE_H

#include "base/text.h"
#include "dns.h"
#include "url.h"

#define WEBSITE_TRIES_MOST 20
#define WEBSITE_LINKS_MOST 100

struct website {
	struct plugin_call *call;
	struct dns *dns;
	struct url url;
	int64_t until;    /* of clock_monotonic(); each part sets its own before */
	int tries;        /* of the home page, over each family */
	size_t links;     /* measured, of each level */
	struct url page;  /* where the home page was in the end; the url's own without one */
	struct text body; /* of the home page, over IPv6 if it came so */
};

/*
 * When one of `pieces` things that are done by `until` must be done: each has an equal share of
 * what is left, but a second at least while there is one.
 */
int64_t website_share(int64_t until, size_t pieces);

/* Each adds members to `result`. */
void home_measure(struct website *website, struct json_object *result);
void delegation_measure(struct website *website, struct json_object *result);
/* The same of one zone, with what was found of it as the members of `told`. */
void delegation_tell(struct website *website, const char *zone, struct json_object *told);
void links_measure(struct website *website, struct json_object *result);

#endif
