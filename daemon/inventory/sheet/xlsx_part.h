/*
 * One XML part of a workbook, told element by element as it is unpacked. Only elements of the
 * workbook's own namespaces are told, transitional and strict alike. A document type, and with
 * it every entity, is refused before it is read; nothing outside of the part is ever opened.
 */
#ifndef INVENTORY_SHEET_XLSX_PART_H
#define INVENTORY_SHEET_XLSX_PART_H

#include <stdbool.h>

struct package;
struct text;

/* The start of an element. */
struct element {
	const char *name; /* without its prefix */
	int count;
	const unsigned char **attributes;
};

/*
 * What looks on; either may be NULL. A return of -1 stops the reading, with the error set.
 * `text` is what stands between the end of an element and the last tag before, and never has
 * more than PART_TEXT bytes.
 */
struct part_reader {
	int (*open)(void *context, const struct element *element);
	int (*close)(void *context, const char *name, const struct text *text);
};

#define PART_TEXT (1024 * 1024) /* thirty times what a cell can hold */

int part_read(struct package *package, const char *name, const struct part_reader *reader,
	void *context);

/* The value of an attribute, in `out` instead of what is there; NULL when there is none. */
const char *element_attribute(
	const struct element *element, const char *name, struct text *out);

/* Whether an attribute is there and says yes as XML Schema does. */
bool element_flag(const struct element *element, const char *name, struct text *out);

#endif
