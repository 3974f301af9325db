/*
 * Texts that spreadsheets open as tables: what they would calculate is marked as a text.
 */
#ifndef CLI_CSV_H
#define CLI_CSV_H

struct text;

#define CSV_BEGIN "\xef\xbb\xbf" /* by which they know UTF-8 */
#define CSV_END   "\r\n"         /* of a row */

/* The next cell of a row, in quotes. */
void csv_add_cell(struct text *row, const char *text);

#endif
