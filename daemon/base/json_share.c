/* The part of json.h that makes many trees small: room is given back, equal values are one. */
#include <string.h>

#include "base/json.h"
#include "base/memory.h"

#define FEW   4
#define SLOTS 131072 /* values that are remembered; a power of two */

/* A value that comes often is there nearly always; one that does not drives out another. */
static struct slot {
	uint64_t hash;
	struct json_object *value; /* a reference, or NULL */
} * slots;

static uint64_t mix(uint64_t hash, uint64_t more)
{
	hash = (hash ^ more) * 0x9e3779b97f4a7c15ULL;
	return hash ^ hash >> 29;
}

static uint64_t hash_bytes(const char *data, size_t size)
{
	uint64_t hash = mix(size, 0), word;

	for (; size >= sizeof(word); data += sizeof(word), size -= sizeof(word)) {
		memcpy(&word, data, sizeof(word));
		hash = mix(hash, word);
	}
	word = 0;
	memcpy(&word, data, size);
	return mix(hash, word);
}

static struct json_object *one_of(struct json_object *value, uint64_t *hash);

static uint64_t share_members(struct json_object *object)
{
	struct lh_table *table = json_object_get_object(object);
	int needed = table->count * 3 / 2 + 2;
	uint64_t hash = 1, of_value;

	if (table->size > needed)
		lh_table_resize(table, needed);
	for (struct lh_entry *entry = table->head; entry; entry = entry->next) {
		struct json_object *value = (struct json_object *)lh_entry_v(entry);
		struct json_object *one = one_of(value, &of_value);

		entry->v = json_object_get(one);
		json_object_put(value);
		hash = mix(mix(hash, hash_bytes(entry->k, strlen(entry->k))), of_value);
	}
	return hash;
}

static uint64_t share_items(struct json_object *list)
{
	uint64_t hash = 2, of_value;

	json_object_array_shrink(list, 0);
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *value = json_object_array_get_idx(list, i);
		struct json_object *one = one_of(value, &of_value);

		if (one != value)
			json_object_array_put_idx(list, i, json_object_get(one));
		hash = mix(hash, of_value);
	}
	return hash;
}

/* The hash of a value, in which equal ones are one from now on. */
static uint64_t share_below(struct json_object *value)
{
	enum json_type type = json_object_get_type(value);

	if (type == json_type_object)
		return share_members(value);
	if (type == json_type_array)
		return share_items(value);
	if (type == json_type_string)
		return hash_bytes(json_object_get_string(value),
			(size_t)json_object_get_string_len(value));
	return mix((uint64_t)type + 3, (uint64_t)json_object_get_int64(value));
}

/* Borrowed: the value itself, or the equal one that is remembered. */
static struct json_object *one_of(struct json_object *value, uint64_t *hash)
{
	struct slot *slot;

	*hash = share_below(value);
	slot = &slots[*hash % SLOTS];
	if (slot->hash == *hash && json_object_equal(slot->value, value))
		return slot->value;
	json_object_put(slot->value);
	*slot = (struct slot){*hash, json_object_get(value)};
	return value;
}

struct json_object *json_small(void)
{
	struct json_object *object = json_object_new_object();

	lh_table_resize(json_object_get_object(object), FEW);
	return object;
}

void json_share(struct json_object *tree)
{
	slots = slots ? slots : mem_array(SLOTS, sizeof(*slots));
	share_below(tree);
}
