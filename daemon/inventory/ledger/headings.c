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

static bool has(const struct headings *headings, const struct ledger_column *column)
{
	for (size_t i = 0; i < headings->count; i++)
		if (headings->columns[i] == column)
			return true;
	return false;
}

/* How many columns of the kind the row heads; the first of two that are equal counts. */
static size_t read_row(struct headings *headings, const struct ledger_kind *kind,
	char *const *folded, size_t count)
{
	size_t known = 0;

	headings->kind = kind;
	headings->columns = mem_array(count + 1, sizeof(struct ledger_column *));
	for (size_t i = 0; i < count; i++) {
		const struct ledger_column *column = find_column(kind, folded[i]);

		headings->columns[i] = column && !has(headings, column) ? column : NULL;
		headings->count = i + 1;
		known += headings->columns[i] != NULL;
	}
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
static void consider(struct search *search, struct headings *found, size_t score, size_t row)
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
	search->best.row = row;
}

static void search_row(struct search *search, const struct sheet_row *row, size_t number,
	const struct ledger_kind *only)
{
	AUTO_FREE char **folded = mem_array(row->count + 1, sizeof(*folded));

	for (size_t i = 0; i < row->count; i++)
		folded[i] = fold_text(row->cells[i].text);
	for (const struct ledger_kind *kind = ledger_kinds; kind->kind; kind++) {
		struct headings found = {0};
		size_t known;

		if (only && kind != only)
			continue;
		known = read_row(&found, kind, folded, row->count);
		consider(search, &found, score(&found, known, search->name), number);
	}
	for (size_t i = 0; i < row->count; i++)
		free(folded[i]);
}

static void search_sheet(struct search *search, const struct sheet *sheet, const char *hint,
	const struct ledger_kind *only)
{
	AUTO_FREE char *name = mem_format("%s %s", sheet->name, hint ? hint : "");
	AUTO_FREE char *folded = fold_text(name);

	search->name = folded;
	for (size_t row = 0; row < sheet->count && row < DEEPEST; row++)
		search_row(search, &sheet->rows[row], row, only);
}

/* What nobody understands may not be passed over when it is about secrecy. */
static int check_secrecy(
	const struct headings *headings, const struct sheet *sheet, struct error *error)
{
	const struct sheet_row *row = &sheet->rows[headings->row];

	for (size_t i = 0; i < headings->count; i++) {
		AUTO_FREE char *folded = fold_text(row->cells[i].text);

		if (!headings->columns[i] && (strstr(folded, "密") || strstr(folded, "secre") ||
						     strstr(folded, "classif")))
			return error_set(error, ERROR_REFUSED, sheet->name,
				_("The heading \"%.60s\" of the sheet \"%s\" may say what is "
				  "classified, and is not known: call the column 是否涉密, or "
				  "take it out."),
				row->cells[i].text, sheet->name);
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
