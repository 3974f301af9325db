/*
 * Prefixes of different owners that hold the same addresses. Of nested ones, each is set
 * against the narrowest that another owner has around it, so that one wide prefix hides no
 * other overlap and their number stays that of the prefixes.
 */
#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/networks_private.h"
#include <stdlib.h>
#include <string.h>

struct entry {
	struct address prefix;
	const char *id, *owner;
	const char *wire; /* the same for prefixes that are one wire */
};

struct group { /* entries of one prefix */
	const struct entry *first;
	size_t count;
};

struct stack {
	struct group groups[129]; /* each lies within the one below it */
	size_t depth;
};

static int by_prefix(const void *left, const void *right)
{
	const struct entry *one = left, *other = right;
	int order = address_compare(&one->prefix, &other->prefix);

	return order ? order : strcmp(one->id, other->id);
}

/* Only a department's can be another's trouble. */
static size_t list_entries(struct deriving *deriving, struct entry *entries)
{
	size_t count = 0;

	json_object_object_foreach (json_member(deriving->gathered, "prefix"), id, facts) {
		struct entry *entry = &entries[count];

		entry->id = id;
		entry->owner = json_string(facts, "department");
		entry->wire = wire_of(deriving, id);
		if (entry->owner &&
			address_parse(&entry->prefix, json_string(facts, "prefix")) == 0)
			count++;
	}
	qsort(entries, count, sizeof(*entries), by_prefix);
	return count;
}

static bool conflict(const struct entry *one, const struct entry *other)
{
	return !text_equal(one->owner, other->owner) && !text_equal(one->wire, other->wire);
}

/* Where not all owners are on one wire, the first differs from some. */
static bool conflicts_within(const struct group *group)
{
	for (size_t i = 1; i < group->count; i++)
		if (conflict(&group->first[0], &group->first[i]))
			return true;
	return false;
}

static bool conflicts_with(const struct group *group, const struct group *around)
{
	for (size_t i = 0; i < around->count; i++)
		if (conflict(&group->first[0], &around->first[i]))
			return true;
	return false;
}

static void tell(
	struct deriving *deriving, const struct group *about, const struct group *group)
{
	char text[ADDRESS_TEXT];

	address_format(&about->first->prefix, text);
	for (size_t i = 0; i < group->count; i++)
		note(deriving, "overlapping_prefixes", text, group->first[i].owner, "prefix",
			group->first[i].id);
}

static void judge(struct deriving *deriving, struct stack *stack, const struct group *group)
{
	while (stack->depth > 0 &&
		!address_contains(
			&stack->groups[stack->depth - 1].first->prefix, &group->first->prefix))
		stack->depth--;
	stack->groups[stack->depth] = *group;
	if (conflicts_within(group)) {
		tell(deriving, group, group);
	} else {
		for (size_t i = stack->depth; i > 0; i--) {
			if (!conflicts_with(group, &stack->groups[i - 1]))
				continue;
			tell(deriving, &stack->groups[i - 1], &stack->groups[i - 1]);
			tell(deriving, &stack->groups[i - 1], group);
			break;
		}
	}
	stack->depth++;
}

void overlaps_judge(struct deriving *deriving)
{
	struct json_object *prefixes = json_member(deriving->gathered, "prefix");
	struct stack stack = {.depth = 0};
	AUTO_FREE struct entry *entries = NULL;
	size_t count;

	if (!prefixes)
		return;
	entries = mem_array((size_t)json_object_object_length(prefixes), sizeof(*entries));
	count = list_entries(deriving, entries);
	for (size_t i = 0; i < count;) {
		struct group group = {&entries[i], 1};

		while (i + group.count < count &&
			address_equal(&group.first->prefix, &entries[i + group.count].prefix))
			group.count++;
		judge(deriving, &stack, &group);
		i += group.count;
	}
}
