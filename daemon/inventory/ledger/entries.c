#include "inventory/ledger/entries.h"

#include "base/error.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/shape_value.h"
#include "base/text.h"
#include "inventory/ledger/fold.h"
#include "inventory/ledger/formula.h"
#include "inventory/ledger/reading.h"
#include <stdlib.h>
#include <string.h>

#define STROKE_MOST  16   /* bytes */
#define WRITTEN_MOST 1024 /* bytes of what was written that are kept beside its value */

/* One row while it is read. */
struct reader {
	struct entries *entries;
	const struct sheet *sheet;
	const struct entries_order *order;
	struct json_object *rows; /* key -> index into the list */
	const struct sheet_row *row;
	struct json_object *facts, *written; /* and what was written where that differs */
	int classified;                      /* as reading_classified(); 0: no such column */
	char *why;
};

static const struct shape_field any_owner = {"", SHAPE_OWNER};
static const char sums[] = "合计|总计|小计|共计|总数|total|sum|subtotal";
static const char blanks[] = "-|--|/|\\|―";
static const char notes[] = "注|备注|附注|说明|填表说明|填表人|填报人|制表人|审核人|审批人|"
			    "负责人|单位负责人|联系人|"
			    "联系电话|填报单位|填表单位|填报时间|填报日期|填表日期|填表时间|"
			    "制表日期|制表时间|note|notes";
static const char errors[] =
	"#REF!|#N/A|#VALUE!|#NAME?|#DIV/0!|#NUM!|#NULL!|#SPILL!|#CALC!|#GETTING_DATA";

/* --- cells --- */

static char *cell_name(const struct reader *reader, size_t column)
{
	char name[8];

	sheet_column_name(column, name);
	return mem_format("%s%u", name, reader->row->number);
}

/* The first wrong cell of a row is told; the others wait for the next try. */
static void spoil(struct reader *reader, size_t column, const char *why)
{
	AUTO_FREE char *cell = cell_name(reader, column);

	if (!reader->why)
		reader->why = mem_format("%s: %s", cell, why);
}

static void keep_written(
	struct reader *reader, const char *fact, const char *text, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_string) ||
		!text_equal(json_object_get_string(value), text))
		json_set(reader->written, fact,
			json_object_new_string_len(text, (int)text_fit(text, WRITTEN_MOST)));
}

/* A workbook keeps the value that a formula had; a text has nothing but the formula. */
static bool is_bare_formula(const struct sheet_cell *cell)
{
	return cell->kind == CELL_FORMULA && (cell->text[0] == '=' || cell->text[0] == '\0');
}

/* Of several rows a number may be the number of each, or of all. */
static char *refuse(const struct sheet_cell *cell, const struct shape_field *field)
{
	if (cell->kind == CELL_AGAIN && field->type == SHAPE_INTEGER)
		return mem_string(_("its cell is merged over several rows: write the number of "
				    "each row"));
	if (cell->kind == CELL_NUMBER && field->type == SHAPE_DATE && strlen(cell->text) == 6 &&
		text_equal(cell->text + 4, ".1"))
		return mem_format(
			_("\"%s\" may be January or October: write %.4s-01 or %.4s-10"),
			cell->text, cell->text, cell->text);
	return NULL;
}

static struct json_object *value_of(const struct reader *reader, size_t column,
	const struct shape_field *field, const char *text, char **why)
{
	const struct headings *headings = &reader->entries->headings;

	*why = refuse(&reader->row->cells[column], field);
	return *why ? NULL
		    : reading_cell(headings->columns[column], field, text,
			      headings->units[column], why);
}

static void read_cell(struct reader *reader, size_t column, const char *text)
{
	const struct ledger_column *head = reader->entries->headings.columns[column];
	const struct shape_field *field =
		ledger_field(reader->entries->headings.kind, head->fact);
	struct json_object *value;
	AUTO_FREE char *why = NULL;

	value = value_of(reader, column, field, text, &why);
	if (!value) {
		spoil(reader, column, why);
		return;
	}
	keep_written(reader, head->fact, text, value);
	json_set(reader->facts, head->fact, value);
}

