/*
 * The part of json.h that reads. The scanner builds the tree as it goes, rather than hand the
 * text to json-c's parser afterwards: two parsers of one hostile text could disagree about what
 * it says.
 */
#include "base/json.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/place.h"
#include "base/scan.h"
#include "base/text.h"

#define COMMON_NAMES 2000 /* names that are kept once */
#define COMMON_SIZE  32   /* bytes of such a name, with its NUL */
#define COMMON_SEEN  256  /* of them that a thread remembers */
#define NAME_ROOM    128  /* bytes of a name that are kept without a copy */
#define LIST_ROOM    2    /* items that a list has room for at first: most have few */

static int read_value(struct scan *scan, struct json_object **value);

/* After a value: 1 when a comma says that another follows, 0 at the closing byte. */
static int read_separator(struct scan *scan, int closing, const char *expected)
{
	int byte = scan_space(scan);

	if (byte != ',' && byte != closing)
		return scan_expected(scan, expected);
	scan->at++;
	return byte == ',';
}

/*
 * A string that stands for itself, from its opening quote on: moves behind it. Returns false,
 * and stays, when there is an escape in it or something is wrong.
 */
static bool read_plain(struct scan *scan, const char **start, size_t *size)
{
	const char *data = scan->source->data;
	size_t at = scan->at + 1, end = scan->source->size;

	at += text_plain(data + at, end - at);
	while (at < end && data[at] != '"') {
		size_t length = text_utf8_length(data + at, end - at);

		if (length < 2)
			return false;
		at += length;
		at += text_plain(data + at, end - at);
	}
	if (at == end)
		return false;
	*start = data + scan->at + 1;
	*size = at - scan->at - 1;
	scan->at = at + 1;
	return true;
}

/* Into `room` where it fits there, else into `text`; NULL when it is no name. */
static const char *read_name(struct scan *scan, char room[NAME_ROOM], struct text *text)
{
	const char *start;
	size_t size, before = scan->at;

	if (!read_plain(scan, &start, &size))
		return scan_string(scan, text) < 0 ? NULL : text->data;
	if (size >= NAME_ROOM) {
		scan->at = before;
		return scan_string(scan, text) < 0 ? NULL : text->data;
	}
	memcpy(room, start, size);
	room[size] = '\0';
	return room;
}

static pthread_mutex_t common_lock = PTHREAD_MUTEX_INITIALIZER;
static struct lh_table *common_names;

static const char *find_common(const char *name, unsigned long hash)
{
	struct lh_entry *entry;
	const char *common = NULL;

	pthread_mutex_lock(&common_lock);
	common_names = common_names ? common_names : lh_kchar_table_new(256, NULL);
	entry = lh_table_lookup_entry_w_hash(common_names, name, hash);
	if (entry) {
		common = lh_entry_v(entry); /* another thread may move it soon */
	} else if (lh_table_length(common_names) < COMMON_NAMES) {
		common = mem_string(name);
		lh_table_insert_w_hash(common_names, common, common, hash, 0);
	}
	pthread_mutex_unlock(&common_lock);
	return common;
}

/*
 * The one copy of a name that many objects have, which stays for good; NULL: it gets a copy of
 * its own. A text full of other names cannot fill the memory with them. Those that a thread saw
 * last need no lock.
 */
static const char *common_name(const char *name, unsigned long hash)
{
	static _Thread_local const char *seen[COMMON_SEEN];
	const char **place = &seen[hash % COMMON_SEEN];

	if (!*place || strcmp(*place, name) != 0) {
		const char *common = find_common(name, hash);

		if (!common)
			return NULL;
		*place = common;
	}
	return *place;
}

/* The table of an object; json-c hashes a name each time that it is given one, we once. */
static void add_member(struct lh_table *members, const char *name, unsigned long hash,
	struct json_object *value)
{
	const char *common = strlen(name) < COMMON_SIZE ? common_name(name, hash) : NULL;
	unsigned options = JSON_C_OBJECT_ADD_KEY_IS_NEW;

