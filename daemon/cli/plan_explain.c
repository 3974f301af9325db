/* `banyun plan explain`: what a plan does with one object, and why. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/plan_show.h"
#include "cli/plan_sums.h"
#include <stdio.h>

/* A line that is left out where there is nothing to say. */
static void line(const char *label, const char *value)
{
	AUTO_FREE char *tame = value && *value ? text_tame(value) : NULL;

	if (tame)
		printf("  %s: %s\n", label, tame);
}

static void show_reason(struct json_object *row)
{
	line(_("Why"), cli_said(row, "why"));
	line(_("Rule"), json_string(row, "rule"));
	line(_("Document"), json_string(row, "cites"));
	line(_("To change it"), cli_said(row, "change"));
}

/* --- a machine --- */

static void show_disks(struct json_object *move)
{
	struct json_object *disks = json_member(move, "disks"),
			   *nics = json_member(move, "nics");

	for (size_t i = 0; i < json_length(disks); i++) {
		struct json_object *disk = json_object_array_get_idx(disks, i);
		char size[48];

		printf(_("  disk %s: %s -> %s (%s)\n"), json_string(disk, "device"),
			json_string(disk, "source_path"), json_string(disk, "path"),
			cli_bytes(json_integer(disk, "capacity", 0), size));
	}
	for (size_t i = 0; i < json_length(nics); i++) {
		struct json_object *nic = json_object_array_get_idx(nics, i);

		printf(_("  NIC %s: network %s -> %s\n"), json_string(nic, "mac"),
			json_string(nic, "source_network"), json_string(nic, "network"));
	}
}

static void show_estimate(const struct plan_view *view, struct json_object *estimate)
{
	struct json_object *terms = json_member(estimate, "terms");
	char start[PLAN_TIME], end[PLAN_TIME], low[48], likely[48], high[48], bytes[48];

	printf(_("  Starts at %s and has ended by %s.\n"),
		plan_time(view, estimate, "start", start),
		plan_time(view, estimate, "end", end));
	printf(_("  Takes %s to %s, most likely %s, for %s; moved %s.\n"),
		cli_seconds(json_integer(estimate, "seconds_low", 0), low),
		cli_seconds(json_integer(estimate, "seconds_high", 0), high),
		cli_seconds(json_integer(estimate, "seconds", 0), likely),
		cli_bytes(json_integer(estimate, "bytes", 0), bytes),
		plan_word(json_string(estimate, "strategy")));
	if (json_integer(estimate, "blackout", 0) > 0)
		printf(_("  It stands still for about %s, for up to %s, and bears %s.\n"),
			cli_milliseconds(json_integer(estimate, "blackout", 0), likely),
			cli_milliseconds(json_integer(estimate, "blackout_high", 0), high),
			cli_milliseconds(json_integer(estimate, "bears", 0), low));
	for (size_t i = 0; i < json_length(terms); i++) {
		AUTO_FREE char *said = language_sentence(
			json_object_get_string(json_object_array_get_idx(terms, i)));

		printf("    %s\n", said);
	}
}

static void show_addresses(const struct plan_view *view, const char *machine)
{
	struct json_object *list = json_member(view->document, "renumber");

	for (size_t i = 0; machine && i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		const char *to4 = json_string(row, "to4"), *to6 = json_string(row, "to6");

		if (text_equal(json_string(row, "machine"), machine))
			printf(_("  Address %s becomes %s%s%s\n"), json_string(row, "from"),
				to4 ? to4 : "", to4 && to6 ? ", " : "", to6 ? to6 : "");
	}
}

/* The move of that name or UUID, and its wave; NULL when nothing moves so. */
static struct json_object *find_move(
	const struct plan_view *view, const char *name, struct json_object **wave)
{
	static const char *const members[] = {"machine", "name"};
	struct json_object *waves = json_member(view->document, "waves");

	for (size_t by = 0; by < 2; by++)
		for (size_t i = 0; i < json_length(waves); i++) {
			struct json_object *moves;

			*wave = json_object_array_get_idx(waves, i);
			moves = json_member(*wave, "moves");
			for (size_t j = 0; j < json_length(moves); j++) {
				struct json_object *move = json_object_array_get_idx(moves, j);

				if (text_equal(json_string(move, members[by]), name))
					return move;
			}
		}
	return NULL;
}

