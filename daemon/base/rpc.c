#include "base/rpc.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/shape.h"
#include "base/text.h"

#define JSONRPC      "2.0"
#define CODE         (-32000) /* "server error"; the word beside it says which */
#define MESSAGE_MOST 65536    /* bytes of a sentence that is still read, and then cut */

static const char *const versions[] = {JSONRPC, NULL};

static const struct shape_field data_fields[] = {
	{"kind", SHAPE_NAME, .required = true},
	{"object", SHAPE_STRING},
	{0},
};

static const struct shape_field error_fields[] = {
	{"code", SHAPE_INTEGER, .required = true},
	{"message", SHAPE_STRING, .required = true, .high = MESSAGE_MOST},
	{"data", SHAPE_OBJECT, .required = true, .fields = data_fields},
	{0},
};

/* One table for each kind, so that a message is of exactly one. */
static const struct shape_field call_fields[] = {
	{"jsonrpc", SHAPE_CHOICE, .required = true, .choices = versions},
	{"id", SHAPE_INTEGER, .required = true, .low = 1, .high = JSON_INTEGER_MOST},
	{"method", SHAPE_NAME, .required = true},
	{"params", SHAPE_OBJECT, .required = true},
	{0},
};

static const struct shape_field notice_fields[] = {
	{"jsonrpc", SHAPE_CHOICE, .required = true, .choices = versions},
	{"method", SHAPE_NAME, .required = true},
	{"params", SHAPE_OBJECT, .required = true},
	{0},
};

static const struct shape_field answer_fields[] = {
	{"jsonrpc", SHAPE_CHOICE, .required = true, .choices = versions},
	{"id", SHAPE_INTEGER, .required = true, .low = 1, .high = JSON_INTEGER_MOST},
	{"result", SHAPE_OBJECT, .required = true},
	{0},
};

static const struct shape_field failure_fields[] = {
	{"jsonrpc", SHAPE_CHOICE, .required = true, .choices = versions},
	{"id", SHAPE_INTEGER, .required = true, .low = 1, .high = JSON_INTEGER_MOST},
	{"error", SHAPE_OBJECT, .required = true, .fields = error_fields},
	{0},
};

static const struct {
	const struct shape_field *fields;
	const char *body;
} kinds[] = {
	[RPC_CALL] = {call_fields, "params"},
	[RPC_NOTICE] = {notice_fields, "params"},
	[RPC_ANSWER] = {answer_fields, "result"},
	[RPC_ERROR] = {failure_fields, "error"},
};

/* What it seems to be; its table then says whether it is. */
static enum rpc_kind kind_of(struct json_object *tree)
{
	if (json_object_object_get_ex(tree, "error", NULL))
		return RPC_ERROR;
	if (json_object_object_get_ex(tree, "result", NULL))
		return RPC_ANSWER;
	return json_object_object_get_ex(tree, "id", NULL) ? RPC_CALL : RPC_NOTICE;
}

/*
 * No fewer than the values in the text: a megabyte of "{},{},{}" is small to send and a
 * second's work to build, in which nothing else would be served.
 */
static size_t count_values(const struct source *source)
{
	bool inside = false;
	size_t count = 1;

	for (size_t i = 0; i < source->size; i++) {
		char byte = source->data[i];
		if (byte == '"')
			inside = !inside;
		else if (inside && byte == '\\')
			i++;
		else if (!inside && (byte == ',' || byte == '[' || byte == '{'))
			count++;
	}
	return count;
}

static int refuse_values(const char *name, struct error *error)
{
	return error_at(error, name, 1, 1,
		"The message has more than %d values; only so many are accepted.", RPC_VALUES);
}

int rpc_read(struct rpc *message, const struct source *source, struct error *error)
{
	AUTO_JSON struct json_object *tree = NULL;

	*message = (struct rpc){0};
	if (count_values(source) > RPC_VALUES)
		return refuse_values(source->name, error);
	if (json_parse(&tree, source, JSON_MESSAGE, error) < 0)
		return -1;
	message->kind = kind_of(tree);
	if (shape_check(kinds[message->kind].fields, tree, source, error) < 0)
		return -1;
	message->id = json_integer(tree, "id", 0);
	message->method = json_string(tree, "method");
	message->body = json_member(tree, kinds[message->kind].body);
	message->tree = mem_take(&tree);
	return 0;
}

