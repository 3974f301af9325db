#include "base/skim.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"
#include "base/json_text.h"
#include "base/memory.h"
#include "base/scan.h"
#include "base/text.h"

struct skim skim_of(const char *data, size_t size)
{
	return (struct skim){.data = data, .size = size};
}

bool skim_ends(struct skim *skim)
{
	return !skim->failed && skim->at == skim->size;
}

static int peek(const struct skim *skim)
{
	if (skim->failed || skim->at == skim->size)
		return -1;
	return (unsigned char)skim->data[skim->at];
}

/* Returns false. */
static bool fail(struct skim *skim)
{
	skim->failed = true;
	return false;
}

static bool pass_byte(struct skim *skim, char byte)
{
	if (peek(skim) != byte)
		return fail(skim);
	skim->at++;
	return true;
}

/* --- strings --- */

/* What a string with escapes says; false when it is none. `text` lies in its quotes. */
static bool decode(const struct skim_text *text, struct text *decoded)
{
	struct error error = {0};
	struct source source = {SOURCE_JSON, "", text->data - 1, text->size + 2};
	struct scan scan = {.source = &source, .error = &error};

	return scan_string(&scan, decoded) == 0 && scan.at == source.size;
}

/* To the quote that ends a string. */
static bool find_end(struct skim *skim, bool *escaped)
{
	size_t length;

	for (;;) {
		skim->at += text_plain(skim->data + skim->at, skim->size - skim->at);
		if (peek(skim) == '"')
			return true;
		if (peek(skim) == '\\') {
			*escaped = true;
			skim->at += skim->size - skim->at > 1 ? 2 : 1;
			continue;
		}
		length = text_utf8_length(skim->data + skim->at, skim->size - skim->at);
		if (length < 2)
			return fail(skim);
		skim->at += length;
	}
}

static bool pass_string(struct skim *skim, struct skim_text *text)
{
	bool escaped = false;
	size_t start;

	if (!pass_byte(skim, '"'))
		return false;
	start = skim->at;
	if (!find_end(skim, &escaped))
		return false;
	*text = (struct skim_text){skim->data + start, skim->at - start, escaped};
	skim->at++;
	if (escaped) {
		AUTO_TEXT struct text decoded = {0};

		if (!decode(text, &decoded))
			return fail(skim);
	}
	return true;
}

bool skim_decodes_to(const struct skim_text *text, const char *what)
{
	AUTO_TEXT struct text decoded = {0};

	return decode(text, &decoded) && text_equal(decoded.data, what);
}

char *skim_take(const struct skim_text *text)
{
	struct text decoded = {0};

	if (!text->data)
		return NULL;
	if (!text->escaped)
		return mem_bytes(text->data, text->size);
	decode(text, &decoded);
	return text_take(&decoded);
}

char *skim_keep(struct arena *arena, const struct skim_text *text)
{
	AUTO_TEXT struct text decoded = {0};

	if (!text->data)
		return NULL;
	if (!text->escaped)
		return arena_bytes(arena, text->data, text->size);
	decode(text, &decoded);
	return arena_bytes(arena, decoded.data, decoded.size);
}

/* Without escapes it is written as it was. */
void skim_add(struct text *text, const char *name, const struct skim_text *string)
{
	AUTO_FREE char *taken = NULL;

	if (string->data && !string->escaped) {
		json_add_plain(text, name, string->data, string->size);
		return;
	}
	taken = skim_take(string);
	json_add_string(text, name, taken);
}

static bool is_before(const struct skim_text *one, const struct skim_text *other)
{
	AUTO_FREE char *left = NULL, *right = NULL;
	size_t least = one->size < other->size ? one->size : other->size;
	int order;

	if (one->escaped || other->escaped) {
		left = skim_take(one);
		right = skim_take(other);
		return strcmp(left, right) < 0;
	}
	order = memcmp(one->data, other->data, least);
	return order < 0 || (order == 0 && one->size < other->size);
}

/* --- what holds others --- */

bool skim_enter(struct skim *skim, char bracket)
{
	if (peek(skim) != bracket) {
		skim_value(skim, NULL);
		return false;
	}
	if (skim->depth == JSON_DEPTH)
		return fail(skim);
	skim->depth++;
	skim->at++;
	return true;
}

/* Behind the opening bracket, or the entry before: whether another follows. */
static bool goes_on(struct skim *skim, char open, char close)
{
	bool first = !skim->failed && skim->data[skim->at - 1] == open;

	if (peek(skim) == close) {
		skim->at++;
		skim->depth--;
		return false;
	}
	return !skim->failed && (first || pass_byte(skim, ','));
}

bool skim_entry(struct skim *skim)
{
	return goes_on(skim, '[', ']');
}

