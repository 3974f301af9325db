/*
 * Table files as people send them: CSV, TSV and XLSX, recognised by their content and read into
 * rows of UTF-8 cells that know their place. What the cells mean is for others to say.
 *
 *	AUTO_WORKBOOK struct workbook book = {0};
 *	if (workbook_read(&book, path, &error) < 0)
 *		return -1;
 *	for (size_t i = 0; i < book.sheets[0].count; i++)
 *		look_at(&book.sheets[0].rows[i]);
 */
#ifndef INVENTORY_SHEET_SHEET_H
#define INVENTORY_SHEET_SHEET_H

#include <stdbool.h>
#include <stddef.h>

struct error;
struct pool;

#define SHEET_FILE    (64 * 1024 * 1024) /* the largest file accepted, bytes */
#define SHEET_ROWS    1048576            /* of one sheet */
#define SHEET_COLUMNS 16384              /* of one sheet; the last one is XFD */
#define SHEET_CELLS   (16 * 1024 * 1024) /* of all sheets, gaps in front of cells included */

enum sheet_cell_kind {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_NUMBER,  /* XLSX */
	CELL_DATE,    /* XLSX */
	CELL_FORMULA, /* never evaluated; in CSV, a text that starts with '=' */
	CELL_AGAIN,   /* XLSX: what the cell above says that is merged with this one */
};

struct sheet_cell {
	/*
	 * UTF-8, never NULL, owned by the workbook; not trimmed. A number is as the file writes
	 * it, a date is YYYY-MM-DD, a formula is the value that the spreadsheet program left
	 * with it: empty when it left none.
	 */
	const char *text;
	enum sheet_cell_kind kind;
};

struct sheet_row {
	unsigned number; /* from 1: of the line where the row begins, or of the row (XLSX) */
	size_t count;    /* without the empty cells at the end */
	struct sheet_cell *cells;
	/*
	 * NULL, or a sentence that names the cell ("D7") for which this row cannot be read; the
	 * row has no cells then.
	 */
	const char *why;
};

struct sheet {
	const char *name;     /* of the sheet; of the file, without its folder, for CSV */
	const char *encoding; /* "UTF-8", "GB18030", "UTF-16LE" or "UTF-16BE" */
	bool hidden;          /* nobody sees it in a spreadsheet program */
	size_t count;
	struct sheet_row *rows; /* by number; rows of only empty cells are left out */
};

/* Zero-initialised is empty. */
struct workbook {
	size_t count;
	struct sheet *sheets; /* in the order of the workbook, hidden ones included */
	struct pool *texts;   /* what every text of the workbook lies in */
};

/*
 * Reads a file into an empty `book`. Nothing that the file refers to is followed, and memory is
 * bounded by the size of the file and by the limits above. On failure the book is empty and the
 * error (ERROR_INPUT, or that of text_read_file) names the file, the line or row where it is
 * known, and what to do.
 */
int workbook_read(struct workbook *book, const char *path, struct error *error);

/*
 * The same for the `size` bytes at `data`, which is not NULL; `name` is what errors and the
 * sheet of a CSV call it.
 */
int workbook_read_memory(struct workbook *book, const char *name, const char *data, size_t size,
	struct error *error);

void workbook_clear(struct workbook *book); /* frees; usable again */
#define AUTO_WORKBOOK __attribute__((cleanup(workbook_clear)))

/* The letters of the column that has `column` others to its left: 0 is "A", 27 is "AB". */
void sheet_column_name(size_t column, char out[8]);

#endif
