#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/networks_private.h"
#include "model/snapshot.h"
#include <string.h>

#define SOURCE "inventory"

void each_of_kind(struct deriving *deriving, const char *kind, each_member *each)
{
	struct json_object *members = json_member(deriving->kinds, kind);

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		each(deriving, member,
			json_member(deriving->objects, json_string(member, "digest")));
	}
}

char *owner_of_host(struct json_object *member, struct json_object *facts)
{
	const char *department = json_string(facts, "department");

	return department ? mem_string(department)
			  : mem_format("/%s", json_string(member, "id"));
}

static struct json_object *member_of(struct json_object *tree, const char *name)
{
	struct json_object *member = json_member(tree, name);

	if (!member)
		json_set(tree, name, member = json_small());
	return member;
}

struct json_object *gather(struct deriving *deriving, const char *kind, const char *id)
{
	return member_of(member_of(deriving->gathered, kind), id);
}

void gather_value(struct json_object *facts, const char *set, const char *value)
{
	struct json_object *values;

	if (!value)
		return;
	values = member_of(facts, set);
	if (!json_member(values, value))
		json_set_boolean(values, value, true);
}

void gather_all(struct json_object *facts, struct json_object *from, const char *set)
{
	struct json_object *values = json_member(from, set);

	if (!values)
		return;
	json_object_object_foreach (values, value, unused) {
		(void)unused;
		gather_value(facts, set, value);
	}
}

bool gathered_value(struct json_object *facts, const char *set, const char *value)
{
	return json_member(json_member(facts, set), value);
}

void note(struct deriving *deriving, const char *rule, const char *about,
	const char *department, const char *kind, const char *id)
{
	AUTO_FREE char *name = mem_format("%s/%s", rule, about);
	AUTO_FREE char *subject = mem_format("%s %s", kind, id);
	struct json_object *facts = gather(deriving, "irregularity", name);

	json_set_string(facts, "rule", rule);
	gather_value(facts, "departments", department);
	gather_value(facts, "subjects", subject);
}

struct json_object *add_home(struct deriving *deriving, const char *kind, const char *id,
	const char *department, const char *domain)
{
	AUTO_FREE char *key = mem_format("%s %s", kind, id);
	struct json_object *home = member_of(deriving->homes, key);

	gather_value(home, "domains", domain);
	gather_value(home, "departments", department);
	return home;
}

/* --- the end --- */

static int by_text(const void *left, const void *right)
{
	return strcmp(json_object_get_string(*(struct json_object *const *)left),
		json_object_get_string(*(struct json_object *const *)right));
}

struct json_object *gather_sorted(struct json_object *set)
{
	struct json_object *list = json_object_new_array();

	if (!set)
		return list;
	json_object_object_foreach (set, value, unused) {
		(void)unused;
		json_object_array_add(list, json_object_new_string(value));
	}
	json_object_array_sort(list, by_text);
	return list;
}

static void settle_set(struct json_object *settled, const char *name, struct json_object *set)
{
	struct json_object *list = gather_sorted(set);
	size_t count = json_length(list);

	json_set(settled, name, list);
	if (count <= NETWORKS_MOST)
		return;
	AUTO_FREE char *left_out = mem_format("%s_left_out", name);
	json_object_array_del_idx(list, NETWORKS_MOST, count - NETWORKS_MOST);
	json_set_integer(settled, left_out, (int64_t)(count - NETWORKS_MOST));
}

static struct json_object *settle(struct json_object *facts)
{
	struct json_object *settled = json_object_new_object();

	json_object_object_foreach (facts, name, value) {
		if (json_object_is_type(value, json_type_object))
			settle_set(settled, name, value);
		else
			json_set(settled, name, json_object_get(value));
	}
	return settled;
}

static void add_all(struct deriving *deriving, const char *kind, struct json_object *all)
{
	json_object_object_foreach (all, id, facts) {
		AUTO_JSON struct json_object *settled = settle(facts);

		snapshot_add(deriving->snapshot, deriving->objects, kind, id, settled, NULL,
			SOURCE, deriving->seen);
	}
}

void gather_finish(struct deriving *deriving)
{
	json_object_object_foreach (deriving->gathered, kind, all)
		add_all(deriving, kind, all);
}
