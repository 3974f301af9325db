/* The parts of a plan as tables. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/plan_show.h"
#include <stdio.h>

static bool is_of(struct json_object *row, const char *department)
{
	return !department || text_equal(json_string(row, "department"), department);
}

/* --- moves --- */

static void show_move(struct cli_table *table, const struct plan_view *view, const char *wave,
	struct json_object *move)
{
	struct json_object *estimate = plan_estimate(view, move);
	char rate[48], bytes[48], low[48], high[48], range[128], start[PLAN_TIME];

	cli_seconds(json_integer(estimate, "seconds_low", 0), low);
	cli_seconds(json_integer(estimate, "seconds_high", 0), high);
	snprintf(range, sizeof(range), "%s – %s", low, high);
	cli_table_row(table, (const char *const[]){wave, json_string(move, "name"),
				     json_string(move, "department"),
				     json_string(json_member(move, "source"), "host"),
				     json_string(json_member(move, "target"), "host"),
				     cli_bytes(json_integer(estimate, "bytes", 0), bytes),
				     json_integer(move, "rate", 0)
					     ? cli_rate(json_integer(move, "rate", 0), rate)
					     : _("no cap"),
				     plan_time(view, estimate, "start", start), range});
}

void plan_show_moves(const struct plan_view *view, const char *wave, const char *department)
{
	const struct cli_column columns[] = {{_("WAVE"), false}, {_("MACHINE"), false},
		{_("DEPARTMENT"), false}, {_("FROM"), false}, {_("TO"), false},
		{_("CHARGED"), true}, {_("BANDWIDTH"), true}, {_("START"), false},
		{_("ESTIMATE"), false}};
	struct json_object *waves = json_member(view->document, "waves");
	struct cli_table *table = cli_table_new(columns, 9);

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *one = json_object_array_get_idx(waves, i);
		struct json_object *moves = json_member(one, "moves");

		if (wave && !text_equal(json_string(one, "name"), wave))
			continue;
		for (size_t j = 0; j < json_length(moves); j++) {
			struct json_object *move = json_object_array_get_idx(moves, j);

			if (is_of(move, department))
				show_move(table, view, json_string(one, "name"), move);
		}
	}
	cli_table_print_or(table, _("The plan has nothing of this."));
}

/* --- systems, networks, groups --- */

void plan_show_systems(const struct plan_view *view, const char *department)
{
	const struct cli_column columns[] = {{_("SYSTEM"), false}, {_("BECOMES"), false},
		{_("WHERE"), false}, {_("RULE"), false}, {_("WAVE"), false}, {_("DONE"), false},
		{_("WHY"), false}};
	struct json_object *list = json_member(view->document, "systems");
	struct cli_table *table = cli_table_new(columns, 7);

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		const char *target = json_string(row, "target");
		char done[PLAN_TIME];

		if (is_of(row, department))
			cli_table_row(table,
				(const char *const[]){json_string(row, "id"),
					plan_word(json_string(row, "disposition")),
					target ? plan_word(target) : "",
					json_string(row, "rule"), json_string(row, "wave"),
					plan_time(view, row, "done", done),
					cli_said(row, "why")});
	}
	cli_table_print_or(table, _("The plan has nothing of this."));
}

/* The new prefixes of a network; the caller frees. */
static char *prefixes(struct json_object *network)
{
	struct json_object *subnets = json_member(network, "subnets");
	struct text text = {0};

	for (size_t i = 0; i < json_length(subnets); i++) {
		struct json_object *row = json_object_array_get_idx(subnets, i);
		const char *to4 = json_string(row, "to4"), *to6 = json_string(row, "to6");

		if (!to4 && !to6)
			continue;
		text_format(&text, "%s%s%s%s", text.size ? "; " : "", to4 ? to4 : "",
			to4 && to6 ? " " : "", to6 ? to6 : "");
	}
	return text_take(&text);
}

