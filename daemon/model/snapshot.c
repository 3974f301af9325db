#include "model/snapshot.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/tellers.h"
#include <string.h>

static const struct shape_field measure_item = {
	"", SHAPE_INTEGER, .low = INT64_MIN, .high = INT64_MAX};

#define SEEN_HELP "when not given: when the snapshot was made"

static const struct shape_field told_fields[] = {
	{"source", SHAPE_STRING, .required = true},
	{"seen", SHAPE_TIME, .help = SEEN_HELP},
	{0},
};
static const struct shape_field told_item = {"", SHAPE_OBJECT, .fields = told_fields};

static const struct shape_field member_fields[] = {
	{"kind", SHAPE_NAME, .required = true},
	{"id", SHAPE_STRING, .required = true, .high = 65536},
	{"digest", SHAPE_DIGEST, .required = true},
	{"source", SHAPE_STRING, .required = true, .high = 16777216},
	{"seen", SHAPE_TIME, .help = SEEN_HELP},
	{"told", SHAPE_OBJECT, .item = &told_item,
		.help = "facts that another than the first of the sources told"},
	{"measures", SHAPE_OBJECT, .item = &measure_item},
	{0},
};
static const struct shape_field member_item = {"", SHAPE_OBJECT, .fields = member_fields};

static const struct shape_field silent_fields[] = {
	{"host", SHAPE_NAME, .required = true},
	{"why", SHAPE_STRING, .required = true},
	{0},
};
static const struct shape_field silent_item = {"", SHAPE_OBJECT, .fields = silent_fields};

static const char *const snapshot_kind[] = {"snapshot", NULL};

const struct shape_field snapshot_fields[] = {
	{"kind", SHAPE_CHOICE, .required = true, .choices = snapshot_kind},
	{"schema", SHAPE_INTEGER, .required = true, .low = 1, .high = 1},
	{"made", SHAPE_TIME, .required = true},
	{"members", SHAPE_LIST, .required = true, .item = &member_item, .high = 10000000},
	{"silent", SHAPE_LIST, .required = true, .item = &silent_item, .high = 1000000},
	{0},
};

/*
 * While members are added, INDEX leads from "KIND ID" to the member; a finished snapshot is
 * sorted and has none.
 */
#define INDEX "index"
#define USES  "uses" /* from a digest to how many members have that object, where several do */

struct json_object *snapshot_new(const char *made)
{
	struct json_object *snapshot = json_object_new_object();

	json_set_string(snapshot, "kind", "snapshot");
	json_set_integer(snapshot, "schema", 1);
	json_set_string(snapshot, "made", made);
	json_set(snapshot, "members", json_object_new_array());
	json_set(snapshot, "silent", json_object_new_array());
	json_set(snapshot, INDEX, json_object_new_object());
	json_set(snapshot, USES, json_object_new_object());
	return snapshot;
}

static void put_in_index(struct json_object *snapshot, struct json_object *member)
{
	AUTO_FREE char *key =
		mem_format("%s %s", json_string(member, "kind"), json_string(member, "id"));

	json_set(json_member(snapshot, INDEX), key, json_object_get(member));
}

static int order_of(struct json_object *member, const char *kind, const char *id)
{
	int order = strcmp(json_string(member, "kind"), kind);

	return order ? order : strcmp(json_string(member, "id"), id);
}

static struct json_object *find_sorted(
	struct json_object *members, const char *kind, const char *id)
{
	size_t from = 0, to = json_object_array_length(members);

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		struct json_object *member = json_object_array_get_idx(members, middle);
		int order = order_of(member, kind, id);

		if (order == 0)
			return member;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

struct json_object *snapshot_member(
	struct json_object *snapshot, const char *kind, const char *id)
{
	struct json_object *index = json_member(snapshot, INDEX);
	AUTO_FREE char *key = NULL;

