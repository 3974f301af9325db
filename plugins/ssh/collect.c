/* The facts of the host, over the login that stayed or a new one. */
#include "base/error.h"
#include "base/memory.h"
#include "ssh/answer.h"
#include "ssh/facts.h"
#include "ssh/methods.h"
#include "ssh/scripts.h"
#include <stdio.h>
#include <string.h>

#define AGAIN "collect </dev/null\n" /* to a shell that has read the script */

struct collecting {
	struct json_object *facts, *measures;
	struct answer answer;
	char boundary[BOUNDARY_TEXT];
};

static void collecting_free(struct collecting *collecting)
{
	json_object_put(collecting->facts);
	json_object_put(collecting->measures);
	answer_free(&collecting->answer);
}
#define AUTO_COLLECTING __attribute__((cleanup(collecting_free)))

static struct json_object *host_facts(void)
{
	struct json_object *facts = json_object_new_object();

	json_set_string(facts, "name", host_identity()->name);
	json_set_string(facts, "department", host_department());
	json_set_string(facts, "side", host_side());
	return facts;
}

static struct collecting collecting_new(void)
{
	struct collecting collecting = {
		.facts = host_facts(), .measures = json_object_new_object()};

	host_boundary(collecting.boundary);
	return collecting;
}

static int keep(void *argument, const char *data, size_t size, struct error *error)
{
	struct collecting *collecting = argument;

	return answer_keep(&collecting->answer, data, size, error);
}

/* The mark of the end is the last line. */
static bool is_whole(const void *argument)
{
	static const char done[] = " done\n";
	const struct collecting *collecting = argument;
	const struct text *text = &collecting->answer.text;
	const size_t mark = BOUNDARY_TEXT - 1, size = mark + sizeof(done) - 1;
	const char *end = text->size >= size ? text->data + text->size - size : NULL;

	return end && memcmp(end, collecting->boundary, mark) == 0 &&
	       memcmp(end + mark, done, sizeof(done) - 1) == 0;
}

static int read_answer(struct collecting *collecting, struct error *error)
{
	const struct answer *answer = &collecting->answer;
	const struct facts_input input = {
		.boundary = collecting->boundary,
		.text = {answer->text.data, answer->text.size},
		.sent = answer->ending.asked,
		.received = answer->began,
	};

	if (facts_parse(&input, collecting->facts, collecting->measures, error) < 0)
		return answer_explain(answer, error);
	return 0;
}

typedef int asks(struct plugin_call *call, const struct host_question *question,
	struct session_ending *ending, struct error *error);

static int collect(struct plugin_call *call, struct collecting *collecting, asks *ask,
	int64_t longest, struct error *error)
{
	const struct host_question question = {
		.boundary = collecting->boundary,
		.script = script_collect,
		.whole = is_whole,
		.next = AGAIN,
		.longest = longest,
		.output = keep,
		.argument = collecting,
	};
	int result = ask(call, &question, &collecting->answer.ending, error);

	return result == 0 ? read_answer(collecting, error) : result;
}

/* Half of the time, so that a new login has the other half. */
static int64_t half_time(struct plugin_call *call)
{
	int64_t left = plugin_remaining(call);

	return (left < SHORT_TIME / 1000 ? left * 1000 : SHORT_TIME) / 2 + 1;
}

static int tell(struct plugin_call *call, struct collecting *collecting, struct error *error)
{
	struct json_object *item = json_object_new_object();

	json_set_string(item, "kind", "host");
	json_set_string(item, "id", host_identity()->name);
	json_set(item, "facts", mem_take(&collecting->facts));
	json_set(item, "measures", mem_take(&collecting->measures));
	return plugin_item(call, item, error);
}

/* 1: over no login that stayed could all of it be told. */
static int collect_staying(struct plugin_call *call, struct error *error)
{
	AUTO_COLLECTING struct collecting collecting = collecting_new();
	struct error why = {0};
	int result = collect(call, &collecting, host_ask_staying, half_time(call), &why);

	if (result == 0)
		return tell(call, &collecting, error);
	if (result < 0 && !plugin_cancelled(call))
		fprintf(stderr, "The login that stayed is of no use any more: %s\n", why.text);
	return 1;
}

static int collect_anew(struct plugin_call *call, struct error *error)
{
	AUTO_COLLECTING struct collecting collecting = collecting_new();

	if (collect(call, &collecting, host_ask, SHORT_TIME, error) < 0)
		return -1;
	return tell(call, &collecting, error);
}

int call_collect(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	int told = collect_staying(call, error);

	(void)parameters;
	if (told > 0)
		told = collect_anew(call, error);
	if (told < 0)
		return -1;
	*result = json_set_integer(json_object_new_object(), "items", 1);
	return 0;
}
