#include "inventory/ledger/headings.h"

#include "base/error.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/ledger/fold.h"
#include <stdlib.h>
#include <string.h>

#define DEEPEST 20 /* rows within which the headings stand */
#define LEAST   4  /* the score of two known headings */

static void add_words(
	struct lh_table *columns, const struct ledger_column *column, const char *words)
{
	AUTO_FREE char *rest = mem_string(words ? words : "");
	char *at = rest, *word;

	while ((word = strsep(&at, "|"))) {
		char *folded = fold_text(word);

		if (lh_table_lookup_ex(columns, folded, NULL))
			free(folded);
		else
			lh_table_insert(columns, folded, column);
	}
}

/* From the fold of each heading of the kind to its column; made once. */
static struct lh_table *columns_of(const struct ledger_kind *kind)
{
	static struct lh_table *known;
	void *columns = NULL;

	known = known ? known : lh_kptr_table_new(16, NULL);
	if (lh_table_lookup_ex(known, kind, &columns))
		return columns;
	columns = lh_kchar_table_new(64, NULL);
	for (const struct ledger_column *column = kind->columns; column->fact; column++) {
		add_words(columns, column, column->chinese);
		add_words(columns, column, column->english);
		add_words(columns, column, column->fact);
	}
	lh_table_insert(known, kind, columns);
	return columns;
}

static const struct ledger_column *find_column(
	const struct ledger_kind *kind, const char *folded)
{
	void *column = NULL;

	return *folded && lh_table_lookup_ex(columns_of(kind), folded, &column) ? column : NULL;
}

/* Whether another column than `but` is that. */
static bool has(const struct headings *headings, const struct ledger_column *column, size_t but)
{
	for (size_t i = 0; i < headings->count; i++)
		if (i != but && headings->columns[i] == column)
			return true;
	return false;
}

/* Without marks around it, and what stands in brackets behind it, which is `*unit`. */
static char *bare(const char *folded, char **unit)
{
	size_t size = strlen(folded), open;

	while (size > 0 && strchr("*:", folded[size - 1]))
		size--;
	while (size > 0 && *folded == '*')
		folded++, size--;
	if (size > 0 && folded[size - 1] == ')') {
		open = size - 1;
		while (open > 0 && folded[open] != '(')
			open--;
		if (open > 0) {
			*unit = mem_format("%.*s", (int)(size - open - 2), folded + open + 1);
			size = open;
		}
	}
	return mem_format("%.*s", (int)size, folded);
}

/* Two that say the same but for what stands behind them are not told apart: neither counts. */
static void drop_twins(struct headings *headings, size_t column)
{
	for (size_t i = 0; i < column; i++)
		if (headings->units[i] && headings->units[column] &&
			headings->columns[i] == headings->columns[column]) {
			headings->columns[i] = headings->columns[column] = NULL;
			return;
		}
	if (has(headings, headings->columns[column], column))
		headings->columns[column] = NULL;
}

/* Whole headings first: what has something behind it never takes their place. */
static void read_bare(
	struct headings *headings, const struct ledger_kind *kind, char *const *folded)
{
	for (size_t i = 0; i < headings->count; i++) {
		AUTO_FREE char *word = NULL;

		if (headings->columns[i] || find_column(kind, folded[i]))
			continue;
		word = bare(folded[i], &headings->units[i]);
		headings->columns[i] = find_column(kind, word);
		if (headings->columns[i])
			drop_twins(headings, i);
	}
}

/* How many columns of the kind the row heads; the first of two that are equal counts. */
static size_t read_row(struct headings *headings, const struct ledger_kind *kind,
	char *const *folded, size_t count)
{
	size_t known = 0;

	headings->kind = kind;
	headings->count = count;
	headings->columns = mem_array(count + 1, sizeof(struct ledger_column *));
	headings->units = mem_array(count + 1, sizeof(char *));
	for (size_t i = 0; i < count; i++) {
		const struct ledger_column *column = find_column(kind, folded[i]);

		headings->columns[i] = column && !has(headings, column, i) ? column : NULL;
	}
	read_bare(headings, kind, folded);
	for (size_t i = 0; i < count; i++)
		known += headings->columns[i] != NULL;
	return known;
}

/* A word of the kind in the sheet's or the file's name is worth half a column. */
static size_t score(const struct headings *headings, size_t known, const char *name)
{
	const struct ledger_kind *kind = headings->kind;
	AUTO_FREE char *english = fold_text(kind->english);
	bool named = strstr(name, kind->chinese) || strstr(name, english);

	if (headings_column(headings, "name") < 0)
		return 0;
	return 2 * known + named;
}

struct search {
	char *name; /* folded, of the sheet and its file */
	struct headings best;
	size_t score;
	bool tied;
};

