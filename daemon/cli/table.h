/*
 * Tables for people, aligned for wide characters. On a terminal that is narrower than the
 * table, the widest columns give way, and what does not fit into them goes on below, from word
 * to word. Elsewhere a row is one line, whatever its width.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct cli_column {
	const char *title;
	bool right; /* numbers */
};

struct cli_table;
struct cli_table *cli_table_new(const struct cli_column *columns, unsigned count);
void cli_table_row(
	struct cli_table *table, const char *const *cells); /* NULL cells are empty */
/* Frees it, and returns how many lines were printed. */
size_t cli_table_print(struct cli_table *table);
/* The same; a table without a row is said to be so by the sentence `none` instead. */
void cli_table_print_or(struct cli_table *table, const char *none);

#endif
