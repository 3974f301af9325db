#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/lists.h"
#include "cli/readiness_page.h"
#include "model/findings.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

int readiness_check_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *result = NULL;
	struct json_object *body = json_object_new_object();

	cli_set_list(body, "what", cli_option(cli, "what"));
	if (cli_option(cli, "all"))
		json_set_boolean(body, "all", true);
	if (cli_ask_job(&result, cli, "/v1/readiness/checks", body, error) < 0)
		return -1;
	if (cli_show_json(cli, result))
		return 0;
	printf(_("Passed %d, warnings %d, failed %d, unknown %d. `banyun readiness show` tells "
		 "which.\n"),
		(int)json_integer(result, "pass", 0), (int)json_integer(result, "warn", 0),
		(int)json_integer(result, "fail", 0), (int)json_integer(result, "unknown", 0));
	if (json_integer(result, "reused", 0) > 0)
		printf(_("Of %d questions %d were answered well not long ago and were not "
			 "asked "
			 "again; --all asks them too.\n"),
			(int)(json_integer(result, "asked", 0) +
				json_integer(result, "reused", 0)),
			(int)json_integer(result, "reused", 0));
	return 0;
}

/* --- findings --- */

/*
 * Its name; its id where that tells whose it is, as several departments may have one of a name.
 */
static const char *object_of(struct json_object *finding)
{
	const char *id = json_string(finding, "id"), *name = json_string(finding, "name");
	size_t size = id ? strlen(id) : 0, end = name ? strlen(name) : 0;

	return size > end + 1 && id[size - end - 1] == '/' && text_equal(id + size - end, name)
		       ? id
		       : name;
}

static void show_table(struct json_object *list)
{
	const struct cli_column columns[] = {{_("VERDICT"), false}, {_("RULE"), false},
		{_("OBJECT"), false}, {_("TARGET"), false}, {_("EVIDENCE"), false}};
	struct cli_table *table = cli_table_new(columns, 5);

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);

		cli_table_row(table,
			(const char *const[]){_(json_string(finding, "verdict")),
				json_string(finding, "rule"), object_of(finding),
				json_string(finding, "target"), cli_said(finding, "evidence")});
	}
	cli_table_print_or(table, _("No finding is so. With --all, what passed is shown too."));
}

static void show_member(const char *title, const char *text)
{
	if (text)
		printf("  %s %s\n", title, text);
}

static void show_acceptance(struct json_object *finding, struct json_object *accepted)
{
	char identity[DIGEST_TEXT], digits[13];
	struct json_object *acceptance;

	if (text_equal(json_string(finding, "verdict"), "pass"))
		return;
	findings_identity(finding, identity);
	acceptance = json_member(accepted, identity);
	if (acceptance)
		printf(_("  accepted: by %s at %s: %s\n"), json_string(acceptance, "approver"),
			json_string(acceptance, "made"), json_string(acceptance, "reason"));
	else
		printf(_("  to accept: banyun readiness accept %s --reason TEXT\n"),
			cli_short(identity, digits));
}

/* One finding with all that is known of it. */
static void show_why(
	struct json_object *finding, struct json_object *rules, struct json_object *accepted)
{
	struct json_object *rule = json_member(rules, json_string(finding, "rule"));
	struct json_object *basis = json_member(finding, "basis");
	const char *target = json_string(finding, "target"),
		   *advice = json_string(rule, "advice");
	AUTO_FREE char *facts = basis ? json_canonical_string(basis) : NULL;

	printf("%s  %s  %s%s%s\n", _(json_string(finding, "verdict")),
		json_string(finding, "rule"), object_of(finding), target ? " -> " : "",
		target ? target : "");
	show_member(_("asked:"), _(json_string(rule, "question")));
	show_member(_("found:"), cli_said(finding, "evidence"));
	show_member(_("rests on:"), facts);
	if (!text_equal(json_string(finding, "verdict"), "pass"))
		show_member(_("do:"), advice ? _(advice) : NULL);
	show_member(_("serves:"), json_string(rule, "reference"));
	show_member(_("in plans:"), json_string(rule, "effect"));
	show_acceptance(finding, accepted);
}

static int ask_rules(struct json_object **answer, const struct cli *cli, struct error *error)
{
	return cli_ask(answer, cli, "GET", "/v1/readiness/rules", NULL, error);
}

static int show_all_why(struct cli *cli, struct json_object *list, struct json_object *accepted,
	struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;

	if (ask_rules(&answer, cli, error) < 0)
		return -1;
	for (size_t i = 0; i < json_length(list); i++) {
		if (i > 0)
			putchar('\n');
		show_why(json_object_array_get_idx(list, i), json_member(answer, "rules"),
			accepted);
	}
	return 0;
}

