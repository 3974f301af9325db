#include "inventory/changes.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/store.h"
#include <string.h>

#define SPACE "changed" /* "HOST KIND ID" -> the row */

static const char *const kinds[] = {"machine", "network", "host", NULL};
static const char *const whats[] = {"defined", "undefined", "started", "stopped", "suspended",
	"resumed", "migrated", "device_added", "device_removed", "changed", "watched", "lost",
	"much", NULL};

const struct shape_field change_fields[] = {
	{"kind", SHAPE_CHOICE, .required = true, .choices = kinds},
	{"id", SHAPE_STRING, .low = 1, .high = 256},
	{"what", SHAPE_CHOICE, .required = true, .choices = whats},
	{0},
};

static char *key_of(const char *host, struct json_object *change)
{
	const char *id = json_string(change, "id");

	return mem_format("%s %s %s", host, json_string(change, "kind"), id ? id : host);
}

void changes_keep(struct store_batch *batch, const char *host, struct json_object *change,
	struct json_object *facts)
{
	AUTO_JSON struct json_object *row = json_copy(change);
	AUTO_FREE char *key = key_of(host, change), *value = NULL;
	char time[CLOCK_TEXT], digest[DIGEST_TEXT];

	clock_format(clock_wall(), time);
	json_set_string(row, "host", host);
	json_set_string(row, "time", time);
	if (facts) {
		archive_keep(batch, "object", facts, digest);
		json_set_string(row, "name", json_string(facts, "name"));
		json_set_string(row, "digest", digest);
	}
	value = json_canonical_string(row);
	batch_state(batch, SPACE, key, value);
}

struct forgetting {
	struct store_batch *batch;
	const char *before;
	struct json_object *silent;
};

static int forget(void *argument, const char *key, const char *value, struct error *error)
{
	struct forgetting *forgetting = argument;
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	AUTO_JSON struct json_object *row = NULL;

	if (json_parse(&row, &source, JSON_FILE, error) < 0)
		return -1;
	if (strcmp(json_string(row, "time"), forgetting->before) < 0 &&
		!json_find(forgetting->silent, "host", json_string(row, "host")))
		batch_state(forgetting->batch, SPACE, key, NULL);
	return 0;
}

void changes_forget(struct store_batch *batch, struct store *store, const char *before,
	struct json_object *silent)
{
	struct forgetting forgetting = {batch, before, silent};

	store_walk(store, SPACE, forget, &forgetting, NULL);
}

/* Stops the walk when the answer is full. */
static int list(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	struct json_object *rows = json_member(argument, "changes"), *row;

	if (json_length(rows) == CHANGES_SHOWN) {
		json_set_boolean(argument, "more", true);
		return -1;
	}
	if (json_parse(&row, &source, JSON_FILE, error) < 0)
		return -1;
	json_object_array_add(rows, row);
	return 0;
}

int changes_list(struct json_object **answer, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *all = json_object_new_object();

	json_set(all, "changes", json_object_new_array());
	json_set_boolean(all, "more", false);
	if (store_walk(store, SPACE, list, all, error) < 0 && !json_boolean(all, "more", false))
		return -1;
	*answer = mem_take(&all);
	return 0;
}