static void show_window(const struct plan_view *view, struct json_object *wave)
{
	struct plan_sum sum = plan_sum(view, wave);
	char from[PLAN_TIME], to[PLAN_TIME];

	printf(_("  Wave: %s\n"), json_string(wave, "name"));
	if (sum.to >= 0)
		printf(_("  Window: %s – %s\n"), plan_local(view, sum.from, from),
			plan_local(view, sum.to, to));
}

/* Why it lands there: what its system is for, and what it needs. */
static void show_place(const struct plan_view *view, struct json_object *move)
{
	const char *group = json_string(move, "group");
	struct json_object *system = plan_named(view, "systems", group);
	const char *target = json_string(system, "target");
	char memory[48];

	if (target)
		printf(_("  Why there: its system goes onto the %s; of its hypervisors this "
			 "one "
			 "had room for %s of memory and its disks.\n"),
			plan_word(target), cli_bytes(json_integer(move, "memory", 0), memory));
}

static void show_size(const struct plan_view *view, const char *machine)
{
	struct json_object *rows =
		json_member(json_member(view->document, "sizes"), "machines");

	for (size_t i = 0; machine && i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);
		char has[48], proposed[48];

		if (text_equal(json_string(row, "id"), machine))
			printf(_("  It has %lld virtual processors and %s of memory; by what "
				 "it used in %lld days, %lld and %s are proposed. It moves as "
				 "it is.\n"),
				(long long)json_integer(row, "vcpus", 0),
				cli_bytes(json_integer(row, "memory", 0), has),
				(long long)json_integer(row, "days", 0),
				(long long)json_integer(row, "proposed_vcpus", 0),
				cli_bytes(json_integer(row, "proposed_memory", 0), proposed));
	}
}

static void show_move(
	const struct plan_view *view, struct json_object *move, struct json_object *wave)
{
	AUTO_FREE char *then = plan_why_then(view, move, wave);
	struct json_object *hubs = json_member(view->document, "hubs");

	printf(_("%s moves from %s to %s, pool %s.\n"), json_string(move, "name"),
		json_string(json_member(move, "source"), "host"),
		json_string(json_member(move, "target"), "host"),
		json_string(json_member(move, "target"), "pool"));
	show_window(view, wave);
	line(_("Group"), json_string(move, "group"));
	show_disks(move);
	show_addresses(view, json_string(move, "machine"));
	show_size(view, json_string(move, "machine"));
	show_estimate(view, plan_estimate(view, move));
	line(_("Why then"), then);
	show_place(view, move);
	for (size_t i = 0; i < json_length(hubs); i++)
		if (text_equal(json_string(json_object_array_get_idx(hubs, i), "machine"),
			    json_string(move, "machine")))
			plan_show_hub(json_object_array_get_idx(hubs, i));
}

/* --- a system, a network, a group, a wave --- */

static void show_override(struct json_object *row)
{
	struct json_object *override = json_member(row, "override");

	if (override)
		printf(_("  Decided by %s on %.10s: %s\n"), json_string(override, "actor"),
			json_string(override, "made"), json_string(override, "reason"));
}

/* Those of a group, only of that system unless it is NULL. */
static void show_ties(struct json_object *group, const char *system)
{
	struct json_object *ties = json_member(group, "ties");

	for (size_t i = 0; i < json_length(ties); i++) {
		struct json_object *tie = json_object_array_get_idx(ties, i);
		const char *from = json_string(tie, "from"), *to = json_string(tie, "to");

		if (!system || text_equal(from, system) || text_equal(to, system))
			printf(_("  Tied: %s and %s: %s\n"), from, to, cli_said(tie, "why"));
	}
}

/* Those that were left out, so that it does not become too large. */
static void show_cuts(struct json_object *group)
{
	struct json_object *cuts = json_member(group, "cuts");

	for (size_t i = 0; i < json_length(cuts); i++) {
		struct json_object *cut = json_object_array_get_idx(cuts, i);

		printf(_("  Not tied: %s and %s: %s\n"), json_string(cut, "from"),
			json_string(cut, "to"), cli_said(cut, "why"));
	}
}

