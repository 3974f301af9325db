#include "api/query.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#define QUOTE_MOST 64

static const struct shape_field no_fields[] = {{0}};

static const struct shape_field *find_field(const struct shape_field *fields, const char *name)
{
	for (; fields->name; fields++)
		if (text_equal(fields->name, name))
			return fields;
	return NULL;
}

/* As the shape wants it; what is neither a number nor a word of truth is left a text. */
static struct json_object *value_of(const struct shape_field *field, const char *text)
{
	char *end;
	long long number;

	if (field && field->type == SHAPE_BOOLEAN &&
		(text_equal(text, "true") || text_equal(text, "false")))
		return json_object_new_boolean(text_equal(text, "true"));
	if (!field || field->type != SHAPE_INTEGER)
		return json_object_new_string(text);
	number = strtoll(text, &end, 10);
	return *text && !*end ? json_object_new_int64(number) : json_object_new_string(text);
}

static bool is_text(const char *text)
{
	return text_utf8_error(text, strlen(text)) < 0;
}

static int add(struct json_object *tree, const struct evkeyval *pair,
	const struct shape_field *fields, struct error *error)
{
	if (!is_text(pair->key) || !is_text(pair->value))
		return error_set(
			error, ERROR_INPUT, NULL, "The query of the path must be UTF-8.");
	if (json_member(tree, pair->key))
		return error_set(error, ERROR_INPUT, NULL,
			"The query of the path has \"%.*s\" twice.",
			(int)text_fit(pair->key, QUOTE_MOST), pair->key);
	json_set(tree, pair->key, value_of(find_field(fields, pair->key), pair->value));
	return 0;
}

static int fill(struct json_object *tree, const struct evkeyvalq *pairs,
	const struct shape_field *fields, struct error *error)
{
	const struct evkeyval *pair;

	TAILQ_FOREACH(pair, pairs, next)
	if (add(tree, pair, fields, error) < 0)
		return -1;
	return shape_check(fields, tree, NULL, error);
}

int query_read(struct json_object **tree, const char *query, const struct shape_field *fields,
	struct error *error)
{
	AUTO_JSON struct json_object *read = json_object_new_object();
	struct evkeyvalq pairs = TAILQ_HEAD_INITIALIZER(pairs);
	int done;

	if (query && *query && evhttp_parse_query_str(query, &pairs) < 0)
		return error_set(error, ERROR_INPUT, NULL,
			"What follows the \"?\" of the path must be NAME=VALUE, several of "
			"them "
			"joined by \"&\".");
	done = fill(read, &pairs, fields ? fields : no_fields, error);
	evhttp_clear_headers(&pairs);
	*tree = done == 0 ? mem_take(&read) : NULL;
	return done;
}

int query_since(int64_t *since, const char *text, struct error *error)
{
	AUTO_FREE char *day = mem_format("%.40sT00:00:00Z", text);
	int64_t wall;

	if (clock_parse(strchr(text, 'T') ? text : day, &wall) < 0)
		return error_set(error, ERROR_INPUT, "since",
			"The time must be a day as 2026-01-31 or a time as "
			"2026-01-31T08:00:00Z, but is \"%.40s\".",
			text);
	*since = wall / CLOCK_SECOND;
	return 0;
}
