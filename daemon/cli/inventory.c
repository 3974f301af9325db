#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/describe.h"
#include "cli/ledger.h"
#include "cli/sending.h"
#include "model/survey.h"
#include <stdio.h>
#include <string.h>

static bool is_survey(const char *path)
{
	const char *dot = strrchr(path, '.');

	return text_equal(dot, ".yaml") || text_equal(dot, ".yml");
}

static int take_survey(struct cli *cli, const char *path, struct error *error)
{
	struct json_object *survey;
	AUTO_JSON struct json_object *answer = NULL;

	/* Read and checked here too, so that an error names the file and its line. */
	if (shape_read_file(&survey, SOURCE_YAML, path, survey_fields, error) < 0 ||
		cli_ask(&answer, cli, "POST", "/v1/inventory/survey", survey, error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		printf(_("Taken in: %d departments, %d systems, %d landing networks. The next "
			 "scan joins "
			 "them with what is found.\n"),
			(int)json_integer(answer, "departments", 0),
			(int)json_integer(answer, "systems", 0),
			(int)json_integer(answer, "landings", 0));
	return 0;
}

static int take_file(
	struct sending *sending, struct cli *cli, const char *path, struct error *error)
{
	return is_survey(path) ? take_survey(cli, path, error)
			       : ledger_take(sending, cli, path, error);
}

/* One file that is wrong keeps no other from being taken; without a daemon none is. */
static int go_on_after(struct cli *cli, const struct error *why, struct error *error)
{
	if (cli->argument_count == 1 || why->code == ERROR_UNREACHABLE) {
		*error = *why;
		return -1;
	}
	fprintf(stderr, "banyun: %s\n", why->text);
	cli->exit_code = error_exit_code(why->code);
	return 0;
}

static int take_files(struct sending *sending, struct cli *cli, struct error *error)
{
	struct error why = {0};

	for (int i = 0; i < cli->argument_count; i++) {
		why = (struct error){0};
		if (take_file(sending, cli, cli->arguments[i], &why) < 0 &&
			go_on_after(cli, &why, error) < 0)
			return -1;
	}
	why = (struct error){0};
	return sending_flush(sending, &why) < 0 ? go_on_after(cli, &why, error) : 0;
}

/* Tables are shown together, when all are in. */
int inventory_import_command(struct cli *cli, struct error *error)
{
	struct sending *sending = sending_new(cli, cli_option(cli, "dry-run") != NULL);
	AUTO_JSON struct json_object *answer = json_object_new_object();
	struct json_object *tables = sending_tables(sending);
	int result = take_files(sending, cli, error);

	json_set(answer, "tables", json_object_get(tables));
	if (result == 0 && json_length(tables) > 0 && !cli_show_json(cli, answer))
		ledger_show(cli, tables);
	sending_free(sending);
	return result;
}

int inventory_scan_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *result = NULL;
	char digest[13];

	if (cli_ask_job(&result, cli, "/v1/inventory/scans", NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, result))
		return 0;
	printf(_("Snapshot %s holds %d objects.\n"),
		cli_short(json_string(result, "snapshot"), digest),
		(int)json_integer(result, "members", 0));
	describe_silent(json_member(result, "silent"));
	return 0;
}
