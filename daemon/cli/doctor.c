#include "base/digest.h"
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

static void show_plugins(struct json_object *plugins)
{
	for (size_t i = 0; i < json_object_array_length(plugins); i++) {
		struct json_object *plugin = json_object_array_get_idx(plugins, i);

		printf(_("  plugin %s %s answers\n"), json_string(plugin, "name"),
			json_string(plugin, "version"));
	}
}

int doctor_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *status = NULL;

	if (cli_ask(&status, cli, "GET", "/v1/status", NULL, error) < 0)
		return -1;
	if (!json_boolean(status, "log_signed", false))
		cli->exit_code = 1;
	if (cli_show_json(cli, status))
		return 0;
	printf(_("banyund %s answers; you are %s there.\n"), json_string(status, "version"),
		json_string(status, "person"));
	if (json_boolean(status, "log_signed", false))
		printf(_("  the audit log holds %lld records and is signed\n"),
			(long long)json_integer(status, "records", 0));
	else
		printf(_("  the audit log is NOT signed: %s\n"),
			cli_said(status, "log_problem"));
	show_plugins(json_member(status, "plugins"));
	if (json_string(status, "world"))
		printf(_("  a REHEARSAL: each scan reads the world \"%s\" too, of which "
			 "nothing is "
			 "real\n"),
			json_string(status, "world"));
	return 0;
}
