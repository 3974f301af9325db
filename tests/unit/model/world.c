#include "model/world.h"
#include "model/operation.h"

#include "base/error.h"
#include "base/json.h"

#include "../unit.h"

#include <string.h>

static struct world sample(void)
{
	return (struct world){.side = {{.power = POWER_OFF,
					       .reason = REASON_MIGRATED,
					       .mark = MARK_OURS,
					       .fenced = true,
					       .persistent = true,
					       .boot = 0xfedcba9876543210},
				      {.power = POWER_PAUSED,
					      .reason = REASON_USER,
					      .mark = MARK_EARLIER,
					      .volumes = VOLUMES_COMPLETE,
					      .job = true,
					      .autostart = true,
					      .boot = 1}}};
}

static void test_what_is_written_is_read(void **state)
{
	struct world world = sample(), read;
	struct error error = {0};
	AUTO_JSON struct json_object *tree = world_encode(&world);

	(void)state;
	assert_int_equal(world_decode(&read, tree, &error), 0);
	for (unsigned i = 0; i < SIDES; i++) {
		assert_int_equal(read.side[i].power, world.side[i].power);
		assert_int_equal(read.side[i].reason, world.side[i].reason);
		assert_int_equal(read.side[i].mark, world.side[i].mark);
		assert_int_equal(read.side[i].volumes, world.side[i].volumes);
		assert_int_equal(read.side[i].job, world.side[i].job);
		assert_int_equal(read.side[i].fenced, world.side[i].fenced);
		assert_int_equal(read.side[i].autostart, world.side[i].autostart);
		assert_int_equal(read.side[i].persistent, world.side[i].persistent);
		assert_true(read.side[i].boot == world.side[i].boot);
	}
}

/* What `change` puts in place of the source's member must be refused. */
static void refuses(const char *name, struct json_object *change)
{
	struct world world = sample();
	const struct world unread = {0};
	struct error error = {0};
	AUTO_JSON struct json_object *tree = world_encode(&world);
	struct json_object *source = json_member(tree, "source");

	if (change)
		json_set(source, name, change);
	else
		json_object_object_del(source, name);
	assert_int_equal(world_decode(&world, tree, &error), -1);
	assert_int_equal(error.code, ERROR_INPUT);
	assert_non_null(strstr(error.text, name));
	assert_memory_equal(&world, &unread, sizeof(world));
}

static void test_what_is_not_a_world_is_refused(void **state)
{
	(void)state;
	refuses("power", NULL);
	refuses("power", json_object_new_string("resting"));
	refuses("power", json_object_new_int(2));
	refuses("job", json_object_new_string("yes"));
	refuses("boot", json_object_new_string("FEDCBA9876543210"));
	refuses("boot", json_object_new_string("1"));
	refuses("boot", json_object_new_string("0x00000000000001"));
	refuses("colour", json_object_new_string("red"));
}

static void test_words(void **state)
{
	(void)state;
	assert_string_equal(power_word(POWER_PMSUSPENDED), "pmsuspended");
	assert_string_equal(reason_word(REASON_MIGRATION), "migration");
	assert_string_equal(mark_word(MARK_FOREIGN), "foreign");
	assert_string_equal(volumes_word(VOLUMES_PARTIAL), "partial");
	assert_string_equal(side_word(SIDE_TARGET), "target");
	assert_string_equal(power_word((enum power)99), "unread");
}

static void test_operations(void **state)
{
	(void)state;
	for (unsigned i = 1; i < OPERATIONS; i++)
		assert_int_equal(operation_from_word(operation_word((enum operation)i)), i);
	assert_int_equal(operation_from_word("none"), OPERATION_NONE);
	assert_int_equal(operation_from_word("undefine_source"), OPERATION_NONE);
	assert_string_equal(operation_word(OPERATIONS), "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_written_is_read),
		cmocka_unit_test(test_what_is_not_a_world_is_refused),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_operations),
	};

	return cmocka_run_group_tests_name("world", tests, NULL, NULL);
}
