/* What is planned over: read from texts however they are written, and found again. */
#include "planning/planner/city.h"
#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOST(id, side)                                                                         \
	"{\"digest\":\"sha256:1\",\"facts\":{\"department\":\"water\",\"name\":\"" id          \
	"\",\"side\":\"" side "\"},\"id\":\"" id "\",\"kind\":\"host\"}"
#define MACHINE(id, host, more)                                                                \
	"{\"digest\":\"sha256:2\",\"facts\":{\"disks\":[{\"capacity\":7},{\"capacity\":9}],"   \
	"\"host\":\"" host "\",\"memory\":5,\"name\":\"web\"," more "\"vcpus\":2},"            \
	"\"id\":\"" id "\",\"kind\":\"machine\"}"

static struct city city;
static struct error error;

static int start(void **state)
{
	const char *order = "{\"profile\":{},\"request\":{}}";

	(void)state;
	error = (struct error){0};
	assert_int_equal(city_add(&city, "order", order, strlen(order), &error), 0);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	city_free(&city);
	return 0;
}

static void add(const char *text)
{
	if (city_add(&city, "object", text, strlen(text), &error) < 0)
		fail_msg("%s", error.text);
}

static void finish(void)
{
	if (city_finish(&city, &error) < 0)
		fail_msg("%s", error.text);
}

static void check_machine(const char *id)
{
	const struct city_object *object = city_find(&city, "machine", id);
	const struct city_machine *machine;

	assert_non_null(object);
	machine = &city.machine[object - city_of(&city, "machine").first];
	assert_ptr_equal(machine->object, object);
	assert_string_equal(machine->name, "web");
	assert_string_equal(machine->host->id, "old");
	assert_string_equal(machine->department, "water");
	assert_int_equal(machine->memory, 5);
	assert_int_equal(machine->vcpus, 2);
	assert_int_equal(machine->disks, 2);
	assert_int_equal(machine->storage, 16);
	assert_int_equal(machine->largest, 9);
	assert_int_equal(machine->nics, 2);
	assert_string_equal(machine->network[0], "lan \"1\"");
	assert_null(machine->network[1]);
	assert_true(machine->running);
	AUTO_JSON struct json_object *facts = city_machine_facts(machine);
	assert_int_equal(json_length(json_member(facts, "disks")), 2);
	AUTO_FREE char *state = city_fact(object, "state"), *none = city_fact(object, "disks");
	assert_string_equal(state, "running");
	assert_null(none);
}

#define NICS                                                                                   \
	"\"nics\":[{\"mac\":\"1\",\"network\":\"lan \\\"1\\\"\"},{\"bridge\":\"br0\"}],"       \
	"\"state\":\"running\","

/* In another order and with blanks, as nobody of us writes it, it says the same. */
static void test_however_it_is_written(void **state)
{
	(void)state;
	add(HOST("old", "source"));
	add(MACHINE("1", "old", NICS));
	add(" {\"kind\": \"\\u006dachine\", \"id\": \"2\", \"digest\": \"sha256:2\", "
	    "\"facts\": "
	    "{\"vcpus\": 2, \"state\": \"running\", \"nics\": [{\"network\": \"lan "
	    "\\u00221\\\"\"},"
	    " {\"bridge\": \"br0\"}], \"name\": \"web\", \"memory\": 5, \"host\": \"old\", "
	    "\"disks\": [{\"capacity\": 9}, {\"capacity\": 7}]}}");
	finish();
	check_machine("1");
	check_machine("2");
	assert_int_equal(city_of(&city, "machine").count, 2);
	assert_null(city_find(&city, "machine", "3"));
	assert_null(city_find(&city, "host", "1"));
	assert_null(city_find(&city, "host", NULL));
}

static void test_what_is_of_another_type_counts_nothing(void **state)
{
	(void)state;
	add("{\"facts\":{\"disks\":[{\"capacity\":\"7\"},8],\"memory\":\"5\",\"nics\":{},"
	    "\"state\":[]},\"id\":\"1\",\"kind\":\"machine\"}");
	finish();
	assert_int_equal(city.machine[0].disks, 2);
	assert_int_equal(city.machine[0].storage, 0);
	assert_int_equal(city.machine[0].memory, 0);
	assert_int_equal(city.machine[0].nics, 0);
	assert_false(city.machine[0].running);
	assert_null(city.machine[0].host);
	assert_null(city_machine(&city, "web", "water"));
}

