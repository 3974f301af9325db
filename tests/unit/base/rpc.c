/* Messages as they are written, and all that is refused, with its place. */
#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/rpc.h"
#include "base/text.h"

static int read_text(struct rpc *message, const char *text, struct error *error)
{
	const struct source source = {SOURCE_JSON, "worker", text, strlen(text)};

	return rpc_read(message, &source, error);
}

static void each_kind_is_read(void **state)
{
	static const struct {
		const char *text;
		enum rpc_kind kind;
		int64_t id;
		const char *method;
	} good[] = {
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"open\",\"params\":{}}", RPC_CALL,
			1, "open"},
		{"{\"jsonrpc\":\"2.0\",\"method\":\"item\",\"params\":{\"a\":1}}", RPC_NOTICE,
			0, "item"},
		{"{\"jsonrpc\":\"2.0\",\"id\":9007199254740991,\"result\":{}}", RPC_ANSWER,
			9007199254740991, NULL},
		{"{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-1,\"message\":\"No.\","
		 "\"data\":{\"kind\":\"refused\"}}}",
			RPC_ERROR, 3, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		AUTO_RPC struct rpc message = {0};
		struct error error = {0};
		assert_int_equal(read_text(&message, good[i].text, &error), 0);
		assert_int_equal(message.kind, good[i].kind);
		assert_int_equal(message.id, good[i].id);
		assert_true(text_equal(message.method, good[i].method));
		assert_non_null(message.body);
	}
}

static void all_else_is_refused_with_its_column(void **state)
{
	static const struct {
		const char *text;
		int column;
		const char *sentence;
	} bad[] = {
		{"", 1, ""},
		{"hello", 1, ""},
		{"[]", 1, "must be an object"},
		{"{\"jsonrpc\":\"2.0\",\"method\":\"x\"", 30, ""},
		{"{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":[]}", 40,
			"must be an object"},
		{"{\"jsonrpc\":\"1.0\",\"method\":\"x\",\"params\":{}}", 12, "\"2.0\""},
		{"{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{},\"more\":1}", 43,
			"not known here"},
		{"{\"jsonrpc\":\"2.0\",\"method\":\"x\"}", 1, "missing"},
		{"{\"jsonrpc\":\"2.0\",\"method\":\"\",\"params\":{}}", 27, "a name"},
		{"{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}", 23, "from 1 to"},
		{"{\"jsonrpc\":\"2.0\",\"id\":-5,\"result\":{}}", 23, "from 1 to"},
		{"{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{}}", 23, "an integer"},
		{"{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}", 23, "an integer"},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}", 34, "must be an object"},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"result\":{}}", 25, ""},
		{"{\"jsonrpc\":\"2.0\",\"id\":1.5,\"result\":{}}", 23, ""},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,"
		 "\"message\":\"\",\"data\":{\"kind\":\"x\"}}}",
			25, "not known here"},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"\"}}", 33,
			"missing"},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":7,"
		 "\"data\":{\"kind\":\"x\"}}}",
			53, "a text"},
		{"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\",\"params\":{}}", 28, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		AUTO_RPC struct rpc message = {0};
		struct error error = {0};
		assert_int_equal(read_text(&message, bad[i].text, &error), -1);
		assert_null(message.tree);
		assert_int_equal(error.code, ERROR_INPUT);
		assert_string_equal(error.object, "worker");
		assert_int_equal(error.line, 1);
		if (error.column != bad[i].column || !strstr(error.text, bad[i].sentence))
			fail_msg("%s: column %d: %s", bad[i].text, error.column, error.text);
	}
}

static void what_is_written_is_one_canonical_line(void **state)
{
	AUTO_TEXT struct text text = {0};
	struct error error = {0}, said = {0};

	(void)state;
	assert_int_equal(rpc_write_call(&text, 4, "scan", NULL, &error), 0);
	assert_int_equal(rpc_write_notice(&text, "close", NULL, &error), 0);
	assert_int_equal(rpc_write_answer(&text, 4, NULL, &error), 0);
	error_set(&said, ERROR_REFUSED, "web1", "Two\nlines and \xff.");
	rpc_write_error(&text, 5, &said);
	assert_string_equal(text.data,
		"{\"id\":4,\"jsonrpc\":\"2.0\",\"method\":\"scan\",\"params\":{}}\n"
		"{\"jsonrpc\":\"2.0\",\"method\":\"close\",\"params\":{}}\n"
		"{\"id\":4,\"jsonrpc\":\"2.0\",\"result\":{}}\n"
		"{\"error\":{\"code\":-32000,\"data\":{\"kind\":\"refused\",\"object\":"
		"\"web1\"},"
		"\"message\":\"Two\\nlines and "
		"\xef\xbf\xbd.\"},\"id\":5,\"jsonrpc\":\"2.0\"}\n");
}

static void an_error_arrives_as_it_was_but_plain(void **state)
{
	AUTO_TEXT struct text text = {0};
	AUTO_RPC struct rpc message = {0};
	struct error error = {0}, said = {0};

	(void)state;
	error_set(&said, ERROR_UNREACHABLE, "hv1\x7f", "Two\nlines \033[2J.");
	rpc_write_error(&text, 5, &said);
	text.data[text.size - 1] = '\0';
	assert_int_equal(read_text(&message, text.data, &error), 0);
	rpc_error(&message, &error);
	assert_int_equal(error.code, ERROR_UNREACHABLE);
	assert_string_equal(error.object, "hv1 ");
	assert_string_equal(error.text, "Two lines  [2J.");
}

static struct json_object *nest(int levels)
{
	struct json_object *tree = json_object_new_object();

	while (--levels > 0)
		tree = json_set(json_object_new_object(), "a", tree);
	return tree;
}

static void what_the_other_side_would_refuse_is_not_written(void **state)
{
	AUTO_TEXT struct text text = {0};
	AUTO_FREE char *big = mem_alloc(JSON_MESSAGE + 1);
	struct error error = {0};

	(void)state;
	text_add(&text, "before");
	assert_int_equal(rpc_write_answer(&text, 1, nest(JSON_DEPTH), &error), -1);
	memset(big, 'x', JSON_MESSAGE);
	struct json_object *tree = json_set_string(json_object_new_object(), "text", big);
	assert_int_equal(rpc_write_answer(&text, 1, tree, &error), -1);
	assert_non_null(strstr(error.text, "1048576"));
	struct json_object *many = json_object_new_array();
	while (json_object_array_length(many) < RPC_VALUES)
		json_object_array_add(many, json_object_new_string("a,b[{\"\\"));
	tree = json_set(json_object_new_object(), "many", many);
	assert_int_equal(rpc_write_answer(&text, 1, json_object_get(tree), &error), -1);
	assert_non_null(strstr(error.text, "20000 values"));
	json_object_array_del_idx(many, 0, 10);
	text_clear(&text);
	assert_int_equal(rpc_write_answer(&text, 1, tree, &error), 0);
	text_clear(&text);
	text_add(&text, "before");
	assert_int_equal(rpc_write_notice(&text, "no name", NULL, &error), -1);
	assert_string_equal(text.data, "before");
	assert_int_equal(rpc_write_answer(&text, 1, nest(JSON_DEPTH - 1), &error), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_read),
		cmocka_unit_test(all_else_is_refused_with_its_column),
		cmocka_unit_test(what_is_written_is_one_canonical_line),
		cmocka_unit_test(an_error_arrives_as_it_was_but_plain),
		cmocka_unit_test(what_the_other_side_would_refuse_is_not_written),
	};

	return cmocka_run_group_tests_name("base/rpc", tests, NULL, NULL);
}
