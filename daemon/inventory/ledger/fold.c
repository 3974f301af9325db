#include "inventory/ledger/fold.h"

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <opencc/opencc.h>
#include <stdlib.h>
#include <string.h>

#define KNOWN_MOST 100000 /* folds that are remembered */
#define KNOWN_SIZE 64     /* bytes of their texts */

static opencc_t simplify;

int fold_open(struct error *error)
{
	if (simplify)
		return 0;
	simplify = opencc_open("t2s.json");
	if (simplify != (opencc_t)-1)
		return 0;
	simplify = NULL;
	return error_set(error, ERROR_FAILED, "t2s.json",
		"The table of simplified characters cannot be read (%s); install OpenCC's data "
		"(libopencc-data).",
		opencc_error());
}

/* --- what a character is --- */

static bool is_blank(uint32_t character)
{
	return character <= ' ' || character == 0xa0 || character == 0x3000 ||
	       (character >= 0x2000 && character <= 0x200a);
}

/* Marks of no width, which spreadsheets and web pages leave behind. */
static bool is_nothing(uint32_t character)
{
	return (character >= 0x200b && character <= 0x200f) || character == 0xfeff ||
	       character == 0x2060 || character == 0xad;
}

static bool is_han(uint32_t character)
{
	return (character >= 0x3400 && character <= 0x9fff) ||
	       (character >= 0xf900 && character <= 0xfaff) ||
	       (character >= 0x20000 && character <= 0x3ffff);
}

/* Latin letters that a sound is written with: a to z, those with a tone, and tones alone. */
static bool is_sound(uint32_t character)
{
	return (character >= 'a' && character <= 'z') ||
	       (character >= 0xe0 && character <= 0x1dc) ||
	       (character >= 0x300 && character <= 0x30c);
}

static bool is_tone(uint32_t character)
{
	return is_sound(character) && character > 'z' && character != 0xfc;
}

/* Full-width forms, and the punctuation that Chinese text has for the same. */
static uint32_t narrow(uint32_t character)
{
	static const struct {
		uint32_t wide, plain;
	} table[] = {{0x3001, ','}, {0x3002, '.'}, {0x2018, '\''}, {0x2019, '\''},
		{0x201c, '"'}, {0x201d, '"'}, {0x2013, '-'}, {0x2014, '-'}, {0x2212, '-'},
		{0x3010, '['}, {0x3011, ']'}, {0x3014, '('}, {0x3015, ')'}, {0x00d7, 'x'}};

	if (character >= 0xff01 && character <= 0xff5e)
		return character - 0xff01 + '!';
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].wide == character)
			return table[i].plain;
	return character;
}

/* --- texts --- */

struct cursor {
	const char *at, *end;
};

/* The next character, or 0 at the end; a byte that is none stands for itself. */
static uint32_t next(struct cursor *cursor)
{
	size_t left = (size_t)(cursor->end - cursor->at);
	size_t length = text_utf8_length(cursor->at, left);
	uint32_t character;

	if (left == 0)
		return 0;
	character =
		length ? text_utf8_character(cursor->at, length) : (unsigned char)*cursor->at;
	cursor->at += length ? length : 1;
	return character;
}

/* Moves over "(sound)" when that is what stands here. */
static void skip_sound(struct cursor *cursor)
{
	struct cursor ahead = *cursor;
	bool tone = false;
	uint32_t character;

	if (narrow(next(&ahead)) != '(')
		return;
	while (is_sound(character = next(&ahead)) || character == ' ')
		tone |= is_tone(character);
	if (narrow(character) == ')' && tone)
		*cursor = ahead;
}

static void fold_into(struct text *out, const char *text)
{
	struct cursor cursor = {text, text + strlen(text)};
	uint32_t character;

	while ((character = next(&cursor))) {
		if (is_blank(character) || is_nothing(character))
			continue;
		if (is_han(character))
			skip_sound(&cursor);
		character = narrow(character);
		if (character >= 'A' && character <= 'Z')
			character += 'a' - 'A';
		text_add_character(out, character);
	}
}

static char *fold_anew(const char *text)
{
	char *simplified = opencc_convert_utf8(simplify, text, strlen(text));
	struct text folded = {0};

	fold_into(&folded, simplified ? simplified : text);
	opencc_convert_utf8_free(simplified);
	return text_take(&folded);
}

/* Tables say the same again and again: headings, answers, departments. */
char *fold_text(const char *text)
{
	static struct json_object *known;
	const char *before;
	char *folded;

	if (known && json_object_object_length(known) >= KNOWN_MOST)
		json_put_at(&known);
	known = known ? known : json_object_new_object();
	before = json_string(known, text);
	if (before)
		return mem_string(before);
	folded = fold_anew(text);
	if (strlen(text) <= KNOWN_SIZE)
		json_set_string(known, text, folded);
	return folded;
}

static struct lh_table *fold_each(const char *words)
{
	struct lh_table *set = lh_kchar_table_new(16, NULL);
	AUTO_FREE char *rest = mem_string(words);
	char *at = rest, *word;

	while ((word = strsep(&at, "|"))) {
		char *folded = fold_text(word);

		lh_table_insert(set, folded, folded);
	}
	return set;
}

/* The folds of "A|B|C", made once: words are constants, known by where they stand. */
static struct lh_table *fold_words(const char *words)
{
	static struct lh_table *known;
	void *set = NULL;

	known = known ? known : lh_kptr_table_new(64, NULL);
	if (!lh_table_lookup_ex(known, words, &set)) {
		set = fold_each(words);
		lh_table_insert(known, words, set);
	}
	return set;
}

bool fold_is_one_of(const char *folded, const char *words)
{
	return words && *folded && lh_table_lookup_ex(fold_words(words), folded, NULL);
}

/* --- trimming --- */

char *fold_trim(const char *text)
{
	struct cursor cursor = {text, text + strlen(text)};
	const char *first = NULL, *last = text;

	while (cursor.at < cursor.end) {
		const char *here = cursor.at;
		uint32_t character = next(&cursor);

		if (is_blank(character) || is_nothing(character))
			continue;
		first = first ? first : here;
		last = cursor.at;
	}
	return first ? mem_format("%.*s", (int)(last - first), first) : mem_string("");
}
