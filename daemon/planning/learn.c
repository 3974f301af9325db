#include "planning/learn.h"
#include "base/error.h"
#include "core/store.h"
#include "model/lesson.h"
#include <string.h>

static int add_lesson(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	struct json_object *lesson = NULL;
	struct error spoilt = {0};

	(void)error;
	if (json_parse(&lesson, &source, JSON_MESSAGE, &spoilt) < 0)
		lesson = NULL;
	json_object_array_add(argument, lesson);
	return 0;
}

int learn_gather(struct json_object **sum, struct store *store, struct json_object *profile,
	struct error *error)
{
	AUTO_JSON struct json_object *lessons = json_object_new_array();
	struct lesson_limits limits;

	*sum = NULL;
	if (!lesson_limits(&limits, profile))
		return 0;
	if (store_walk(store, LESSON_SPACE, add_lesson, lessons, error) < 0)
		return -1;
	*sum = lesson_sum(lessons, &limits);
	return 0;
}
