#include "audit/checkpoint.h"
#include "audit/folder.h"
#include "audit/note.h"
#include "audit/verify_show.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include <stdio.h>
#include <stdlib.h>

static void show_records(struct json_object *list)
{
	const struct cli_column columns[] = {{"#", true}, {_("TIME"), false},
		{_("ACTOR"), false}, {_("ACTION"), false}, {_("OBJECT"), false},
		{_("RESULT"), false}, {_("REASON"), false}};
	struct cli_table *table = cli_table_new(columns, 7);

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *record = json_object_array_get_idx(list, i);
		char index[48];

		snprintf(index, sizeof(index), "%lld",
			(long long)json_integer(record, "index", 0));
		cli_table_row(table,
			(const char *const[]){index, json_string(record, "time"),
				json_string(record, "actor"), json_string(record, "action"),
				json_string(record, "object"), json_string(record, "result"),
				cli_said(record, "reason")});
	}
	cli_table_print(table);
}

int audit_list_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	AUTO_TEXT struct text path = {0};

	text_add(&path, "/v1/audit/records");
	cli_add_parameter(&path, "from", cli_option(cli, "from"));
	cli_add_parameter(&path, "count", cli_option(cli, "count"));
	if (cli_ask(&answer, cli, "GET", path.data, NULL, error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		show_records(json_member(answer, "list"));
	return 0;
}

/* --- exporting: the entries are fetched and the tiles made again from them --- */

static int get_published(
	void *argument, const char *path, size_t limit, struct text *out, struct error *error)
{
	AUTO_FREE char *url = mem_format("/v1/audit/log/%s", path);

	(void)limit; /* the client has one of its own */
	return cli_fetch(out, argument, url, error);
}

static int add_entry(
	void *argument, uint64_t index, const char *entry, size_t size, struct error *error)
{
	(void)index;
	return tiles_append(argument, entry, size, NULL, error);
}

static int copy_file(
	const struct cli *cli, const char *name, struct text *out, struct error *error)
{
	return get_published((void *)(uintptr_t)cli, name, 0, out, error);
}

static int copy_tiles(struct cli *cli, uint64_t size, const char *folder, struct error *error)
{
	struct tiles *tiles = mem_alloc(sizeof(*tiles));
	struct tiles_source source = {.get = get_published, .argument = cli};
	int result;

	tiles->sink = folder_sink(folder);
	result = tiles_scan(&source, size, add_entry, tiles, error);
	if (result == 0)
		result = tiles_flush(tiles, error);
	tiles_clear(tiles);
	free(tiles);
	return result;
}

int audit_export_command(struct cli *cli, struct error *error)
{
	const char *folder = cli->arguments[0];
	AUTO_TEXT struct text note = {0}, vkey = {0};
	struct checkpoint checkpoint;
	struct note_key key;

	if (copy_file(cli, FOLDER_KEY, &vkey, error) < 0 ||
		note_key_parse(&key, vkey.data ? vkey.data : "", FOLDER_KEY, error) < 0 ||
		copy_file(cli, FOLDER_CHECKPOINT, &note, error) < 0 ||
		checkpoint_open(&checkpoint, note.data ? note.data : "", note.size, &key,
			FOLDER_CHECKPOINT, error) < 0 ||
		copy_tiles(cli, checkpoint.size, folder, error) < 0 ||
		folder_put(folder, FOLDER_KEY, vkey.data, vkey.size, error) < 0 ||
		folder_put(folder, FOLDER_CHECKPOINT, note.data, note.size, error) < 0)
		return -1;
	printf(_("%llu records were written to \"%s\"; `banyun audit verify %s` verifies them "
		 "anywhere.\n"),
		(unsigned long long)checkpoint.size, folder, folder);
	return 0;
}

int audit_verify_command(struct cli *cli, struct error *error)
{
	struct verify_options options = {.folder = cli->arguments[0],
		.against = cli_option(cli, "against"),
		.key = cli_option(cli, "key"),
		.json = cli->json};

	(void)error;
	cli->exit_code = verify_and_show(&options);
	return 0;
}
