/* The tables of the ledger, taken in: what each has, and how it is sent. */
#include "cli/ledger.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/ledger_rejects.h"
#include "cli/sending.h"
#include "model/ledger.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One file while it is taken in. */
struct taking {
	struct cli *cli;
	struct sending *sending;
	const char *path, *file;
	struct entries_order order;
	bool dry;
	struct json_object *tables; /* what became of each sheet */
	struct json_object *counts; /* kind -> department -> classified rows of the file */
};

/* --- sending --- */

/* The facts that the table speaks of. */
static struct json_object *list_columns(const struct headings *headings)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < headings->count; i++)
		if (headings->columns[i])
			json_object_array_add(
				list, json_object_new_string(headings->columns[i]->fact));
	return list;
}

static struct json_object *body_of(const struct entries *entries, struct json_object *list)
{
	struct json_object *body = json_object_new_object();

	json_set_string(body, "kind", entries->headings.kind->kind);
	json_set(body, "columns", list_columns(&entries->headings));
	return json_set(body, "entries", list);
}

/* As many entries from `*next` on as one request may have. New reference. */
static struct json_object *cut_batch(struct json_object *list, size_t *next)
{
	struct json_object *batch = json_object_new_array();
	size_t bytes = 0;

	while (*next < json_length(list) && json_length(batch) < SENDING_ENTRIES &&
		bytes < SENDING_BYTES) {
		struct json_object *entry = json_object_array_get_idx(list, (*next)++);

		bytes += sending_size(entry);
		json_object_array_add(batch, json_object_get(entry));
	}
	return batch;
}

static struct json_object *list_names(struct json_object *set)
{
	struct json_object *list = json_object_new_array();

	json_object_object_foreach (set, name, value) {
		(void)value;
		json_object_array_add(list, json_object_new_string(name));
	}
	return list;
}

static int send_all(const struct taking *taking, struct json_object *table,
	const struct entries *entries, struct error *error)
{
	size_t next = 0;

	do {
		struct json_object *body = body_of(entries, cut_batch(entries->list, &next));

		if (next == json_length(entries->list))
			json_set(body, "withdrawn", list_names(entries->withdrawn));
		if (sending_add(taking->sending, body, table, error) < 0)
			return -1;
	} while (next < json_length(entries->list));
	return 0;
}

/* --- classified rows: counts of the file, over all its sheets --- */

/* 0 where a department has none. */
static void add_up(struct taking *taking, const struct entries *entries)
{
	const char *kind = entries->headings.kind->kind;
	struct json_object *sum = json_member(taking->counts, kind);

	if (!sum)
		json_set(taking->counts, kind, sum = json_object_new_object());
	for (size_t i = 0; i < json_length(entries->list); i++) {
		const char *owner = json_string(
			json_member(json_object_array_get_idx(entries->list, i), "facts"),
			"department");

		if (owner)
			json_set_integer(sum, owner, json_integer(sum, owner, 0));
	}
	json_object_object_foreach (entries->classified, department, count)
		json_set_integer(sum, department,
			json_integer(sum, department, 0) + json_object_get_int64(count));
}

static struct json_object *list_counts(struct json_object *sum)
{
	struct json_object *list = json_object_new_array();

	json_object_object_foreach (sum, department, count) {
		struct json_object *row = json_object_new_object();

		json_set_string(row, "department", department);
		json_object_array_add(list, json_set(row, "count", json_object_get(count)));
	}
	return list;
}

static int send_counts(const struct taking *taking, struct error *error)
{
	json_object_object_foreach (taking->counts, kind, sum)
		if (sending_add_counts(
			    taking->sending, kind, taking->file, list_counts(sum), error) < 0)
			return -1;
	return 0;
}

/* --- rejected rows --- */

/* The first of FILE.rejects.csv, FILE.rejects-2.csv and so on that is not there. */
static char *fresh_path(const char *path)
{
	char *fresh = mem_format("%s.rejects.csv", path);

	for (int i = 2; i < 1000 && access(fresh, F_OK) == 0; i++) {
		free(fresh);
		fresh = mem_format("%s.rejects-%d.csv", path, i);
	}
	return fresh;
}

/* Of several tables each has a file of its own. */
static char *rejects_path(const struct taking *taking)
{
	const char *wanted = cli_option(taking->cli, "rejects");
	size_t written = 0;

	for (size_t i = 0; i < json_length(taking->tables); i++)
		written += json_string(json_object_array_get_idx(taking->tables, i),
				   "rejects") != NULL;
	if (!wanted)
		return fresh_path(taking->path);
	return written == 0 ? mem_string(wanted) : fresh_path(wanted);
}

static int write_rejects(struct taking *taking, struct json_object *table,
	const struct sheet *sheet, const struct entries *entries, struct error *error)
{
	AUTO_FREE char *path = NULL;

	if (entries->reject_count == 0 || taking->dry)
		return 0;
	path = rejects_path(taking);
	json_set_string(table, "rejects", path);
	return rejects_write(path, sheet, entries, error);
}

/* --- one sheet --- */

