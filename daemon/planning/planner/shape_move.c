/* What a move does, as its wave binds it. */
#include "planning/planner/planner.h"
#include <stdio.h>

/* Volumes are named by the move, of which no other in the plan has the name. */
static struct json_object *shape_disks(struct json_object *machine,
	const struct planner_move *move, const struct planner_host *host)
{
	struct json_object *disks = json_member(machine, "disks"),
			   *list = json_object_new_array();

	for (size_t i = 0; i < json_object_array_length(disks); i++) {
		struct json_object *disk = json_object_array_get_idx(disks, i);
		struct json_object *row = json_object_new_object();
		AUTO_FREE char *volume = mem_format("%s-%s.%s", move->name,
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

const char *shape_landing(
	const struct planner *planner, const char *department, const char *network)
{
	AUTO_FREE char *id = mem_format("%s/%s", department, network);

	return json_string(city_facts(planner->city, "landing", id), "network");
}

static struct json_object *shape_nics(
	const struct planner *planner, struct json_object *machine, const char *department)
{
	struct json_object *nics = json_member(machine, "nics"),
			   *list = json_object_new_array();

	for (size_t i = 0; i < json_length(nics); i++) {
		struct json_object *nic = json_object_array_get_idx(nics, i);
		struct json_object *row = json_object_new_object();
		const char *from = json_string(nic, "network");

		json_set_string(row, "mac", json_string(nic, "mac"));
		json_set_string(row, "source_network", from);
		json_set_string(row, "network", shape_landing(planner, department, from));
		json_object_array_add(list, row);
	}
	return list;
}

static void add_fact(const struct planner *planner, struct json_object *facts, const char *kind,
	const char *id)
{
	const struct city_object *object = city_find(planner->city, kind, id);
	struct json_object *row;

	if (!object)
		return;
	row = json_object_new_object();
	json_set_string(row, "kind", kind);
	json_set_string(row, "id", id);
	json_set_string(row, "digest", object->digest);
	json_object_array_add(facts, row);
}

/* The move rests on the machine as it is and on the networks that it lands on. */
static struct json_object *shape_facts(const struct planner *planner, const char *uuid,
	const struct planner_host *host, struct json_object *nics)
{
	struct json_object *facts = json_object_new_array();

	add_fact(planner, facts, "machine", uuid);
	for (size_t i = 0; i < json_object_array_length(nics); i++) {
		AUTO_FREE char *id = mem_format("%s/%s", host->name,
			json_string(json_object_array_get_idx(nics, i), "network"));

		add_fact(planner, facts, "network", id);
	}
	return facts;
}

static struct json_object *shape_playbook(const struct planner *planner)
{
	struct json_object *book = json_member(planner->city->order, "playbook");
	struct json_object *row = json_object_new_object();

	json_set_string(row, "name", json_string(book, "name"));
	json_set_string(row, "digest", json_string(planner->city->order, "playbook_digest"));
	json_set(row, "before", json_copy(json_member(book, "before")));
	return json_set(row, "after", json_copy(json_member(book, "after")));
}

/* A host and who answered under its name: another one is not what was approved. */
static struct json_object *shape_host(const struct planner *planner, const char *name)
{
	struct json_object *host = json_object_new_object();

	json_set_string(host, "host", name);
	return json_set_string(
		host, "login", json_string(city_facts(planner->city, "host", name), "login"));
}

static struct json_object *shape_target(
	const struct planner *planner, const struct planner_host *host)
{
	struct json_object *target = shape_host(planner, host->name);

	json_set_string(target, "pool", host->pool);
	return json_set_string(target, "address", host->address);
}

static bool encrypted(const struct planner *planner)
{
	return !text_equal(
		json_string(json_member(planner->city->profile, "transport"), "plain_text"),
		"allowed");
}

struct json_object *shape_move(const struct planner *planner, const struct planner_move *moved)
{
	const struct planner_host *host = &planner->host[moved->host];
	const char *department = json_string(moved->system, "department");
	AUTO_JSON struct json_object *machine = city_machine_facts(moved->machine);
	struct json_object *profile = planner->city->profile;
	struct json_object *pages = json_member(moved->system, "pages");
	struct json_object *move = json_object_new_object();
	struct json_object *nics = shape_nics(planner, machine, department);

	json_set_string(move, "name", moved->name);
	json_set_string(move, "machine", moved->machine->object->id);
	json_set_string(move, "department", department);
	json_set_string(move, "group", planner->group[moved->group].name);
	json_set(move, "source", shape_host(planner, json_string(machine, "host")));
	json_set(move, "target", shape_target(planner, host));
	json_set_integer(move, "memory", moved->machine->memory);
	json_set(move, "disks", shape_disks(machine, moved, host));
	json_set(move, "facts", shape_facts(planner, moved->machine->object->id, host, nics));
	json_set(move, "nics", nics);
	json_set_integer(move, "rate", moved->cap);
	json_set_string(move, "link", planner->link[moved->link].name);
	json_set_boolean(move, "encrypted", encrypted(planner));
	json_set_integer(
		move, "pause_limit", profile_integer(profile, "planning", "pause_limit"));
	json_set_integer(move, "attempts", profile_integer(profile, "planning", "attempts"));
	json_set(move, "playbook", shape_playbook(planner));
	json_set(move, "deadlines", json_copy(json_member(profile, "deadlines")));
	json_set(move, "allow",
		json_copy(json_member(json_member(planner->city->order, "playbook"), "allow")));
	return json_set(move, "pages", pages ? json_copy(pages) : json_object_new_array());
}
