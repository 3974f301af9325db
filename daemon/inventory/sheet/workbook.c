#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/sheet/csv.h"
#include "inventory/sheet/encoding.h"
#include "inventory/sheet/pool.h"
#include "inventory/sheet/sheet.h"
#include "inventory/sheet/table.h"
#include "inventory/sheet/xlsx.h"

struct kind {
	const char *start, *sentence;
};

/* What files with the names of tables turn out to be, by their first bytes. */
static const struct kind binaries[] = {
	{"\xd0\xcf\x11\xe0", "The file is an old .xls, or a workbook with a password: save it "
			     "as .xlsx or .csv, without a password."},
	{"%PDF-", "The file is a PDF: ask for the table that it was printed from, as .xlsx or "
		  ".csv."},
	{"{\\rtf", "The file is a text document: copy its table into a workbook and save that "
		   "as .xlsx."},
	{"Rar!", "The file is an archive: unpack it and take the table in it."},
	{"7z\xbc\xaf", "The file is an archive: unpack it and take the table in it."},
	{"\x1f\x8b", "The file is compressed: unpack it and take the table in it."},
};

/* The same for texts; upper and lower case are one, and white space may stand before. */
#define WEB_PAGE                                                                               \
	"The file is a web page: open it in a spreadsheet program and save it as .xlsx or "    \
	".csv."
static const struct kind texts[] = {
	{"<?xml", "The file is an XML document: open it in a spreadsheet program and save it "
		  "as .xlsx or .csv."},
	{"<!", WEB_PAGE},
	{"<html", WEB_PAGE},
	{"<head", WEB_PAGE},
	{"<meta", WEB_PAGE},
	{"<table", WEB_PAGE},
	{"MIME-Version:", WEB_PAGE},
};

static int refuse_binary(const struct table *table, const char *data, size_t size)
{
	for (size_t i = 0; i < sizeof(binaries) / sizeof(binaries[0]); i++) {
		size_t length = strlen(binaries[i].start);
		if (size >= length && memcmp(data, binaries[i].start, length) == 0)
			return error_set(table->error, ERROR_INPUT, table->file, "%s",
				binaries[i].sentence);
	}
	return 0;
}

static int refuse_text(const struct table *table, const char *text)
{
	text += strspn(text, " \t\r\n");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strncasecmp(text, texts[i].start, strlen(texts[i].start)) == 0)
			return error_set(table->error, ERROR_INPUT, table->file, "%s",
				texts[i].sentence);
	return 0;
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int read_text(struct table *table, const char *data, size_t size)
{
	AUTO_TEXT struct text text = {0};
	const char *encoding;

	if (encoding_decode(&text, &encoding, table->file, data, size, table->error) < 0)
		return -1;
	size_t decoded = text.size;
	char *owned = text_take(&text);
	pool_adopt(table->book->texts, owned);
	if (refuse_text(table, owned) < 0)
		return -1;
	table_sheet(table, name_of(table->file), encoding);
	return csv_read(table, owned, decoded);
}

static int read_any(struct table *table, const char *data, size_t size)
{
	if (size > SHEET_FILE)
		return error_set(table->error, ERROR_INPUT, table->file,
			"The file has %zu bytes, but at most %d are accepted: split it.", size,
			SHEET_FILE);
	if (refuse_binary(table, data, size) < 0)
		return -1;
	if (size >= 4 && memcmp(data, "PK\3\4", 4) == 0)
		return xlsx_read(table, data, size);
	return read_text(table, data, size);
}

int workbook_read_memory(struct workbook *book, const char *name, const char *data, size_t size,
	struct error *error)
{
	struct table table;

	table_start(&table, book, name, error);
	int result = read_any(&table, data, size);
	table_finish(&table);
	if (result < 0)
		workbook_clear(book);
	return result;
}

int workbook_read(struct workbook *book, const char *path, struct error *error)
{
	AUTO_TEXT struct text text = {0};

	if (text_read_file(&text, path, SHEET_FILE, error) < 0)
		return -1;
	return workbook_read_memory(book, path, text.data, text.size, error);
}

void workbook_clear(struct workbook *book)
{
	for (size_t i = 0; i < book->count; i++) {
		for (size_t j = 0; j < book->sheets[i].count; j++)
			free(book->sheets[i].rows[j].cells);
		free(book->sheets[i].rows);
	}
	free(book->sheets);
	pool_free(book->texts);
	*book = (struct workbook){0};
}
