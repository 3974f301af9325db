#include "inventory/ledger/headings.h"

#include "base/error.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/ledger/fold.h"
#include <stdlib.h>
#include <string.h>

#define DEEPEST 20 /* rows within which the headings stand */
#define LEAST   4  /* the score of two known headings */

static bool is_heading(const struct ledger_column *column, const char *folded)
{
	return fold_is_one_of(folded, column->chinese) ||
	       fold_is_one_of(folded, column->english) || fold_is_one_of(folded, column->fact);
}

static const struct ledger_column *find_column(
	const struct ledger_kind *kind, const char *heading)
{
	AUTO_FREE char *folded = fold_text(heading);

	for (const struct ledger_column *column = kind->columns; column->fact; column++)
		if (is_heading(column, folded))
			return column;
	return NULL;
}

static bool has(const struct headings *headings, const struct ledger_column *column)
{
	for (size_t i = 0; i < headings->count; i++)
		if (headings->columns[i] == column)
			return true;
	return false;
}

/* How many columns of the kind the row heads; the first of two that are equal counts. */
static size_t read_row(
	struct headings *headings, const struct ledger_kind *kind, const struct sheet_row *row)
{
	size_t known = 0;

	headings->kind = kind;
	headings->columns = mem_array(row->count + 1, sizeof(struct ledger_column *));
	for (size_t i = 0; i < row->count; i++) {
		const struct ledger_column *column = find_column(kind, row->cells[i].text);

		headings->columns[i] = column && !has(headings, column) ? column : NULL;
		headings->count = i + 1;
		known += headings->columns[i] != NULL;
	}
	return known;
}

/* A word of the kind in the sheet's or the file's name is worth half a column. */
static size_t score(const struct headings *headings, size_t known, const struct sheet *sheet,
	const char *hint)
{
	const struct ledger_kind *kind = headings->kind;
	AUTO_FREE char *name = mem_format("%s %s", sheet->name, hint ? hint : "");
	AUTO_FREE char *folded = fold_text(name);
	AUTO_FREE char *english = fold_text(kind->english);
	bool named = strstr(folded, kind->chinese) || strstr(folded, english);

	if (headings_column(headings, "name") < 0)
		return 0;
	return 2 * known + named;
}

struct search {
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

static void search_row(struct search *search, const struct sheet *sheet, size_t row,
	const char *hint, const struct ledger_kind *only)
{
	for (const struct ledger_kind *kind = ledger_kinds; kind->kind; kind++) {
		struct headings found = {0};
		size_t known;

		if (only && kind != only)
			continue;
		known = read_row(&found, kind, &sheet->rows[row]);
		consider(search, &found, score(&found, known, sheet, hint), row);
	}
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

	for (size_t row = 0; row < sheet->count && row < DEEPEST; row++)
		search_row(&search, sheet, row, hint, only);
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
