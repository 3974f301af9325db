#include "base/error.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define HOLES   16
#define STEPS   20000 /* of one comparison; more is a text made to cost time */
#define DEPTH   4     /* of sentences within sentences */
#define LETTERS 4     /* that a template has at least, to be known again */

/* --- directives of printf() --- */

struct directive {
	size_t size;       /* of "%2$-8s" in bytes */
	unsigned position; /* 2, or 0 when it takes the next */
	char kind;         /* the letter at its end: 's', 'd', 'x', '%' */
};

static struct directive directive_at(const char *format)
{
	struct directive found = {.size = 1};
	size_t digits = strspn(format + 1, "0123456789");

	if (digits > 0 && format[1 + digits] == '$') {
		found.position = (unsigned)(format[digits] - '0');
		found.size += digits + 1;
	}
	found.size += strspn(format + found.size, "-+ #0123456789.*hlzjt");
	found.kind = format[found.size];
	found.size += found.kind ? 1 : 0;
	return found;
}

static bool belongs(char kind, char character)
{
	switch (kind) {
	case 's':
		return true;
	case 'x':
		return isxdigit((unsigned char)character);
	default:
		return character == '-' || isdigit((unsigned char)character);
	}
}

static size_t letters_of(const char *template)
{
	size_t count = 0;

	for (const char *at = template; *at; at++) {
		if (*at == '%')
			at += directive_at(at).size - 1;
		else
			count += isalpha((unsigned char)*at) ? 1 : 0;
	}
	return count;
}

/* --- which template made a sentence, and what stood in its holes --- */

struct match {
	struct {
		const char *start;
		size_t size;
	} holes[HOLES];
	unsigned count, steps;
};

static bool matches(struct match *match, const char *template, const char *text);

static bool hole_matches(
	struct match *match, const char *template, struct directive directive, const char *text)
{
	unsigned index = match->count;

	if (index == HOLES)
		return false;
	for (size_t size = 0;; size++) {
		match->holes[index].start = text;
		match->holes[index].size = size;
		match->count = index + 1;
		if (matches(match, template + directive.size, text + size))
			return true;
		if (!text[size] || !belongs(directive.kind, text[size]))
			return false;
	}
}

static bool matches(struct match *match, const char *template, const char *text)
{
	for (; *template; template ++, text++) {
		struct directive directive = {0};

		if (++match->steps > STEPS)
			return false;
		if (*template == '%')
			directive = directive_at(template);
		if (directive.size && directive.kind != '%')
			return hole_matches(match, template, directive, text);
		if (*template != *text)
			return false;
		template += directive.kind == '%' ? 1 : 0;
	}
	return !*text;
}

/* The template with the most letters of its own, or NULL. */
static const char *template_of(const char *text, struct match *match)
{
	const char *best = NULL;
	size_t most = LETTERS - 1;

	for (const char *const *at = language_templates; *at; at++) {
		struct match found = {0};
		size_t letters = letters_of(*at);

		if (letters <= most || !matches(&found, *at, text))
			continue;
		most = letters;
		best = *at;
		*match = found;
	}
	return best;
}

/* --- saying it --- */

static bool say(struct text *out, const char *english, unsigned depth);

/* A name stays; what has several words may be a sentence of its own. */
static void say_hole(
	struct text *out, const struct match *match, unsigned index, unsigned depth)
{
	AUTO_TEXT struct text hole = {0};

	if (index >= match->count)
		return;
	text_append(&hole, match->holes[index].start, match->holes[index].size);
	if (!hole.data)
		return;
	if (depth == DEPTH || !strchr(hole.data, ' ') || !say(out, hole.data, depth + 1))
		text_add(out, hole.data);
}

static void say_template(
	struct text *out, const char *translation, const struct match *match, unsigned depth)
{
	unsigned next = 0;

	for (const char *at = translation; *at; at++) {
		struct directive directive;

		if (*at != '%') {
			text_append(out, at, 1);
			continue;
		}
		directive = directive_at(at);
		if (directive.kind == '%')
			text_add(out, "%");
		else if (directive.position)
			say_hole(out, match, directive.position - 1, depth);
		else
			say_hole(out, match, next++, depth);
		at += directive.size - 1;
	}
}

/* "A. B.", where each is a sentence: the first of them, at least, is known. */
static bool say_two(struct text *out, const char *english, unsigned depth)
{
	const char *end = strstr(english, ". ");
	AUTO_TEXT struct text first = {0};

	if (!end || depth == DEPTH)
		return false;
	text_append(&first, english, (size_t)(end - english) + 1);
	if (!say(out, first.data, DEPTH))
		return false;
	if (!say(out, end + 2, depth + 1))
		text_add(out, end + 2);
	return true;
}

/* How much of its own the template of a text has: its letters, 0 where there is none. */
static size_t known_of(const char *text)
{
	struct match match = {0};
	const char *template = template_of(text, &match);

	return template ? letters_of(template) : 0;
}

/*
 * `"hosts[0].port" must be ...`: the predicate alone is in the catalog, and more of it than of
 * the whole, for which a template of a few words may stand too.
 */
static bool say_predicate(struct text *out, const char *english, unsigned depth)
{
	const char *end = *english == '"' ? strstr(english, "\" ") : NULL;
	AUTO_TEXT struct text said = {0};

	if (!end || known_of(end + 2) <= known_of(english) || !say(&said, end + 2, depth + 1))
		return false;
	text_append(out, english, (size_t)(end - english) + 1);
	text_add(out, " ");
	text_add(out, said.data);
	return true;
}

/* "machine.running: The machine is off.": the rule's id, and its evidence. */
static bool say_ruled(struct text *out, const char *english, unsigned depth)
{
	size_t id = strspn(english, "abcdefghijklmnopqrstuvwxyz0123456789_.");
	AUTO_TEXT struct text said = {0};

	if (depth == DEPTH || id == 0 || strncmp(english + id, ": ", 2) != 0 ||
		!say(&said, english + id + 2, depth + 1))
		return false;
	text_append(out, english, id + 2);
	text_add(out, said.data);
	return true;
}

/* False when it is no sentence that is known: then nothing was added. */
static bool say(struct text *out, const char *english, unsigned depth)
{
	const char *translated = *english ? _(english) : english;
	const char *template;
	struct match match = {0};

	if (translated != english) {
		text_add(out, translated);
		return true;
	}
	if (say_predicate(out, english, depth))
		return true;
	template = template_of(english, &match);
	if (template)
		say_template(out, _(template), &match, depth);
	return template || say_ruled(out, english, depth) || say_two(out, english, depth);
}

const char *language_template(const char *english)
{
	struct match match = {0};

	return template_of(english, &match);
}

char *language_sentence(const char *english)
{
	AUTO_TEXT struct text out = {0};

	if (text_equal(language_code(), "en") || !say(&out, english, 0))
		return mem_string(english);
	return text_take(&out);
}

char *language_error(const struct error *error)
{
	AUTO_FREE char *said = language_sentence(error->text);
	struct error shown = *error;
	char line[1024];

	snprintf(shown.text, sizeof(shown.text), "%.*s",
		(int)text_fit(said, sizeof(shown.text) - 1), said);
	return text_tame(error_format(&shown, line, sizeof(line)));
}
