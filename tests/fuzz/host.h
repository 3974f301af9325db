/*
 * What a host's parsers promise of the facts that they make: the shape of the model, and that
 * they can be written as JSON and read again.
 */
#ifndef FUZZ_HOST_H
#define FUZZ_HOST_H

#include "base/json.h"
#include "base/memory.h"
#include "model/object.h"
#include "promise.h"

static inline void promise_host(struct json_object *facts, struct json_object *measures)
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

#endif
