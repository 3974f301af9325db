#include "inventory/list.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/picked.h"
#include "inventory/undeclared.h"
#include "model/object.h"
#include "model/snapshot.h"
#include <stdio.h>
#include <string.h>

static const char *const sides[] = {"department", "cloud", "machine", NULL};

const struct shape_field inventory_query_fields[] = {
	{"snapshot", SHAPE_DIGEST, .help = "the newest when missing"},
	{"kind", SHAPE_STRING, .low = 1, .high = 512,
		.help = "of the objects; several with commas"},
	{"department", SHAPE_OWNER, .help = "whose they are"},
	{"side", SHAPE_CHOICE, .choices = sides, .help = "of their host"},
	{"source", SHAPE_STRING, .low = 1, .high = 256,
		.help = "how one of their tellers begins"},
	{"since", SHAPE_STRING, .low = 4, .high = 32, .help = "seen at that time or later"},
	{"text", SHAPE_STRING, .low = 1, .high = 256,
		.help = "in their id or the values of their facts"},
	{"name", SHAPE_STRING, .low = 1, .high = 512, .help = "their id or their name"},
	{"undeclared", SHAPE_BOOLEAN, .help = "only what was found and not declared"},
	{"contradictory", SHAPE_BOOLEAN, .help = "only what two told differently"},
	{"after", SHAPE_STRING, .low = 1, .high = 1024,
		.help = "the `next` of the page before, whose snapshot it holds on to"},
	{"limit", SHAPE_INTEGER, .low = 1, .high = INVENTORY_PAGE_MOST,
		.help = "objects of the page"},
	{0},
};

struct listing {
	struct picked picked;
	struct json_object *query;
	struct undeclared undeclared;
	struct json_object *contradicted; /* "KIND ID" -> list of facts of contradictions */
	struct json_object *members;      /* of the page */
	int64_t matched, limit;
	char *kind, *id; /* of the object that the page before ended with */
	char *next;
};

static char *key_of(struct json_object *member)
{
	return mem_format("%s %s", json_string(member, "kind"), json_string(member, "id"));
}

/* --- what is asked for --- */

/* Whether the word is one of "a,b,c". */
static bool is_of(const char *list, const char *word)
{
	size_t size = strlen(word);

	for (; list; list = strchr(list, ',') ? strchr(list, ',') + 1 : NULL)
		if (strncmp(list, word, size) == 0 && (list[size] == ',' || !list[size]))
			return true;
	return false;
}

static bool is_kind(const char *word, size_t size)
{
	for (const char *const *kind = object_kinds; *kind; kind++)
		if (strlen(*kind) == size && strncmp(*kind, word, size) == 0)
			return true;
	return false;
}

static int check_kinds(const char *list, struct error *error)
{
	AUTO_TEXT struct text all = {0};
	size_t size;

	for (; list; list = list[size] ? list + size + 1 : NULL) {
		size = strcspn(list, ",");
		if (is_kind(list, size))
			continue;
		for (const char *const *kind = object_kinds; *kind; kind++)
			text_format(&all, "%s%s", all.data ? ", " : "", *kind);
		return error_set(error, ERROR_INPUT, "kind",
			"There are no objects of the kind \"%.*s\"; the kinds are %s.",
			(int)size, list, all.data);
	}
	return 0;
}

static int check_since(const char *since, struct error *error)
{
	int64_t wall;

	if (!since || clock_is_date(since) || clock_parse(since, &wall) == 0)
		return 0;
	return error_set(error, ERROR_INPUT, "since",
		"The time must be a day as 2026-01-31, a month, a year, or a time as "
		"2026-01-31T08:00:00Z, but is \"%s\".",
		since);
}

/* "SNAPSHOT KIND ID": later pages are of the snapshot that the first was of. */
static int check_after(struct listing *listing, char digest[DIGEST_TEXT], struct error *error)
{
	const char *after = json_string(listing->query, "after");
	const char *snapshot = json_string(listing->query, "snapshot"), *kind, *id;

	snprintf(digest, DIGEST_TEXT, "%s", snapshot ? snapshot : "");
	if (!after)
		return 0;
	kind = strchr(after, ' ');
	id = kind ? strchr(kind + 1, ' ') : NULL;
	if (!id || kind - after != DIGEST_TEXT - 1 ||
		(snapshot && strncmp(after, snapshot, DIGEST_TEXT - 1) != 0))
		return error_set(error, ERROR_INPUT, "after",
			"The page can only begin after the `next` of the page before, and of "
			"the same snapshot.");
	snprintf(digest, DIGEST_TEXT, "%s", after);
	listing->kind = mem_bytes(kind + 1, (size_t)(id - kind - 1));
	listing->id = mem_string(id + 1);
	return 0;
}

/* --- contradictions, by what they are about --- */

static int take_contradiction(
	struct listing *listing, struct json_object *member, struct error *error)
{
	AUTO_JSON struct json_object *facts = NULL;
	struct json_object *list;
	AUTO_FREE char *key = NULL;

