/*
 * rpc_read: what a worker or its daemon says is refused with a place, or means the same when it
 * is said again in our own words; and no sentence of a worker can steer a terminal.
 */
#include "base/rpc.h"

#include "promise.h"

static void say_again(struct text *line, const struct rpc *message)
{
	struct json_object *body = json_copy(message->body);
	struct error error = {0};
	int result = 0;

	if (message->kind == RPC_CALL)
		result = rpc_write_call(line, message->id, message->method, body, &error);
	else if (message->kind == RPC_NOTICE)
		result = rpc_write_notice(line, message->method, body, &error);
	else
		result = rpc_write_answer(line, message->id, body, &error);
	promise(result == 0);
}

static void compare(const struct rpc *message)
{
	AUTO_TEXT struct text line = {0};
	AUTO_RPC struct rpc again = {0};
	struct error error = {0};

	say_again(&line, message);
	promise(line.data[line.size - 1] == '\n');
	promise(memchr(line.data, '\n', line.size) == line.data + line.size - 1);
	struct source source = {SOURCE_JSON, "again", line.data, line.size - 1};
	promise(rpc_read(&again, &source, &error) == 0);
	promise(again.kind == message->kind && again.id == message->id);
	promise(text_equal(again.method, message->method));
	promise(json_object_equal(again.body, message->body));
}

static void look_at_error(const struct rpc *message)
{
	struct error said = {0};

	rpc_error(message, &said);
	promise(said.code != ERROR_NONE);
	promise(text_utf8_error(said.text, strlen(said.text)) < 0);
	for (const char *at = said.text; *at; at++)
		promise((unsigned char)*at >= ' ' && *at != '\x7f');
	for (const char *at = said.object; *at; at++)
		promise((unsigned char)*at >= ' ' && *at != '\x7f');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source source = {SOURCE_JSON, "worker", (const char *)data, size};
	AUTO_RPC struct rpc message = {0};
	struct error error = {0};

	if (rpc_read(&message, &source, &error) < 0) {
		promise(message.tree == NULL);
		promise_error(&error);
		return 0;
	}
	promise((message.id >= 1) == (message.kind != RPC_NOTICE));
	promise(!message.method == (message.kind == RPC_ANSWER || message.kind == RPC_ERROR));
	if (message.kind == RPC_ERROR)
		look_at_error(&message);
	else
		compare(&message);
	return 0;
}