bool skim_member(struct skim *skim, struct skim_text *name)
{
	struct skim_text last = *name;

	if (!goes_on(skim, '{', '}') || !pass_string(skim, name))
		return false;
	if (last.data && !is_before(&last, name))
		return fail(skim);
	return pass_byte(skim, ':');
}

/* --- values --- */

bool skim_string(struct skim *skim, struct skim_text *text)
{
	if (peek(skim) == '"')
		return pass_string(skim, text);
	skim_value(skim, NULL);
	return false;
}

static bool is_digit(int byte)
{
	return byte >= '0' && byte <= '9';
}

static bool pass_integer(struct skim *skim, int64_t *value)
{
	bool negative = peek(skim) == '-';
	int64_t number = 0;
	size_t first;

	skim->at += negative ? 1 : 0;
	first = skim->at;
	for (; is_digit(peek(skim)); skim->at++) {
		number = number * 10 + (peek(skim) - '0');
		if (number > JSON_INTEGER_MOST)
			return fail(skim);
	}
	if (skim->at == first ||
		(skim->data[first] == '0' && (negative || skim->at - first > 1)))
		return fail(skim);
	*value = negative ? -number : number;
	return true;
}

bool skim_integer(struct skim *skim, int64_t *value)
{
	if (peek(skim) == '-' || is_digit(peek(skim)))
		return pass_integer(skim, value);
	skim_value(skim, NULL);
	return false;
}

static void pass_word(struct skim *skim)
{
	static const char *const words[] = {"true", "false", "null", NULL};

	for (const char *const *word = words; *word; word++) {
		size_t size = strlen(*word);

		if (skim->size - skim->at >= size &&
			memcmp(skim->data + skim->at, *word, size) == 0) {
			skim->at += size;
			return;
		}
	}
	fail(skim);
}

static void pass_inside(struct skim *skim, char bracket)
{
	struct skim_text name = {0};

	if (!skim_enter(skim, bracket))
		return;
	while (bracket == '{' ? skim_member(skim, &name) : skim_entry(skim))
		skim_value(skim, NULL);
}

static void pass(struct skim *skim)
{
	struct skim_text text;
	int64_t number;
	int byte = peek(skim);

	if (byte == '{' || byte == '[')
		pass_inside(skim, (char)byte);
	else if (byte == '"')
		pass_string(skim, &text);
	else if (byte == '-' || is_digit(byte))
		pass_integer(skim, &number);
	else if (byte >= 0)
		pass_word(skim);
	else
		fail(skim);
}

void skim_value(struct skim *skim, struct skim_text *value)
{
	size_t start = skim->at;

	pass(skim);
	if (value && !skim->failed)
		*value = (struct skim_text){skim->data + start, skim->at - start, false};
}

/* --- several members --- */

static void take_value(struct skim *skim, const struct skim_wanted *wanted)
{
	if (wanted->value)
		skim_value(skim, wanted->take);
	else
		skim_string(skim, wanted->take);
}

static void take_member(
	struct skim *skim, const struct skim_wanted *wanted, const struct skim_text *name)
{
	for (; wanted->name; wanted++)
		if (skim_is(name, wanted->name)) {
			take_value(skim, wanted);
			return;
		}
	skim_value(skim, NULL);
}

bool skim_object(struct skim *skim, const struct skim_wanted *wanted)
{
	struct skim_text name = {0};

	for (const struct skim_wanted *member = wanted; member->name; member++)
		*member->take = (struct skim_text){0};
	if (skim_enter(skim, '{'))
		while (skim_member(skim, &name))
			take_member(skim, wanted, &name);
	for (; wanted->name && (!wanted->required || wanted->take->data); wanted++)
		;
	return !skim->failed && !wanted->name;
}

/* --- one member --- */

/* To its value; false: it is not there. */
static bool seek(struct skim *skim, const char *name)
{
	struct skim_text found = {0};

	if (skim->size == 0 || !skim_enter(skim, '{'))
		return false;
	while (skim_member(skim, &found)) {
		if (skim_is(&found, name))
			return true;
		skim_value(skim, NULL);
	}
	return false;
}

struct skim_text skim_find(const struct skim_text *object, const char *name)
{
	struct skim skim = skim_of(object->data, object->size);
	struct skim_text value = {0};

	if (seek(&skim, name))
		skim_value(&skim, &value);
	return value;
}

struct skim_text skim_find_string(const struct skim_text *object, const char *name)
{
	struct skim skim = skim_of(object->data, object->size);
	struct skim_text string = {0};

	if (seek(&skim, name))
		skim_string(&skim, &string);
	return string;
}

int64_t skim_find_integer(const struct skim_text *object, const char *name, int64_t missing)
{
	struct skim skim = skim_of(object->data, object->size);

	if (seek(&skim, name))
		skim_integer(&skim, &missing);
	return missing;
}