void rpc_clear(struct rpc *message)
{
	json_put_at(&message->tree);
	*message = (struct rpc){0};
}

static void make_plain(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == '\x7f')
			*text = ' ';
}

void rpc_error(const struct rpc *message, struct error *error)
{
	struct json_object *data = json_member(message->body, "data");
	enum error_code code = error_from_word(json_string(data, "kind"));

	error_set(error, code == ERROR_NONE ? ERROR_FAILED : code, json_string(data, "object"),
		"%s", json_string(message->body, "message"));
	make_plain(error->object);
	make_plain(error->text);
}

/*
 * False when it is nested deeper than `left`; adds what count_values() will find in its text.
 */
static bool measure(struct json_object *tree, int left, size_t *values)
{
	enum json_type type = json_object_get_type(tree);
	size_t length = 0;

	if (type != json_type_object && type != json_type_array)
		return true;
	if (left == 0)
		return false;
	if (type == json_type_array) {
		length = json_object_array_length(tree);
		for (size_t i = 0; i < length; i++)
			if (!measure(json_object_array_get_idx(tree, i), left - 1, values))
				return false;
	} else {
		json_object_object_foreach (tree, name, value) {
			(void)name;
			length++;
			if (!measure(value, left - 1, values))
				return false;
		}
	}
	*values += length ? length : 1;
	return true;
}

/*
 * What our own reader would say of it, without reading it: the canonical form is well-formed.
 */
static int check_outgoing(struct json_object *tree, size_t size, struct error *error)
{
	static const char name[] = "outgoing message";
	size_t values = 1;

	if (size > JSON_MESSAGE)
		return error_at(error, name, 1, 1,
			"The message has %zu bytes; only %d are accepted.", size, JSON_MESSAGE);
	if (!measure(tree, JSON_DEPTH, &values))
		return error_at(error, name, 1, 1,
			"The message is nested deeper than the %d levels that are accepted.",
			JSON_DEPTH);
	if (values > RPC_VALUES)
		return refuse_values(name, error);
	return shape_check(kinds[kind_of(tree)].fields, tree, NULL, error);
}

/* Appends the line when our own reader takes it. */
static int write_line(struct text *text, struct json_object *owned, struct error *error)
{
	AUTO_JSON struct json_object *tree = owned;
	size_t before = text->size;

	json_set_string(tree, "jsonrpc", JSONRPC);
	json_canonical(text, tree);
	if (check_outgoing(tree, text->size - before, error) < 0) {
		text_cut(text, before, text->size - before);
		return -1;
	}
	text_append(text, "\n", 1);
	return 0;
}

static struct json_object *object(struct json_object *owned)
{
	return owned ? owned : json_object_new_object();
}

int rpc_write_call(struct text *text, int64_t id, const char *method,
	struct json_object *parameters, struct error *error)
{
	struct json_object *tree = json_object_new_object();

	json_set_integer(tree, "id", id);
	json_set_string(tree, "method", method);
	return write_line(text, json_set(tree, "params", object(parameters)), error);
}

int rpc_write_notice(struct text *text, const char *method, struct json_object *parameters,
	struct error *error)
{
	struct json_object *tree = json_object_new_object();

	json_set_string(tree, "method", method);
	return write_line(text, json_set(tree, "params", object(parameters)), error);
}

int rpc_write_answer(
	struct text *text, int64_t id, struct json_object *result, struct error *error)
{
	struct json_object *tree = json_set_integer(json_object_new_object(), "id", id);

	return write_line(text, json_set(tree, "result", object(result)), error);
}

void rpc_write_error(struct text *text, int64_t id, const struct error *said)
{
	struct json_object *data = json_object_new_object(), *body = json_object_new_object(),
			   *tree = json_set_integer(json_object_new_object(), "id", id);
	struct error error;

	json_set_string(data, "kind", error_word(said->code));
	json_set_string(data, "object", said->object[0] ? said->object : NULL);
	json_set_integer(body, "code", CODE);
	json_set_string(body, "message", said->text);
	if (write_line(text, json_set(tree, "error", json_set(body, "data", data)), &error) < 0)
		abort();
}
