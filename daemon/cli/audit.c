#include "audit/checkpoint.h"
#include "audit/folder.h"
#include "audit/note.h"
#include "audit/verify_show.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	cli_table_print_or(table, _("There is no such record."));
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

/* Before the first record there is none. */
static int copy_checkpoint(struct cli *cli, const struct note_key *key, struct text *note,
	struct checkpoint *checkpoint, struct error *error)
{
	if (copy_file(cli, FOLDER_CHECKPOINT, note, error) < 0)
		return error->code != ERROR_NOT_FOUND
			       ? -1
			       : error_set(error, ERROR_NOT_FOUND, NULL,
					 _("Nothing is published of the audit log: it has no "
					   "record yet, or is not signed; `banyun doctor` "
					   "tells which."));
	return checkpoint_open(checkpoint, note->data ? note->data : "", note->size, key,
		FOLDER_CHECKPOINT, error);
}

/* A copy that tells more than the log, or of another one, is evidence and stays. */
static int check_copy(const char *folder, const struct text *vkey, const struct note_key *key,
	const struct checkpoint *checkpoint, struct error *error)
{
	AUTO_TEXT struct text there = {0}, note = {0};
	struct checkpoint kept;

	if (folder_get(folder, FOLDER_KEY, NOTE_MOST, &there, NULL) == 0 &&
		(there.size != vkey->size || memcmp(there.data, vkey->data, vkey->size) != 0))
		return error_set(error, ERROR_CONFLICT, folder,
			_("The folder has the copy of a log with another key, and nothing of "
			  "it was changed. Name another folder."));
	if (folder_get(folder, FOLDER_CHECKPOINT, NOTE_MOST, &note, NULL) < 0 ||
		checkpoint_open(&kept, note.data ? note.data : "", note.size, key,
			FOLDER_CHECKPOINT, NULL) < 0 ||
		kept.size <= checkpoint->size)
		return 0;
	return error_set(error, ERROR_REFUSED, folder,
		_("The copy in the folder has %llu records, and the log only %llu: the log was "
		  "cut back. Keep this copy as evidence, and name another folder."),
		(unsigned long long)kept.size, (unsigned long long)checkpoint->size);
}

static void show_exported(
	const struct cli *cli, const char *folder, const struct checkpoint *checkpoint)
{
	AUTO_JSON struct json_object *told = json_object_new_object();

	json_set_string(told, "folder", folder);
	json_set_integer(told, "records", (int64_t)checkpoint->size);
	if (!cli_show_json(cli, told))
		printf(_("%llu records were written to \"%s\"; `banyun audit verify %s` "
			 "verifies "
			 "them anywhere.\n"),
			(unsigned long long)checkpoint->size, folder, folder);
}

/* Beside its place first: a copy that is not whole would be taken for one that was forged. */
static int write_copy(struct cli *cli, const char *folder, const struct text *note,
	const struct text *vkey, const struct checkpoint *checkpoint, struct error *error)
{
	size_t size = strlen(folder);
	AUTO_FREE char *draft = NULL;

	while (size > 1 && folder[size - 1] == '/')
		size--;
	draft = mem_format("%.*s.part", (int)size, folder);
	if (copy_tiles(cli, checkpoint->size, draft, error) == 0 &&
		folder_put(draft, FOLDER_KEY, vkey->data, vkey->size, error) == 0 &&
		folder_put(draft, FOLDER_CHECKPOINT, note->data, note->size, error) == 0 &&
		folder_move(draft, folder, error) == 0)
		return 0;
	folder_delete(draft);
	return -1;
}

int audit_export_command(struct cli *cli, struct error *error)
{
	const char *folder = cli->arguments[0];
	AUTO_TEXT struct text note = {0}, vkey = {0};
	struct checkpoint checkpoint;
	struct note_key key;

	if (copy_file(cli, FOLDER_KEY, &vkey, error) < 0 ||
		note_key_parse(&key, vkey.data ? vkey.data : "", FOLDER_KEY, error) < 0 ||
		copy_checkpoint(cli, &key, &note, &checkpoint, error) < 0 ||
		check_copy(folder, &vkey, &key, &checkpoint, error) < 0 ||
		write_copy(cli, folder, &note, &vkey, &checkpoint, error) < 0)
		return -1;
	show_exported(cli, folder, &checkpoint);
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
