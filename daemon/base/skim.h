/*
 * A JSON text is skimmed: what is wanted of it is taken in passing, and no tree is built. It
 * must be written as the canonical form is (base/json.h): no white space, the names of members
 * in rising order. All of it is checked as json_parse() does; what is not of that form, or is
 * no JSON, has failed, and then json_parse() is to be asked, and the canonical form of its tree
 * is skimmed.
 *
 *	struct skim skim = skim_of(text, size);
 *	struct skim_text name = {0}, id = {0};
 *	if (skim_enter(&skim, '{'))
 *		while (skim_member(&skim, &name)) {
 *			if (skim_is(&name, "id"))
 *				skim_string(&skim, &id);
 *			else
 *				skim_value(&skim, NULL);
 *		}
 *	if (!skim_ends(&skim))
 *		...
 *
 * At each value one of skim_enter() (then all inside), skim_string(), skim_integer() and
 * skim_value() is called. After a failure nothing moves any more.
 */
#ifndef BASE_SKIM_H
#define BASE_SKIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;
struct text;

struct skim {
	const char *data;
	size_t size, at;
	int depth;
	bool failed;
};

/* A part of the text; of a string what is between its quotes, with its escapes. */
struct skim_text {
	const char *data; /* NULL: nothing */
	size_t size;
	bool escaped; /* there are escapes in it */
};

struct skim skim_of(const char *data, size_t size);
/* Whether the whole text was skimmed and is good. */
bool skim_ends(struct skim *skim);

/* Into an object ('{') or a list ('['); false: the value is something else and is passed. */
bool skim_enter(struct skim *skim, char bracket);
/* To the value of the next member; `name` begins as {0}. False: the object has ended. */
bool skim_member(struct skim *skim, struct skim_text *name);
/* To the next entry of a list. False: the list has ended. */
bool skim_entry(struct skim *skim);

/* The value, when it is a string or an integer; else it is passed and nothing is taken. */
bool skim_string(struct skim *skim, struct skim_text *text);
bool skim_integer(struct skim *skim, int64_t *value);
/* Passes any value; `value` (may be NULL) is all of it. */
void skim_value(struct skim *skim, struct skim_text *value);

/* A member that an object must have, or may have: `take` is filled with it. */
struct skim_wanted {
	const char *name;
	struct skim_text *take; /* a string without its quotes, or a value with all of it */
	bool required;
	bool value; /* of any kind; else only a string is taken */
};

/*
 * The object that it stands at, and its members by a table that a NULL name ends. False: it is
 * none, or has not all that is required.
 */
bool skim_object(struct skim *skim, const struct skim_wanted *wanted);

/* In an object that was skimmed before: its member of that name; of nothing: nothing. */
struct skim_text skim_find(const struct skim_text *object, const char *name);
struct skim_text skim_find_string(const struct skim_text *object, const char *name);
int64_t skim_find_integer(const struct skim_text *object, const char *name, int64_t missing);

bool skim_decodes_to(const struct skim_text *text, const char *what); /* one with escapes */
/* Whether a string says that. It is here so that the size of a known word is known, too. */
static inline bool skim_is(const struct skim_text *text, const char *what)
{
	size_t size = strlen(what);

	if (text->escaped)
		return skim_decodes_to(text, what);
	return text->data && text->size == size && memcmp(text->data, what, size) == 0;
}
/* A copy of what a string says (NULL of nothing) that the caller frees, or the arena has. */
char *skim_take(const struct skim_text *text);
char *skim_keep(struct arena *arena, const struct skim_text *text);
/* Writes it as json_add_string() does (base/json_text.h); nothing of nothing. */
void skim_add(struct text *text, const char *name, const struct skim_text *string);

#endif
