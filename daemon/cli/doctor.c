#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/commands.h"
#include "model/profile.h"
#include <stdio.h>

int profile_show_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;

	if (cli_ask(&answer, cli, "GET", "/v1/profile", NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	printf(_("Profile %s\n"), json_string(answer, "digest"));
	cli_show_text(json_object_to_json_string_ext(json_member(answer, "profile"),
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	return 0;
}

int profile_check_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *profile = NULL;
	char digest[DIGEST_TEXT];

	if (shape_read_file(&profile, SOURCE_YAML, cli->arguments[0], profile_fields, error) <
		0)
		return -1;
	digest_json(profile, digest);
	if (!cli_show_json(cli, profile))
		printf(_("The profile \"%s\" is well formed; its digest is %s.\n"),
			json_string(profile, "name"), digest);
	return 0;
}

static void show_status(struct json_object *status)
{
	struct json_object *plugins = json_member(status, "plugins");

	printf(_("banyund %s answers; you are %s there.\n"), json_string(status, "version"),
		json_string(status, "person"));
	for (size_t i = 0; i < json_length(plugins); i++) {
		struct json_object *plugin = json_object_array_get_idx(plugins, i);

		printf(_("  plugin %s %s answers\n"), json_string(plugin, "name"),
			json_string(plugin, "version"));
	}
	if (json_string(status, "world"))
		printf(_("  a REHEARSAL: each scan reads the world \"%s\" too, of which "
			 "nothing is "
			 "real\n"),
			json_string(status, "world"));
}

static void show_seen(struct json_object *seen)
{
	const struct cli_column columns[] = {{_("VERDICT"), false}, {_("WHAT"), false},
		{_("FOUND"), false}, {_("WHAT TO DO"), false}};
	struct cli_table *table = cli_table_new(columns, 4);

	for (size_t i = 0; i < json_length(seen); i++) {
		struct json_object *row = json_object_array_get_idx(seen, i);

		cli_table_row(table,
			(const char *const[]){_(json_string(row, "verdict")),
				json_string(row, "what"), cli_said(row, "found"),
				json_string(row, "remedy") ? cli_said(row, "remedy") : NULL});
	}
	cli_table_print(table);
}

/* Something is amiss: the exit code says so to programs. */
static bool is_well(struct json_object *seen)
{
	for (size_t i = 0; i < json_length(seen); i++)
		if (text_equal(
			    json_string(json_object_array_get_idx(seen, i), "verdict"), "fail"))
			return false;
	return true;
}

/* What only visits tell is added; where they cannot be made, that is told in their stead. */
static void add_visits(struct cli *cli, struct json_object *seen)
{
	AUTO_JSON struct json_object *result = NULL;
	struct json_object *rows, *row;
	struct error error = {0};

	if (cli_ask_job(&result, cli, "/v1/doctor/visits", NULL, &error) < 0) {
		row = json_set_string(json_object_new_object(), "what", "visits");
		json_set_string(row, "verdict", "unknown");
		json_object_array_add(seen, json_set_string(row, "found", error.text));
		return;
	}
	rows = json_member(result, "seen");
	for (size_t i = 0; i < json_length(rows); i++)
		json_object_array_add(
			seen, json_object_get(json_object_array_get_idx(rows, i)));
}

int doctor_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *status = NULL, *answer = NULL;
	struct json_object *seen;

	if (cli_ask(&status, cli, "GET", "/v1/status", NULL, error) < 0 ||
		cli_ask(&answer, cli, "GET", "/v1/doctor", NULL, error) < 0)
		return -1;
	seen = json_member(answer, "seen");
	add_visits(cli, seen);
	if (!is_well(seen))
		cli->exit_code = 1;
	json_set(status, "seen", json_object_get(seen));
	if (cli_show_json(cli, status))
		return 0;
	show_status(status);
	show_seen(seen);
	return 0;
}