/* A stroke in a cell says that there is nothing to say; what is long says something. */
static bool is_blank(const char *text)
{
	AUTO_FREE char *trimmed = fold_trim(text);
	AUTO_FREE char *folded = NULL;

	if (strlen(trimmed) > STROKE_MOST)
		return false;
	folded = fold_text(trimmed);
	return *folded == '\0' || fold_is_one_of(folded, blanks);
}

/* Where there is such a column, each row must say it: what is blank is not taken for a no. */
static void read_classified(struct reader *reader)
{
	long column = headings_column(&reader->entries->headings, LEDGER_CLASSIFIED);

	reader->classified = 0;
	if (column < 0)
		return;
	reader->classified = (size_t)column < reader->row->count
				     ? reading_classified(reader->row->cells[column].text)
				     : -1;
	if (reader->classified < 0)
		spoil(reader, (size_t)column, _("whether it is classified must be yes or no"));
}

/* Of a classified row nothing but whose it is and what it is known by. */
static bool may_read(const struct reader *reader, const char *fact)
{
	if (text_equal(fact, LEDGER_CLASSIFIED))
		return false;
	return reader->classified == 0 ||
	       (reader->classified > 0 &&
		       (text_equal(fact, "name") || text_equal(fact, "department")));
}

/* A text that begins as a formula was given a stroke by write_rejects(), or by a program. */
static const char *unquoted(const char *text)
{
	return text[0] == '\'' && formula_begins(text + 1) ? text + 1 : text;
}

/* What a spreadsheet program shows where a formula has no value. */
static bool is_error(const char *text)
{
	AUTO_FREE char *folded = *text == '#' ? fold_text(text) : NULL;

	return folded && fold_is_one_of(folded, errors);
}

static void spoil_error(struct reader *reader, size_t column, const char *text)
{
	AUTO_FREE char *why = mem_format(
		_("\"%s\" is what a formula could not calculate: write the value"), text);

	spoil(reader, column, why);
}

static void read_cells(struct reader *reader)
{
	const struct headings *headings = &reader->entries->headings;

	for (size_t i = 0; i < reader->row->count && i < headings->count; i++) {
		const char *text = unquoted(reader->row->cells[i].text);

		if (!headings->columns[i] || !may_read(reader, headings->columns[i]->fact))
			continue;
		if (is_bare_formula(&reader->row->cells[i]))
			spoil(reader, i,
				_("it is a formula, which is not calculated: write its value"));
		else if (is_error(text))
			spoil_error(reader, i, text);
		else if (!is_blank(text))
			read_cell(reader, i, text);
	}
	if (!json_string(reader->facts, "department") && reader->order->department &&
		ledger_field(headings->kind, "department"))
		json_set_string(reader->facts, "department", reader->order->department);
}

/* --- rows --- */

static void reject(struct reader *reader)
{
	struct entries *entries = reader->entries;

	entries->rejects = mem_resize(
		entries->rejects, entries->reject_count + 1, sizeof(*entries->rejects));
	entries->rejects[entries->reject_count++] = (struct entries_reject){.row = reader->row,
		.secret = reader->classified != 0,
		.why = mem_take(&reader->why)};
}

static const char *name_cell(const struct reader *reader)
{
	long column = headings_column(&reader->entries->headings, "name");

	return column >= 0 && (size_t)column < reader->row->count
		       ? reader->row->cells[column].text
		       : "";
}

static bool is_sum(const struct reader *reader)
{
	AUTO_FREE char *name = fold_text(name_cell(reader));
	AUTO_FREE char *first =
		fold_text(reader->row->count > 0 ? reader->row->cells[0].text : "");

	return fold_is_one_of(first, sums) || (*first == '\0' && fold_is_one_of(name, sums));
}

/*
 * "填表人：张三", "注：1. ...", "填报单位（盖章）：": below a table, whose rows begin
 * otherwise.
 */
static bool is_note(const struct reader *reader)
{
	size_t first = 0, size;

	while (first < reader->row->count && *reader->row->cells[first].text == '\0')
		first++;
	if (first == reader->row->count)
		return false;
	AUTO_FREE char *folded = fold_text(reader->row->cells[first].text);
	size = strcspn(folded, ":(");
	if (folded[size] == '(' && !strstr(folded + size, "):"))
		return false;
	AUTO_FREE char *word = mem_format("%.*s", (int)size, folded);
	return folded[size] != '\0' && fold_is_one_of(word, notes);
}

