#include "readiness/rules/parts.h"
#include "readiness/rules/rules.h"

/* Names may be doubled: each has a list of members. */
static void index_machine(
	struct json_object *named, struct json_object *member, const char *name)
{
	if (!json_member(named, name))
		json_set(named, name, json_object_new_array());
	json_object_array_add(json_member(named, name), json_object_get(member));
}

static void index_host(struct json_object *index, const char *id, struct json_object *facts)
{
	struct json_object *insides = json_member(index, "insides");
	const char *machine = json_string(facts, "machine");

	json_set(json_member(index, "hosts"), id, json_object_get(facts));
	if (machine && !json_member(insides, machine))
		json_set(insides, machine, json_object_get(facts));
}

struct json_object *parts_index(struct json_object *snapshot, struct json_object *objects)
{
	struct json_object *members = json_member(snapshot, "members");
	struct json_object *index = json_object_new_object();

	json_set(index, "named", json_object_new_object());
	json_set(index, "insides", json_object_new_object());
	json_set(index, "hosts", json_object_new_object());
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = json_member(objects, json_string(member, "digest"));

		if (text_equal(json_string(member, "kind"), "machine"))
			index_machine(json_member(index, "named"), member,
				json_string(facts, "name"));
		else if (text_equal(json_string(member, "kind"), "host"))
			index_host(index, json_string(member, "id"), facts);
	}
	return index;
}

/* Another department may have a machine of the same name. */
static bool may_be_of(const struct judged *judged, struct json_object *host)
{
	const char *owner = json_string(host, "department");

	return !owner || text_equal(json_string(host, "side"), "cloud") ||
	       text_equal(owner, json_string(judged->subject, "department"));
}

static struct json_object *host_of(const struct judged *judged, const char *id)
{
	return json_member(json_member(judged->parts, "hosts"), id);
}

static struct json_object *find_machine(const struct judged *judged, const char *name)
{
	struct json_object *members = json_member(json_member(judged->parts, "named"), name);

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		const char *host = json_string(judge_facts(judged, member), "host");

		if (may_be_of(judged, host_of(judged, host)))
			return member;
	}
	return NULL;
}

bool judge_part(const struct judged *judged, const char *name, struct judged_part *part)
{
	struct json_object *member = find_machine(judged, name);
	struct json_object *host = member ? NULL : host_of(judged, name);

	*part = (struct judged_part){0};
	if (member) {
		part->id = json_string(member, "id");
		part->machine = judge_facts(judged, member);
		part->host = json_member(json_member(judged->parts, "insides"), part->id);
	} else if (host && may_be_of(judged, host)) {
		part->host = host;
	}
	return part->machine || part->host;
}
