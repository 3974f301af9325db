#include "small.h"
#include "../given.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

void small_begin(struct small *small)
{
	*small = (struct small){.order = json_object_new_object()};
	json_set_string(small->order, "made", "2026-01-31T08:00:00Z");
	json_set_string(small->order, "from", "2026-02-01T00:00:00Z");
	json_set(small->order, "profile", given_profile());
	json_set(small->order, "request", json_object_new_object());
	json_set(small->order, "overrides", json_object_new_array());
}

static void keep(struct small *small, struct json_object *owned)
{
	AUTO_JSON struct json_object *tree = owned;

	assert_true(small->count < SMALL_MOST);
	small->text[small->count++] = json_canonical_string(tree);
}

void small_add(struct small *small, const char *kind, const char *id, const char *facts,
	const char *measures)
{
	struct json_object *entry = json_object_new_object();

	assert_true(small->findings == 0); /* they come last */
	json_set_string(entry, "kind", kind);
	json_set_string(entry, "id", id);
	json_set_string(entry, "digest", "sha256:0");
	json_set(entry, "facts", given_json(facts));
	if (measures)
		json_set(entry, "measures", given_json(measures));
	keep(small, entry);
}

void small_machine(struct small *small, const char *uuid, const char *name, const char *host)
{
	AUTO_FREE char *facts =
		mem_format("{\"uuid\":\"%s\",\"name\":\"%s\",\"host\":\"%s\",\"state\":"
			   "\"running\",\"memory\":1073741824,\"vcpus\":1,\"disks\":[]}",
			uuid, name, host);

	small_add(small, "machine", uuid, facts, NULL);
}

void small_finding(struct small *small, const char *rule, const char *id, const char *verdict,
	const char *basis)
{
	struct json_object *finding = json_object_new_object();

	json_set_string(finding, "rule", rule);
	json_set_string(finding, "kind", "system");
	json_set_string(finding, "id", id);
	json_set_string(finding, "name", id);
	json_set_string(finding, "verdict", verdict);
	json_set_string(finding, "evidence", "It was seen.");
	if (basis)
		json_set(finding, "basis", given_json(basis));
	keep(small, finding);
	small->findings++;
}

void small_override(struct small *small, const char *kind, const char *subject,
	const char *other, const char *value)
{
	struct json_object *override = json_object_new_object();

	json_set_string(override, "kind", kind);
	json_set_string(override, "subject", subject);
	json_set_string(override, "other", other);
	json_set_string(override, "value", value);
	json_set_string(override, "reason", "as agreed");
	json_set_string(override, "actor", "uid:1001 lin");
	json_set_string(override, "made", "2026-01-30T08:00:00Z");
	json_object_array_add(json_member(small->order, "overrides"), override);
}

static int by_kind_and_id(const void *left, const void *right)
{
	AUTO_JSON struct json_object *a = given_json(*(char *const *)left);
	AUTO_JSON struct json_object *b = given_json(*(char *const *)right);
	int order = strcmp(json_string(a, "kind"), json_string(b, "kind"));

	return order ? order : strcmp(json_string(a, "id"), json_string(b, "id"));
}

void small_finish(struct small *small)
{
	AUTO_FREE char *order = json_canonical_string(small->order);
	size_t objects = small->count - small->findings;
	struct error error = {0};

	qsort(small->text, objects, sizeof(char *), by_kind_and_id);
	if (city_add(&small->city, "order", order, strlen(order), &error) < 0)
		fail_msg("%s", error.text);
	for (size_t i = 0; i < small->count; i++)
		if (city_add(&small->city, i < objects ? "object" : "finding", small->text[i],
			    strlen(small->text[i]), &error) < 0)
			fail_msg("%s", error.text);
	if (city_finish(&small->city, &error) < 0)
		fail_msg("%s", error.text);
}

void small_free(struct small *small)
{
	city_free(&small->city);
	json_object_put(small->order);
	for (size_t i = 0; i < small->count; i++)
		free(small->text[i]);
}

struct json_object *small_row(struct json_object *rows, const char *id)
{
	struct json_object *row = json_find(rows, "id", id);

	if (!row)
		fail_msg("no row of %s", id);
	return row;
}
