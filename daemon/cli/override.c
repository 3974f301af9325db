/* What people decide on systems and networks before they are planned. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include <stdio.h>
#include <string.h>

static int need(const struct cli *cli, const char *option, struct error *error)
{
	if (cli_option(cli, option))
		return 0;
	return error_set(error, ERROR_USAGE, NULL, _("The option --%s is needed."), option);
}

static void say(struct json_object *override)
{
	const char *kind = json_string(override, "kind");
	const char *subject = json_string(override, "subject");
	const char *other = json_string(override, "other");

	if (text_equal(kind, "disposition"))
		printf(_("%s is planned as %s from now on.\n"), subject,
			json_string(override, "value"));
	else if (text_equal(kind, "hold"))
		printf(_("%s is held: no move of it begins, and no plan made from now on moves "
			 "it.\n"),
			subject);
	else if (text_equal(kind, "instruct"))
		printf(_("The instruction for %s is recorded.\n"), subject);
	else if (text_equal(kind, "cut"))
		printf(_("What was seen between %s and %s ties them no more.\n"), subject,
			other);
	else
		printf(_("%s and %s move together from now on.\n"), subject, other);
}

/* `body` is taken. */
static int send(
	struct cli *cli, const char *path, struct json_object *body, struct error *error)
{
	AUTO_JSON struct json_object *taken = body, *answer = NULL;

	if (need(cli, "reason", error) < 0)
		return -1;
	json_set_string(body, "subject", cli->arguments[0]);
	if (cli->argument_count > 1)
		json_set_string(body, "other", cli->arguments[1]);
	json_set_string(body, "reason", cli_option(cli, "reason"));
	if (cli_ask(&answer, cli, "POST", path, mem_take(&taken), error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		say(answer);
	return 0;
}

static int decide(struct cli *cli, const char *kind, struct error *error)
{
	struct json_object *body = json_set_string(json_object_new_object(), "kind", kind);

	json_set_string(body, "value", cli_option(cli, "disposition"));
	return send(cli, "/v1/overrides", body, error);
}

int plan_override_command(struct cli *cli, struct error *error)
{
	if (need(cli, "disposition", error) < 0)
		return -1;
	return decide(cli, "disposition", error);
}

int plan_hold_command(struct cli *cli, struct error *error)
{
	return send(cli, "/v1/overrides/holds", json_object_new_object(), error);
}

int plan_instruct_command(struct cli *cli, struct error *error)
{
	return decide(cli, "instruct", error);
}

int plan_cut_command(struct cli *cli, struct error *error)
{
	return decide(cli, "cut", error);
}

int plan_join_command(struct cli *cli, struct error *error)
{
	return decide(cli, "join", error);
}

/* --- what was decided --- */

int plan_overrides_command(struct cli *cli, struct error *error)
{
	const struct cli_column columns[] = {{_("OF"), false}, {_("DECISION"), false},
		{_("OTHER"), false}, {_("BY"), false}, {_("MADE"), false},
		{_("REASON"), false}};
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *list;
	struct cli_table *table;

	if (cli_ask(&answer, cli, "GET", "/v1/overrides", NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	list = json_member(answer, "overrides");
	table = cli_table_new(columns, 6);
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		const char *value = json_string(row, "value");

		cli_table_row(
			table, (const char *const[]){json_string(row, "subject"),
				       value ? value : json_string(row, "kind"),
				       json_string(row, "other"), json_string(row, "actor"),
				       json_string(row, "made"), json_string(row, "reason")});
	}
	cli_table_print_or(table, _("Nobody has decided anything."));
	return 0;
}

int plan_rules_command(struct cli *cli, struct error *error)
{
	const struct cli_column columns[] = {{_("RULE"), false}, {_("SERVES"), false},
		{_("QUESTION"), false}, {_("CHANGED BY"), false}};
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *list;
	struct cli_table *table;

	if (cli_ask(&answer, cli, "GET", "/v1/overrides/rules", NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	list = json_member(answer, "rules");
	table = cli_table_new(columns, 4);
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		cli_table_row(table,
			(const char *const[]){json_string(row, "id"), json_string(row, "cites"),
				_(json_string(row, "question")),
				_(json_string(row, "change"))});
	}
	cli_table_print(table);
	return 0;
}

/* "web" is also what ends in "/web". */
static bool is_called(const char *id, const char *name)
{
	size_t size = id ? strlen(id) : 0, end = strlen(name);

	return text_equal(id, name) ||
	       (size > end && id[size - end - 1] == '/' && text_equal(id + size - end, name));
}

/* The two of a row may be named either way round. */
static bool is_meant(const struct cli *cli, struct json_object *row)
{
	const char *kind = cli_option(cli, "kind"), *subject = json_string(row, "subject");
	const char *other = json_string(row, "other");
	const char *one = cli->arguments[0],
		   *two = cli->argument_count > 1 ? cli->arguments[1] : NULL;

	if (kind && !text_equal(kind, json_string(row, "kind")))
		return false;
	if (!two)
		return !other && is_called(subject, one);
	return (is_called(subject, one) && is_called(other, two)) ||
	       (is_called(subject, two) && is_called(other, one));
}

static int find(struct json_object **found, const struct cli *cli, struct json_object *list,
	struct error *error)
{
	const char *name = cli->arguments[0];

	*found = NULL;
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (!is_meant(cli, row))
			continue;
		if (*found)
			return error_set(error, ERROR_USAGE, name,
				_("Several decisions on \"%s\" may be meant; give its "
				  "id, and --kind."),
				name);
		*found = row;
	}
	if (*found)
		return 0;
	return error_set(error, ERROR_NOT_FOUND, name,
		_("Nothing was decided on \"%s\" that this could mean; `banyun plan overrides` "
		  "lists all."),
		name);
}

int plan_withdraw_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL, *taken = NULL;
	struct json_object *row, *body;

	if (need(cli, "reason", error) < 0 ||
		cli_ask(&answer, cli, "GET", "/v1/overrides", NULL, error) < 0 ||
		find(&row, cli, json_member(answer, "overrides"), error) < 0)
		return -1;
	body = json_set_string(json_object_new_object(), "kind", json_string(row, "kind"));
	json_set_string(body, "subject", json_string(row, "subject"));
	json_set_string(body, "other", json_string(row, "other"));
	json_set_string(body, "reason", cli_option(cli, "reason"));
	if (cli_ask(&taken, cli, "POST", "/v1/overrides/withdrawals", body, error) < 0)
		return -1;
	if (!cli_show_json(cli, taken))
		printf(_("Withdrawn: %s on %s.\n"), json_string(taken, "kind"),
			json_string(taken, "subject"));
	return 0;
}
