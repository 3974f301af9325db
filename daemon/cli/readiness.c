#include "base/text.h"
#include "cli/commands.h"
#include <stdio.h>

int readiness_check_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *result = NULL;

	if (cli_ask_job(&result, cli, "/v1/readiness/checks", NULL, error) < 0)
		return -1;
	if (!cli_show_json(cli, result))
		printf(_("Passed %d, warnings %d, failed %d, unknown %d. `banyun readiness "
			 "show` tells "
			 "which.\n"),
			(int)json_integer(result, "pass", 0),
			(int)json_integer(result, "warn", 0),
			(int)json_integer(result, "fail", 0),
			(int)json_integer(result, "unknown", 0));
	return 0;
}

static bool wanted(const struct cli *cli, struct json_object *finding)
{
	if (!cli_option(cli, "all") && text_equal(json_string(finding, "verdict"), "pass"))
		return false;
	return cli->argument_count == 0 ||
	       text_equal(json_string(finding, "id"), cli->arguments[0]) ||
	       text_equal(json_string(finding, "name"), cli->arguments[0]);
}

static void show_findings(const struct cli *cli, struct json_object *list)
{
	const struct cli_column columns[] = {{_("VERDICT"), false}, {_("RULE"), false},
		{_("OBJECT"), false}, {_("TARGET"), false}, {_("EVIDENCE"), false}};
	struct cli_table *table = cli_table_new(columns, 5);

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);
		const char *name = json_string(finding, "name");

		if (wanted(cli, finding))
			cli_table_row(
				table, (const char *const[]){_(json_string(finding, "verdict")),
					       json_string(finding, "rule"),
					       name ? name : json_string(finding, "id"),
					       json_string(finding, "target"),
					       cli_said(finding, "evidence")});
	}
	cli_table_print(table);
}

int readiness_show_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;

	if (cli_ask(&answer, cli, "GET", "/v1/readiness", NULL, error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		show_findings(cli, json_member(json_member(answer, "findings"), "findings"));
	return 0;
}
