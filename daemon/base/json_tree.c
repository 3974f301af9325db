/* The part of json.h that reads members of trees and builds them. */
#include <stdlib.h>

#include "base/json.h"
#include "base/text.h"

struct json_object *json_member(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;

	json_object_object_get_ex(object, name, &value);
	return value;
}

/* The member, or NULL when it is missing or of another type. */
static struct json_object *typed(
	struct json_object *object, const char *name, enum json_type type)
{
	struct json_object *value = json_member(object, name);

	return json_object_is_type(value, type) ? value : NULL;
}

const char *json_string(struct json_object *object, const char *name)
{
	return json_object_get_string(typed(object, name, json_type_string));
}

size_t json_length(struct json_object *list)
{
	return list ? json_object_array_length(list) : 0;
}

int64_t json_integer(struct json_object *object, const char *name, int64_t missing)
{
	struct json_object *value = typed(object, name, json_type_int);

	return value ? json_object_get_int64(value) : missing;
}

bool json_boolean(struct json_object *object, const char *name, bool missing)
{
	struct json_object *value = typed(object, name, json_type_boolean);

	return value ? json_object_get_boolean(value) : missing;
}

const char *json_string_at(struct json_object *list, size_t index)
{
	return json_object_get_string(json_object_array_get_idx(list, index));
}

bool json_has_string(struct json_object *list, const char *text)
{
	for (size_t i = 0; i < json_length(list); i++)
		if (text_equal(json_string_at(list, i), text))
			return true;
	return false;
}

struct json_object *json_find(struct json_object *list, const char *name, const char *text)
{
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *object = json_object_array_get_idx(list, i);

		if (text_equal(json_string(object, name), text))
			return object;
	}
	return NULL;
}

void json_put_at(struct json_object **tree)
{
	json_object_put(*tree);
	*tree = NULL;
}

struct json_object *json_set(
	struct json_object *object, const char *name, struct json_object *owned)
{
	if (json_object_object_add(object, name, owned) != 0)
		abort();
	return object;
}

struct json_object *json_set_string(
	struct json_object *object, const char *name, const char *value)
{
	return value ? json_set(object, name, json_object_new_string(value)) : object;
}

struct json_object *json_set_integer(
	struct json_object *object, const char *name, int64_t value)
{
	return json_set(object, name, json_object_new_int64(value));
}

struct json_object *json_set_count(struct json_object *object, const char *name, uint64_t count)
{
	return json_set_integer(
		object, name, count < JSON_INTEGER_MOST ? (int64_t)count : JSON_INTEGER_MOST);
}

struct json_object *json_set_boolean(struct json_object *object, const char *name, bool value)
{
	return json_set(object, name, json_object_new_boolean(value));
}

struct json_object *json_copy(struct json_object *tree)
{
	struct json_object *copy = NULL;

	if (tree && json_object_deep_copy(tree, &copy, NULL) != 0)
		abort();
	return copy;
}

struct json_object *json_index(struct json_object *list, const char *name)
{
	struct json_object *index = json_object_new_object();

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *object = json_object_array_get_idx(list, i);

		json_set(index, json_string(object, name), json_object_get(object));
	}
	return index;
}
