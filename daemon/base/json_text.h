/*
 * Canonical JSON written straight into a text, for what there is too much of to build a tree
 * first. Members come in the order of their names, which the caller knows; commas come where
 * they belong.
 *
 *	json_open(&text, NULL, '{');
 *	json_add_integer(&text, "attempts", 3);
 *	json_add_string(&text, "name", "web");
 *	json_close(&text, '}');
 *
 * The name is NULL for an entry of a list and for the whole.
 */
#ifndef BASE_JSON_TEXT_H
#define BASE_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_object;
struct text;

void json_open(struct text *text, const char *name, char bracket); /* '{' or '[' */
void json_close(struct text *text, char bracket);                  /* '}' or ']' */

void json_add_string(struct text *text, const char *name, const char *value); /* NULL: none */
/* A string of which it is known that it has nothing to escape. */
void json_add_plain(struct text *text, const char *name, const char *value, size_t size);
void json_add_integer(struct text *text, const char *name, int64_t value);
void json_add_boolean(struct text *text, const char *name, bool value);
void json_add_tree(struct text *text, const char *name, struct json_object *tree); /* or null */
/* What is canonical already: a value, or without a name some members. Empty: none. */
void json_add_text(struct text *text, const char *name, const struct text *value);

/* A string in quotes, and an integer, as the canonical form has them. */
void json_quote(struct text *text, const char *string, size_t size);
void json_count(struct text *text, int64_t value);

#endif