	if (common)
		options |= JSON_C_OBJECT_ADD_CONSTANT_KEY;
	else
		name = mem_string(name);
	if (lh_table_insert_w_hash(members, common ? common : name, value, hash, options) != 0)
		abort();
}

static int read_member(struct scan *scan, struct lh_table *members)
{
	AUTO_TEXT struct text text = {0};
	char room[NAME_ROOM];
	const char *name;
	struct json_object *value;
	unsigned long hash;

	if (scan_space(scan) != '"')
		return scan_expected(scan, "the name of a member in double quotes");
	size_t start = scan->at;
	name = read_name(scan, room, &text);
	if (!name)
		return -1;
	hash = lh_get_hash(members, name);
	if (lh_table_lookup_entry_w_hash(members, name, hash))
		return scan_fail(scan, start,
			"The name \"%.*s\" is there twice in this object.",
			(int)text_fit(name, 100), name);
	if (scan_space(scan) != ':')
		return scan_expected(scan, "a colon after the name of the member");
	scan->at++;
	if (read_value(scan, &value) < 0)
		return -1;
	add_member(members, name, hash, value);
	return 0;
}

/*
 * json-c begins with room for ten members, which most objects do not have. It fills a table to
 * 0.66 (LH_LOAD_FACTOR), and loses entries when it is asked for one that is too small.
 */
static void give_back_room(struct lh_table *members)
{
	int needed = members->count + members->count * 3 / 5 + 2;

	if (members->size > needed)
		lh_table_resize(members, needed);
}

static int read_object(struct scan *scan, struct json_object *object)
{
	struct lh_table *members = json_object_get_object(object);

	scan->at++;
	if (scan_space(scan) == '}') {
		scan->at++;
		give_back_room(members);
		return 0;
	}
	for (;;) {
		if (read_member(scan, members) < 0)
			return -1;
		int more =
			read_separator(scan, '}', "a comma or the closing brace of an object");
		if (more == 0)
			give_back_room(members);
		if (more <= 0)
			return more;
	}
}

static int read_list(struct scan *scan, struct json_object *list)
{
	struct json_object *value;

	scan->at++;
	if (scan_space(scan) == ']') {
		scan->at++;
		return 0;
	}
	for (;;) {
		if (read_value(scan, &value) < 0)
			return -1;
		json_object_array_add(list, value);
		int more =
			read_separator(scan, ']', "a comma or the closing bracket of a list");
		if (more <= 0)
			return more;
	}
}

/* An object or a list; what was built goes when it fails. */
static int read_nested(struct scan *scan, struct json_object **value)
{
	bool object = scan_peek(scan) == '{';
	AUTO_JSON struct json_object *made =
		object ? json_object_new_object() : json_object_new_array_ext(LIST_ROOM);

	if (scan->depth == JSON_DEPTH)
		return scan_fail(scan, scan->at, "Objects and lists are nested deeper than %d.",
			JSON_DEPTH);
	scan->depth++;
	if ((object ? read_object(scan, made) : read_list(scan, made)) < 0)
		return -1;
	scan->depth--;
	*value = made;
	made = NULL;
	return 0;
}

static int read_text(struct scan *scan, struct json_object **value)
{
	AUTO_TEXT struct text text = {0};
	const char *start;
	size_t size;

	if (read_plain(scan, &start, &size)) {
		*value = json_object_new_string_len(start, (int)size);
		return 0;
	}
	if (scan_string(scan, &text) < 0)
		return -1;
	*value = json_object_new_string_len(text.data, (int)text.size);
	return 0;
}

static bool is_digit(int byte)
{
	return byte >= '0' && byte <= '9';
}

