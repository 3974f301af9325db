#include "planning/policy/overriding.h"
#include "base/json.h"
#include "base/text.h"
#include <string.h>

static const char *subject_of(struct json_object *overrides, size_t i)
{
	return json_string(json_object_array_get_idx(overrides, i), "subject");
}

static size_t lower(struct json_object *overrides, const char *subject)
{
	size_t from = 0, to = json_length(overrides);

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(subject_of(overrides, middle), subject) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct json_object *overriding_find(
	struct json_object *overrides, const char *kind, const char *subject, const char *other)
{
	for (size_t i = lower(overrides, subject); i < json_length(overrides); i++) {
		struct json_object *override = json_object_array_get_idx(overrides, i);

		if (!text_equal(subject_of(overrides, i), subject))
			break;
		if (text_equal(json_string(override, "kind"), kind) &&
			(!other || text_equal(json_string(override, "other"), other)))
			return override;
	}
	return NULL;
}