void plan_show_networks(const struct plan_view *view, const char *department)
{
	const struct cli_column columns[] = {{_("NETWORK"), false}, {_("BECOMES"), false},
		{_("DOMAIN"), false}, {_("RULE"), false}, {_("BY"), false},
		{_("NEW PREFIXES"), false}, {_("WHY"), false}};
	struct json_object *list = json_member(view->document, "networks");
	struct cli_table *table = cli_table_new(columns, 7);

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		AUTO_FREE char *new = prefixes(row);
		const char *domain = json_string(row, "domain");
		char by[PLAN_TIME];

		if (is_of(row, department))
			cli_table_row(table, (const char *const[]){json_string(row, "id"),
						     plan_word(json_string(row, "state")),
						     domain ? plan_word(domain) : "",
						     json_string(row, "rule"),
						     plan_time(view, row, "by", by), new,
						     cli_said(row, "why")});
	}
	cli_table_print_or(table, _("The plan has nothing of this."));
}

static bool group_is_of(
	const struct plan_view *view, struct json_object *group, const char *department)
{
	struct json_object *systems = json_member(group, "systems");

	for (size_t i = 0; department && i < json_length(systems); i++)
		if (is_of(plan_named(view, "systems",
				  json_object_get_string(
					  json_object_array_get_idx(systems, i))),
			    department))
			return true;
	return !department;
}

void plan_show_groups(const struct plan_view *view, const char *department)
{
	const struct cli_column columns[] = {{_("GROUP"), false}, {_("WAVE"), false},
		{_("MACHINES"), true}, {_("TIES"), true}, {_("SYSTEMS"), false},
		{_("WHY NOT"), false}};
	struct json_object *list = json_member(view->document, "groups");
	struct json_object *hubs = json_member(view->document, "hubs");
	struct cli_table *table = cli_table_new(columns, 6);

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		AUTO_FREE char *systems = plan_list(json_member(row, "systems"));
		AUTO_FREE char *machines =
			mem_format("%zu", json_length(json_member(row, "machines")));
		AUTO_FREE char *ties = mem_format("%zu", json_length(json_member(row, "ties")));

		if (group_is_of(view, row, department))
			cli_table_row(table, (const char *const[]){json_string(row, "name"),
						     json_string(row, "wave"), machines, ties,
						     systems, cli_said(row, "why")});
	}
	cli_table_print_or(table, _("The plan has nothing of this."));
	for (size_t i = 0; !department && i < json_length(hubs); i++)
		plan_show_hub(json_object_array_get_idx(hubs, i));
}

void plan_show_hub(struct json_object *hub)
{
	unsigned long systems = (unsigned long)json_integer(hub, "systems", 0);
	int port = (int)json_integer(hub, "port", 0);
	const char *name = json_string(hub, "name");

	if (json_boolean(hub, "listens", false))
		printf(ngettext("  A hub: %lu system talks to %s, port %d; that ties none of "
				"them.\n",
			       "  A hub: %lu systems talk to %s, port %d; that ties none of "
			       "them.\n",
			       systems),
			systems, name, port);
	else
		printf(ngettext("  A hub: %lu system is talked to by %s, port %d; that ties "
				"none of them.\n",
			       "  A hub: %lu systems are talked to by %s, port %d; that ties "
			       "none of them.\n",
			       systems),
			systems, name, port);
}

/* --- what does not move --- */

void plan_show_left_out(const struct plan_view *view, size_t most)
{
	struct json_object *list = json_member(view->document, "left_out");
	size_t count = json_length(list);

	if (most && count > most) {
		plan_show_reasons(view);
		puts(_("--left-out lists each of them."));
		return;
	}
	for (size_t i = 0; i < count; i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		printf(_("Left out: %s: %s\n"), json_string(row, "name"), cli_said(row, "why"));
	}
}

void plan_show_dropped(const struct plan_view *view)
{
	struct json_object *list = json_member(view->document, "dropped");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		printf(_("The approval of wave %s lapsed: %s\n"), json_string(row, "wave"),
			cli_said(row, "why"));
	}
}