static int write_file(const struct cli *cli, struct json_object *answer, struct error *error)
{
	AUTO_JSON struct json_object *rules = NULL, *page = NULL;
	const char *path = cli_option(cli, "output");

	if (ask_rules(&rules, cli, error) < 0)
		return -1;
	page = readiness_page(answer, json_member(rules, "rules"));
	if (output_put(path, page_xlsx, page, error) < 0)
		return -1;
	output_tell(cli, path, _("The findings are in \"%s\".\n"), path);
	return 0;
}

/* Known before anything is asked. */
static int check_output(const struct cli *cli, struct error *error)
{
	const char *path = cli_option(cli, "output"), *dot = path ? strrchr(path, '.') : NULL;

	if (!path || (dot && strcasecmp(dot, ".xlsx") == 0))
		return 0;
	return error_set(error, ERROR_USAGE, path,
		_("The findings are written as .xlsx, and \"%s\" does not end so."), path);
}

/* Programs that pick nothing get the document as it is. */
static bool with_passed(const struct cli *cli)
{
	bool picks = cli->argument_count > 0 || cli_option(cli, "rule") ||
		     cli_option(cli, "kind") || cli_option(cli, "verdict") ||
		     cli_option(cli, "department");

	return cli_option(cli, "all") || cli_option(cli, "output") || (cli->json && !picks);
}

int readiness_show_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	AUTO_TEXT struct text path = {0};
	struct json_object *list;

	if (check_output(cli, error) < 0)
		return -1;
	text_add(&path, "/v1/readiness?passed=");
	text_add(&path, with_passed(cli) ? "true" : "false");
	cli_add_parameter(&path, "name", cli->argument_count ? cli->arguments[0] : NULL);
	cli_add_parameter(&path, "rule", cli_option(cli, "rule"));
	cli_add_parameter(&path, "kind", cli_option(cli, "kind"));
	cli_add_parameter(&path, "verdict", cli_option(cli, "verdict"));
	cli_add_parameter(&path, "department", cli_option(cli, "department"));
	if (cli_ask(&answer, cli, "GET", path.data, NULL, error) < 0)
		return -1;
	if (cli_option(cli, "output"))
		return write_file(cli, answer, error);
	if (cli_show_json(cli, answer))
		return 0;
	list = json_member(json_member(answer, "findings"), "findings");
	if (cli_option(cli, "why"))
		return show_all_why(cli, list, json_member(answer, "accepted"), error);
	show_table(list);
	return 0;
}

/* --- accepting --- */

/* The identity of the one finding that is meant. */
static int take_identity(char identity[DIGEST_TEXT], struct json_object *list,
	const char *start, struct error *error)
{
	if (json_length(list) > 1)
		return error_set(error, ERROR_USAGE, start,
			_("Several findings begin with \"%s\"; give more digits."), start);
	if (json_length(list) == 0)
		return error_set(error, ERROR_NOT_FOUND, start,
			_("There is no finding \"%s\" that could be accepted; `banyun "
			  "readiness "
			  "show --why` tells each."),
			start);
	findings_identity(json_object_array_get_idx(list, 0), identity);
	return 0;
}

int readiness_accept_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL, *acceptance = NULL;
	AUTO_TEXT struct text path = {0};
	struct json_object *body, *finding;
	char identity[DIGEST_TEXT];

	if (!cli_option(cli, "reason"))
		return error_set(error, ERROR_USAGE, NULL,
			_("Say why it is accepted, with --reason TEXT; it stands in the log."));
	text_add(&path, "/v1/readiness?passed=false");
	cli_add_parameter(&path, "finding", cli->arguments[0]);
	if (cli_ask(&answer, cli, "GET", path.data, NULL, error) < 0 ||
		take_identity(identity,
			json_member(json_member(answer, "findings"), "findings"),
			cli->arguments[0], error) < 0)
		return -1;
	body = json_set_string(json_object_new_object(), "finding", identity);
	json_set_string(body, "reason", cli_option(cli, "reason"));
	if (cli_ask(&acceptance, cli, "POST", "/v1/readiness/acceptances", body, error) < 0)
		return -1;
	finding = json_member(acceptance, "finding");
	if (!cli_show_json(cli, acceptance))
		printf(_("%s of %s is accepted as it is now; when it changes, it blocks "
			 "again.\n"),
			json_string(finding, "rule"), json_string(finding, "name"));
	return 0;
}

/* --- rules --- */

int readiness_rules_command(struct cli *cli, struct error *error)
{
	const struct cli_column columns[] = {{_("RULE"), false}, {_("OF"), false},
		{_("IN PLANS"), false}, {_("SERVES"), false}, {_("QUESTION"), false}};
	AUTO_JSON struct json_object *answer = NULL;
	struct cli_table *table;

	if (ask_rules(&answer, cli, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	table = cli_table_new(columns, 5);
	json_object_object_foreach (json_member(answer, "rules"), id, rule)
		cli_table_row(table,
			(const char *const[]){id, json_string(rule, "kind"),
				json_string(rule, "effect"), json_string(rule, "reference"),
				_(json_string(rule, "question"))});
	cli_table_print(table);
	return 0;
}