	if (!kind || !id)
		return NULL;
	if (!index)
		return find_sorted(json_member(snapshot, "members"), kind, id);
	key = mem_format("%s %s", kind, id);
	return json_member(index, key);
}

void snapshot_rename(struct json_object *snapshot, struct json_object *member, const char *kind,
	const char *id)
{
	AUTO_FREE char *key =
		mem_format("%s %s", json_string(member, "kind"), json_string(member, "id"));

	json_set_string(member, "kind", kind);
	json_set_string(member, "id", id);
	put_in_index(snapshot, member);
	json_object_object_del(json_member(snapshot, INDEX), key);
}

static void gain_measures(struct json_object *member, struct json_object *measures)
{
	struct json_object *known = json_member(member, "measures"), *all;

	if (!measures)
		return;
	all = known ? json_copy(known) : json_object_new_object();
	json_object_object_foreach (measures, name, value) {
		if (!json_object_object_get_ex(all, name, NULL))
			json_object_object_add(all, name, json_object_get(value));
	}
	json_set(member, "measures", all);
}

struct telling {
	struct json_object *facts, *measures;
	const char *source, *seen;
};

/* One member more has the object. */
static void add_object(struct json_object *snapshot, struct json_object *objects,
	const char *digest, struct json_object *facts)
{
	struct json_object *uses = json_member(snapshot, USES);

	if (json_member(objects, digest)) {
		json_set_integer(uses, digest, json_integer(uses, digest, 1) + 1);
		return;
	}
	json_share(facts);
	json_set(objects, digest, json_object_get(facts));
}

/* One member less has it. */
static void drop_object(
	struct json_object *snapshot, struct json_object *objects, const char *digest)
{
	struct json_object *uses = json_member(snapshot, USES);
	int64_t left = json_integer(uses, digest, 1) - 1;

	if (left > 0)
		json_set_integer(uses, digest, left);
	else
		json_object_object_del(objects, digest);
}

/* Gives the member its new facts; the old ones stay where another member has them too. */
static void exchange(struct json_object *snapshot, struct json_object *member,
	struct json_object *objects, struct json_object *facts)
{
	AUTO_FREE char *old = mem_string(json_string(member, "digest"));
	char digest[DIGEST_TEXT];

	digest_json(facts, digest);
	json_set_string(member, "digest", digest);
	add_object(snapshot, objects, digest, facts);
	drop_object(snapshot, objects, old);
}

/* Facts that two sources tell of one object become one object under a new digest. */
static void join_member(struct json_object *snapshot, struct json_object *member,
	struct json_object *objects, const struct telling *telling)
{
	struct json_object *known = json_member(objects, json_string(member, "digest"));
	AUTO_JSON struct json_object *joined = json_object_new_object();

	json_object_object_foreach (known, name, value)
		json_set(joined, name, json_object_get(value));
	tellers_join(member, joined, telling->facts, telling->source, telling->seen);
	exchange(snapshot, member, objects, joined);
	gain_measures(member, telling->measures);
}

/* There are many members: their names are kept once. */
static struct json_object *new_member(const char *kind, const char *id, const char *digest,
	const char *source, const char *seen)
{
	const struct {
		const char *name, *value;
	} strings[] = {{"digest", digest}, {"id", id}, {"kind", kind}, {"seen", seen},
		{"source", source}};
	struct json_object *member = json_object_new_object();

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		json_object_object_add_ex(member, strings[i].name,
			json_object_new_string(strings[i].value),
			JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_ADD_CONSTANT_KEY);
	return member;
}

void snapshot_add(struct json_object *snapshot, struct json_object *objects, const char *kind,
	const char *id, struct json_object *facts, struct json_object *measures,
	const char *source, const char *seen)
{
	struct json_object *member = snapshot_member(snapshot, kind, id);
	char digest[DIGEST_TEXT];

	if (member) {
		join_member(snapshot, member, objects,
			&(struct telling){facts, measures, source, seen});
		return;
	}
	digest_json(facts, digest);
	add_object(snapshot, objects, digest, facts);
	member = new_member(kind, id, digest, source, seen);
	if (measures)
		json_set(member, "measures", json_object_get(measures));
	json_share(member);
	json_object_array_add(json_member(snapshot, "members"), member);
	put_in_index(snapshot, member);
}

void snapshot_add_silent(struct json_object *snapshot, const char *host, const char *why)
{
	struct json_object *silent = json_object_new_object();

	json_set_string(silent, "host", host);
	json_set_string(silent, "why", why);
	json_object_array_add(json_member(snapshot, "silent"), silent);
}

static int order_members(struct json_object *left, struct json_object *right)
{
	return order_of(left, json_string(right, "kind"), json_string(right, "id"));
}

static int compare_members(const void *left, const void *right)
{
	return order_members(
		*(struct json_object *const *)left, *(struct json_object *const *)right);
}

const char *snapshot_seen(struct json_object *snapshot, struct json_object *row)
{
	const char *seen = json_string(row, "seen");

	return seen ? seen : json_string(snapshot, "made");
}

void snapshot_set_seen(struct json_object *snapshot, struct json_object *member)
{
	struct json_object *told = json_member(member, "told");

	json_set_string(member, "seen", snapshot_seen(snapshot, member));
	if (!told)
		return;
	json_object_object_foreach (told, fact, row) {
		(void)fact;
		json_set_string(row, "seen", snapshot_seen(snapshot, row));
	}
}

/*
 * What was seen in this scan does not say when, so that a member that is as it was is so to the
 * last byte.
 */
static void leave_out_seen(const char *made, struct json_object *row)
{
	if (text_equal(json_string(row, "seen"), made))
		json_object_object_del(row, "seen");
}

static void finish_member(const char *made, struct json_object *member)
{
	struct json_object *told;

	tellers_finish(member);
	leave_out_seen(made, member);
	told = json_member(member, "told");
	if (!told)
		return;
	json_object_object_foreach (told, fact, row) {
		(void)fact;
		leave_out_seen(made, row);
	}
}

void snapshot_finish(struct json_object *snapshot)
{
	struct json_object *members = json_member(snapshot, "members");
	const char *made = json_string(snapshot, "made");

	for (size_t i = 0; i < json_object_array_length(members); i++)
		finish_member(made, json_object_array_get_idx(members, i));
	json_object_object_del(snapshot, INDEX);
	json_object_object_del(snapshot, USES);
	json_object_array_sort(members, compare_members);
}

static void add_change(struct json_object *list, const char *change, struct json_object *from,
	struct json_object *to)
{
	struct json_object *row = json_object_new_object(), *any = from ? from : to;

