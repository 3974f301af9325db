/*
 * JSON in and out. Every text from outside goes through json_parse(), whose scanner is strict
 * (RFC 8259; UTF-8; no duplicate names, NUL, NaN, fractions or exponents; integers within 2^53
 * - 1; bounded size and depth) and says line and column, before json-c builds the tree. What we
 * write is canonical: one text for one value, so that a digest over it means something.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct text;

#define JSON_INTEGER_MOST 9007199254740991LL /* 2^53 - 1; the least is its negative */
#define JSON_DEPTH        32                 /* the deepest nesting accepted */
#define JSON_MESSAGE                                                                           \
	(1024 * 1024) /* the largest message of a worker or body of the API, bytes */
#define JSON_FILE (64 * 1024 * 1024)

/*
 * The texts a value can come from; the checker of base/shape.h finds line and column in it
 * again.
 */
enum source_kind { SOURCE_JSON, SOURCE_YAML };
struct source {
	enum source_kind kind;
	const char *name; /* the file's name, or what it is: "request body", "worker libvirt" */
	const char *data;
	size_t size; /* bytes */
};

/*
 * Parses `source->data` (kind SOURCE_JSON) of at most `limit` bytes. On success `*tree` is a
 * new reference that the caller gives back with json_object_put (or AUTO_JSON). On failure
 * `*tree` is NULL and the error (ERROR_INPUT) has name, line and column.
 */
int json_parse(struct json_object **tree, const struct source *source, size_t limit,
	struct error *error);

/*
 * Appends the canonical form (RFC 8785 for what we use): members sorted by byte, no white
 * space, integers in decimal, shortest escapes. The tree must hold only what json_parse
 * accepts.
 */
void json_canonical(struct text *text, struct json_object *tree);
char *json_canonical_string(struct json_object *tree); /* the caller frees */

/*
 * Line and column (1-based) of the value that the JSON pointer `path` ("/hosts/0/name") names
 * in the source; of the member's name when `name` is true. Leaves both 0 when there is none.
 * The source has been parsed without error before.
 */
void json_locate(
	const struct source *source, const char *path, bool name, int *line, int *column);

/*
 * Typed reads of members for trees whose shape has been checked: a missing member is the
 * default.
 */
const char *json_string(struct json_object *object, const char *name); /* NULL if missing */
size_t json_length(struct json_object *list); /* 0 for a list that is missing (NULL) */
int64_t json_integer(struct json_object *object, const char *name, int64_t missing);
bool json_boolean(struct json_object *object, const char *name, bool missing);
struct json_object *json_member(
	struct json_object *object, const char *name); /* borrowed; NULL */

/*
 * The same of lists: the text at a place; whether a list of texts has this one; and the first
 * object whose member of that name is this text, borrowed, NULL when there is none. A list that
 * is missing (NULL) has nothing.
 */
const char *json_string_at(struct json_object *list, size_t index);
bool json_has_string(struct json_object *list, const char *text);
struct json_object *json_find(struct json_object *list, const char *name, const char *text);

/*
 * Building: each returns the object, so that calls can be chained or nested. NULL strings are
 * left out.
 */
struct json_object *json_set_string(
	struct json_object *object, const char *name, const char *value);
struct json_object *json_set_integer(
	struct json_object *object, const char *name, int64_t value);
struct json_object *json_set_boolean(struct json_object *object, const char *name, bool value);
/* A count from outside: what lies beyond 2^53 - 1 is told as that. */
struct json_object *json_set_count(
	struct json_object *object, const char *name, uint64_t count);
struct json_object *json_set(
	struct json_object *object, const char *name, struct json_object *owned);

struct json_object *json_copy(struct json_object *tree); /* deep */
/* The objects of a list by a member that each has, a text of its own. New reference. */
struct json_object *json_index(struct json_object *list, const char *name);
/* A new object of which there are many, with room for a few members at first. */
struct json_object *json_small(void);
/*
 * Makes one of many trees that are kept small: gives back memory that it has for more members,
 * and lets it have equal values in common with those before. None of them may be changed below
 * its first level any more, nor leave the thread.
 */
void json_share(struct json_object *tree);

void json_put_at(struct json_object **tree);
#define AUTO_JSON __attribute__((cleanup(json_put_at)))

#endif
