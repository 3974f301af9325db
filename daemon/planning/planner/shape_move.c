/* What a move does, as its wave binds it. */
#include "base/json_text.h"
#include "base/skim.h"
#include "planning/planner/planner.h"
#include <string.h>

#define TRANSFER_PERCENT 200       /* where the profile does not say it */
#define DEADLINE_MOST    604800000 /* milliseconds, of model/plan.c */

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

/* Those whose names come before that of the transfer (order -1), or after it (1). */
static void word_deadlines(struct text *text, struct json_object *deadlines, int order)
{
	AUTO_JSON struct json_object *some = json_object_new_object();
	AUTO_FREE char *canonical = NULL;

	json_object_object_foreach (deadlines, name, value)
		if (strcmp(name, "transfer") * order > 0)
			json_set(some, name, json_object_get(value));
	canonical = json_canonical_string(some);
	if (json_object_object_length(some) > 0)
		text_append(text, canonical + 1, strlen(canonical) - 2);
}

void shape_begin(struct planner *planner)
{
	struct json_object *order = planner->city->order, *profile = planner->city->profile;
	struct planner_wording *wording = &planner->wording;

	json_add_tree(
		&wording->first, "allow", json_member(json_member(order, "playbook"), "allow"));
	json_add_integer(
		&wording->first, "attempts", profile_integer(profile, "planning", "attempts"));
	word_deadlines(&wording->before, json_member(profile, "deadlines"), -1);
	word_deadlines(&wording->after, json_member(profile, "deadlines"), 1);
	word_playbook(&wording->last, order);
	wording->encrypted = encrypted(planner);
}

void shape_end(struct planner *planner)
{
	text_clear(&planner->wording.first);
	text_clear(&planner->wording.last);
	text_clear(&planner->wording.before);
	text_clear(&planner->wording.after);
}

/* --- deadlines --- */

/* A copy is not given up before it can have ended. */
static int64_t transfer_deadline(const struct planner *planner, const struct planner_move *move)
{
	int64_t least = profile_integer(planner->city->profile, "deadlines", "transfer");
	int64_t percent = planner_setting(planner, "transfer_percent", TRANSFER_PERCENT);
	int64_t long_enough = move->estimate.high * 10 * percent;

	long_enough = long_enough > DEADLINE_MOST ? DEADLINE_MOST : long_enough;
	return long_enough > least ? long_enough : least;
}

static void write_deadlines(
	struct text *text, const struct planner *planner, const struct planner_move *move)
{
	json_open(text, "deadlines", '{');
	json_add_text(text, NULL, &planner->wording.before);
	json_add_integer(text, "transfer", transfer_deadline(planner, move));
	json_add_text(text, NULL, &planner->wording.after);
	json_close(text, '}');
}

/* --- disks --- */

struct disk {
	struct skim_text device, format, path;
	int64_t capacity;
};

static struct disk read_disk(struct skim *skim)
{
	struct skim_text name = {0};
	struct disk disk = {0};

	if (!skim_enter(skim, '{'))
		return disk;
	while (skim_member(skim, &name)) {
		if (skim_is(&name, "capacity"))
			skim_integer(skim, &disk.capacity);
		else if (skim_is(&name, "device"))
			skim_string(skim, &disk.device);
		else if (skim_is(&name, "format"))
			skim_string(skim, &disk.format);
		else if (skim_is(&name, "path"))
			skim_string(skim, &disk.path);
		else
			skim_value(skim, NULL);
	}
	return disk;
}

/* Volumes are named by the move, of which no other in the plan has the name. */
static char *name_volume(const struct disk *disk, const char *path, const char *move)
{
	AUTO_FREE char *device = skim_take(&disk->device), *format = skim_take(&disk->format);
	struct text name = {0};

	text_add(&name, path);
	text_add(&name, "/");
	text_add(&name, move);
	text_add(&name, "-");
	text_add(&name, device ? device : "");
	text_add(&name, ".");
	text_add(&name, format ? format : "");
	return text_take(&name);
}

static void write_disk(struct text *text, const struct disk *disk,
	const struct planner_move *move, const struct planner_host *host)
{
	AUTO_FREE char *path = name_volume(disk, host->path, move->name);

	json_open(text, NULL, '{');
	json_add_integer(text, "capacity", disk->capacity);
	skim_add(text, "device", &disk->device);
	skim_add(text, "format", &disk->format);
	json_add_string(text, "path", path);
	skim_add(text, "source_path", &disk->path);
	json_add_string(text, "volume", path + strlen(host->path) + 1);
	json_close(text, '}');
}

static void write_disks(struct text *text, const struct skim_text *disks,
	const struct planner_move *move, const struct planner_host *host)
{
	struct skim skim = skim_of(disks->data, disks->size);

	json_open(text, "disks", '[');
	if (skim_enter(&skim, '['))
		while (skim_entry(&skim)) {
			struct disk disk = read_disk(&skim);

			write_disk(text, &disk, move, host);
		}
	json_close(text, ']');
}

