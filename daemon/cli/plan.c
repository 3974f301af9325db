#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/lists.h"
#include <stdio.h>
#include <string.h>

static void set_window(struct json_object *body, const char *from, const char *to)
{
	struct json_object *window;

	if (!from && !to)
		return;
	window = json_object_new_object();
	json_set_string(window, "from", from);
	json_set_string(window, "to", to);
	json_set(body, "window", window);
}

int plan_create_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *body = json_object_new_object(), *result = NULL;
	char plan[13];

	cli_set_list(body, "departments", cli_option(cli, "department"));
	json_set_string(body, "playbook", cli_option(cli, "playbook"));
	set_window(body, cli_option(cli, "from"), cli_option(cli, "to"));
	if (cli_ask_job(&result, cli, "/v1/plans", mem_take(&body), error) < 0)
		return -1;
	if (cli_show_json(cli, result))
		return 0;
	cli_short(json_string(result, "plan"), plan);
	printf(_("Plan %s: %d waves, %d moves, %d machines left out. See `banyun plan show "
		 "%s`.\n"),
		plan, (int)json_integer(result, "waves", 0),
		(int)json_integer(result, "moves", 0), (int)json_integer(result, "left_out", 0),
		plan);
	return 0;
}

static void show_plans(struct json_object *plans)
{
	const struct cli_column columns[] = {
		{_("PLAN"), false}, {_("AUTHOR"), false}, {_("MADE"), false}};
	struct cli_table *table = cli_table_new(columns, 3);

	for (size_t i = 0; i < json_object_array_length(plans); i++) {
		struct json_object *row = json_object_array_get_idx(plans, i);
		char plan[13];

		cli_table_row(
			table, (const char *const[]){cli_short(json_string(row, "plan"), plan),
				       json_string(row, "author"), json_string(row, "made")});
	}
	cli_table_print(table);
}

static void show_move(struct cli_table *table, struct json_object *document, const char *wave,
	struct json_object *move)
{
	struct json_object *estimate =
		json_member(json_member(document, "estimates"), json_string(move, "machine"));
	char rate[48], bytes[48], low[48], high[48], range[128];

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
				     range});
}

static void show_waves(struct json_object *document)
{
	const struct cli_column columns[] = {{_("WAVE"), false}, {_("MACHINE"), false},
		{_("DEPARTMENT"), false}, {_("FROM"), false}, {_("TO"), false},
		{_("CHARGED"), true}, {_("BANDWIDTH"), true}, {_("ESTIMATE"), false}};
	struct json_object *waves = json_member(document, "waves");
	struct cli_table *table = cli_table_new(columns, 8);

	for (size_t i = 0; i < json_object_array_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct json_object *moves = json_member(wave, "moves");

		for (size_t j = 0; j < json_object_array_length(moves); j++)
			show_move(table, document, json_string(wave, "name"),
				json_object_array_get_idx(moves, j));
	}
	cli_table_print(table);
}

static void show_approvals(struct json_object *waves)
{
	for (size_t i = 0; i < json_object_array_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct json_object *approval = json_member(wave, "approval");
		char digest[13];

		printf("%s %s: ", json_string(wave, "wave"),
			cli_short(json_string(wave, "digest"), digest));
		if (json_boolean(wave, "approved", false))
			printf(_("approved by %s until %s\n"),
				json_string(approval, "approver"),
				json_string(approval, "expires"));
		else
			printf("%s\n", cli_said(wave, "why"));
	}
}

static void show_left_out(struct json_object *list)
{
	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		printf(_("Left out: %s: %s\n"), json_string(row, "name"), cli_said(row, "why"));
	}
}