static void test_what_is_no_object(void **state)
{
	static const char *const texts[] = {"", "[]", "{\"facts\":{},\"id\":\"1\"}",
		"{\"facts\":{},\"kind\":\"host\"}", "{\"id\":\"1\",\"kind\":\"host\"}",
		"{\"facts\":{},\"id\":1,\"kind\":\"host\"}",
		"{\"facts\":{\"a\":1,\"a\":1},\"id\":\"1\",\"kind\":\"host\"}",
		"{\"facts\":{},\"id\":\"1\",\"kind\":\"host\"",
		"{\"digest\":\"sha256:0000000000000000000000000000000000000000000000000000000"
		"0000000000\",\"facts\":{},\"id\":\"1\",\"kind\":\"host\"}"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		error = (struct error){0};
		if (city_add(&city, "object", texts[i], strlen(texts[i]), &error) == 0)
			fail_msg("%s", texts[i]);
		assert_int_equal(error.code, ERROR_INPUT);
	}
	assert_int_equal(city.object_count, 0);
}

/* What has arrived is meant rather than what was left behind; else the department's own. */
static void test_machines_of_one_name(void **state)
{
	(void)state;
	add(HOST("gov", "cloud"));
	add(HOST("old", "source"));
	add(MACHINE("1", "old", ""));
	finish();
	assert_string_equal(city_machine(&city, "web", "water")->object->id, "1");
	assert_null(city_machine(&city, "web", "roads"));
	assert_null(city_machine(&city, "we", "water"));
	city_free(&city);
	start(NULL);
	add(HOST("gov", "cloud"));
	add(HOST("old", "source"));
	add(MACHINE("1", "old", ""));
	add(MACHINE("2", "gov", ""));
	add(MACHINE("3", "old", ""));
	finish();
	assert_string_equal(city_machine(&city, "web", "water")->object->id, "2");
	assert_string_equal(city_machine(&city, "web", "roads")->object->id, "2");
}

static void add_finding(const char *text)
{
	assert_int_equal(city_add(&city, "finding", text, strlen(text), &error), 0);
}

static void test_findings_are_found_by_whom_they_are_about(void **state)
{
	(void)state;
	add_finding("{\"id\":\"b\",\"kind\":\"host\",\"rule\":\"two\",\"verdict\":\"warn\"}");
	add_finding("{\"id\":\"a\",\"kind\":\"host\",\"rule\":\"one\",\"verdict\":\"warn\"}");
	add_finding("{\"id\":\"b\",\"kind\":\"host\",\"rule\":\"one\",\"verdict\":\"warn\"}");
	add_finding("{\"id\":\"b\",\"kind\":\"system\",\"rule\":\"x\",\"verdict\":\"warn\"}");
	finish();
	assert_int_equal(city_findings(&city, "host", "a").count, 1);
	assert_int_equal(city_findings(&city, "host", "b").count, 2);
	assert_string_equal(city_findings(&city, "host", "b").first[1].rule, "two");
	assert_int_equal(city_findings(&city, "system", "b").count, 1);
	assert_int_equal(city_findings(&city, "system", "a").count, 0);
}

/* However it is written; and one that forbids stands with the machines of its system. */
static void test_what_a_finding_says(void **state)
{
	struct city_findings own, machine;

	(void)state;
	add_finding(
		" {\"verdict\": \"fail\", \"rule\": \"r\", \"machines\": [\"1\", 2, \"3\"], "
		"\"kind\": \"system\", \"id\": \"\\u0061\", \"target\": \"t\", "
		"\"evidence\": \"It \\u0069s.\", \"basis\": {\"n\": 5}}");
	add_finding("{\"accepted\":true,\"id\":\"b\",\"kind\":\"system\",\"machine\":\"4\","
		    "\"rule\":\"r\",\"verdict\":\"fail\"}");
	finish();
	own = city_findings(&city, "system", "a");
	machine = city_findings(&city, "machine", "3");
	assert_int_equal(own.count, 1);
	assert_string_equal(own.first->target, "t");
	assert_true(own.first->blocks);
	assert_int_equal(skim_find_integer(&own.first->basis, "n", 0), 5);
	AUTO_FREE char *evidence = skim_take(&machine.first->evidence);
	assert_string_equal(evidence, "It is.");
	assert_int_equal(city_findings(&city, "machine", "2").count, 0);
	assert_int_equal(city_findings(&city, "system", "b").count, 0);
	machine = city_findings(&city, "machine", "4");
	assert_true(machine.first->accepted);
	assert_false(machine.first->blocks);
}

static void test_what_is_no_finding(void **state)
{
	static const char *const texts[] = {"", "[]", "{\"id\":\"1\",\"kind\":\"host\"}",
		"{\"id\":\"1\",\"kind\":\"host\",\"rule\":\"r\",\"verdict\":1}",
		"{\"kind\":\"host\",\"rule\":\"r\",\"verdict\":\"fail\"}",
		"{\"id\":\"1\",\"kind\":\"host\",\"rule\":\"r\",\"verdict\":\"fail\""};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		error = (struct error){0};
		assert_int_equal(
			city_add(&city, "finding", texts[i], strlen(texts[i]), &error), -1);
		assert_int_equal(error.code, ERROR_INPUT);
	}
	assert_int_equal(city.finding_count, 0);
}

