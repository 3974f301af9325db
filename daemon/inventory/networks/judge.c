/* What follows from the networks of one owner: undeclared, not found, bridging domains. */
#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/networks_private.h"
#include "model/snapshot.h"
#include <string.h>

static void settle_homes(struct deriving *deriving, struct json_object *facts, const char *id,
	const char *set, const char *kind)
{
	struct json_object *members = json_member(facts, set);

	if (!members || !json_member(facts, "domains"))
		return;
	json_object_object_foreach (members, name, unused) {
		struct json_object *home =
			add_home(deriving, kind, name, json_string(facts, "department"), NULL);

		(void)unused;
		gather_value(home, "prefixes", id);
		gather_all(home, facts, "domains");
	}
}

static void judge_prefix(struct deriving *deriving, const char *id, struct json_object *facts)
{
	const char *department = json_string(facts, "department");
	struct json_object *networks = json_member(facts, "networks");

	settle_homes(deriving, facts, id, "hosts", "host");
	settle_homes(deriving, facts, id, "machines", "machine");
	if (!json_boolean(facts, "found", false))
		return;
	if (!networks) {
		if (department)
			note(deriving, "undeclared_network", id, department, "prefix", id);
		return;
	}
	json_object_object_foreach (networks, network, unused) {
		(void)unused;
		json_set_boolean(deriving->found, network, true);
	}
}

/* The object itself, its networks, and whose it is. */
static void judge_home(struct deriving *deriving, const char *subject, struct json_object *home)
{
	struct json_object *domains = json_member(home, "domains");
	struct json_object *prefixes = json_member(home, "prefixes");
	const char *space = strchr(subject, ' ');
	AUTO_FREE char *kind = mem_format("%.*s", (int)(space - subject), subject);
	AUTO_FREE char *about = mem_format("%s/%s", kind, space + 1);
	AUTO_FREE char *name = mem_format("dual_homed/%s", about);

	if (!domains || json_object_object_length(domains) < 2)
		return;
	note(deriving, "dual_homed", about, NULL, kind, space + 1);
	gather_all(gather(deriving, "irregularity", name), home, "departments");
	if (!prefixes)
		return;
	json_object_object_foreach (prefixes, id, unused) {
		(void)unused;
		note(deriving, "dual_homed", about, NULL, "prefix", id);
	}
}

static void judge_homes(struct deriving *deriving)
{
	json_object_object_foreach (deriving->homes, subject, home)
		judge_home(deriving, subject, home);
}

bool was_looked_at(const struct deriving *deriving, const char *owner)
{
	return !deriving->in_doubt && json_boolean(deriving->looked, owner, false);
}

/* Declared with prefixes that can be read, and its owner was looked at. */
static void judge_network(
	struct deriving *deriving, struct json_object *member, struct json_object *network)
{
	const char *id = json_string(member, "id");
	const char *department = json_string(network, "department");

	if (json_length(json_member(network, "prefixes")) > 0 &&
		was_looked_at(deriving, department) && !json_member(deriving->found, id))
		note(deriving, "network_not_found", id, department, "dedicated_network", id);
}

static void judge_prefixes(struct deriving *deriving, struct json_object *prefixes)
{
	json_object_object_foreach (prefixes, id, facts)
		judge_prefix(deriving, id, facts);
}

void prefixes_judge(struct deriving *deriving)
{
	struct json_object *prefixes = json_member(deriving->gathered, "prefix");

	if (prefixes)
		judge_prefixes(deriving, prefixes);
	judge_homes(deriving);
	each_of_kind(deriving, "dedicated_network", judge_network);
}