	json_set_string(row, "change", change);
	json_set_string(row, "kind", json_string(any, "kind"));
	json_set_string(row, "id", json_string(any, "id"));
	json_set_string(row, "from", from ? json_string(from, "digest") : NULL);
	json_set_string(row, "to", to ? json_string(to, "digest") : NULL);
	json_object_array_add(list, row);
}

/* A list of members in canonical form; a member is read only where the texts differ. */
struct walk {
	const char *at, *end;
	const char *member; /* its text; NULL at the end of the list */
	size_t size;
	struct json_object *tree; /* when it was read */
};

/* To behind the brace that closes what begins here. */
static const char *skip_object(const char *at, const char *end)
{
	bool inside = false;
	int depth = 0;

	for (; at < end; at++) {
		if (inside && *at == '\\')
			at++;
		else if (*at == '"')
			inside = !inside;
		else if (!inside && *at == '{')
			depth++;
		else if (!inside && *at == '}' && --depth == 0)
			return at + 1;
	}
	return end;
}

static void walk_on(struct walk *walk)
{
	json_put_at(&walk->tree);
	walk->member = NULL;
	if (walk->at < walk->end && *walk->at == ',')
		walk->at++;
	if (walk->at >= walk->end || *walk->at != '{')
		return;
	walk->member = walk->at;
	walk->at = skip_object(walk->at, walk->end);
	walk->size = (size_t)(walk->at - walk->member);
}

static void walk_begin(struct walk *walk, const struct text *text)
{
	static const char list[] = "\"members\":[";
	const char *start = strstr(text->data ? text->data : "", list);

	*walk = (struct walk){0};
	if (!start)
		return;
	walk->at = start + sizeof(list) - 1;
	walk->end = text->data + text->size;
	walk_on(walk);
}

static int walk_read(struct walk *walk, struct error *error)
{
	struct source source = {SOURCE_JSON, "snapshot", walk->member, walk->size};

	if (!walk->member || walk->tree)
		return 0;
	if (json_parse(&walk->tree, &source, JSON_FILE, error) < 0)
		return -1;
	return shape_check(member_fields, walk->tree, &source, error);
}

static bool are_the_same(const struct walk *left, const struct walk *right)
{
	return left->member && right->member && left->size == right->size &&
	       memcmp(left->member, right->member, left->size) == 0;
}

static int compare_here(
	struct json_object *list, struct walk *left, struct walk *right, struct error *error)
{
	int order;

	if (walk_read(left, error) < 0 || walk_read(right, error) < 0)
		return -1;
	order = !left->tree ? 1 : !right->tree ? -1 : order_members(left->tree, right->tree);
	if (order < 0)
		add_change(list, "removed", left->tree, NULL);
	else if (order > 0)
		add_change(list, "added", NULL, right->tree);
	else if (!text_equal(
			 json_string(left->tree, "digest"), json_string(right->tree, "digest")))
		add_change(list, "changed", left->tree, right->tree);
	if (order <= 0)
		walk_on(left);
	if (order >= 0)
		walk_on(right);
	return 0;
}

int snapshot_diff(struct json_object **list, const struct text *from, const struct text *to,
	struct error *error)
{
	struct walk left, right;
	int result = 0;

	*list = json_object_new_array();
	walk_begin(&left, from);
	walk_begin(&right, to);
	while (result == 0 && (left.member || right.member)) {
		if (!are_the_same(&left, &right)) {
			result = compare_here(*list, &left, &right, error);
			continue;
		}
		walk_on(&left);
		walk_on(&right);
	}
	json_put_at(&left.tree);
	json_put_at(&right.tree);
	if (result < 0)
		json_put_at(list);
	return result;
}
