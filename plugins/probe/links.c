/*
 * The pages of the same site behind its home page: those that it links to are of the second
 * level, those that these link to of the third. Each counts once, on the level nearest to home.
 */
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "base/clock.h"
#include "base/memory.h"
#include "html.h"
#include "visit.h"
#include "website.h"

#define SEEN_MOST    10000         /* links that are looked at on one page */
#define KNOWN_MOST   2000          /* different pages that are remembered */
#define BODY_MOST    (1024 * 1024) /* bytes of a page of the second level */
#define PATIENCE     (5 * CLOCK_SECOND)
#define LEVEL_SECOND 2
#define LEVEL_THIRD  3

struct page {
	struct url url;
	int level; /* 1: the home page itself */
	UT_hash_handle hh;
};

struct links {
	struct website *website;
	const struct url *here; /* the page that is read */
	int level;              /* of what it links to */
	size_t seen;
	struct page *pages; /* by url, in the order of their finding */
};

struct level {
	int number;
	size_t found, measured, with_aaaa;
	int counts[3];
	struct json_object *pages;
};

static void know(struct links *links, const struct url *url, int level)
{
	struct page *page;

	HASH_FIND_STR(links->pages, url->text, page);
	if (page || HASH_COUNT(links->pages) >= KNOWN_MOST)
		return;
	page = mem_alloc(sizeof(*page));
	page->level = level;
	url_copy(&page->url, url);
	HASH_ADD_KEYPTR(hh, links->pages, page->url.text, strlen(page->url.text), page);
}

static bool see(void *argument, const char *base, const char *target)
{
	struct links *links = argument;
	struct url root = {0}, url = {0};

	if (target[0] != '#' && (!base || url_parse(&root, links->here->text, base) == 0) &&
		url_parse(&url, base ? root.text : links->here->text, target) == 0 &&
		url_same_site(&url, &links->website->page))
		know(links, &url, links->level);
	url_clear(&root);
	url_clear(&url);
	return ++links->seen < SEEN_MOST && clock_monotonic() < links->website->until;
}

static void read_page(
	struct links *links, const struct url *here, const struct text *body, int level)
{
	links->here = here;
	links->level = level;
	links->seen = 0;
	if (body->size > 0)
		html_links(body->data, body->size, see, links);
}

static void visit_page(struct links *links, const struct page *page, int family, int64_t until,
	struct visit *visit)
{
	*visit = (struct visit){.call = links->website->call,
		.dns = links->website->dns,
		.family = family,
		.until = until,
		.body_most = page->level == LEVEL_SECOND ? BODY_MOST : 0,
		.linked = true};
	visit_make(visit, &page->url);
	const struct visit_hop *last = &visit->hops[visit->hop_count - 1];
	if (page->level == LEVEL_SECOND && visit->verdict == VERDICT_YES &&
		url_same_site(&last->url, &links->website->page))
		read_page(links, &last->url, &visit->body, LEVEL_THIRD);
}

static struct json_object *tell_page(const struct page *page, const struct visit *visit)
{
	struct json_object *told = json_object_new_object();

	json_set_string(told, "url", page->url.text);
	json_set_string(told, "aaaa", verdict_word(visit->found.verdict));
	json_set_string(told, "reached", verdict_word(visit->verdict));
	if (visit->status > 0)
		json_set_integer(told, "status", visit->status);
	return json_set_string(told, "reason", visit->reason[0] ? visit->reason : NULL);
}

static int64_t page_until(const struct links *links, size_t left)
{
	int64_t share = website_share(links->website->until, left),
		patience = clock_monotonic() + PATIENCE;

	return share < patience ? share : patience;
}

/*
 * One of `left` pages. Over IPv4 only for what it links to, where IPv6 did not give that.
 */
static void measure_page(
	struct links *links, struct level *level, const struct page *page, size_t left)
{
	struct visit visit;
	bool read;

	visit_page(links, page, 6, page_until(links, left), &visit);
	level->measured++;
	level->with_aaaa += visit.found.verdict == VERDICT_YES;
	level->counts[visit.verdict]++;
	json_object_array_add(level->pages, tell_page(page, &visit));
	read = visit.verdict == VERDICT_YES || page->level != LEVEL_SECOND;
	visit_clear(&visit);
	if (read)
		return;
	visit_page(links, page, 4, page_until(links, left), &visit);
	visit_clear(&visit);
}

static size_t count_pages(const struct links *links, int level)
{
	size_t count = 0;

	for (const struct page *page = links->pages; page; page = page->hh.next)
		count += page->level == level;
	return count;
}

/* Pages that are found meanwhile come behind, and are of another level. */
static void measure_level(struct links *links, struct level *level)
{
	size_t most = links->website->links;

	level->pages = json_object_new_array();
	level->found = count_pages(links, level->number);
	most = most < level->found ? most : level->found;
	for (const struct page *page = links->pages; page && most > 0; page = page->hh.next)
		if (page->level == level->number)
			measure_page(links, level, page, most--);
}

static struct json_object *tell_level(const struct level *level)
{
	struct json_object *told = json_object_new_object();

	json_set_integer(told, "found", (int64_t)level->found);
	json_set_integer(told, "measured", (int64_t)level->measured);
	json_set_integer(told, "with_aaaa", (int64_t)level->with_aaaa);
	json_set_integer(told, "reached", level->counts[VERDICT_YES]);
	json_set_integer(told, "failed", level->counts[VERDICT_NO]);
	json_set_integer(told, "unknown", level->counts[VERDICT_UNKNOWN]);
	return json_set(told, "pages", level->pages);
}

static void forget(struct links *links)
{
	struct page *page, *next;

	HASH_ITER (hh, links->pages, page, next) {
		HASH_DEL(links->pages, page);
		url_clear(&page->url);
		free(page);
	}
}

void links_measure(struct website *website, struct json_object *result)
{
	struct links links = {.website = website};
	struct level second = {.number = LEVEL_SECOND}, third = {.number = LEVEL_THIRD};
	struct json_object *told = json_object_new_object();
	int64_t end = website->until;

	know(&links, &website->url, 1);
	know(&links, &website->page, 1);
	read_page(&links, &website->page, &website->body, LEVEL_SECOND);
	website->until = website_share(end, 2);
	measure_level(&links, &second);
	website->until = end;
	measure_level(&links, &third);
	json_set_string(told, "site", url_site(&website->page));
	json_set_string(told, "read",
		verdict_word(website->body.size > 0 ? VERDICT_YES : VERDICT_UNKNOWN));
	json_set(told, "second", tell_level(&second));
	json_set(told, "third", tell_level(&third));
	json_set(result, "links", told);
	forget(&links);
}
