/* What was told, in a real store: where the survey lies, and that it is found again. */
#include "inventory/told.h"

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/loop.h"
#include "core/store.h"
#include "inventory/import.h"
#include "own_store.h"

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

static void durable(void *argument)
{
	(void)argument;
	loop_stop(own.loop);
}

static void commit(struct store_batch *batch)
{
	store_commit(own.store, batch, durable, NULL);
	loop_run(own.loop);
}

static void tell(const char *department)
{
	AUTO_JSON struct json_object *survey =
		json_set_string(json_object_new_object(), "department", department);
	struct store_batch *batch = batch_new();

	inventory_import(batch, survey);
	commit(batch);
}

static void assert_told(const char *department)
{
	AUTO_JSON struct json_object *survey = NULL;
	struct error error = {0};

	assert_int_equal(told_survey(&survey, own.store, &error), 0);
	assert_int_equal(error.code, ERROR_NONE);
	assert_true(text_equal(json_string(survey, "department"), department));
}

static void the_newest_survey_counts(void **state)
{
	(void)state;
	assert_told(NULL);
	tell("tax");
	assert_told("tax");
	tell("fire");
	assert_told("fire");
}

/* Looks for other states would read all of it on their way. */
static void no_survey_is_among_the_states(void **state)
{
	AUTO_TEXT struct text value = {0};
	struct store_batch *batch = batch_new();
	struct error error = {0};

	(void)state;
	batch_state(batch, SURVEY_SPACE, SURVEY_KEY, "{\"department\":\"tax\"}");
	commit(batch);
	assert_told("tax");
	tell("fire");
	assert_told("fire");
	assert_int_equal(store_state(own.store, SURVEY_SPACE, SURVEY_KEY, &value, &error), -1);
	assert_int_equal(error.code, ERROR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_newest_survey_counts, start, finish),
		cmocka_unit_test_setup_teardown(no_survey_is_among_the_states, start, finish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