	if (picked_facts(&facts, &listing->picked, member, error) < 0)
		return -1;
	key = key_of(facts);
	list = json_member(listing->contradicted, key);
	if (!list)
		json_set(listing->contradicted, key, list = json_object_new_array());
	json_object_array_add(list, mem_take(&facts));
	return 0;
}

static int take_contradictions(struct listing *listing, struct error *error)
{
	struct json_object *members = json_member(listing->picked.snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), "contradiction") &&
			take_contradiction(listing, member, error) < 0)
			return -1;
	}
	return 0;
}

/* --- what the membership says --- */

/* Whether one of "a b, c d" begins so. */
static bool tells(const char *sources, const char *start)
{
	while (sources) {
		if (text_starts(sources, start))
			return true;
		sources = strstr(sources, ", ");
		sources = sources ? sources + 2 : NULL;
	}
	return false;
}

/*
 * Whose it is says the id of what departments told and of networks: "DEPARTMENT/NAME". False
 * where it is certainly another's.
 */
static bool may_be_of(struct json_object *member, const char *department)
{
	static const char *const kinds[] = {"system", "landing", "room", "dedicated_network",
		"leased_line", "internet_exit", "retention", "quota", "baseline", "prefix",
		"way_out", "path"};
	const char *id = json_string(member, "id");
	size_t size = strlen(department);

	if (text_equal(json_string(member, "kind"), "department"))
		return text_equal(id, department);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (text_equal(json_string(member, "kind"), kinds[i]))
			return strncmp(id, department, size) == 0 && id[size] == '/';
	return true;
}

/*
 * The name is the id, or its end, of all but machines, whose ids are their uuids. False where
 * it certainly is not.
 */
static bool may_be_named(struct json_object *member, const char *name)
{
	const char *kind = json_string(member, "kind"), *id = json_string(member, "id");
	size_t size = strlen(id), end = strlen(name);

	return text_equal(kind, "machine") || text_equal(kind, "copy") ||
	       (size >= end && text_equal(id + size - end, name));
}

static bool fits_membership(const struct listing *listing, struct json_object *member)
{
	const char *kind = json_string(listing->query, "kind");
	const char *source = json_string(listing->query, "source");
	const char *since = json_string(listing->query, "since");
	const char *department = json_string(listing->query, "department");
	const char *name = json_string(listing->query, "name");
	AUTO_FREE char *key = NULL;

	if ((kind && !is_of(kind, json_string(member, "kind"))) ||
		(source && !tells(json_string(member, "source"), source)) ||
		(since && strcmp(snapshot_seen(listing->picked.snapshot, member), since) < 0))
		return false;
	if ((department && !may_be_of(member, department)) ||
		(name && !may_be_named(member, name)) ||
		(json_boolean(listing->query, "undeclared", false) &&
			!undeclared_can_be(json_string(member, "kind"))))
		return false;
	if (!json_boolean(listing->query, "contradictory", false))
		return true;
	key = key_of(member);
	return json_member(listing->contradicted, key);
}

/* --- what its facts say --- */

static bool needs_facts(const struct listing *listing)
{
	static const char *const filters[] = {
		"department", "side", "text", "name", "undeclared"};

	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (json_member(listing->query, filters[i]))
			return true;
	return false;
}

/* What is told of another object is of that object's department. */
static struct json_object *subject_of(
	const struct listing *listing, struct json_object *member, struct json_object *facts)
{
	if (!text_equal(json_string(member, "kind"), "contradiction"))
		return NULL;
	return snapshot_member(
		listing->picked.snapshot, json_string(facts, "kind"), json_string(facts, "id"));
}

static int fits_owner(bool *fits, const struct listing *listing, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	const char *department = json_string(listing->query, "department");
	const char *side = json_string(listing->query, "side");
	struct json_object *subject = subject_of(listing, member, facts), *host;
	AUTO_JSON struct json_object *meant = NULL;

	if (subject) {
		if (picked_facts(&meant, &listing->picked, subject, error) < 0)
			return -1;
		member = subject;
		facts = meant;
	}
	if (picked_host(&host, &listing->picked, facts, error) < 0)
		return -1;
	host = host ? host : facts;
	*fits = !department || text_equal(json_string(host, "department"), department) ||
		(text_equal(json_string(member, "kind"), "department") &&
			text_equal(json_string(member, "id"), department)) ||
		json_has_string(json_member(facts, "departments"), department);
	*fits = *fits && (!side || text_equal(json_string(host, "side"), side));
	return 0;
}

static bool contains(struct json_object *value, const char *text)
{
	if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach (value, name, inner) {
			(void)name;
			if (contains(inner, text))
				return true;
		}
		return false;
	}
	if (!json_object_is_type(value, json_type_array))
		return value && strcasestr(json_object_get_string(value), text);
	for (size_t i = 0; i < json_length(value); i++)
		if (contains(json_object_array_get_idx(value, i), text))
			return true;
	return false;
}

