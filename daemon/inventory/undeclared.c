#include "inventory/undeclared.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/picked.h"

static void claim(struct undeclared *undeclared, struct json_object *system)
{
	struct json_object *machines = json_member(system, "machines");

	for (size_t i = 0; i < json_length(machines); i++) {
		AUTO_FREE char *key = mem_format("%s/%s", json_string(system, "department"),
			json_object_get_string(json_object_array_get_idx(machines, i)));

		json_set_boolean(undeclared->claimed, key, true);
	}
}

int undeclared_learn(
	struct undeclared *undeclared, const struct picked *picked, struct error *error)
{
	struct json_object *members = json_member(picked->snapshot, "members");

	undeclared->picked = picked;
	undeclared->claimed = json_object_new_object();
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		AUTO_JSON struct json_object *system = NULL;

		if (!text_equal(json_string(member, "kind"), "system"))
			continue;
		if (picked_facts(&system, picked, member, error) < 0)
			return -1;
		claim(undeclared, system);
	}
	return 0;
}

void undeclared_forget(struct undeclared *undeclared)
{
	json_object_put(undeclared->claimed);
	*undeclared = (struct undeclared){0};
}

static bool is_claimed(const struct undeclared *undeclared, struct json_object *machine)
{
	struct json_object *host;
	struct error error = {0};
	AUTO_FREE char *key = NULL;

	if (picked_host(&host, undeclared->picked, machine, &error) < 0)
		return false;
	key = mem_format(
		"%s/%s", json_string(host, "department"), json_string(machine, "name"));
	return json_member(undeclared->claimed, key);
}

bool undeclared_can_be(const char *kind)
{
	static const char *const kinds[] = {"machine", "prefix", "way_out", "path", "stranger"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (text_equal(kind, kinds[i]))
			return true;
	return false;
}

bool undeclared_is(const struct undeclared *undeclared, struct json_object *member,
	struct json_object *facts)
{
	const char *kind = json_string(member, "kind");

	if (text_equal(kind, "machine"))
		return !is_claimed(undeclared, facts);
	if (text_equal(kind, "prefix"))
		return json_member(facts, "department") &&
		       json_boolean(facts, "found", false) && !json_member(facts, "networks");
	if (text_equal(kind, "way_out"))
		return text_equal(json_string(facts, "leads_to"), "internet") &&
		       !json_member(facts, "exits");
	if (text_equal(kind, "path"))
		return !json_member(facts, "lines");
	return text_equal(kind, "stranger");
}
