#include "inventory/contradict.h"
#include "base/json.h"
#include "base/memory.h"
#include "model/snapshot.h"

static struct json_object *value_new(struct contradict_word word)
{
	struct json_object *row = json_object_new_object();
	AUTO_FREE char *text = json_canonical_string(word.value);

	json_set_string(row, "source", word.source);
	return json_set_string(row, "value", text);
}

void contradict(struct json_object *snapshot, struct json_object *objects,
	const struct contradict_about *about, struct contradict_word first,
	struct contradict_word second, const char *seen)
{
	AUTO_JSON struct json_object *facts = json_object_new_object();
	AUTO_FREE char *id = mem_format("%s/%s/%s", about->kind, about->id, about->fact);
	struct json_object *values;

	if (snapshot_member(snapshot, "contradiction", id))
		return;
	values = json_object_new_array();
	json_object_array_add(values, value_new(first));
	json_object_array_add(values, value_new(second));
	json_set_string(facts, "kind", about->kind);
	json_set_string(facts, "id", about->id);
	json_set_string(facts, "fact", about->fact);
	json_set(facts, "values", values);
	snapshot_add(snapshot, objects, "contradiction", id, facts, NULL, "inventory", seen);
}
