#include "ssh/literals.h"
#include "base/address.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "ssh/shell.h"
#include <stdlib.h>
#include <string.h>

#define PLACE     1024          /* bytes of a file's or a program's name */
#define LINE_MOST 2147483647ULL /* the highest line */
#define ROOM      (900 * 1024)  /* bytes of the list in a message */
#define ITEM_ROOM 96            /* of them, those of an item without its place, at most */

enum part { PART_TOOLS, PART_LITERALS, PART_COUNTS, PARTS };

static const char *const part_names[PARTS] = {"tools", "literals", "counts"};

static const char *const usual_roots[] = {
	"/etc",
	"/opt/*/conf",
	"/opt/*/etc",
	"/srv",
	"/usr/local/etc",
	"/usr/local/*/conf",
	"/usr/local/*/etc",
	"/var/lib/pgsql/data/pg_hba.conf",
	"/var/lib/pgsql/data/postgresql.conf",
	"/var/spool/cron",
};

/* --- what the script is told --- */

static int check_root(const char *root, struct error *error)
{
	const char *star = strchr(root, '*');

	if (shell_check_path(root, "a root", error) < 0)
		return -1;
	if (strpbrk(root, "?[\\") != NULL ||
		(star && (star[-1] != '/' || (star[1] != '/' && star[1] != '\0') ||
				 strchr(star + 1, '*') != NULL)))
		return error_set(error, ERROR_INPUT, NULL,
			"The root \"%s\" may have one star, for the whole name of a folder, "
			"and "
			"neither ?, [ nor \\.",
			root);
	return 0;
}

static int add_root(struct text *roots, const char *root, struct error *error)
{
	if (check_root(root, error) < 0)
		return -1;
	if (roots->size > 0)
		text_add(roots, "\n");
	text_add(roots, root);
	return 0;
}

int literals_assign(struct text *script, struct json_object *roots, struct error *error)
{
	AUTO_TEXT struct text all = {0};
	size_t usual = sizeof(usual_roots) / sizeof(usual_roots[0]);
	size_t count = roots ? json_length(roots) : usual;

	for (size_t i = 0; i < count; i++) {
		const char *root =
			roots ? json_object_get_string(json_object_array_get_idx(roots, i))
			      : usual_roots[i];
		if (add_root(&all, root, error) < 0)
			return -1;
	}
	shell_assign(script, "roots", all.size > 0 ? all.data : "");
	return 0;
}

/* --- what it prints --- */

struct item {
	struct span place;
	bool program;
	unsigned long long line;
	struct address address;
};

struct list {
	struct item *items;
	size_t count, room;
	char *text; /* a copy, which places are spans of */
};

static void list_free(struct list *list)
{
	mem_free_at(&list->items);
	mem_free_at(&list->text);
}
#define AUTO_LIST __attribute__((cleanup(list_free)))

static int malformed(struct error *error, const char *what)
{
	return error_set(error, ERROR_INPUT, NULL, "The host's answer is malformed: %s.", what);
}

/* What is not fit to be shown is replaced where it stands. */
static void make_fit(struct list *list, struct span place)
{
	char *bytes = list->text + (place.data - list->text);

	if (span_printable(place, PLACE))
		return;
	for (size_t i = 0; i < place.size; i++)
		if (bytes[i] < ' ' || bytes[i] > '~')
			bytes[i] = '?';
}

static bool read_place(struct list *list, struct span line, struct item *item)
{
	bool program = span_starts(line, "program ");
	size_t skip = program ? strlen("program ") : strlen("file ");

	if (!program && !span_starts(line, "file /"))
		return false;
	item->program = program;
	item->place = (struct span){line.data + skip, line.size - skip};
	make_fit(list, item->place);
	return item->place.size > 0 && item->place.size <= PLACE;
}

/* Only an address as we write it. */
static bool read_address(struct span word, struct address *address)
{
	char text[ADDRESS_TEXT], again[ADDRESS_TEXT];

	if (word.size >= 16)
		return false;
	memcpy(text, word.data, word.size);
	text[word.size] = '\0';
	if (strspn(text, "0123456789.") != word.size || address_parse(address, text) < 0)
		return false;
	address_format(address, again);
	return address->family == 4 && text_equal(text, again);
}

static bool read_item(struct span line, struct item *item)
{
	struct span word;

	return span_word(&line, &word) && span_number(word, 10, LINE_MOST, &item->line) &&
	       item->line > 0 && span_word(&line, &word) &&
	       read_address(word, &item->address) && span_trim(line).size == 0;
}

static void add(struct list *list, const struct item *item)
{
	if (list->count == list->room) {
		list->room = list->room * 2 + 64;
		list->items = mem_resize(list->items, list->room, sizeof(*list->items));
	}
	list->items[list->count++] = *item;
}