static bool fits_text(
	const struct listing *listing, struct json_object *member, struct json_object *facts)
{
	const char *text = json_string(listing->query, "text");
	const char *name = json_string(listing->query, "name");

	if (name && !text_equal(json_string(member, "id"), name) &&
		!text_equal(json_string(facts, "name"), name))
		return false;
	return !text || strcasestr(json_string(member, "id"), text) || contains(facts, text);
}

static int fits_facts(bool *fits, const struct listing *listing, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	*fits = fits_text(listing, member, facts);
	if (*fits && json_boolean(listing->query, "undeclared", false))
		*fits = undeclared_is(&listing->undeclared, member, facts);
	if (*fits && (json_member(listing->query, "department") ||
			     json_member(listing->query, "side")))
		return fits_owner(fits, listing, member, facts, error);
	return 0;
}

/* --- the page --- */

static void put(struct listing *listing, struct json_object *member, struct json_object *facts)
{
	struct json_object *row = json_copy(member);
	AUTO_FREE char *key = key_of(member);
	struct json_object *contradictions = json_member(listing->contradicted, key);

	snapshot_set_seen(listing->picked.snapshot, row);
	json_set(row, "facts", json_object_get(facts));
	if (contradictions)
		json_set(row, "contradictions", json_object_get(contradictions));
	json_object_array_add(listing->members, row);
}

static bool was_before(const struct listing *listing, struct json_object *member)
{
	int order = listing->kind ? strcmp(json_string(member, "kind"), listing->kind) : 1;

	return order < 0 || (order == 0 && strcmp(json_string(member, "id"), listing->id) <= 0);
}

static char *next_after(const struct listing *listing)
{
	AUTO_FREE char *key = key_of(
		json_object_array_get_idx(listing->members, json_length(listing->members) - 1));

	return mem_format("%s %s", listing->picked.digest, key);
}

/* Whether it comes on this page: it fits, and comes after the page before. */
static int place(struct listing *listing, struct json_object *member, struct json_object *facts,
	struct error *error)
{
	AUTO_JSON struct json_object *read = NULL;

	listing->matched++;
	if (listing->next || was_before(listing, member))
		return 0;
	if ((int64_t)json_length(listing->members) == listing->limit) {
		listing->next = next_after(listing);
		return 0;
	}
	if (!facts && picked_facts(&read, &listing->picked, member, error) < 0)
		return -1;
	put(listing, member, facts ? facts : read);
	return 0;
}

static int consider(struct listing *listing, struct json_object *member, struct error *error)
{
	AUTO_JSON struct json_object *facts = NULL;
	bool fits = fits_membership(listing, member);

	if (fits && needs_facts(listing) &&
		(picked_facts(&facts, &listing->picked, member, error) < 0 ||
			fits_facts(&fits, listing, member, facts, error) < 0))
		return -1;
	return fits ? place(listing, member, facts, error) : 0;
}

static int open_listing(struct listing *listing, struct store *store, struct error *error)
{
	char digest[DIGEST_TEXT];

	if (check_kinds(json_string(listing->query, "kind"), error) < 0 ||
		check_since(json_string(listing->query, "since"), error) < 0 ||
		check_after(listing, digest, error) < 0)
		return -1;
	return picked_open(&listing->picked, store, *digest ? digest : NULL, error);
}

static int list(struct listing *listing, struct error *error)
{
	struct json_object *members = json_member(listing->picked.snapshot, "members");

	if (take_contradictions(listing, error) < 0)
		return -1;
	if (json_boolean(listing->query, "undeclared", false) &&
		undeclared_learn(&listing->undeclared, &listing->picked, error) < 0)
		return -1;
	for (size_t i = 0; i < json_length(members); i++)
		if (consider(listing, json_object_array_get_idx(members, i), error) < 0)
			return -1;
	return 0;
}

static struct json_object *page_of(const struct listing *listing)
{
	struct json_object *page = json_object_new_object();
	struct json_object *snapshot = listing->picked.snapshot;

	json_set_string(page, "digest", listing->picked.digest);
	json_set_string(page, "made", json_string(snapshot, "made"));
	json_set_integer(page, "matched", listing->matched);
	json_set(page, "members", json_object_get(listing->members));
	json_set_string(page, "next", listing->next);
	return json_set(page, "silent", json_object_get(json_member(snapshot, "silent")));
}

int inventory_list(struct json_object **page, struct store *store, struct json_object *query,
	struct error *error)
{
	AUTO_JSON struct json_object *contradicted = json_object_new_object();
	AUTO_JSON struct json_object *members = json_object_new_array();
	struct listing listing = {.query = query,
		.contradicted = contradicted,
		.members = members,
		.limit = json_integer(query, "limit", INVENTORY_PAGE)};
	int done = open_listing(&listing, store, error);

	if (done == 0)
		done = list(&listing, error);
	*page = done == 0 ? page_of(&listing) : NULL;
	undeclared_forget(&listing.undeclared);
	picked_close(&listing.picked);
	mem_free_at(&listing.kind);
	mem_free_at(&listing.id);
	mem_free_at(&listing.next);
	return done;
}
