/*
 * The self-check report: of one department on the terminal or in a file, or a line for each.
 */
#include "cli/self_check.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/ledger.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* --- a line for each --- */

static void add_department(struct cli_table *table, struct json_object *row)
{
	static const char *const counts[] = {"entries", "classified", "out_of_scope", "open"};
	char cells[4][24], filled[80];

	for (size_t i = 0; i < 4; i++)
		snprintf(cells[i], sizeof(cells[i]), "%lld",
			(long long)json_integer(row, counts[i], 0));
	self_check_filled(json_member(row, "completeness"), filled);
	cli_table_row(table, (const char *const[]){json_string(row, "name"), cells[0], cells[1],
				     cells[2], filled, cells[3], ledger_standing(row)});
}

static void show_departments(struct json_object *list)
{
	const struct cli_column columns[] = {{_("DEPARTMENT"), false}, {_("ENTRIES"), true},
		{_("CLASSIFIED"), true}, {_("OUT OF SCOPE"), true}, {_("FILLED"), true},
		{_("OPEN"), true}, {_("NOTE"), false}};
	struct cli_table *table = cli_table_new(columns, 7);

	for (size_t i = 0; i < json_length(list); i++)
		add_department(table, json_object_array_get_idx(list, i));
	cli_table_print_or(
		table, _("No department has told anything yet; `banyun inventory import` "
			 "takes in what they tell."));
}

/* --- in a file --- */

struct form {
	const char *ending;
	output_write *write;
	enum self_check_detail detail;
};

static const struct form forms[] = {
	{".xlsx", page_xlsx, SELF_CHECK_WHOLE},
	{".html", page_html, SELF_CHECK_PRINTED},
};

static const struct form *find_form(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcasecmp(dot, forms[i].ending) == 0)
			return &forms[i];
	return NULL;
}

/* Known before anything is asked. */
static int check_output(const struct cli *cli, const struct form **form, struct error *error)
{
	const char *path = cli_option(cli, "output");

	*form = path ? find_form(path) : NULL;
	if (path && !*form)
		return error_set(error, ERROR_USAGE, path,
			_("The report is written as .xlsx or .html, and \"%s\" ends with "
			  "neither."),
			path);
	if (path && cli->argument_count == 0)
		return error_set(error, ERROR_USAGE, path,
			_("Name the department whose report is to be written to \"%s\"."),
			path);
	return 0;
}

static int write_file(const struct form *form, const struct cli *cli,
	struct json_object *report, struct error *error)
{
	AUTO_JSON struct json_object *page = self_check_page(report, form->detail);

	return output_put(cli_option(cli, "output"), form->write, page, error);
}

/* --- the command --- */

static int ask(struct json_object **report, const struct cli *cli, struct error *error)
{
	AUTO_TEXT struct text path = {0};

	text_add(&path, "/v1/report/self-check");
	cli_add_parameter(
		&path, "department", cli->argument_count > 0 ? cli->arguments[0] : NULL);
	return cli_ask(report, cli, "GET", path.data, NULL, error);
}

static void show(const struct cli *cli, struct json_object *report)
{
	AUTO_JSON struct json_object *page = NULL;

	if (cli_show_json(cli, report))
		return;
	if (cli_option(cli, "output")) {
		printf(_("The report is in \"%s\".\n"), cli_option(cli, "output"));
		return;
	}
	if (cli->argument_count == 0) {
		show_departments(json_member(report, "departments"));
		return;
	}
	page = self_check_page(report, SELF_CHECK_BRIEF);
	self_check_show(page);
}

int report_self_check_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *report = NULL;
	const struct form *form;

	if (check_output(cli, &form, error) < 0 || ask(&report, cli, error) < 0 ||
		(form && write_file(form, cli, report, error) < 0))
		return -1;
	show(cli, report);
	return 0;
}
