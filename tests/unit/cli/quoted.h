/* What the tests of drawings have in common. */
#ifndef UNIT_CLI_QUOTED_H
#define UNIT_CLI_QUOTED_H

#include <stddef.h>

struct json_object;

/* The tree of a JSON text in which single quotes stand for double ones. */
struct json_object *quoted(const char *given);

/* How often the part stands in the text. */
size_t count_of(const char *text, const char *part);

#endif
