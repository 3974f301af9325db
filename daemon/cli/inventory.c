#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/describe.h"
#include "cli/ledger.h"
#include "cli/sending.h"
#include "model/survey.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_survey(const char *path)
{
	const char *dot = strrchr(path, '.');

	return text_equal(dot, ".yaml") || text_equal(dot, ".yml");
}

/* Read and checked here too, so that an error names the file and its line. */
static int take_survey(struct sending *sending, const char *path, struct error *error)
{
	struct json_object *survey;

	if (shape_read_file(&survey, SOURCE_YAML, path, survey_fields, error) < 0)
		return -1;
	return sending_add_survey(sending, survey, error);
}

static int take_file(
	struct sending *sending, struct cli *cli, const char *path, struct error *error)
{
	return is_survey(path) ? take_survey(sending, path, error)
			       : ledger_take(sending, cli, path, error);
}

/* One file that is wrong keeps no other from being taken. */
static int take_files(struct sending *sending, struct cli *cli, struct error *error)
{
	for (int i = 0; i < cli->argument_count; i++) {
		struct error why = {0};

		if (take_file(sending, cli, cli->arguments[i], &why) == 0)
			continue;
		*error = why;
		if (cli->argument_count == 1 || sending_is_over(sending))
			return -1;
		cli->exit_code = cli_complain(&why);
	}
	if (sending_flush(sending, error) == 0)
		return 0;
	if (sending_is_over(sending))
		return -1;
	cli->exit_code = cli_complain(error);
	return 0;
}

/* Rows that were put aside while nothing was taken in would be put aside twice. */
static void drop_rejects(struct json_object *tables)
{
	for (size_t i = 0; i < json_length(tables); i++) {
		const char *path = json_string(json_object_array_get_idx(tables, i), "rejects");

		if (path)
			unlink(path);
	}
}

static int take_all(struct json_object *answer, struct sending *sending, struct cli *cli,
	struct error *error)
{
	struct json_object *tables = sending_tables(sending), *survey = NULL;
	bool sent = take_files(sending, cli, error) == 0;
	int result = sent ? sending_end(sending, &survey, error) : -1;

	if (result < 0 && !sending_is_in_doubt(sending))
		drop_rejects(tables);
	json_set(answer, "tables", json_object_get(tables));
	if (survey)
		json_set(answer, "survey", survey);
	return result;
}

static void show_survey(struct json_object *survey)
{
	printf(_("Taken in: %d departments, %d systems, %d landing networks. The next scan "
		 "joins "
		 "them with what is found.\n"),
		(int)json_integer(survey, "departments", 0),
		(int)json_integer(survey, "systems", 0),
		(int)json_integer(survey, "landings", 0));
}

/* All is shown together, when all is in. */
int inventory_import_command(struct cli *cli, struct error *error)
{
	struct sending *sending = sending_new(cli, cli_option(cli, "dry-run") != NULL);
	AUTO_JSON struct json_object *answer = json_object_new_object();
	int result;

	cli_break_on_interrupt();
	result = take_all(answer, sending, cli, error);
	if (result == 0 && !cli_show_json(cli, answer)) {
		if (json_member(answer, "survey"))
			show_survey(json_member(answer, "survey"));
		if (json_length(json_member(answer, "tables")) > 0)
			ledger_show(cli, json_member(answer, "tables"));
	}
	sending_free(sending);
	return result;
}

int inventory_scan_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *result = NULL;

	if (cli_ask_job(&result, cli, "/v1/inventory/scans", NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, result))
		return 0;
	printf(_("Snapshot %s holds %d objects.\n"), json_string(result, "snapshot"),
		(int)json_integer(result, "members", 0));
	describe_silent(json_member(result, "silent"));
	return 0;
}
