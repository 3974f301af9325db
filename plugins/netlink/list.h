/*
 * A list of what the kernel tells, kept sorted by a total order and bounded: however much comes
 * in whatever order, the same entries are kept, and how many were not is counted.
 *
 *	struct list list = {.size = sizeof(struct route), .most = 1024, .compare = by_route};
 *	list_add(&list, &route);
 *	list_tell(&list, facts, "routes", route_tree);
 */
#ifndef NETLINK_LIST_H
#define NETLINK_LIST_H

#include "base/json.h"
#include <stddef.h>

struct list {
	size_t size;                                         /* bytes of an entry */
	size_t most;                                         /* entries that are kept */
	int (*compare)(const void *left, const void *right); /* 0: the same, kept once */
	void *entries; /* owned; sorted by list_settle() */
	size_t count;
	size_t left_out;
};

/* Copies the entry. Memory holds at most twice of what is kept. */
void list_add(struct list *list, const void *entry);
/* Sorts, keeps each once, and only the first `most`. */
void list_settle(struct list *list);
const void *list_entry(const struct list *list, size_t index);
/* Empty again, and as ready as before. */
void list_clear(struct list *list);
#define AUTO_LIST __attribute__((cleanup(list_clear)))

/* The JSON of an entry; given away. */
typedef struct json_object *list_tree(const void *entry);
/*
 * Settles the list and sets it in the facts as `name`; where entries were left out, their
 * number as NAME_left_out.
 */
void list_tell(struct list *list, struct json_object *facts, const char *name, list_tree *tree);

#endif
