/* What a picture is refused for: that nobody could read it back. */
#include "inventory/picture.h"

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/loop.h"
#include "core/spool.h"
#include "core/store.h"
#include "model/snapshot.h"
#include "own_store.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct own_store own;

static int start(void **state)
{
	(void)state;
	own_store_open(&own);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	own_store_close(&own);
	return 0;
}

static void add_host(struct spool *input, const char *id, int number)
{
	AUTO_FREE char *text = mem_format("{\"kind\":\"host\",\"id\":\"%s\",\"source\":\"table "
					  "of-the-year-%04d.csv row 2\","
					  "\"facts\":{\"name\":\"hv1\"}}",
		id, number);

	spool_add(input, PICTURE_ITEM, text, strlen(text));
}

static int make(struct spool *input, struct spool *output, struct error *error)
{
	const struct usage_limits limits = {2, 10, 24};
	const struct picture_order order = {"2026-03-30T00:00:00Z", 0, &limits};
	AUTO_JSON struct json_object *result = NULL;
	int made = picture_make(&result, input, output, own.store, &order, error);

	spool_free(input);
	assert_int_equal(spool_seal(output, made == 0 ? error : NULL), 0);
	return made;
}

/* As it is read when it has become the newest. */
static void assert_readable(struct spool *output)
{
	AUTO_JSON struct json_object *snapshot = NULL;
	struct spool_entry entry = {0};
	struct error error = {0};
	size_t at = 0;

	while (strcmp(entry.kind, "snapshot") != 0)
		assert_int_equal(spool_next(output, &at, &entry, &error), 1);
	struct source source = {SOURCE_JSON, "snapshot", entry.data, entry.size};

	if (json_parse(&snapshot, &source, JSON_FILE, &error) < 0 ||
		shape_check(snapshot_fields, snapshot, &source, &error) < 0)
		fail_msg("%s", error.text);
}

static void what_many_tell_can_be_read_back(void **state)
{
	struct spool *input = spool_new(), *output = spool_new();
	struct error error = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		add_host(input, "hv1", i);
	if (make(input, output, &error) < 0)
		fail_msg("%s", error.text);
	assert_readable(output);
	spool_free(output);
}

static void what_cannot_be_read_back_is_not_kept(void **state)
{
	struct spool *input = spool_new(), *output = spool_new();
	AUTO_FREE char *id = mem_format("%0100000d", 0);
	struct spool_entry entry;
	struct error error = {0};
	size_t at = 0;

	(void)state;
	add_host(input, id, 1);
	assert_int_equal(make(input, output, &error), -1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_non_null(strstr(error.text, "could not be read back"));
	assert_non_null(strstr(error.text, "members[0].id"));
	assert_int_equal(spool_next(output, &at, &entry, &error), 0);
	spool_free(output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_many_tell_can_be_read_back, start, finish),
		cmocka_unit_test_setup_teardown(
			what_cannot_be_read_back_is_not_kept, start, finish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
