#include "model/tellers.h"

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

/*
 * Whose word counts where two tell a fact differently: the first of these. Who comes first in
 * time does not matter, so that a snapshot does not depend on who answered sooner.
 */
static unsigned rank(const char *source)
{
	static const char *const order[] = {
		"register", "survey", "libvirt ", "ssh ", "netlink ", "fake ", "inventory"};
	unsigned count = sizeof(order) / sizeof(order[0]);

	for (unsigned i = 0; i < count; i++)
		if (text_starts(source, order[i]))
			return i;
	return count;
}

static bool comes_before(const char *left, const char *right)
{
	return rank(left) != rank(right) ? rank(left) < rank(right) : strcmp(left, right) < 0;
}

/*
 * Until it is finished, TELLERS of a member that several told leads from each source to when it
 * saw the object, and BY from each fact to its source.
 */
#define TELLERS "tellers"
#define BY      "by"

static void begin(struct json_object *member, struct json_object *facts)
{
	struct json_object *source = json_member(member, "source");
	struct json_object *by = json_object_new_object(), *tellers = json_small();

	json_object_object_foreach (facts, name, value) {
		(void)value;
		json_set(by, name, json_object_get(source));
	}
	json_set(member, BY, by);
	json_set(tellers, json_object_get_string(source),
		json_object_get(json_member(member, "seen")));
	json_set(member, TELLERS, tellers);
}

void tellers_join(struct json_object *member, struct json_object *known,
	struct json_object *more, const char *source, const char *seen)
{
	AUTO_JSON struct json_object *told = json_object_new_string(source);
	struct json_object *by;

	if (!json_member(member, BY))
		begin(member, known);
	by = json_member(member, BY);
	json_set_string(json_member(member, TELLERS), source, seen);

	json_object_object_foreach (more, name, value) {
		const char *teller = json_string(by, name);

		if (teller && !comes_before(source, teller))
			continue;
		json_set(known, name, json_object_get(value));
		json_set(by, name, json_object_get(told));
	}
}

/* The sources in their order, and which of the facts others than the first told. */
static int by_rank(const void *left, const void *right)
{
	const char *one = *(const char *const *)left, *other = *(const char *const *)right;

	return comes_before(one, other) ? -1 : comes_before(other, one);
}

static char *list_sources(const char **sources, size_t count)
{
	struct text text = {0};

	qsort(sources, count, sizeof(*sources), by_rank);
	for (size_t i = 0; i < count; i++)
		text_format(&text, "%s%s", i ? ", " : "", sources[i]);
	return text_take(&text);
}

static struct json_object *list_told(
	struct json_object *by, struct json_object *tellers, const char *first)
{
	struct json_object *told = json_object_new_object();

	json_object_object_foreach (by, name, teller) {
		const char *source = json_object_get_string(teller);
		struct json_object *row;

		if (text_equal(source, first))
			continue;
		row = json_set_string(json_object_new_object(), "source", source);
		json_set(
			told, name, json_set_string(row, "seen", json_string(tellers, source)));
	}
	return told;
}

void tellers_finish(struct json_object *member)
{
	struct json_object *tellers = json_member(member, TELLERS);
	AUTO_JSON struct json_object *told = NULL;
	AUTO_FREE const char **sources = NULL;
	AUTO_FREE char *all = NULL;
	size_t count = 0;

	if (!tellers)
		return;
	sources = mem_array((size_t)json_object_object_length(tellers), sizeof(*sources));
	json_object_object_foreach (tellers, source, seen) {
		(void)seen;
		sources[count++] = source;
	}
	all = list_sources(sources, count);
	json_set_string(member, "source", all);
	json_set_string(member, "seen", json_string(tellers, sources[0]));
	told = list_told(json_member(member, BY), tellers, sources[0]);
	if (json_object_object_length(told) > 0)
		json_set(member, "told", json_object_get(told));
	json_object_object_del(member, BY);
	json_object_object_del(member, TELLERS);
}
