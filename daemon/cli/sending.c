#include "cli/sending.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/cli.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH "/v1/inventory/ledger"

struct sending {
	struct cli *cli;
	bool dry;
	char *import;               /* NULL: nothing was sent yet */
	struct json_object *tables; /* what is told of them */
	struct json_object *seen;   /* rows of all files */
	struct json_object *sent;   /* of each body that was sent its table, or null */
	struct json_object *bodies; /* that wait */
	struct json_object *shown;  /* of each of them its table, or null */
	size_t first;               /* body of the file that is being read */
	size_t entries, bytes;      /* that wait */
	bool over, in_doubt;
};

static void begin(struct sending *sending)
{
	sending->bodies = json_object_new_array();
	sending->shown = json_object_new_array();
	sending->first = sending->entries = sending->bytes = 0;
}

static void clear(struct sending *sending)
{
	json_put_at(&sending->bodies);
	json_put_at(&sending->shown);
}

struct sending *sending_new(struct cli *cli, bool dry)
{
	struct sending *sending = mem_alloc(sizeof(*sending));

	sending->cli = cli;
	sending->dry = dry;
	sending->tables = json_object_new_array();
	sending->sent = json_object_new_array();
	sending->seen = json_object_new_object();
	begin(sending);
	return sending;
}

void sending_free(struct sending *sending)
{
	clear(sending);
	json_object_put(sending->tables);
	json_object_put(sending->sent);
	json_object_put(sending->seen);
	free(sending->import);
	free(sending);
}

struct json_object *sending_tables(struct sending *sending)
{
	return sending->tables;
}

struct json_object *sending_seen(struct sending *sending)
{
	return sending->seen;
}

size_t sending_size(struct json_object *tree)
{
	return strlen(json_object_to_json_string_ext(
		tree, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

/* --- parts --- */

/* `part` is taken. */
static int send_part(struct sending *sending, struct json_object *part, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;

	json_set_string(part, "import", sending->import);
	json_set_boolean(part, "more", true);
	if (cli_ask(&answer, sending->cli, "POST", PATH, part, error) < 0) {
		sending->over = error->code != ERROR_INPUT;
		return -1;
	}
	if (!sending->import)
		sending->import = mem_string(json_string(answer, "import"));
	return 0;
}

/* The bodies from `from` to before `to`, of those that wait. */
static int send_bodies(struct sending *sending, size_t from, size_t to, struct error *error)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = from; i < to; i++)
		json_object_array_add(
			list, json_object_get(json_object_array_get_idx(sending->bodies, i)));
	if (send_part(sending, json_set(json_object_new_object(), "tables", list), error) < 0)
		return -1;
	for (size_t i = from; i < to; i++)
		json_object_array_add(sending->sent,
			json_object_get(json_object_array_get_idx(sending->shown, i)));
	return 0;
}

/* It was not taken in. */
static void forget(struct sending *sending, struct json_object *table)
{
	size_t count = json_length(sending->tables);

	for (size_t i = 0; i < count; i++)
		if (json_object_array_get_idx(sending->tables, i) == table) {
			json_object_array_del_idx(sending->tables, i, 1);
			return;
		}
}

/* Each alone, so that one that is refused keeps no other from being taken. */
static int send_each(struct sending *sending, struct error *error)
{
	size_t count = json_length(sending->bodies);
	int result = 0;

	for (size_t i = 0; i < count && !sending->over; i++) {
		struct error why = {0};

		if (send_bodies(sending, i, i + 1, &why) == 0)
			continue;
		forget(sending, json_object_array_get_idx(sending->shown, i));
		if (result < 0)
			cli_complain(error);
		*error = why;
		result = -1;
	}
	return result;
}

int sending_flush(struct sending *sending, struct error *error)
{
	size_t count = json_length(sending->bodies);
	int result = count > 0 ? send_bodies(sending, 0, count, error) : 0;

	if (result < 0 && !sending->over)
		result = send_each(sending, error);
	clear(sending);
	begin(sending);
	return result;
}

/* --- what waits --- */

void sending_begin_file(struct sending *sending)
{
	sending->first = json_length(sending->bodies);
}

int sending_add(struct sending *sending, struct json_object *body, struct json_object *table,
	struct error *error)
{
	size_t entries = json_length(json_member(body, "entries")), bytes = sending_size(body);
	int result = 0;

	if (sending->entries + entries > SENDING_ENTRIES ||
		sending->bytes + bytes > SENDING_BYTES)
		result = sending_flush(sending, error);
	sending->entries += entries;
	sending->bytes += bytes;
	json_object_array_add(sending->bodies, body);
	json_object_array_add(sending->shown, json_object_get(table));
	return result;
}

/* The file's last body of the kind, when it still waits. */
static struct json_object *find_body(const struct sending *sending, const char *kind)
{
	for (size_t i = json_length(sending->bodies); i > sending->first; i--) {
		struct json_object *body = json_object_array_get_idx(sending->bodies, i - 1);

		if (text_equal(json_string(body, "kind"), kind))
			return body;
	}
	return NULL;
}

int sending_add_counts(struct sending *sending, const char *kind, const char *file,
	struct json_object *counts, struct error *error)
{
	struct json_object *body = find_body(sending, kind);
	bool alone = !body;

	if (alone) {
		body = json_set_string(json_object_new_object(), "kind", kind);
		json_set(body, "entries", json_object_new_array());
	}
	json_set_string(body, "file", file);
	json_set(body, "classified", counts);
	return alone ? sending_add(sending, body, NULL, error) : 0;
}

int sending_add_survey(struct sending *sending, struct json_object *survey, struct error *error)
{
	return send_part(sending, json_set(json_object_new_object(), "survey", survey), error);
}

/* --- the end --- */

static void add_counts(struct json_object *table, struct json_object *answer)
{
	static const char *const counts[] = {"added", "changed", "same"};
	struct json_object *changes = json_member(answer, "changes");

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		json_set_integer(table, counts[i],
			json_integer(table, counts[i], 0) + json_integer(answer, counts[i], 0));
	for (size_t i = 0; i < json_length(changes); i++)
		json_object_array_add(json_member(table, "changes"),
			json_object_get(json_object_array_get_idx(changes, i)));
}

/* What the daemon says of it is certain; that it was not heard is not. */
static int doubt(struct sending *sending, struct error *error)
{
	sending->in_doubt = error->code == ERROR_UNREACHABLE || cli_interrupted();
	if (!sending->in_doubt)
		return -1;
	return error_set(error, error->code, NULL,
		_("The import broke off before it was answered: all of it was taken in, or "
		  "nothing. Import the files again; nothing is taken twice."));
}

bool sending_is_over(const struct sending *sending)
{
	return sending->over;
}

bool sending_is_in_doubt(const struct sending *sending)
{
	return sending->in_doubt;
}

int sending_end(struct sending *sending, struct json_object **survey, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *last, *answers;

	*survey = NULL;
	if (!sending->import)
		return 0;
	last = json_object_new_object();
	json_set_string(last, "import", sending->import);
	if (sending->dry)
		json_set_boolean(last, "dry_run", true);
	if (cli_ask(&answer, sending->cli, "POST", PATH, last, error) < 0)
		return doubt(sending, error);
	answers = json_member(answer, "tables");
	for (size_t i = 0; i < json_length(sending->sent); i++) {
		struct json_object *table = json_object_array_get_idx(sending->sent, i);

		if (table)
			add_counts(table, json_object_array_get_idx(answers, i));
	}
	*survey = json_object_get(json_member(answer, "survey"));
	return 0;
}
