/*
 * echoes_verdict: what it refuses it explains; what it accepts is counted within what was sent,
 * and its times are in order.
 */
#include "ssh/echoes.h"

#include "base/json.h"
#include "base/memory.h"
#include "base/shape.h"
#include "promise.h"

#define LONGEST 61000000 /* microseconds */

static const struct shape_field fields[] = {
	{"sent", SHAPE_INTEGER, .required = true, .low = 0, .high = ECHOES},
	{"received", SHAPE_INTEGER, .required = true, .low = 0, .high = ECHOES},
	{"least_us", SHAPE_INTEGER, .low = 0, .high = LONGEST},
	{"median_us", SHAPE_INTEGER, .low = 0, .high = LONGEST},
	{"most_us", SHAPE_INTEGER, .low = 0, .high = LONGEST},
	{0},
};

static void promise_times(struct json_object *result, bool any)
{
	int64_t least = json_integer(result, "least_us", -1);
	int64_t median = json_integer(result, "median_us", -1);
	int64_t most = json_integer(result, "most_us", -1);

	promise(any == (least >= 0) && any == (median >= 0) && any == (most >= 0));
	promise(least <= median && median <= most);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct echoes_question question = {"host", "192.0.2.1"};
	AUTO_JSON struct json_object *result = NULL;
	struct error error = {0};

	if (echoes_verdict(&result, &question, "BB", (struct span){(const char *)data, size},
		    &error) < 0) {
		promise(error.code == ERROR_INPUT || error.code == ERROR_NOT_FOUND);
		promise(error.text[0] != '\0' && result == NULL);
		promise(text_utf8_error(error.text, strlen(error.text)) < 0);
		return 0;
	}
	promise(shape_check(fields, result, NULL, &error) == 0);
	int64_t received = json_integer(result, "received", 0);
	promise(json_integer(result, "sent", 0) == 0 ||
		received <= json_integer(result, "sent", 0));
	promise_times(result, received > 0);
	return 0;
}
