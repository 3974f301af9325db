/* The part of json.h that reads members of trees and builds them. */
#include <stdlib.h>

#include "base/json.h"

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
