#include "list.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static char *at(const struct list *list, size_t index)
{
	return (char *)list->entries + index * list->size;
}

const void *list_entry(const struct list *list, size_t index)
{
	return at(list, index);
}

void list_settle(struct list *list)
{
	size_t kept = 0;

	if (list->count > 0)
		qsort(list->entries, list->count, list->size, list->compare);
	for (size_t i = 0; i < list->count; i++)
		if (kept == 0 || list->compare(at(list, kept - 1), at(list, i)) != 0)
			memmove(at(list, kept++), at(list, i), list->size);
	list->count = kept < list->most ? kept : list->most;
	list->left_out += kept - list->count;
}

void list_add(struct list *list, const void *entry)
{
	if (list->count == 2 * list->most)
		list_settle(list);
	if (!list->entries)
		list->entries = mem_array(2 * list->most, list->size);
	memcpy(at(list, list->count++), entry, list->size);
}

void list_clear(struct list *list)
{
	mem_free_at(&list->entries);
	list->count = list->left_out = 0;
}

void list_tell(struct list *list, struct json_object *facts, const char *name, list_tree *tree)
{
	struct json_object *array = json_object_new_array();
	AUTO_FREE char *left_out = mem_format("%s_left_out", name);

	list_settle(list);
	for (size_t i = 0; i < list->count; i++)
		json_object_array_add(array, tree(at(list, i)));
	json_set(facts, name, array);
	if (list->left_out > 0)
		json_set_integer(facts, left_out, (int64_t)list->left_out);
}
