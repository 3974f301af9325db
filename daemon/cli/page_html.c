#include "base/language.h"
#include "base/text.h"
#include "cli/markup.h"
#include "cli/page.h"

static const char head[] =
	"<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	"style-src 'unsafe-inline'\">\n"
	"<style>\n"
	"@page { size: A4 landscape; margin: 15mm; }\n"
	"body { font: 10pt/1.5 \"Noto Sans CJK SC\", \"Source Han Sans SC\", SimSun, "
	"sans-serif;\n"
	"\tmargin: 2em auto; max-width: 267mm; color: #000; }\n"
	"h1 { font-size: 16pt; text-align: center; }\n"
	"h2 { font-size: 12pt; break-after: avoid; }\n"
	"table { border-collapse: collapse; width: 100%; margin-bottom: 1em; }\n"
	"th, td { border: 1px solid #888; padding: 2pt 4pt; text-align: left;\n"
	"\tvertical-align: top; overflow-wrap: anywhere; white-space: pre-wrap; }\n"
	"th { background: #eee; }\n"
	"td.number { text-align: right; }\n"
	"tr, .sign { break-inside: avoid; }\n"
	"thead { display: table-header-group; }\n"
	".lines { width: auto; }\n"
	"svg { max-width: 100%; height: auto; }\n"
	".entries { font-size: 8pt; }\n"
	".sign { display: flex; justify-content: flex-end; gap: 4em; margin-top: 3em; }\n"
	".sign span { display: inline-block; width: 12em; border-bottom: 1px solid #000; }\n"
	"@media print { body { margin: 0; max-width: none; } }\n"
	"</style>\n";

static void add_element(
	struct text *html, const char *open, const char *text, const char *close)
{
	text_add(html, open);
	markup_escape(html, text);
	text_add(html, close);
}

static void add_cell(struct text *html, struct json_object *cell)
{
	add_element(html,
		json_object_is_type(cell, json_type_int) ? "<td class=\"number\">" : "<td>",
		json_object_get_string(cell), "</td>");
}

static void add_lines(struct text *html, struct json_object *lines)
{
	text_add(html, "<table class=\"lines\">\n");
	for (size_t i = 0; i < json_length(lines); i++) {
		struct json_object *line = json_object_array_get_idx(lines, i);

		add_element(html, "<tr><th scope=\"row\">",
			json_object_get_string(json_object_array_get_idx(line, 0)), "</th>");
		add_cell(html, json_object_array_get_idx(line, 1));
		text_add(html, "</tr>\n");
	}
	text_add(html, "</table>\n");
}

static void add_row(struct text *html, struct json_object *row)
{
	text_add(html, "<tr>");
	for (size_t i = 0; i < json_length(row); i++)
		add_cell(html, json_object_array_get_idx(row, i));
	text_add(html, "</tr>\n");
}

static void add_columns(struct text *html, struct json_object *columns)
{
	text_add(html, "<thead><tr>");
	for (size_t i = 0; i < json_length(columns); i++)
		add_element(html, "<th scope=\"col\">",
			json_object_get_string(json_object_array_get_idx(columns, i)), "</th>");
	text_add(html, "</tr></thead>\n");
}

static void add_table(struct text *html, struct json_object *table)
{
	struct json_object *rows = json_member(table, "rows");

	add_element(html, "<h2>", json_string(table, "name"), "</h2>\n");
	if (json_length(rows) == 0) {
		add_element(html, "<p>", _("None."), "</p>\n");
		return;
	}
	text_add(html, "<table class=\"entries\">\n");
	add_columns(html, json_member(table, "columns"));
	text_add(html, "<tbody>\n");
	for (size_t i = 0; i < json_length(rows); i++)
		add_row(html, json_object_array_get_idx(rows, i));
	text_add(html, "</tbody>\n</table>\n");
}

static void add_sign(struct text *html)
{
	add_element(html, "<div class=\"sign\"><p>", _("Signature:"), " <span></span></p>");
	add_element(html, "<p>", _("Date:"), " <span></span></p></div>\n");
}

static void compose(struct text *html, struct json_object *page)
{
	struct json_object *tables = json_member(page, "tables");

	add_element(html, "<!DOCTYPE html>\n<html lang=\"", language_code(), "\">\n<head>\n");
	text_add(html, head);
	add_element(html, "<title>", json_string(page, "title"), "</title>\n</head>\n<body>\n");
	add_element(html, "<h1>", json_string(page, "title"), "</h1>\n");
	add_lines(html, json_member(page, "lines"));
	if (json_string(page, "drawing"))
		text_add(html, json_string(page, "drawing"));
	for (size_t i = 0; i < json_length(tables); i++)
		add_table(html, json_object_array_get_idx(tables, i));
	add_sign(html);
	text_add(html, "</body>\n</html>\n");
}

const char *page_html(const char *path, void *page)
{
	AUTO_TEXT struct text html = {0};

	compose(&html, page);
	return output_write_text(path, &html);
}