static struct json_object *list_rejects(const struct entries *entries)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < entries->reject_count; i++) {
		struct json_object *row = json_object_new_object();

		json_set_integer(row, "row", entries->rejects[i].row->number);
		json_object_array_add(
			list, json_set_string(row, "why", entries->rejects[i].why));
	}
	return list;
}

static struct json_object *list_unknown(
	const struct sheet *sheet, const struct headings *headings)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < headings->count; i++) {
		const char *text = headings_text(headings, sheet, i);

		if (!headings->columns[i] && *text)
			json_object_array_add(list, json_object_new_string(text));
	}
	return list;
}

static int64_t sum_classified(const struct entries *entries)
{
	int64_t sum = 0;

	json_object_object_foreach (entries->classified, department, count) {
		(void)department;
		sum += json_object_get_int64(count);
	}
	return sum;
}

static struct json_object *describe(
	const struct taking *taking, const struct sheet *sheet, const struct entries *entries)
{
	struct json_object *table = json_object_new_object();

	json_set_string(table, "file", taking->file);
	json_set_string(table, "sheet", sheet->name);
	json_set_string(table, "encoding", sheet->encoding);
	json_set_string(table, "kind", entries->headings.kind->kind);
	json_set_integer(table, "doubled", entries->doubled);
	json_set_integer(table, "sums", entries->sums);
	json_set_integer(table, "notes", entries->notes);
	json_set_integer(table, "classified", sum_classified(entries));
	json_set(table, "rejected", list_rejects(entries));
	json_set(table, "unknown_headings", list_unknown(sheet, &entries->headings));
	return json_set(table, "changes", json_object_new_array());
}

static int take_entries(struct taking *taking, const struct sheet *sheet,
	const struct entries *entries, struct error *error)
{
	struct json_object *table = describe(taking, sheet, entries);

	if (write_rejects(taking, table, sheet, entries, error) < 0) {
		json_object_put(table);
		return -1;
	}
	json_object_array_add(taking->tables, table);
	if (send_all(taking, table, entries, error) < 0)
		return -1;
	add_up(taking, entries);
	if (entries->reject_count > 0)
		taking->cli->exit_code = 1;
	return 0;
}

/* 1 when the sheet is taken, 0 when it is no table (with why), -1 when it could not be sent. */
static int take_sheet(struct taking *taking, const struct sheet *sheet, struct error *error)
{
	struct entries entries;
	int result = 0;

	if (entries_read(&entries, sheet, &taking->order, error) == 0)
		result = take_entries(taking, sheet, &entries, error) < 0 ? -1 : 1;
	else if (error->code != ERROR_INPUT)
		result = -1;
	entries_clear(&entries);
	return result;
}

/* What nobody sees is an older table, or words to choose from. */
static bool is_passed_over(const struct sheet *sheet)
{
	if (sheet->hidden && sheet->count > 0)
		fprintf(stderr,
			_("The sheet \"%s\" is hidden, and is passed over; to take it in, show "
			  "it in the workbook.\n"),
			sheet->name);
	return sheet->hidden || sheet->count == 0;
}

/* A workbook may have sheets that are no tables, but not only such. */
static int take_sheets(struct taking *taking, const struct workbook *book, struct error *error)
{
	size_t tables = 0;

	for (size_t i = 0; i < book->count; i++) {
		struct error why = {0};
		int taken = is_passed_over(&book->sheets[i])
				    ? 0
				    : take_sheet(taking, &book->sheets[i], &why);

		if (taken < 0 || (taken == 0 && book->count == 1 && why.code)) {
			*error = why;
			return -1;
		}
		tables += (size_t)taken;
		if (why.code)
			cli_complain(&why);
	}
	if (tables > 0)
		return taking->dry ? 0 : send_counts(taking, error);
	return error_set(error, ERROR_INPUT, taking->path, _("There is no table in \"%s\"."),
		taking->path);
}

static int choose_kind(struct taking *taking, struct error *error)
{
	const char *kind = cli_option(taking->cli, "kind");

	taking->order.kind = kind ? ledger_kind(kind) : NULL;
	if (!kind || taking->order.kind)
		return 0;
	return error_set(error, ERROR_USAGE, kind,
		_("\"%s\" is no kind of entry; `banyun inventory template` lists them."), kind);
}

int ledger_take(struct sending *sending, struct cli *cli, const char *path, struct error *error)
{
	AUTO_WORKBOOK struct workbook book = {0};
	AUTO_JSON struct json_object *counts = json_object_new_object();
	const char *slash = strrchr(path, '/');
	struct taking taking = {.cli = cli,
		.sending = sending,
		.path = path,
		.file = slash ? slash + 1 : path,
		.dry = cli_option(cli, "dry-run") != NULL,
		.tables = sending_tables(sending),
		.counts = counts};

	taking.order.file = taking.file;
	taking.order.seen = sending_seen(sending);
	taking.order.department = cli_option(cli, "department");
	if (choose_kind(&taking, error) < 0 || workbook_read(&book, path, error) < 0)
		return -1;
	sending_begin_file(sending);
	return take_sheets(&taking, &book, error);
}
