#include "cli/ledger_rejects.h"
#include "base/error.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/csv.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void add_row(
	struct text *out, const struct sheet_row *row, size_t columns, const char *last)
{
	AUTO_TEXT struct text line = {0};

	for (size_t i = 0; i < columns; i++)
		csv_add_cell(&line, i < row->count ? row->cells[i].text : "");
	csv_add_cell(&line, last);
	text_format(out, "%s" CSV_END, line.data);
}

/* As one row, where they stand in two. */
static void add_headings(struct text *out, const struct headings *headings,
	const struct sheet *sheet, size_t columns)
{
	AUTO_FREE struct sheet_cell *cells = mem_array(columns, sizeof(*cells));
	struct sheet_row row = {.count = columns, .cells = cells};

	for (size_t i = 0; i < columns; i++)
		cells[i].text = headings_text(headings, sheet, i);
	add_row(out, &row, columns, "原因 why");
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

int rejects_write(const char *path, const struct sheet *sheet, const struct entries *entries,
	struct error *error)
{
	static const struct sheet_row nothing;
	AUTO_TEXT struct text text = {0};
	size_t columns = widest(sheet);

	text_add(&text, CSV_BEGIN);
	add_headings(&text, &entries->headings, sheet, columns);
	for (size_t i = 0; i < entries->reject_count; i++) {
		const struct entries_reject *reject = &entries->rejects[i];

		/* What may be classified is mended where it came from. */
		add_row(&text, reject->secret ? &nothing : reject->row, columns, reject->why);
	}
	return write_new(path, &text, error);
}