/* The names of those machines; the caller frees. */
static char *machine_names(const struct plan_view *view, struct json_object *machines)
{
	AUTO_JSON struct json_object *names = json_object_new_array();

	for (size_t i = 0; i < json_length(machines); i++) {
		const char *id = json_object_get_string(json_object_array_get_idx(machines, i));
		struct json_object *wave, *move = find_move(view, id, &wave);
		struct json_object *left = plan_named(view, "left_out", id);
		const char *name = json_string(move ? move : left, "name");

		json_object_array_add(names, json_object_new_string(name ? name : id));
	}
	return plan_list(names);
}

static void show_group(const struct plan_view *view, struct json_object *group)
{
	AUTO_FREE char *systems = plan_list(json_member(group, "systems"));
	AUTO_FREE char *machines = machine_names(view, json_member(group, "machines"));

	printf(_("%s: systems that move together.\n"), json_string(group, "name"));
	line(_("Systems"), systems);
	line(_("Machines"), machines);
	line(_("Wave"), json_string(group, "wave"));
	line(_("Why not"), cli_said(group, "why"));
	show_ties(group, NULL);
	show_cuts(group);
	line(_("Note"), cli_said(group, "note"));
}

static void show_spread(struct json_object *system)
{
	const char *word = json_string(system, "spread");

	if (text_equal(word, "apart"))
		printf(_("  Its machines stand each on a hypervisor of its own.\n"));
	else if (text_equal(word, "together"))
		printf(_("  Its machines stand all on one hypervisor.\n"));
}

static void show_system(const struct plan_view *view, struct json_object *system)
{
	struct json_object *group = plan_named(view, "groups", json_string(system, "group"));
	struct json_object *then = json_member(system, "then");
	const char *target = json_string(system, "target");
	char done[PLAN_TIME];

	printf("%s: %s%s%s\n", json_string(system, "id"),
		plan_word(json_string(system, "disposition")), target ? ", " : "",
		target ? plan_word(target) : "");
	show_reason(system);
	show_override(system);
	if (then)
		printf(_("  Then: %s by %s\n"), plan_word(json_string(then, "disposition")),
			json_string(then, "by"));
	show_spread(system);
	line(_("Wave"), json_string(system, "wave"));
	if (json_string(system, "done"))
		line(_("Done"), plan_time(view, system, "done", done));
	if (json_string(system, "accepted"))
		line(_("Accepted"), plan_time(view, system, "accepted", done));
	if (group) {
		AUTO_FREE char *machines = machine_names(view, json_member(group, "machines"));

		line(_("Group"), json_string(group, "name"));
		line(_("Machines"), machines);
		line(_("Why not"), cli_said(group, "why"));
		show_ties(group, json_string(system, "id"));
	}
}

static void show_subnets(struct json_object *network)
{
	struct json_object *subnets = json_member(network, "subnets");
	struct json_object *exits = json_member(network, "close_exits");
	AUTO_FREE char *closed = plan_list(exits);

	for (size_t i = 0; i < json_length(subnets); i++) {
		struct json_object *row = json_object_array_get_idx(subnets, i);
		const char *to4 = json_string(row, "to4"), *to6 = json_string(row, "to6");

		if (to4 || to6)
			printf(_("  Prefix %s becomes %s%s%s\n"), json_string(row, "from"),
				to4 ? to4 : "", to4 && to6 ? ", " : "", to6 ? to6 : "");
		else
			printf(_("  Prefix %s stays as it is\n"), json_string(row, "from"));
	}
	line(_("Exits that are closed"), closed);
}

static void show_network(const struct plan_view *view, struct json_object *network)
{
	struct json_object *vpn = json_member(network, "vpn");
	const char *domain = json_string(network, "domain");
	char by[PLAN_TIME];

	printf("%s: %s%s%s\n", json_string(network, "id"),
		plan_word(json_string(network, "state")), domain ? ", " : "",
		domain ? plan_word(domain) : "");
	show_reason(network);
	if (json_string(network, "by"))
		line(_("By"), plan_time(view, network, "by", by));
	line(_("VPN"), json_object_is_type(vpn, json_type_string) ? json_object_get_string(vpn)
								  : json_string(vpn, "name"));
	show_subnets(network);
}

