/* `banyun inventory changes`: what happened since the newest snapshot. */
#include "cli/commands.h"
#include <stdio.h>

int inventory_changes_command(struct cli *cli, struct error *error)
{
	const struct cli_column columns[] = {{_("HOST"), false}, {_("KIND"), false},
		{_("NAME"), false}, {_("WHAT"), false}, {_("WHEN"), false},
		{_("DIGEST"), false}};
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *changes;
	struct cli_table *table;
	char digest[13];

	if (cli_ask(&answer, cli, "GET", "/v1/inventory/changes", NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	changes = json_member(answer, "changes");
	table = cli_table_new(columns, 6);
	for (size_t i = 0; i < json_length(changes); i++) {
		struct json_object *row = json_object_array_get_idx(changes, i);
		const char *name = json_string(row, "name");

		cli_table_row(table,
			(const char *const[]){json_string(row, "host"),
				json_string(row, "kind"), name ? name : json_string(row, "id"),
				json_string(row, "what"), json_string(row, "time"),
				cli_short(json_string(row, "digest"), digest)});
	}
	cli_table_print(table);
	if (json_boolean(answer, "more", false))
		puts(_("There are more; a scan takes all of them in."));
	return 0;
}
