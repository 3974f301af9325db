/*
 * iperf_verdict: what it refuses it explains; what it accepts is an item of a measurement that
 * claims no more than was allowed, and no certainty.
 */
#include "ssh/iperf.h"

#include "base/json.h"
#include "base/memory.h"
#include "model/measurement.h"
#include "promise.h"

#define MOST 50000000

static void promise_item(struct json_object *item)
{
	struct error error = {0};
	int64_t sent = json_integer(item, "sent_bytes", -1);
	int64_t took = json_integer(item, "took_us", -1);

	promise(shape_check(measurement_fields, item, NULL, &error) == 0);
	promise(text_equal(measurement_certainty(item), "at_least"));
	promise(json_integer(item, "payload_bytes", -1) <= MOST);
	promise(sent >= 0 && sent <= MOST + MOST / 10 && took > 0);
	/* All of it in a quarter of the time. */
	promise(json_integer(item, "capacity", -1) / 1000 <=
		(MOST + MOST / 10) * 8LL * 4 * 1000 / took + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct span text = {(const char *)data, size};

	for (int way = 0; way < 4; way++) {
		const struct iperf_question question = {.host = "host",
			.direction = way & 1 ? "down" : "up",
			.peer = "192.0.2.1",
			.answers = way & 2,
			.family = 4,
			.most = MOST};
		AUTO_JSON struct json_object *item = NULL;
		struct error error = {0};

		if (iperf_verdict(&item, &question, text, &error) == 0) {
			promise_item(item);
			continue;
		}
		promise(error.code == ERROR_INPUT || error.code == ERROR_FAILED);
		promise(error.text[0] != '\0' && item == NULL);
		promise(text_utf8_error(error.text, strlen(error.text)) < 0);
	}
	return 0;
}