/* The department and the name, as they compare. */
static char *key_of(struct json_object *facts)
{
	const char *owner = json_string(facts, "department");
	AUTO_FREE char *department = fold_text(owner ? owner : "");
	AUTO_FREE char *name = fold_text(json_string(facts, "name"));

	return mem_format("%s%s%s", department, owner ? "/" : "", name);
}

static struct json_object *make_entry(struct reader *reader, const char *key)
{
	struct json_object *entry = json_object_new_object();
	struct json_object *origin = json_object_new_object();

	json_set_string(origin, "file", reader->order->file);
	json_set_string(origin, "sheet", reader->sheet->name);
	json_set_integer(origin, "row", reader->row->number);
	json_set_string(entry, "key", key);
	json_set(entry, "facts", json_object_get(reader->facts));
	if (json_object_object_length(reader->written) > 0)
		json_set(origin, "written", json_object_get(reader->written));
	return json_set(entry, "origin", origin);
}

/* What is known by its key may be spelt in another way. */
static struct json_object *beside_key(struct json_object *facts)
{
	struct json_object *rest = json_copy(facts);

	json_object_object_del(rest, "name");
	json_object_object_del(rest, "department");
	return rest;
}

static bool say_the_same(struct json_object *one, struct json_object *other)
{
	AUTO_JSON struct json_object *left = beside_key(one), *right = beside_key(other);

	return json_object_equal(left, right);
}

/* The same once more is no harm; something else under the same name is for people. */
static void meet_again(struct reader *reader, struct json_object *before)
{
	if (say_the_same(json_member(before, "facts"), reader->facts)) {
		reader->entries->doubled++;
		return;
	}
	reader->why = mem_format(
		_("row %u: row %d has told of \"%s\" before, and said something else"),
		reader->row->number, (int)json_integer(json_member(before, "origin"), "row", 0),
		json_string(reader->facts, "name"));
	reject(reader);
}

/* --- the same name in other tables --- */

/* What one does not speak of is no contradiction. */
static bool disagree(struct json_object *before, struct json_object *facts)
{
	AUTO_JSON struct json_object *rest = beside_key(facts);

	json_object_object_foreach (rest, fact, value) {
		struct json_object *known = json_member(before, fact);

		if (known && !json_object_equal(known, value))
			return true;
	}
	return false;
}

/*
 * A table of the same import that says otherwise is for people too: neither is the newer one.
 */
static bool is_denied(struct reader *reader, const char *key)
{
	struct json_object *before = json_member(reader->order->seen, key);

	if (!before || !disagree(json_member(before, "facts"), reader->facts))
		return false;
	reader->why = mem_format(
		_("row %u: %s, row %d, has told of \"%s\" before, and said something else"),
		reader->row->number, json_string(before, "file"),
		(int)json_integer(before, "row", 0), json_string(reader->facts, "name"));
	reject(reader);
	return true;
}

static void remember(struct reader *reader, const char *key)
{
	struct json_object *before = json_member(reader->order->seen, key);

	if (!before) {
		before = json_set_string(json_object_new_object(), "file", reader->order->file);
		json_set_integer(before, "row", reader->row->number);
		json_set(before, "facts", json_object_new_object());
		json_set(reader->order->seen, key, before);
	}
	json_object_object_foreach (reader->facts, fact, value)
		json_set(json_member(before, "facts"), fact, json_object_get(value));
}

static void add_entry(struct reader *reader)
{
	struct json_object *list = reader->entries->list;
	AUTO_FREE char *key = key_of(reader->facts);
	AUTO_FREE char *seen = mem_format("%s %s", reader->entries->headings.kind->kind, key);
	int64_t before = json_integer(reader->rows, key, -1);

	if (before >= 0) {
		meet_again(reader, json_object_array_get_idx(list, (size_t)before));
		return;
	}
	if (reader->order->seen) {
		if (is_denied(reader, seen))
			return;
		remember(reader, seen);
	}
	json_set_integer(reader->rows, key, (int64_t)json_object_array_length(list));
	json_object_array_add(list, make_entry(reader, key));
}

