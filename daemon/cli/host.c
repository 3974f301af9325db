#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include <stdio.h>
#include <stdlib.h>

static int need(const struct cli *cli, const char *const *names, struct error *error)
{
	for (; *names; names++)
		if (!cli_option(cli, *names))
			return error_set(error, ERROR_USAGE, NULL,
				_("The option --%s is needed."), *names);
	return 0;
}

static int take_port(struct json_object *host, const char *text, struct error *error)
{
	char *end;
	long port = text ? strtol(text, &end, 10) : 0;

	if (!text)
		return 0;
	if (*end || port < 1 || port > 65535)
		return error_set(error, ERROR_USAGE, NULL,
			_("The port must be a number from 1 to 65535, but is \"%s\"."), text);
	json_set_integer(host, "port", port);
	return 0;
}

static void show_offer(const char *name, struct json_object *host)
{
	struct json_object *offered = json_member(host, "offered");

	if (!offered) {
		printf(_("Host %s was added. It is on this machine: no key is to be "
			 "trusted.\n"),
			name);
		return;
	}
	printf(_("Host %s was added. It offers the key\n\n    %s\n\nCompare it with what its "
		 "administrator tells you; when they are equal:\n\n    banyun host trust %s "
		 "--fingerprint %s\n"),
		name, json_string(offered, "fingerprint"), name,
		json_string(offered, "fingerprint"));
}

int host_add_command(struct cli *cli, struct error *error)
{
	static const char *const login[] = {
		"department", "side", "address", "credential", NULL};
	static const char *const near[] = {"department", "side", NULL};
	static const char *const strings[] = {
		"department", "side", "address", "user", "credential", "jump", "uri", NULL};
	AUTO_JSON struct json_object *body = json_object_new_object(), *result = NULL;

	if (need(cli, cli_option(cli, "uri") ? near : login, error) < 0 ||
		take_port(body, cli_option(cli, "port"), error) < 0)
		return -1;
	json_set_string(body, "name", cli->arguments[0]);
	for (const char *const *name = strings; *name; name++)
		json_set_string(body, *name, cli_option(cli, *name));
	if (cli_ask_job(&result, cli, "/v1/hosts", mem_take(&body), error) < 0)
		return -1;
	if (!cli_show_json(cli, result))
		show_offer(cli->arguments[0], result);
	return 0;
}

int host_trust_command(struct cli *cli, struct error *error)
{
	static const char *const needed[] = {"fingerprint", NULL};
	AUTO_FREE char *path = cli_path("hosts", cli->arguments[0], "/trust");
	AUTO_JSON struct json_object *body = json_object_new_object(), *host = NULL;

	if (need(cli, needed, error) < 0)
		return -1;
	json_set_string(body, "fingerprint", cli_option(cli, "fingerprint"));
	if (cli_ask(&host, cli, "POST", path, mem_take(&body), error) < 0)
		return -1;
	if (!cli_show_json(cli, host))
		printf(_("Host %s is trusted from now on.\n"), cli->arguments[0]);
	return 0;
}

static void show_hosts(struct json_object *hosts)
{
	const struct cli_column columns[] = {{_("HOST"), false}, {_("DEPARTMENT"), false},
		{_("SIDE"), false}, {_("ADDRESS"), false}, {_("KEY"), false}};
	struct cli_table *table = cli_table_new(columns, 5);

	for (size_t i = 0; i < json_object_array_length(hosts); i++) {
		struct json_object *host = json_object_array_get_idx(hosts, i);
		const char *uri = json_string(host, "uri");
		const char *trusted = uri                                ? "-"
				      : json_string(host, "known_hosts") ? _("trusted")
									 : _("not trusted");

		cli_table_row(table,
			(const char *const[]){json_string(host, "name"),
				json_string(host, "department"), json_string(host, "side"),
				uri ? uri : json_string(host, "address"), trusted});
	}
	cli_table_print_or(table, _("There is no host; `banyun host add` adds one."));
}

static void show_host(struct json_object *host)
{
	AUTO_JSON struct json_object *list = json_object_new_array();
	struct json_object *offered = json_member(host, "offered");

	json_object_array_add(list, json_object_get(host));
	show_hosts(list);
	if (offered)
		printf(_("Fingerprint: %s\n"), json_string(offered, "fingerprint"));
}

int host_show_command(struct cli *cli, struct error *error)
{
	bool one = cli->argument_count == 1;
	AUTO_FREE char *path =
		one ? cli_path("hosts", cli->arguments[0], "") : mem_string("/v1/hosts");
	AUTO_JSON struct json_object *answer = NULL;

	if (cli_ask(&answer, cli, "GET", path, NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	if (one)
		show_host(answer);
	else
		show_hosts(json_member(answer, "hosts"));
	return 0;
}

int host_remove_command(struct cli *cli, struct error *error)
{
	AUTO_FREE char *path = cli_path("hosts", cli->arguments[0], "");
	AUTO_JSON struct json_object *answer = NULL;

	if (cli_ask(&answer, cli, "DELETE", path, NULL, error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		printf(_("Host %s was removed.\n"), cli->arguments[0]);
	return 0;
}
