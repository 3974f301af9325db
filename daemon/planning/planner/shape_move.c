/* What a move does, as its wave binds it. */
#include "base/json_text.h"
#include "planning/planner/planner.h"
#include <stdio.h>

/* --- what all moves say alike --- */

static bool encrypted(const struct planner *planner)
{
	return !text_equal(
		json_string(json_member(planner->city->profile, "transport"), "plain_text"),
		"allowed");
}

static void word_playbook(struct text *text, struct json_object *order)
{
	struct json_object *book = json_member(order, "playbook");

	json_open(text, "playbook", '{');
	json_add_tree(text, "after", json_member(book, "after"));
	json_add_tree(text, "before", json_member(book, "before"));
	json_add_string(text, "digest", json_string(order, "playbook_digest"));
	json_add_string(text, "name", json_string(book, "name"));
	json_close(text, '}');
}

void shape_begin(struct planner *planner)
{
	struct json_object *order = planner->city->order, *profile = planner->city->profile;
	struct planner_wording *wording = &planner->wording;

	json_add_tree(
		&wording->first, "allow", json_member(json_member(order, "playbook"), "allow"));
	json_add_integer(
		&wording->first, "attempts", profile_integer(profile, "planning", "attempts"));
	json_add_tree(&wording->first, "deadlines", json_member(profile, "deadlines"));
	json_add_integer(&wording->last, "pause_limit",
		profile_integer(profile, "planning", "pause_limit"));
	word_playbook(&wording->last, order);
	wording->encrypted = encrypted(planner);
}

void shape_end(struct planner *planner)
{
	text_clear(&planner->wording.first);
	text_clear(&planner->wording.last);
}

/* --- disks --- */

/* Volumes are named by the move, of which no other in the plan has the name. */
static void write_disk(struct text *text, struct json_object *disk,
	const struct planner_move *move, const struct planner_host *host)
{
	AUTO_FREE char *volume = mem_format("%s-%s.%s", move->name, json_string(disk, "device"),
		json_string(disk, "format"));
	AUTO_FREE char *path = mem_format("%s/%s", host->path, volume);

	json_open(text, NULL, '{');
	json_add_integer(text, "capacity", json_integer(disk, "capacity", 0));
	json_add_string(text, "device", json_string(disk, "device"));
	json_add_string(text, "format", json_string(disk, "format"));
	json_add_string(text, "path", path);
	json_add_string(text, "source_path", json_string(disk, "path"));
	json_add_string(text, "volume", volume);
	json_close(text, '}');
}

static void write_disks(struct text *text, struct json_object *disks,
	const struct planner_move *move, const struct planner_host *host)
{
	json_open(text, "disks", '[');
	for (size_t i = 0; i < json_length(disks); i++)
		write_disk(text, json_object_array_get_idx(disks, i), move, host);
	json_close(text, ']');
}

/* --- networks --- */

const char *shape_landing(
	const struct planner *planner, const char *department, const char *network)
{
	AUTO_FREE char *id = mem_format("%s/%s", department, network);

	return json_string(city_facts(planner->city, "landing", id), "network");
}

static void write_nics(struct text *text, const struct planner *planner,
	struct json_object *nics, const char *department)
{
	json_open(text, "nics", '[');
	for (size_t i = 0; i < json_length(nics); i++) {
		struct json_object *nic = json_object_array_get_idx(nics, i);
		const char *from = json_string(nic, "network");

		json_open(text, NULL, '{');
		json_add_string(text, "mac", json_string(nic, "mac"));
		json_add_string(text, "network", shape_landing(planner, department, from));
		json_add_string(text, "source_network", from);
		json_close(text, '}');
	}
	json_close(text, ']');
}

/* --- what it rests on --- */

static void write_fact(struct text *text, const struct city_object *object)
{
	if (!object)
		return;
	json_open(text, NULL, '{');
	json_add_string(text, "digest", object->digest);
	json_add_string(text, "id", object->id);
	json_add_string(text, "kind", object->kind);
	json_close(text, '}');
}

/* The machine as it is, and the networks that it lands on. */
static void write_facts(struct text *text, const struct planner *planner,
	const struct planner_move *move, struct json_object *nics)
{
	const struct planner_host *host = &planner->host[move->host];
	const char *department = json_string(move->system, "department");

	json_open(text, "facts", '[');
	write_fact(text, move->machine->object);
	for (size_t i = 0; i < json_length(nics); i++) {
		const char *from = json_string(json_object_array_get_idx(nics, i), "network");
		AUTO_FREE char *id = mem_format(
			"%s/%s", host->name, shape_landing(planner, department, from));

		write_fact(text, city_find(planner->city, "network", id));
	}
	json_close(text, ']');
}

/* --- from where to where --- */

/* A host is who answered under its name: another one is not what was approved. */
static const char *login_of(const struct planner *planner, const char *host)
{
	return json_string(city_facts(planner->city, "host", host), "login");
}

static void write_source(struct text *text, const struct planner *planner, const char *host)
{
	json_open(text, "source", '{');
	json_add_string(text, "host", host);
	json_add_string(text, "login", login_of(planner, host));
	json_close(text, '}');
}

static void write_target(
	struct text *text, const struct planner *planner, const struct planner_host *host)
{
	json_open(text, "target", '{');
	json_add_string(text, "address", host->address);
	json_add_string(text, "host", host->name);
	json_add_string(text, "login", login_of(planner, host->name));
	json_add_string(text, "pool", host->pool);
	json_close(text, '}');
}

static void write_pages(struct text *text, struct json_object *pages)
{
	if (pages) {
		json_add_tree(text, "pages", pages);
		return;
	}
	json_open(text, "pages", '[');
	json_close(text, ']');
}

void shape_move(
	struct text *text, const struct planner *planner, const struct planner_move *moved)
{
	const struct planner_host *host = &planner->host[moved->host];
	AUTO_JSON struct json_object *machine = city_machine_facts(moved->machine);
	struct json_object *nics = json_member(machine, "nics");
	const char *department = json_string(moved->system, "department");

	json_open(text, NULL, '{');
	json_add_text(text, NULL, &planner->wording.first);
	json_add_string(text, "department", department);
	write_disks(text, json_member(machine, "disks"), moved, host);
	json_add_boolean(text, "encrypted", planner->wording.encrypted);
	write_facts(text, planner, moved, nics);
	json_add_string(text, "group", planner->group[moved->group].name);
	json_add_string(text, "link", planner->link[moved->link].name);
	json_add_string(text, "machine", moved->machine->object->id);
	json_add_integer(text, "memory", moved->machine->memory);
	json_add_string(text, "name", moved->name);
	write_nics(text, planner, nics, department);
	write_pages(text, json_member(moved->system, "pages"));
	json_add_text(text, NULL, &planner->wording.last);
	json_add_integer(text, "rate", moved->cap);
	write_source(text, planner, json_string(machine, "host"));
	write_target(text, planner, host);
	json_close(text, '}');
}