static void check_facts(struct reader *reader)
{
	struct error error = {0};

	if (!reader->why && shape_check(reader->entries->headings.kind->fields, reader->facts,
				    NULL, &error) < 0)
		reader->why = mem_format(_("row %u: %s"), reader->row->number, error.text);
}

/* Its department counts it; what an earlier row or file told under its name goes. */
static void count_classified(struct reader *reader)
{
	struct json_object *counts = reader->entries->classified;
	const char *department = json_string(reader->facts, "department");
	AUTO_FREE char *key = NULL;

	free(mem_take(&reader->why));
	if (!department ||
		!shape_value_fits(&any_owner, json_member(reader->facts, "department"))) {
		spoil(reader, 0, _("a classified row must name its department"));
		reject(reader);
		return;
	}
	json_set_integer(counts, department, json_integer(counts, department, 0) + 1);
	if (!json_string(reader->facts, "name"))
		return;
	key = key_of(reader->facts);
	json_set_boolean(reader->entries->withdrawn, key, true);
}

static void take_row(struct reader *reader)
{
	if (reader->classified == 1) {
		count_classified(reader);
		return;
	}
	check_facts(reader);
	if (reader->why)
		reject(reader);
	else
		add_entry(reader);
}

static void read_row(struct reader *reader)
{
	reader->facts = json_object_new_object();
	reader->written = json_object_new_object();
	reader->why = reader->row->why ? mem_string(reader->row->why) : NULL;
	reader->classified = reader->why && headings_column(&reader->entries->headings,
						    LEDGER_CLASSIFIED) >= 0
				     ? -1
				     : 0;
	if (!reader->why) {
		read_classified(reader);
		read_cells(reader);
	}
	take_row(reader);
	json_put_at(&reader->facts);
	json_put_at(&reader->written);
	free(mem_take(&reader->why));
}

/* An entry whose name another row of the sheet calls classified is none. */
static void withdraw(struct entries *entries)
{
	struct json_object *rest = json_object_new_array();

	for (size_t i = 0; i < json_length(entries->list); i++) {
		struct json_object *entry = json_object_array_get_idx(entries->list, i);

		if (!json_member(entries->withdrawn, json_string(entry, "key")))
			json_object_array_add(rest, json_object_get(entry));
	}
	json_object_put(entries->list);
	entries->list = rest;
}

/* Printed tables have their headings on each page. */
static bool is_heading_again(const struct reader *reader)
{
	const struct sheet_row *head = &reader->sheet->rows[reader->entries->headings.row];

	if (reader->row->count != head->count)
		return false;
	for (size_t i = 0; i < head->count; i++)
		if (!text_equal(head->cells[i].text, reader->row->cells[i].text))
			return false;
	return true;
}

static void read_rows(struct reader *reader)
{
	for (size_t i = reader->entries->headings.row + 1; i < reader->sheet->count; i++) {
		reader->row = &reader->sheet->rows[i];
		if (is_heading_again(reader))
			continue;
		if (!reader->row->why && is_sum(reader))
			reader->entries->sums++;
		else if (!reader->row->why && is_note(reader))
			reader->entries->notes++;
		else
			read_row(reader);
	}
}

int entries_read(struct entries *entries, const struct sheet *sheet,
	const struct entries_order *order, struct error *error)
{
	struct reader reader = {.entries = entries, .sheet = sheet, .order = order};

	*entries = (struct entries){0};
	if (fold_open(error) < 0 ||
		headings_find(&entries->headings, sheet, order->file, order->kind, error) < 0)
		return -1;
	entries->list = json_object_new_array();
	entries->classified = json_object_new_object();
	entries->withdrawn = json_object_new_object();
	reader.rows = json_object_new_object();
	read_rows(&reader);
	withdraw(entries);
	json_object_put(reader.rows);
	return 0;
}

void entries_clear(struct entries *entries)
{
	for (size_t i = 0; i < entries->reject_count; i++)
		free(entries->rejects[i].why);
	free(entries->rejects);
	json_object_put(entries->list);
	json_object_put(entries->classified);
	json_object_put(entries->withdrawn);
	headings_clear(&entries->headings);
	*entries = (struct entries){0};
}
