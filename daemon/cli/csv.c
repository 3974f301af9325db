#include "cli/csv.h"
#include "base/text.h"
#include "inventory/ledger/formula.h"

void csv_add_cell(struct text *line, const char *text)
{
	text_add(line, line->size ? ",\"" : "\"");
	if (formula_begins(text))
		text_add(line, "'");
	for (; *text; text++)
		text_append(line, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
	text_add(line, "\"");
}
