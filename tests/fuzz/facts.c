/*
 * facts_parse: what it refuses it explains, and what it accepts has the shape of the model and
 * can be written as JSON and read again.
 */
#include "ssh/facts.h"

#include "base/json.h"
#include "base/memory.h"
#include "model/object.h"
#include "promise.h"

static void promise_item(struct json_object *facts, struct json_object *measures)
{
	AUTO_JSON struct json_object *item = json_object_new_object(), *again = NULL;
	struct error error = {0};

	json_set_string(facts, "name", "host");
	json_set_string(item, "kind", "host");
	json_set_string(item, "id", "host");
	json_set(item, "facts", json_object_get(facts));
	json_set(item, "measures", json_object_get(measures));
	promise(object_check(item, NULL, &error) == 0);

	AUTO_FREE char *text = json_canonical_string(item);
	struct source source = {SOURCE_JSON, "item", text, strlen(text)};
	promise(json_parse(&again, &source, JSON_MESSAGE, &error) == 0);
	AUTO_FREE char *twice = json_canonical_string(again);
	promise(strcmp(text, twice) == 0);
}

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
	promise_item(facts, measures);
	return 0;
}
