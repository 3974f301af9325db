/*
 * The tables of the ledger: taking them in, the rows that could not be, empty tables to hand
 * out, and how far the departments have told.
 */
#include "cli/ledger.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/sending.h"
#include "inventory/ledger/entries.h"
#include "inventory/ledger/formula.h"
#include "model/ledger.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BOM   "\xef\xbb\xbf" /* by which spreadsheets know UTF-8 */
#define SHOWN 10             /* rejected rows of a table that are listed */

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

static struct json_object *body_of(const struct entries *entries, struct json_object *list)
{
	struct json_object *body = json_object_new_object();

	json_set_string(body, "kind", entries->headings.kind->kind);
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

/*
 * --- classified rows: counts of the file, over all its sheets; 0 where a department has none
 * ---
 */

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

static void add_cell(struct text *line, const char *text)
{
	text_add(line, line->size ? ",\"" : "\"");
	if (formula_begins(text))
		text_add(line, "'");
	for (; *text; text++)
		text_append(line, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
	text_add(line, "\"");
}

static void add_row(
	struct text *out, const struct sheet_row *row, size_t columns, const char *last)
{
	AUTO_TEXT struct text line = {0};

	for (size_t i = 0; i < columns; i++)
		add_cell(&line, i < row->count ? row->cells[i].text : "");
	add_cell(&line, last);
	text_format(out, "%s\r\n", line.data);
}

static size_t widest(const struct sheet *sheet)
{
	size_t columns = 0;

	for (size_t i = 0; i < sheet->count; i++)
		if (sheet->rows[i].count > columns)
			columns = sheet->rows[i].count;
	return columns;
}

/* A file that is there already, mended perhaps, is nobody's to write over. */
static int write_new(const char *path, const struct text *text, struct error *error)
{
	AUTO_CLOSE int file =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	size_t done = 0;

	while (file >= 0 && done < text->size) {
		ssize_t count = write(file, text->data + done, text->size - done);

		if (count < 0)
			break;
		done += (size_t)count;
	}
	if (file >= 0 && done == text->size)
		return 0;
	if (file < 0 && errno == EEXIST)
		return error_set(error, ERROR_CONFLICT, path,
			_("The file \"%s\" is there already; say another with --rejects."),
			path);
	error_set(error, ERROR_FAILED, path,
		_("The file \"%s\" cannot be written: %s. Say another with --rejects."), path,
		strerror(errno));
	if (file >= 0)
		unlink(path);
	return -1;
}

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

/* The same table with the rows that were not taken, and why, as its last column. */
static int write_rejects(struct taking *taking, struct json_object *table,
	const struct sheet *sheet, const struct entries *entries, struct error *error)
{
	static const struct sheet_row nothing;
	AUTO_FREE char *path = NULL;
	AUTO_TEXT struct text text = {0};
	size_t columns = widest(sheet);

	if (entries->reject_count == 0 || taking->dry)
		return 0;
	path = rejects_path(taking);
	text_add(&text, BOM);
	add_row(&text, &sheet->rows[entries->headings.row], columns, "原因 why");
	for (size_t i = 0; i < entries->reject_count; i++) {
		const struct entries_reject *reject = &entries->rejects[i];

		/* What may be classified is mended where it came from. */
		add_row(&text, reject->secret ? &nothing : reject->row, columns, reject->why);
	}
	json_set_string(table, "rejects", path);
	return write_new(path, &text, error);
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
	const struct sheet_row *row = &sheet->rows[headings->row];

	for (size_t i = 0; i < headings->count; i++)
		if (!headings->columns[i] && *row->cells[i].text)
			json_object_array_add(list, json_object_new_string(row->cells[i].text));
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

/* A workbook may have sheets that are no tables, but not only such. */
static int take_sheets(struct taking *taking, const struct workbook *book, struct error *error)
{
	size_t tables = 0;

	for (size_t i = 0; i < book->count; i++) {
		struct error why = {0};
		int taken = book->sheets[i].count == 0
				    ? 0
				    : take_sheet(taking, &book->sheets[i], &why);

		if (taken < 0 || (taken == 0 && book->count == 1 && why.code)) {
			*error = why;
			return -1;
		}
		tables += (size_t)taken;
		if (why.code)
			fprintf(stderr, "%s\n", why.text);
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
	taking.order.department = cli_option(cli, "department");
	if (choose_kind(&taking, error) < 0 || workbook_read(&book, path, error) < 0 ||
		sending_begin_file(sending, taking.file, error) < 0)
		return -1;
	return take_sheets(&taking, &book, error);
}

/* --- showing --- */

static void show_rejected(struct json_object *table)
{
	struct json_object *rejected = json_member(table, "rejected");
	const char *path = json_string(table, "rejects");

	for (size_t i = 0; i < json_length(rejected) && i < SHOWN; i++)
		printf(_("Not taken: %s\n"),
			json_string(json_object_array_get_idx(rejected, i), "why"));
	if (json_length(rejected) > SHOWN)
		printf(_("Not taken: %d more.\n"), (int)json_length(rejected) - SHOWN);
	if (path)
		printf(_("These rows are in \"%s\": mend them there, and import it.\n"), path);
}

static void show_unknown(struct json_object *table)
{
	struct json_object *unknown = json_member(table, "unknown_headings");

	for (size_t i = 0; i < json_length(unknown); i++)
		printf(_("Not kept: the column \"%s\", whose heading is not known.\n"),
			json_object_get_string(json_object_array_get_idx(unknown, i)));
}

static void show_changes(struct json_object *table)
{
	struct json_object *changes = json_member(table, "changes");

	for (size_t i = 0; i < json_length(changes); i++) {
		struct json_object *row = json_object_array_get_idx(changes, i);
		struct json_object *facts = json_member(row, "facts");

		printf("%s %s", json_string(row, "change"), json_string(row, "key"));
		for (size_t j = 0; j < json_length(facts); j++)
			printf("%s%s", j ? ", " : ": ",
				json_object_get_string(json_object_array_get_idx(facts, j)));
		putchar('\n');
	}
}

static void show_row(struct cli_table *lines, struct json_object *table)
{
	static const char *const names[] = {
		"added", "changed", "same", "doubled", "classified"};
	char cells[6][24];

	for (size_t i = 0; i < 5; i++)
		snprintf(cells[i], sizeof(cells[i]), "%lld",
			(long long)json_integer(table, names[i], 0));
	snprintf(
		cells[5], sizeof(cells[5]), "%zu", json_length(json_member(table, "rejected")));
	cli_table_row(lines,
		(const char *const[]){json_string(table, "sheet"), json_string(table, "kind"),
			cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]});
}

void ledger_show(const struct cli *cli, struct json_object *tables)
{
	const struct cli_column columns[] = {{_("TABLE"), false}, {_("KIND"), false},
		{_("NEW"), true}, {_("CHANGED"), true}, {_("SAME"), true}, {_("TWICE"), true},
		{_("CLASSIFIED"), true}, {_("REJECTED"), true}};
	struct cli_table *lines = cli_table_new(columns, 8);

	for (size_t i = 0; i < json_length(tables); i++)
		show_row(lines, json_object_array_get_idx(tables, i));
	cli_table_print(lines);
	for (size_t i = 0; i < json_length(tables); i++) {
		struct json_object *table = json_object_array_get_idx(tables, i);

		if (cli_option(cli, "dry-run"))
			show_changes(table);
		if (json_integer(table, "sums", 0) > 0)
			printf(_("Passed over: %d rows that add up others.\n"),
				(int)json_integer(table, "sums", 0));
		show_unknown(table);
		show_rejected(table);
	}
	if (cli_option(cli, "dry-run"))
		puts(_("Nothing was changed: this was a dry run."));
}

/* --- templates --- */

static void list_kinds(void)
{
	const struct cli_column columns[] = {{_("KIND"), false}, {_("TABLE"), false}};
	struct cli_table *lines = cli_table_new(columns, 2);

	for (const struct ledger_kind *kind = ledger_kinds; kind->kind; kind++)
		cli_table_row(lines, (const char *const[]){kind->kind, kind->chinese});
	cli_table_print(lines);
}

int inventory_template_command(struct cli *cli, struct error *error)
{
	bool english = cli_option(cli, "english") != NULL;
	const struct ledger_kind *kind;
	AUTO_TEXT struct text line = {0};

	if (cli->argument_count == 0) {
		list_kinds();
		return 0;
	}
	kind = ledger_kind(cli->arguments[0]);
	if (!kind)
		return error_set(error, ERROR_USAGE, cli->arguments[0],
			_("\"%s\" is no kind of entry; `banyun inventory template` lists "
			  "them."),
			cli->arguments[0]);
	for (const struct ledger_column *column = kind->columns; column->fact; column++) {
		const char *words = english ? column->english : column->chinese;
		AUTO_FREE char *first = mem_format("%.*s", (int)strcspn(words, "|"), words);

		add_cell(&line, first);
	}
	printf(BOM "%s\r\n", line.data);
	return 0;
}

/* --- completeness --- */

static void most_missing(struct json_object *missing, char *out, size_t size)
{
	const char *most = NULL;
	int64_t count = 0;

	json_object_object_foreach (missing, name, value)
		if (json_object_get_int64(value) > count) {
			count = json_object_get_int64(value);
			most = name;
		}
	if (most)
		snprintf(out, size, "%s (%lld)", most, (long long)count);
}

const char *ledger_standing(struct json_object *department)
{
	if (json_boolean(department, "silent", false))
		return _("silent");
	return json_boolean(department, "declared", false) ? "" : _("not declared");
}

static void show_department(struct cli_table *lines, struct json_object *department)
{
	int64_t cells = json_integer(department, "cells", 0), all = 0;
	char entries[24], classified[24], outside[24], filled[24] = "-", missing[128] = "";

	json_object_object_foreach (json_member(department, "entries"), kind, count) {
		(void)kind;
		all += json_object_get_int64(count);
	}
	snprintf(entries, sizeof(entries), "%lld", (long long)all);
	snprintf(classified, sizeof(classified), "%lld",
		(long long)json_integer(department, "classified", 0));
	snprintf(outside, sizeof(outside), "%lld",
		(long long)json_integer(department, "out_of_scope", 0));
	if (cells > 0)
		snprintf(filled, sizeof(filled), "%lld %%",
			(long long)(json_integer(department, "filled", 0) * 100 / cells));
	most_missing(json_member(department, "missing"), missing, sizeof(missing));
	cli_table_row(lines,
		(const char *const[]){json_string(department, "name"), entries, classified,
			outside, filled, missing, ledger_standing(department)});
}

int inventory_completeness_command(struct cli *cli, struct error *error)
{
	const struct cli_column columns[] = {{_("DEPARTMENT"), false}, {_("ENTRIES"), true},
		{_("CLASSIFIED"), true}, {_("OUT OF SCOPE"), true}, {_("FILLED"), true},
		{_("MOST MISSING"), false}, {_("NOTE"), false}};
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *list;
	struct cli_table *lines;

	if (cli_ask(&answer, cli, "GET", "/v1/inventory/completeness", NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	list = json_member(answer, "departments");
	lines = cli_table_new(columns, 7);
	for (size_t i = 0; i < json_length(list); i++)
		show_department(lines, json_object_array_get_idx(list, i));
	cli_table_print(lines);
	return 0;
}
