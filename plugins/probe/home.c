#include "home.h"

#include <string.h>

/* What the links are looked for in: the first good copy, and one over IPv6 before others. */
static void keep_page(struct website *website, struct visit *visit, bool *kept)
{
	if (visit->verdict != VERDICT_YES || *kept)
		return;
	*kept = visit->family == 6;
	text_clear(&website->body);
	website->body = visit->body;
	visit->body = (struct text){0};
	url_copy(&website->page, &visit->hops[visit->hop_count - 1].url);
}

static void try_once(struct website *website, struct home *home, size_t left, bool *kept)
{
	struct visit visit = {.call = website->call,
		.dns = website->dns,
		.family = home->family,
		.until = website_share(website->until, left),
		.body_most = VISIT_BODY_MOST,
		.whole = true};

	visit_make(&visit, &website->url);
	home_add(home, &visit);
	if (home->family == 6 || website->body.size == 0)
		keep_page(website, &visit, kept);
	visit_clear(&visit);
}

/*
 * In turns, so that what changes with time changes for both families; each goes first every
 * other time, because the second finds what the resolver has learnt from the first.
 */
static void try_both(struct website *website, struct home *six, struct home *four)
{
	bool kept = false;

	for (size_t left = (size_t)website->tries; left > 0; left--) {
		bool six_first = ((size_t)website->tries - left) % 2 == 0;
		try_once(website, six_first ? six : four, left * 2, &kept);
		try_once(website, six_first ? four : six, left * 2 - 1, &kept);
	}
}

void home_measure(struct website *website, struct json_object *result)
{
	struct home six, four;

	home_begin(&six, 6);
	home_begin(&four, 4);
	try_both(website, &six, &four);
	home_tell(&six, result);
	home_tell(&four, result);
	home_compare(&six, &four, result);
	home_clear(&six);
	home_clear(&four);
}