static int read_number(struct scan *scan, struct json_object **value)
{
	size_t start = scan->at;
	bool negative = scan_peek(scan) == '-';
	int64_t number = 0;

	scan->at += negative ? 1 : 0;
	if (!is_digit(scan_peek(scan)))
		return scan_expected(scan, "a digit");
	size_t first = scan->at;
	for (; is_digit(scan_peek(scan)); scan->at++) {
		number = number * 10 + (scan_peek(scan) - '0');
		if (number > JSON_INTEGER_MOST)
			return scan_fail(scan, start, "The integer lies beyond 2^53 - 1.");
	}
	if (scan->source->data[first] == '0' && (negative || scan->at - first > 1))
		return scan_fail(scan, start, "An integer must not start with %s.",
			negative ? "-0" : "0");
	if (scan_peek(scan) == '.' || scan_peek(scan) == 'e' || scan_peek(scan) == 'E')
		return scan_fail(scan, start,
			"A number must be an integer, without a fraction or an exponent.");
	*value = json_object_new_int64(negative ? -number : number);
	return 0;
}

/* True, and moved on, when the word stands here. */
static bool read_word(struct scan *scan, const char *word)
{
	size_t length = strlen(word);

	if (scan->source->size - scan->at < length ||
		memcmp(scan->source->data + scan->at, word, length) != 0)
		return false;
	scan->at += length;
	return true;
}

/* `*value` is a new reference (NULL for null) on success, and not to be used on failure. */
static int read_value(struct scan *scan, struct json_object **value)
{
	int byte = scan_space(scan);

	*value = NULL;
	if (byte == '{' || byte == '[')
		return read_nested(scan, value);
	if (byte == '"')
		return read_text(scan, value);
	if (byte == '-' || is_digit(byte))
		return read_number(scan, value);
	if (byte == 't' && read_word(scan, "true"))
		*value = json_object_new_boolean(true);
	else if (byte == 'f' && read_word(scan, "false"))
		*value = json_object_new_boolean(false);
	else if (byte != 'n' || !read_word(scan, "null"))
		return scan_expected(scan, "a value");
	return 0;
}

int json_parse(struct json_object **tree, const struct source *source, size_t limit,
	struct error *error)
{
	struct scan scan = {.source = source, .error = error};
	AUTO_JSON struct json_object *value = NULL;

	*tree = NULL;
	if (source->size > limit)
		return scan_fail(&scan, 0,
			"The text has %zu bytes, but at most %zu are accepted.", source->size,
			limit);
	if (read_value(&scan, &value) < 0)
		return -1;
	if (scan_space(&scan) >= 0)
		return scan_expected(&scan, "the end of the text");
	*tree = value;
	value = NULL;
	return 0;
}

static void skip_value(struct scan *scan)
{
	AUTO_JSON struct json_object *value = NULL;

	if (read_value(scan, &value) < 0)
		scan->at = scan->source->size;
}

/* From the opening brace to the value of the member; `*name` is where its name stands. */
static bool enter_object(struct scan *scan, const char *token, size_t *name)
{
	AUTO_TEXT struct text found = {0};

	do {
		scan->at++;
		if (scan_space(scan) != '"')
			return false;
		*name = scan->at;
		if (scan_string(scan, &found) < 0 || scan_space(scan) != ':')
			return false;
		scan->at++;
		scan_space(scan);
		if (text_equal(found.data, token))
			return true;
		skip_value(scan);
	} while (scan_space(scan) == ',');
	return false;
}

static bool enter_list(struct scan *scan, long index, size_t *name)
{
	do {
		scan->at++;
		if (scan_space(scan) == ']' || index < 0)
			return false;
		*name = scan->at;
		if (index-- == 0)
			return true;
		skip_value(scan);
	} while (scan_space(scan) == ',');
	return false;
}

void json_locate(
	const struct source *source, const char *path, bool name, int *line, int *column)
{
	struct scan scan = {.source = source};
	AUTO_TEXT struct text token = {0};
	size_t at = 0;

	*line = *column = 0;
	int byte = scan_space(&scan);
	at = scan.at;
	for (; place_next(&path, &token); byte = scan_peek(&scan)) {
		if (byte == '{' ? !enter_object(&scan, token.data, &at)
				: byte != '[' ||
					  !enter_list(&scan, place_index(token.data), &at))
			return;
	}
	place_at(source, name ? at : scan.at, line, column);
}
