#include "model/record.h"

#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/shape.h"
#include "base/text.h"

#define ACTOR_MOST  256 /* bytes of each string */
#define SOURCE_MOST 128
#define ACTION_MOST 64
#define OBJECT_MOST 512
#define REASON_MOST 4096

static const char *const results[] = {"intent", "done", "failed", "refused", NULL};

static const struct shape_field any = {.type = SHAPE_ANY};

static const struct shape_field fields[] = {
	{.name = "action",
		.type = SHAPE_STRING,
		.required = true,
		.low = 1,
		.high = ACTION_MOST},
	{.name = "actor", .type = SHAPE_STRING, .required = true, .low = 1, .high = ACTOR_MOST},
	{.name = "detail", .type = SHAPE_OBJECT, .required = true, .item = &any},
	{.name = "index", .type = SHAPE_INTEGER, .required = true, .high = INT64_MAX},
	{.name = "object", .type = SHAPE_STRING, .required = true, .high = OBJECT_MOST},
	{.name = "plan", .type = SHAPE_STRING, .required = true, .high = DIGEST_TEXT - 1},
	{.name = "reason", .type = SHAPE_STRING, .required = true, .high = REASON_MOST},
	{.name = "result", .type = SHAPE_CHOICE, .required = true, .choices = results},
	{.name = "source", .type = SHAPE_STRING, .required = true, .high = SOURCE_MOST},
	{.name = "time", .type = SHAPE_TIME, .required = true},
	{.name = NULL},
};

static const char *result_word(enum audit_result result)
{
	return results[result];
}

/* A copy that fits: see the header. */
static void set(struct json_object *tree, const char *name, const char *value, size_t most)
{
	AUTO_FREE char *copy = mem_string(value ? value : "");
	size_t size = strlen(copy);
	long bad;

	while ((bad = text_utf8_error(copy, size)) >= 0)
		copy[bad] = '?';
	for (char *at = copy; *at; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			*at = ' ';
	}
	if (size > most) {
		while (most > 0 && ((unsigned char)copy[most] & 0xc0) == 0x80)
			most--;
		copy[most] = '\0';
	}
	json_set_string(tree, name, copy);
}

static struct json_object *fit_detail(struct json_object *detail)
{
	AUTO_TEXT struct text text = {0};
	char digest[DIGEST_TEXT];

	if (!detail)
		return json_object_new_object();
	json_canonical(&text, detail);
	if (text.size <= RECORD_DETAIL)
		return json_object_get(detail);
	digest_text(text.data, text.size, digest);
	struct json_object *shorter = json_object_new_object();
	json_set_integer(shorter, "omitted_bytes", (int64_t)text.size);
	return json_set_string(shorter, "omitted_digest", digest);
}

void record_encode(struct text *text, const struct record *record)
{
	AUTO_JSON struct json_object *tree = json_object_new_object();
	char time[CLOCK_TEXT];

	clock_format(record->time, time);
	json_set_integer(tree, "index", (int64_t)record->index);
	json_set_string(tree, "time", time);
	set(tree, "actor", record->actor, ACTOR_MOST);
	set(tree, "source", record->source, SOURCE_MOST);
	set(tree, "action", record->action, ACTION_MOST);
	set(tree, "object", record->object, OBJECT_MOST);
	json_set_string(tree, "result", result_word(record->result));
	set(tree, "plan", record->plan, DIGEST_TEXT - 1);
	set(tree, "reason", record->reason, REASON_MOST);
	json_set(tree, "detail", fit_detail(record->detail));
	json_canonical(text, tree);
}

static int check_plan(const char *plan, struct error *error)
{
	size_t digits = text_starts(plan, "sha256:") ? strspn(plan + 7, "0123456789abcdef") : 0;

	if (!*plan || (digits == 2 * DIGEST_SIZE && !plan[7 + digits]))
		return 0;
	return error_set(error, ERROR_INPUT, "plan",
		"The plan of an audit record is a digest or empty, and not \"%s\".", plan);
}

static int check_canonical(
	struct json_object *tree, const char *data, size_t size, struct error *error)
{
	AUTO_TEXT struct text again = {0};

	json_canonical(&again, tree);
	if (again.size == size && memcmp(again.data, data, size) == 0)
		return 0;
	return error_set(error, ERROR_INPUT, "audit record",
		"The record is not in the canonical form, which banyun alone writes.");
}

static enum audit_result read_result(const char *word)
{
	enum audit_result result = AUDIT_INTENT;

	while (results[result + 1] && strcmp(results[result], word) != 0)
		result++;
	return result;
}

static void fill(struct record *record, struct json_object *tree)
{
	*record = (struct record){
		.index = (uint64_t)json_integer(tree, "index", 0),
		.actor = json_string(tree, "actor"),
		.source = json_string(tree, "source"),
		.action = json_string(tree, "action"),
		.object = json_string(tree, "object"),
		.result = read_result(json_string(tree, "result")),
		.plan = json_string(tree, "plan"),
		.reason = json_string(tree, "reason"),
		.detail = json_member(tree, "detail"),
	};
}

int record_decode(struct record *record, const char *data, size_t size, struct error *error)
{
	struct source source = {
		.kind = SOURCE_JSON, .name = "audit record", .data = data, .size = size};
	AUTO_JSON struct json_object *tree = NULL;

	*record = (struct record){0};
	if (json_parse(&tree, &source, RECORD_MOST, error) < 0 ||
		shape_check(fields, tree, &source, error) < 0 ||
		check_plan(json_string(tree, "plan"), error) < 0 ||
		check_canonical(tree, data, size, error) < 0)
		return -1;
	fill(record, tree);
	if (clock_parse(json_string(tree, "time"), &record->time) < 0)
		return error_set(error, ERROR_INPUT, "time", "The time of the record is none.");
	record->tree = mem_take(&tree);
	return 0;
}

void record_clear(struct record *record)
{
	json_put_at(&record->tree);
	*record = (struct record){0};
}