int plan_show_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *document;

	if (cli->argument_count == 0) {
		if (cli_ask(&answer, cli, "GET", "/v1/plans", NULL, error) < 0)
			return -1;
		if (!cli_show_json(cli, answer))
			show_plans(json_member(answer, "plans"));
		return 0;
	}
	if (cli_load_plan(&answer, cli, cli->arguments[0], error) < 0)
		return -1;
	document = json_member(answer, "document");
	if (cli_show_json(cli, document))
		return 0;
	printf(_("Plan %s by %s, %s\n"), json_string(answer, "plan"),
		json_string(document, "author"), json_string(document, "made"));
	show_waves(document);
	show_approvals(json_member(answer, "waves"));
	show_left_out(json_member(document, "left_out"));
	return 0;
}

static void explain_disks(struct json_object *move)
{
	struct json_object *disks = json_member(move, "disks"),
			   *nics = json_member(move, "nics");

	for (size_t i = 0; i < json_object_array_length(disks); i++) {
		struct json_object *disk = json_object_array_get_idx(disks, i);
		char size[48];

		printf(_("  disk %s: %s -> %s (%s)\n"), json_string(disk, "device"),
			json_string(disk, "source_path"), json_string(disk, "path"),
			cli_bytes(json_integer(disk, "capacity", 0), size));
	}
	for (size_t i = 0; i < json_object_array_length(nics); i++) {
		struct json_object *nic = json_object_array_get_idx(nics, i);

		printf(_("  NIC %s: network %s -> %s\n"), json_string(nic, "mac"),
			json_string(nic, "source_network"), json_string(nic, "network"));
	}
}

static void explain_terms(struct json_object *estimate)
{
	struct json_object *terms = json_member(estimate, "terms");

	for (size_t i = 0; terms && i < json_object_array_length(terms); i++)
		printf("  %s\n", json_object_get_string(json_object_array_get_idx(terms, i)));
}

static int explain_absence(struct json_object *document, const char *name, struct error *error)
{
	struct json_object *list = json_member(document, "left_out");

	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (text_equal(json_string(row, "name"), name)) {
			printf(_("%s is left out: %s\n"), name, cli_said(row, "why"));
			return 0;
		}
	}
	return error_set(
		error, ERROR_NOT_FOUND, name, _("The plan does not speak of \"%s\"."), name);
}

int plan_explain_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *document, *move;
	const char *name = cli->arguments[1];

	if (cli_load_plan(&answer, cli, cli->arguments[0], error) < 0)
		return -1;
	document = json_member(answer, "document");
	move = plan_find_move(document, name);
	if (!move)
		return explain_absence(document, name, error);
	if (cli_show_json(cli, move))
		return 0;
	printf(_("%s moves from %s to %s, pool %s.\n"), name,
		json_string(json_member(move, "source"), "host"),
		json_string(json_member(move, "target"), "host"),
		json_string(json_member(move, "target"), "pool"));
	explain_disks(move);
	explain_terms(
		json_member(json_member(document, "estimates"), json_string(move, "machine")));
	return 0;
}

int plan_approve_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *body = json_object_new_object(), *answer = NULL;
	AUTO_FREE char *root = NULL, *path = NULL;

	cli_set_list(body, "waves", cli_option(cli, "wave"));
	if (cli_set_reviewed(body, cli_option(cli, "file"), error) < 0 ||
		cli_find_plan(&root, cli, cli->arguments[0], error) < 0)
		return -1;
	path = mem_format("/v1/plans/%s/approvals", root);
	if (cli_ask(&answer, cli, "POST", path, mem_take(&body), error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		puts(_("Approved. The approval binds exactly the bytes of these waves."));
	return 0;
}

int plan_return_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *body = json_object_new_object(), *answer = NULL;
	AUTO_FREE char *root = NULL, *path = NULL;

	if (!cli_option(cli, "reason"))
		return error_set(
			error, ERROR_USAGE, NULL, _("The option --%s is needed."), "reason");
	json_set_string(body, "reason", cli_option(cli, "reason"));
	if (cli_find_plan(&root, cli, cli->arguments[0], error) < 0)
		return -1;
	path = mem_format("/v1/plans/%s/return", root);
	if (cli_ask(&answer, cli, "POST", path, mem_take(&body), error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		puts(_("The plan was returned; it has no approval any more."));
	return 0;
}