/* Of headings that are repeated the first are the ones. */
static void consider(struct search *search, struct headings *found, size_t score)
{
	bool again = search->best.kind == found->kind && score == search->score;

	if (score < search->score || score < LEAST || again) {
		headings_clear(found);
		return;
	}
	search->tied = score == search->score;
	search->score = score;
	headings_clear(&search->best);
	search->best = *found;
}

/* A row, or the one above it where it has no cell of its own. */
struct heads {
	const struct sheet *sheet;
	size_t row, above;
};

static const char *head_text(const struct heads *heads, size_t column)
{
	const struct sheet_row *row = &heads->sheet->rows[heads->row];
	const struct sheet_row *above = &heads->sheet->rows[heads->above];

	if (column < row->count && *row->cells[column].text)
		return row->cells[column].text;
	return column < above->count ? above->cells[column].text : "";
}

const char *headings_text(
	const struct headings *headings, const struct sheet *sheet, size_t column)
{
	struct heads heads = {sheet, headings->row, headings->above};

	return head_text(&heads, column);
}

static void search_heads(
	struct search *search, const struct heads *heads, const struct ledger_kind *only)
{
	size_t own = heads->sheet->rows[heads->row].count;
	size_t other = heads->sheet->rows[heads->above].count;
	size_t count = own > other ? own : other;
	AUTO_FREE char **folded = mem_array(count + 1, sizeof(*folded));

	for (size_t i = 0; i < count; i++)
		folded[i] = fold_text(head_text(heads, i));
	for (const struct ledger_kind *kind = ledger_kinds; kind->kind; kind++) {
		struct headings found = {.row = heads->row, .above = heads->above};
		size_t known;

		if (only && kind != only)
			continue;
		known = read_row(&found, kind, folded, count);
		consider(search, &found, score(&found, known, search->name));
	}
	for (size_t i = 0; i < count; i++)
		free(folded[i]);
}

/* Whether a row can head the columns of the one below it: it leaves gaps, and so does that. */
static bool may_head(const struct sheet_row *above, const struct sheet_row *row)
{
	size_t gaps = 0;

	if (row->number != above->number + 1)
		return false;
	for (size_t i = 0; i < above->count && i < row->count; i++)
		gaps += !*row->cells[i].text && *above->cells[i].text;
	return gaps > 0;
}

static void search_sheet(struct search *search, const struct sheet *sheet, const char *hint,
	const struct ledger_kind *only)
{
	AUTO_FREE char *name = mem_format("%s %s", sheet->name, hint ? hint : "");
	AUTO_FREE char *folded = fold_text(name);

	search->name = folded;
	for (size_t row = 0; row < sheet->count && row < DEEPEST; row++) {
		search_heads(search, &(struct heads){sheet, row, row}, only);
		if (row > 0 && may_head(&sheet->rows[row - 1], &sheet->rows[row]))
			search_heads(search, &(struct heads){sheet, row, row - 1}, only);
	}
}

/* What nobody understands may not be passed over when it is about secrecy. */
static int check_secrecy(
	const struct headings *headings, const struct sheet *sheet, struct error *error)
{
	for (size_t i = 0; i < headings->count; i++) {
		const char *text = headings_text(headings, sheet, i);
		AUTO_FREE char *folded = fold_text(text);

		if (!headings->columns[i] && (strstr(folded, "密") || strstr(folded, "secre") ||
						     strstr(folded, "classif")))
			return error_set(error, ERROR_REFUSED, sheet->name,
				_("The heading \"%.60s\" of the sheet \"%s\" may say what is "
				  "classified, and is not known: call the column 是否涉密, or "
				  "take it out."),
				text, sheet->name);
	}
	return 0;
}

int headings_find(struct headings *headings, const struct sheet *sheet, const char *hint,
	const struct ledger_kind *only, struct error *error)
{
	struct search search = {0};

	search_sheet(&search, sheet, hint, only);
	*headings = search.best;
	if (headings->kind && !search.tied)
		return check_secrecy(headings, sheet, error);
	if (!headings->kind)
		return error_set(error, ERROR_INPUT, sheet->name,
			_("No row of the sheet \"%s\" has headings that are known; a name and "
			  "one more "
			  "are expected. `banyun inventory template` writes tables to fill "
			  "in."),
			sheet->name);
	headings_clear(headings);
	return error_set(error, ERROR_INPUT, sheet->name,
		_("The headings of the sheet \"%s\" fit several kinds of entries; say which "
		  "with --kind."),
		sheet->name);
}

void headings_clear(struct headings *headings)
{
	for (size_t i = 0; i < headings->count; i++)
		free(headings->units[i]);
	free(headings->units);
	free(headings->columns);
	*headings = (struct headings){0};
}

long headings_column(const struct headings *headings, const char *fact)
{
	for (size_t i = 0; i < headings->count; i++)
		if (headings->columns[i] && text_equal(headings->columns[i]->fact, fact))
			return (long)i;
	return -1;
}