static void test_what_a_plan_before_did_not_have(void **state)
{
	static const char *const texts[] = {"{}", "{\"machine\":\"1\"}",
		"{\"end\":2,\"host\":\"h\",\"machine\":\"1\",\"start\":\"1\",\"wave\":\"w\"}"};
	const char *right = "{\"end\":2,\"host\":\"h\",\"machine\":\"1\",\"start\":1,"
			    "\"wave\":\"w\"}";

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		error = (struct error){0};
		assert_int_equal(
			city_add(&city, "earlier", texts[i], strlen(texts[i]), &error), -1);
		assert_int_equal(error.code, ERROR_INPUT);
	}
	assert_int_equal(city_add(&city, "earlier", right, strlen(right), &error), 0);
	assert_int_equal(city.earlier_count, 1);
}

/* --- many at once --- */

enum { TEXTS = 20000 };

struct giving {
	struct city_text *text;
	size_t at, count, fails; /* fails: which text the source cannot give; 0: it gives all */
};

static int next_text(void *argument, struct city_text *text, struct error *failed)
{
	struct giving *giving = argument;

	if (giving->at + 1 == giving->fails)
		return error_set(failed, ERROR_FAILED, "source", "The source is torn.");
	if (giving->at == giving->count)
		return 0;
	*text = giving->text[giving->at++];
	return 1;
}

static char *make_host(size_t number)
{
	if (number % 10)
		return mem_format(
			"{\"facts\":{\"cpus\":%zu},\"id\":\"%05zu\",\"kind\":\"host\"}", number,
			number);
	return mem_format("{\"id\": \"%05zu\", \"kind\": \"host\", \"facts\": {\"cpus\": %zu}}",
		number, number);
}

/* An order, and hosts of which each tenth is not written in the canonical form. */
static struct city_text *make_texts(void)
{
	struct city_text *texts = mem_array(TEXTS, sizeof(*texts));

	for (size_t i = 0; i < TEXTS; i++) {
		snprintf(texts[i].kind, sizeof(texts[i].kind), "%s", i ? "object" : "order");
		texts[i].data = i ? make_host(i) : mem_string("{\"profile\":{}}");
		texts[i].size = strlen(texts[i].data);
	}
	return texts;
}

static void free_texts(struct city_text *texts)
{
	for (size_t i = 0; i < TEXTS; i++)
		free((void *)(uintptr_t)texts[i].data);
	free(texts);
}

static size_t read_texts(struct city_text *texts, size_t fails, int expected)
{
	struct giving giving = {texts, 0, TEXTS, fails};
	struct city_source source = {next_text, &giving, 0};

	city_free(&city);
	error = (struct error){0};
	assert_int_equal(city_read(&city, &source, &error), expected);
	return source.count;
}

static void test_many_texts_are_read_as_one_is(void **state)
{
	struct city_text *texts = make_texts();

	(void)state;
	assert_int_equal(read_texts(texts, 0, 0), TEXTS);
	assert_int_equal(city_of(&city, "host").count, TEXTS - 1);
	for (size_t i = 1; i < TEXTS; i += 7) {
		AUTO_FREE char *id = mem_format("%05zu", i);

		assert_int_equal(json_integer(city_facts(&city, "host", id), "cpus", 0), i);
	}
	city_free(&city);
	free_texts(texts);
}

static void test_the_first_of_many_that_is_wrong_is_told(void **state)
{
	struct city_text *texts = make_texts();
	size_t kept = texts[9000].size;

	(void)state;
	texts[12345].size = texts[9000].size = 10;
	assert_int_equal(read_texts(texts, 0, -1), 9001);
	assert_int_equal(error.code, ERROR_INPUT);
	assert_int_equal(read_texts(texts, 9002, -1), 9001);
	assert_int_equal(error.code, ERROR_INPUT);
	texts[9000].size = kept;
	assert_int_equal(read_texts(texts, 9002, -1), 9002);
	assert_string_equal(error.text, "The source is torn.");
	assert_int_equal(read_texts(texts, 0, -1), 12346);
	city_free(&city);
	free_texts(texts);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_however_it_is_written),
		TEST(test_what_is_of_another_type_counts_nothing),
		TEST(test_what_is_no_object),
		TEST(test_machines_of_one_name),
		TEST(test_findings_are_found_by_whom_they_are_about),
		TEST(test_what_a_finding_says),
		TEST(test_what_is_no_finding),
		TEST(test_what_a_plan_before_did_not_have),
		TEST(test_many_texts_are_read_as_one_is),
		TEST(test_the_first_of_many_that_is_wrong_is_told),
	};

	return cmocka_run_group_tests_name("planning/city", tests, NULL, NULL);
}
