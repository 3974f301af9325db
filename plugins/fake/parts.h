/* What the tellers of this plugin have in common. */
#ifndef FAKE_PARTS_H
#define FAKE_PARTS_H

#include <stddef.h>

struct json_object;

struct json_object *part_at(struct json_object *list, size_t index); /* borrowed */

/* Gives the facts those members of the thing that it has; `names` ends with NULL. */
void part_copy(struct json_object *facts, struct json_object *thing, const char *const *names);

/* The first address of the first card; NULL: it has none. Borrowed. */
const char *part_first_address(struct json_object *nics);

/* The bridge of a network and its tunnel: names of interfaces are short. The caller frees. */
char *part_join(const char *network);
char *part_bridge(const char *network);

#endif