/* A line that names a place, and one for each address there. */
static int read_lines(struct list *list, struct span content, struct error *error)
{
	struct item item = {0};
	struct span line;

	list->text = mem_bytes(content.data, content.size);
	content.data = list->text;
	while (span_line(&content, &line)) {
		if (line.size == 0 || read_place(list, line, &item))
			continue;
		if (item.place.size == 0 || !read_item(line, &item))
			return malformed(error, "a line is no address in a file or program");
		add(list, &item);
	}
	return 0;
}

static int compare_spans(struct span left, struct span right)
{
	size_t size = left.size < right.size ? left.size : right.size;
	int order = memcmp(left.data, right.data, size);

	return order != 0 ? order : (left.size > right.size) - (left.size < right.size);
}

static int by_place(const void *left_item, const void *right_item)
{
	const struct item *left = left_item, *right = right_item;
	int order = left->program - right->program;

	if (order == 0)
		order = compare_spans(left->place, right->place);
	if (order == 0)
		order = (left->line > right->line) - (left->line < right->line);
	return order != 0 ? order : address_compare(&left->address, &right->address);
}

static void sort(struct list *list)
{
	size_t count = 0;

	if (list->count > 0)
		qsort(list->items, list->count, sizeof(*list->items), by_place);
	for (size_t i = 0; i < list->count; i++)
		if (i == 0 || by_place(&list->items[i], &list->items[count - 1]) != 0)
			list->items[count++] = list->items[i];
	list->count = count;
}

/* --- what is told --- */

static struct json_object *tell_item(const struct item *item)
{
	struct json_object *told = json_small();
	char address[ADDRESS_TEXT];

	address_format(&item->address, address);
	json_set(told, item->program ? "program" : "file",
		json_object_new_string_len(item->place.data, (int)item->place.size));
	json_set_integer(told, "line", (int64_t)item->line);
	json_set_string(told, "address", address);
	return json_set_string(
		told, "kind", text_equal(address, "0.0.0.0") ? "bind" : "literal");
}

/* Quotes and backslashes take two bytes in JSON. */
static struct json_object *tell_items(const struct list *list)
{
	struct json_object *told = json_object_new_array();
	size_t size = 0;

	for (size_t i = 0; i < list->count && i < LITERALS_MOST; i++) {
		size += ITEM_ROOM + 2 * list->items[i].place.size;
		if (size > ROOM)
			break;
		json_object_array_add(told, tell_item(&list->items[i]));
	}
	return told;
}

enum count { READ, SKIPPED, UNREADABLE, CUT, LEFT, COUNTS };

static bool read_counts(struct span content, unsigned long long counts[COUNTS])
{
	struct span word;

	for (int i = 0; i < COUNTS; i++)
		if (!span_word(&content, &word) ||
			!span_number(word, 10, JSON_INTEGER_MOST, &counts[i]))
			return false;
	return span_trim(content).size == 0;
}

static struct json_object *tell(
	const struct list *list, const unsigned long long counts[COUNTS])
{
	struct json_object *result = json_object_new_object(), *told = tell_items(list);
	uint64_t left = counts[LEFT] + list->count - json_length(told);

	json_set(result, "literals", told);
	if (left > 0)
		json_set_count(result, "literals_left_out", left);
	json_set_count(result, "files_read", counts[READ]);
	json_set_count(result, "files_skipped", counts[SKIPPED]);
	json_set_count(result, "files_unreadable", counts[UNREADABLE]);
	return json_set_boolean(result, "complete",
		counts[READ] > 0 && counts[UNREADABLE] == 0 && counts[CUT] == 0);
}

int literals_read(struct json_object **result, const char *boundary, struct span text,
	struct error *error)
{
	AUTO_LIST struct list list = {0};
	struct section parts[PARTS];
	unsigned long long counts[COUNTS];

	if (sections_parse(parts, part_names, PARTS, boundary, text, error) < 0)
		return -1;
	if (parts[PART_TOOLS].content.data && !parts[PART_TOOLS].known)
		return error_set(error, ERROR_NOT_FOUND, NULL,
			"The host lacks one of awk, find, grep, head, readlink and tr, which "
			"reading its addresses takes.");
	if (!parts[PART_LITERALS].known || !parts[PART_COUNTS].known ||
		!read_counts(parts[PART_COUNTS].content, counts))
		return malformed(error, "it does not tell how much was read");
	if (read_lines(&list, parts[PART_LITERALS].content, error) < 0)
		return -1;
	sort(&list);
	*result = tell(&list, counts);
	return 0;
}
