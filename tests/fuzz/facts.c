/*
 * facts_parse: what it refuses it explains, and what it accepts has the shape of the model and
 * can be written as JSON and read again.
 */
#include "ssh/facts.h"

#include "base/json.h"
#include "host.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_JSON struct json_object *facts = json_object_new_object();
	AUTO_JSON struct json_object *measures = json_object_new_object();
	struct facts_input input = {
		"BB", {(const char *)data, size}, 1700000000000000, 1700000000030000};
	struct error error = {0};

	if (facts_parse(&input, facts, measures, &error) < 0) {
		promise(error.code == ERROR_INPUT && error.text[0] != '\0');
		return 0;
	}
	promise_host(facts, measures);
	return 0;
}
