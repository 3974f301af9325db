/* What follows from the networks of one owner: undeclared, not found, bridging domains. */
#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/part.h"
#include "model/snapshot.h"
#include <string.h>

struct judging {
	struct deriving *deriving;
	struct json_object *found; /* set of ids of declared networks that hosts are on */
	struct json_object *homes; /* "KIND ID" -> {"domains": set, "prefixes": set} */
};

static void settle_home(struct judging *judging, struct json_object *facts, const char *id,
	const char *set, const char *kind)
{
	struct json_object *members = json_member(facts, set);
	struct json_object *domains = json_member(facts, "domains");

	if (!members || !domains)
		return;
	json_object_object_foreach (members, name, unused) {
		AUTO_FREE char *key = mem_format("%s %s", kind, name);
		struct json_object *home = json_member(judging->homes, key);

		(void)unused;
		if (!home)
			json_set(judging->homes, key, home = json_object_new_object());
		gather_value(home, "prefixes", id);
		json_object_object_foreach (domains, domain, also_unused) {
			(void)also_unused;
			gather_value(home, "domains", domain);
		}
	}
}

static void judge_prefix(struct judging *judging, const char *id, struct json_object *facts)
{
	const char *department = json_string(facts, "department");
	struct json_object *networks = json_member(facts, "networks");

	settle_home(judging, facts, id, "hosts", "host");
	settle_home(judging, facts, id, "machines", "machine");
	if (!json_boolean(facts, "found", false))
		return;
	if (!networks) {
		if (department)
			note(judging->deriving, "undeclared_network", id, department, "prefix",
				id);
		return;
	}
	json_object_object_foreach (networks, network, unused) {
		(void)unused;
		json_set_boolean(judging->found, network, true);
	}
}

static void judge_home(struct judging *judging, const char *subject, struct json_object *home)
{
	struct json_object *domains = json_member(home, "domains");
	struct json_object *prefixes = json_member(home, "prefixes");
	const char *space = strchr(subject, ' ');
	AUTO_FREE char *kind = mem_format("%.*s", (int)(space - subject), subject);
	AUTO_FREE char *about = mem_format("%s/%s", kind, space + 1);

	if (json_object_object_length(domains) < 2)
		return;
	json_object_object_foreach (prefixes, id, unused) {
		struct json_object *facts = gather(judging->deriving, "prefix", id);

		(void)unused;
		note(judging->deriving, "dual_homed", about, json_string(facts, "department"),
			"prefix", id);
	}
	note(judging->deriving, "dual_homed", about, NULL, kind, space + 1);
}

static void judge_homes(struct judging *judging)
{
	json_object_object_foreach (judging->homes, subject, home)
		judge_home(judging, subject, home);
}

/* Declared with prefixes that can be read, and its owner was looked at. */
static void judge_network(struct judging *judging, struct json_object *member)
{
	struct json_object *network =
		json_member(judging->deriving->objects, json_string(member, "digest"));
	const char *id = json_string(member, "id");
	const char *department = json_string(network, "department");

	if (text_equal(json_string(member, "kind"), "dedicated_network") &&
		json_length(json_member(network, "prefixes")) > 0 &&
		json_member(judging->deriving->looked, department) &&
		!json_member(judging->found, id))
		note(judging->deriving, "network_not_found", id, department,
			"dedicated_network", id);
}

void prefixes_judge(struct deriving *deriving)
{
	AUTO_JSON struct json_object *found = json_object_new_object();
	AUTO_JSON struct json_object *homes = json_object_new_object();
	struct judging judging = {deriving, found, homes};
	struct json_object *prefixes = json_member(deriving->gathered, "prefix");
	struct json_object *members = json_member(deriving->snapshot, "members");

	if (!prefixes)
		return;
	json_object_object_foreach (prefixes, id, facts)
		judge_prefix(&judging, id, facts);
	judge_homes(&judging);
	for (size_t i = 0; i < json_length(members); i++)
		judge_network(&judging, json_object_array_get_idx(members, i));
}