/* --- networks --- */

static const char *landing_of(
	const struct planner *planner, const char *department, const char *network)
{
	AUTO_FREE char *id = network ? mem_format("%s/%s", department, network) : NULL;

	return json_string(city_facts(planner->city, "landing", id), "network");
}

const char **shape_landings(const struct planner *planner, const char *department,
	const struct city_machine *machine)
{
	const char **landing = mem_array(machine->nics, sizeof(*landing));

	for (uint32_t i = 0; i < machine->nics; i++)
		landing[i] = landing_of(planner, department, machine->network[i]);
	return landing;
}

static struct skim_text read_mac(struct skim *skim)
{
	struct skim_text name = {0}, mac = {0};

	if (skim_enter(skim, '{'))
		while (skim_member(skim, &name)) {
			if (skim_is(&name, "mac"))
				skim_string(skim, &mac);
			else
				skim_value(skim, NULL);
		}
	return mac;
}

static void write_nics(
	struct text *text, const struct skim_text *nics, const struct planner_move *move)
{
	const struct city_machine *machine = move->machine;
	struct skim skim = skim_of(nics->data, nics->size);

	json_open(text, "nics", '[');
	skim_enter(&skim, '[');
	for (uint32_t i = 0; i < machine->nics && skim_entry(&skim); i++) {
		struct skim_text mac = read_mac(&skim);

		json_open(text, NULL, '{');
		skim_add(text, "mac", &mac);
		json_add_string(text, "network", move->landing[i]);
		json_add_string(text, "source_network", machine->network[i]);
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
	skim_add(text, "digest", &object->digest);
	json_add_string(text, "id", object->id);
	json_add_string(text, "kind", object->kind);
	json_close(text, '}');
}

/* The machine as it is, and the networks that it lands on. */
static void write_facts(
	struct text *text, const struct planner *planner, const struct planner_move *move)
{
	const struct planner_host *host = &planner->host[move->host];

	json_open(text, "facts", '[');
	write_fact(text, move->machine->object);
	for (uint32_t i = 0; i < move->machine->nics; i++) {
		AUTO_FREE char *id = mem_format("%s/%s", host->name, move->landing[i]);

		write_fact(text, city_find(planner->city, "network", id));
	}
	json_close(text, ']');
}

/* --- from where to where --- */

/* A host is who answered under its name: another one is not what was approved. */
static const char *login_of(const struct city_object *host)
{
	return json_string(host->facts, "login");
}

static void write_source(struct text *text, const struct city_object *host)
{
	json_open(text, "source", '{');
	json_add_string(text, "host", host->id);
	json_add_string(text, "login", login_of(host));
	json_close(text, '}');
}

static void write_target(struct text *text, const struct planner_host *host)
{
	json_open(text, "target", '{');
	json_add_string(text, "address", host->address);
	json_add_string(text, "host", host->name);
	json_add_string(text, "login", login_of(host->object));
	json_add_string(text, "pool", host->pool);
	json_close(text, '}');
}

/* Who looks after it; told where there is a limit to it, and NULL else. */
static const char *team_of(const struct planner *planner, const char *department)
{
	struct json_object *limits =
		json_member(json_member(planner->city->profile, "planning"), "limits");

	return limits ? json_string(city_facts(planner->city, "department", department), "team")
		      : NULL;
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

/* --- all of it --- */

void shape_move(
	struct text *text, const struct planner *planner, const struct planner_move *moved)
{
	const struct planner_host *host = &planner->host[moved->host];
	const struct city_machine *machine = moved->machine;

	json_open(text, NULL, '{');
	json_add_text(text, NULL, &planner->wording.first);
	write_deadlines(text, planner, moved);
	json_add_string(text, "department", moved->department);
	write_disks(text, &machine->disk_texts, moved, host);
	json_add_boolean(text, "encrypted", planner->wording.encrypted);
	write_facts(text, planner, moved);
	json_add_string(text, "group", planner->group[moved->group].name);
	json_add_string(text, "link", planner->link[moved->link].name);
	json_add_string(text, "machine", machine->object->id);
	json_add_integer(text, "memory", machine->memory);
	json_add_string(text, "name", moved->name);
	write_nics(text, &machine->nic_texts, moved);
	write_pages(text, json_member(moved->system, "pages"));
	json_add_integer(text, "pause_limit", moved->strategy.pause);
	json_add_text(text, NULL, &planner->wording.last);
	json_add_integer(text, "rate", moved->cap);
	write_source(text, machine->host);
	json_add_string(text, "strategy", transfer_strategies[moved->strategy.kind]);
	write_target(text, host);
	json_add_string(text, "team", team_of(planner, moved->department));
	json_close(text, '}');
}