static void show_wave(const struct plan_view *view, struct json_object *wave)
{
	AUTO_FREE char *owners = plan_list(json_member(wave, "owners"));
	struct json_object *moves = json_member(wave, "moves");
	struct json_object *state = plan_state(view, json_string(wave, "name"));
	struct plan_sum sum = plan_sum(view, wave);
	unsigned long count = (unsigned long)sum.moves;
	AUTO_FREE char *told = mem_format(ngettext("%lu move", "%lu moves", count), count);
	char start[PLAN_TIME], end[PLAN_TIME];

	printf(_("Wave %s: %s, from %s to %s.\n"), json_string(wave, "name"), told,
		plan_local(view, sum.start, start), plan_local(view, sum.end, end));
	show_window(view, wave);
	line(_("Owners"), owners);
	if (json_boolean(state, "approved", false))
		line(_("Approved by"), json_string(json_member(state, "approval"), "approver"));
	else
		line(_("Not approved"), cli_said(state, "why"));
	plan_show_owners(view, json_string(wave, "name"));
	for (size_t i = 0; i < json_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);

		printf("  %s: %s -> %s\n", json_string(move, "name"),
			json_string(json_member(move, "source"), "host"),
			json_string(json_member(move, "target"), "host"));
	}
}

/* --- which it is --- */

static void show_left_out(const struct plan_view *view, struct json_object *row)
{
	const char *name = json_string(row, "name");
	struct json_object *groups = json_member(view->document, "groups");

	printf(_("%s is left out: %s\n"), name, cli_said(row, "why"));
	for (size_t i = 0; i < json_length(groups); i++) {
		struct json_object *group = json_object_array_get_idx(groups, i);

		if (json_has_string(json_member(group, "machines"), json_string(row, "id")))
			line(_("Group"), json_string(group, "name"));
	}
	show_addresses(view, json_string(row, "id"));
}

/* What of the plan has that name, the narrower before the wider. */
static const struct subject {
	const char *part;
	void (*show)(const struct plan_view *view, struct json_object *row);
} subjects[] = {
	{"left_out", show_left_out},
	{"systems", show_system},
	{"networks", show_network},
	{"groups", show_group},
	{"waves", show_wave},
};

#define SUBJECTS (sizeof(subjects) / sizeof(subjects[0]))

/* What is only summed from the plan. */
static void explain_sum(const struct cli *cli, const struct plan_view *view,
	struct json_object *sum, struct json_object *told,
	void (*show)(const struct plan_view *view, struct json_object *sum))
{
	if (!sum)
		return;
	json_object_array_add(told, sum);
	if (!cli->json)
		show(view, sum);
}

/* One name may be that of several: each is told. Returns how many. */
static size_t explain(const struct cli *cli, const struct plan_view *view, const char *name,
	struct json_object *told)
{
	struct json_object *wave, *row = find_move(view, name, &wave);

	if (row) {
		json_object_array_add(told, json_object_get(row));
		if (!cli->json)
			show_move(view, row, wave);
	}
	for (size_t i = 0; i < SUBJECTS; i++) {
		row = plan_named(view, subjects[i].part, name);
		if (!row)
			continue;
		json_object_array_add(told, json_object_get(row));
		if (!cli->json)
			subjects[i].show(view, row);
	}
	explain_sum(cli, view, plan_sum_link(view, name), told, plan_show_link);
	explain_sum(cli, view, plan_sum_department(view, name), told, plan_show_department);
	return json_length(told);
}

int plan_explain_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *told = json_object_new_array();
	AUTO_PLAN struct plan_view view = {0};
	const char *name = cli->arguments[1];

	if (plan_view_load(&view, cli, cli->arguments[0], error) < 0)
		return -1;
	if (explain(cli, &view, name, told) == 0)
		return error_set(error, ERROR_NOT_FOUND, name,
			_("The plan does not speak of \"%s\"."), name);
	cli_show_json(cli, json_length(told) == 1 ? json_object_array_get_idx(told, 0) : told);
	return 0;
}
