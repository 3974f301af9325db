#include "inventory/sheet/xlsx_strings.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "inventory/sheet/pool.h"
#include "inventory/sheet/table.h"
#include "inventory/sheet/xlsx_package.h"
#include "inventory/sheet/xlsx_part.h"

#define ESCAPE 7 /* bytes of "_x000D_" */

/* The character below U+0080 that is escaped at `text`, or -1. Others need no escape. */
static int escaped(const char *text, size_t size)
{
	static const char digits[] = "0123456789ABCDEF0123456789abcdef";
	int value = 0;

	if (size < ESCAPE || memcmp(text, "_x00", 4) != 0 || text[6] != '_')
		return -1;
	for (size_t i = 4; i < 6; i++) {
		const char *digit = memchr(digits, text[i], sizeof(digits) - 1);
		if (!digit)
			return -1;
		value = value * 16 + (int)(digit - digits) % 16;
	}
	return value < 0x80 ? value : -1;
}

static void add_decoded(struct text *out, const struct text *text)
{
	size_t start = 0;

	for (size_t at = 0; at < text->size; at++) {
		int value =
			text->data[at] == '_' ? escaped(text->data + at, text->size - at) : -1;
		if (value < 0)
			continue;
		char byte = (char)value;
		text_append(out, text->data + start, at - start);
		text_append(out, &byte, 1);
		start = at + ESCAPE;
		at = start - 1;
	}
	text_append(out, text->data + start, text->size - start);
}

void rich_open(struct rich *rich, const char *element)
{
	if (text_equal(element, "si") || text_equal(element, "is"))
		text_cut(&rich->text, 0, rich->text.size);
	if (text_equal(element, "rPh"))
		rich->spoken = true;
}

void rich_close(struct rich *rich, const char *element, const struct text *text)
{
	if (text_equal(element, "rPh"))
		rich->spoken = false;
	if (text_equal(element, "t") && !rich->spoken)
		add_decoded(&rich->text, text);
}

struct reading {
	struct strings *strings;
	struct pool *pool;
	size_t room;
	struct rich rich;
};

static int open_element(void *context, const struct element *element)
{
	struct reading *reading = context;

	rich_open(&reading->rich, element->name);
	return 0;
}

static int close_element(void *context, const char *name, const struct text *text)
{
	struct reading *reading = context;
	struct strings *strings = reading->strings;
	const struct text *whole = &reading->rich.text;

	rich_close(&reading->rich, name, text);
	if (!text_equal(name, "si"))
		return 0;
	if (strings->count == reading->room) {
		reading->room = reading->room ? reading->room * 2 : 64;
		strings->list =
			mem_resize(strings->list, reading->room, sizeof(*strings->list));
	}
	strings->list[strings->count++] =
		(struct shared){pool_add(reading->pool, whole->data, whole->size),
			table_offence(whole->data, whole->size)};
	return 0;
}

int strings_read(
	struct strings *strings, struct package *package, const char *name, struct pool *pool)
{
	static const struct part_reader reader = {open_element, close_element};
	struct reading reading = {.strings = strings, .pool = pool};

	int result = part_read(package, name, &reader, &reading);
	text_clear(&reading.rich.text);
	return result;
}

void strings_clear(struct strings *strings)
{
	free(strings->list);
	*strings = (struct strings){0};
}
