#include "planning/build_part.h"
#include <stdio.h>

struct json_object *build_link(const struct build *build, const char *department)
{
	return json_member(build_object(build, "department", department), "link");
}

static bool is_measured(struct json_object *finding, const char *department, const char *target)
{
	return text_equal(json_string(finding, "rule"), "link.capacity") &&
	       text_equal(json_string(finding, "id"), department) &&
	       text_equal(json_string(finding, "target"), target) &&
	       !text_equal(json_string(finding, "verdict"), "unknown");
}

int64_t build_measured(const struct build *build, const char *department, const char *target)
{
	struct json_object *list = json_member(build->findings, "findings");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);

		if (is_measured(finding, department, target))
			return json_integer(json_member(json_member(finding, "basis"), "up"),
				"capacity", 0);
	}
	return 0;
}

int64_t build_rate(const struct build *build, struct json_object *link)
{
	int64_t percent = profile_integer(build->profile, "planning", "link_percent");
	int64_t concurrency = profile_integer(build->profile, "planning", "concurrency");

	if (percent == 100 && concurrency == 1)
		return 0;
	return json_integer(link, "nominal", 0) / 100 * percent / concurrency;
}

static struct json_object *shape_disks(
	struct json_object *machine, const struct landing_host *host)
{
	struct json_object *disks = json_member(machine, "disks"),
			   *list = json_object_new_array();

	for (size_t i = 0; i < json_object_array_length(disks); i++) {
		struct json_object *disk = json_object_array_get_idx(disks, i);
		struct json_object *row = json_object_new_object();
		AUTO_FREE char *volume = mem_format("%s-%s.%s", json_string(machine, "name"),
			json_string(disk, "device"), json_string(disk, "format"));
		AUTO_FREE char *path = mem_format("%s/%s", host->path, volume);

		json_set_string(row, "device", json_string(disk, "device"));
		json_set_string(row, "source_path", json_string(disk, "path"));
		json_set_string(row, "format", json_string(disk, "format"));
		json_set_integer(row, "capacity", json_integer(disk, "capacity", 0));
		json_set_string(row, "volume", volume);
		json_set_string(row, "path", path);
		json_object_array_add(list, row);
	}
	return list;
}

static const char *landing_of(
	const struct build *build, const char *department, const char *network)
{
	AUTO_FREE char *id = mem_format("%s/%s", department, network);

	return json_string(build_object(build, "landing", id), "network");
}

/* NULL with `why` when a network of the machine has no landing network. */
static struct json_object *shape_nics(const struct build *build, struct json_object *machine,
	const char *department, char *why)
{
	struct json_object *nics = json_member(machine, "nics"),
			   *list = json_object_new_array();

	for (size_t i = 0; i < json_object_array_length(nics); i++) {
		struct json_object *nic = json_object_array_get_idx(nics, i);
		struct json_object *row = json_object_new_object();
		const char *from = json_string(nic, "network");
		const char *to = from ? landing_of(build, department, from) : NULL;

		json_object_array_add(list, row);
		if (!to) {
			snprintf(why, WHY_SIZE,
				"the survey names no landing network for \"%s\" of department "
				"%s",
				from ? from : "a bridge", department);
			json_object_put(list);
			return NULL;
		}
		json_set_string(row, "mac", json_string(nic, "mac"));
		json_set_string(row, "source_network", from);
		json_set_string(row, "network", to);
	}
	return list;
}

static void add_fact(
	const struct build *build, struct json_object *facts, const char *kind, const char *id)
{
	struct json_object *member = snapshot_member(build->snapshot, kind, id);
	struct json_object *row;

	if (!member)
		return;
	row = json_object_new_object();
	json_set_string(row, "kind", kind);
	json_set_string(row, "id", id);
	json_set_string(row, "digest", json_string(member, "digest"));
	json_object_array_add(facts, row);
}

/* The move rests on the machine as it is and on the networks that it lands on. */
static struct json_object *shape_facts(const struct build *build, struct json_object *machine,
	const struct landing_host *host, struct json_object *nics)
{
	struct json_object *facts = json_object_new_array();

	add_fact(build, facts, "machine", json_string(machine, "uuid"));
	for (size_t i = 0; i < json_object_array_length(nics); i++) {
		AUTO_FREE char *id = mem_format("%s/%s", host->name,
			json_string(json_object_array_get_idx(nics, i), "network"));

		add_fact(build, facts, "network", id);
	}
	return facts;
}

static struct json_object *shape_playbook(const struct build *build)
{
	struct json_object *book = json_member(build->input, "playbook");
	struct json_object *row = json_object_new_object();

	json_set_string(row, "name", json_string(book, "name"));
	json_set_string(row, "digest", json_string(build->input, "playbook_digest"));
	json_set(row, "before", json_copy(json_member(book, "before")));
	return json_set(row, "after", json_copy(json_member(book, "after")));
}

/* A host and who answered under its name: another one is not what was approved. */
static struct json_object *shape_host(const struct build *build, const char *name)
{
	struct json_object *host = json_object_new_object();

	json_set_string(host, "host", name);
	return json_set_string(
		host, "login", json_string(build_object(build, "host", name), "login"));
}

static struct json_object *shape_target(
	const struct build *build, const struct landing_host *host)
{
	struct json_object *target = shape_host(build, host->name);

	json_set_string(target, "pool", host->pool);
	return json_set_string(target, "address", host->address);
}

static bool encrypted(const struct build *build)
{
	return !text_equal(
		json_string(json_member(build->profile, "transport"), "plain_text"), "allowed");
}

struct json_object *shape_move(const struct build *build, struct json_object *system,
	struct json_object *machine, const struct landing_host *host, char *why)
{
	const char *department = json_string(system, "department");
	struct json_object *link = build_link(build, department), *move, *nics;
	struct json_object *pages = json_member(system, "pages");

	if (!link) {
		snprintf(why, WHY_SIZE, "the survey does not tell the link of department %s",
			department);
		return NULL;
	}
	nics = shape_nics(build, machine, department, why);
	if (!nics)
		return NULL;
	move = json_object_new_object();
	json_set_string(move, "name", json_string(machine, "name"));
	json_set_string(move, "machine", json_string(machine, "uuid"));
	json_set_string(move, "department", department);
	json_set_string(move, "group", json_string(system, "name"));
	json_set(move, "source", shape_host(build, json_string(machine, "host")));
	json_set(move, "target", shape_target(build, host));
	json_set_integer(move, "memory", json_integer(machine, "memory", 0));
	json_set(move, "disks", shape_disks(machine, host));
	json_set(move, "facts", shape_facts(build, machine, host, nics));
	json_set(move, "nics", nics);
	json_set_integer(move, "rate", build_rate(build, link));
	json_set_string(move, "link", json_string(link, "name"));
	json_set_boolean(move, "encrypted", encrypted(build));
	json_set_integer(move, "pause_limit",
		profile_integer(build->profile, "planning", "pause_limit"));
	json_set_integer(
		move, "attempts", profile_integer(build->profile, "planning", "attempts"));
	json_set(move, "playbook", shape_playbook(build));
	json_set(move, "deadlines", json_copy(json_member(build->profile, "deadlines")));
	json_set(move, "allow",
		json_copy(json_member(json_member(build->input, "playbook"), "allow")));
	return json_set(move, "pages", pages ? json_copy(pages) : json_object_new_array());
}
