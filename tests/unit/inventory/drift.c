/*
 * What has grown since the baseline: whose objects count, what is new by its date, and what
 * cannot be told.
 */
#include "inventory/drift.h"

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include "inventory/countable.h"
#include "model/profile.h"
#include "model/snapshot.h"
#include <string.h>

#define SEEN "2026-01-31T08:00:00Z"

struct given {
	const char *kind, *id, *facts; /* ' for " */
};

static struct json_object *parsed(const char *given)
{
	AUTO_FREE char *text = mem_string(given);
	struct source source = {SOURCE_JSON, "test", text, strlen(text)};
	struct json_object *tree;

	for (char *at = text; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	assert_int_equal(json_parse(&tree, &source, JSON_FILE, NULL), 0);
	return tree;
}

#define RULES                                                                                  \
	"{'freeze':["                                                                          \
	"{'rule':'host','counts':'hosts','assets':['Servers'],'effect':'violation','cites':'"  \
	"a'},"                                                                                 \
	"{'rule':'vm','counts':'machines','assets':['vms'],'effect':'violation','cites':'b'}," \
	"{'rule':'area','counts':'room_area','assets':['area'],'effect':'warn','cites':'c'},"  \
	"{'rule':'system','counts':'systems','assets':['systems'],'effect':'warn',"            \
	"'since':'2017-12','cites':'d'}]}"

static const struct given city[] = {
	{"department", "city", "{'name':'city','parent':'province'}"},
	{"department", "a", "{'name':'a','parent':'city'}"},
	{"department", "b", "{'name':'b','parent':'city'}"},
	{"department", "far", "{'name':'far','parent':'far'}"},
	{"host", "a1", "{'name':'a1','department':'a','side':'department','libvirt':'9.0.0'}"},
	{"host", "b1", "{'name':'b1','department':'b','side':'department'}"},
	{"host", "cloud", "{'name':'cloud','department':'city','side':'cloud'}"},
	{"host", "inside", "{'name':'inside','department':'a','side':'machine'}"},
	{"machine", "m1", "{'host':'a1'}"},
	{"machine", "m2", "{'host':'cloud'}"},
	{"room", "a/r", "{'name':'r','department':'a','area':40}"},
	{"room", "b/r", "{'name':'r','department':'b','area':50}"},
	{"system", "a/old", "{'name':'old','department':'a','approved':'2018-06'}"},
	{"system", "b/new", "{'name':'new','department':'b','approved':'2019'}"},
	{"system", "far/s", "{'name':'s','department':'far','approved':'2018-01-02'}"},
	{"baseline", "city/servers",
		"{'name':'servers','department':'city','count':1,'as_of':'2016-12-31'}"},
	{"baseline", "city/vms", "{'name':'VMs','department':'city','count':1}"},
	{"baseline", "a/area", "{'name':'area','department':'a','count':40}"},
	{"baseline", "city/systems",
		"{'name':'systems','department':'city','count':2,'as_of':'2018-06-30'}"},
	{"baseline", "city/spoons", "{'name':'spoons','department':'city','count':9}"},
};
#define CITY (sizeof(city) / sizeof(city[0]))

struct outcome {
	struct json_object *rows, *without, *unmatched;
};

static struct outcome judged(const struct given *given, size_t count, const char *rules)
{
	AUTO_JSON struct json_object *snapshot = snapshot_new(SEEN);
	AUTO_JSON struct json_object *objects = json_object_new_object();
	AUTO_JSON struct json_object *profile = parsed(rules);
	struct outcome outcome;

	for (size_t i = 0; i < count; i++) {
		AUTO_JSON struct json_object *facts = parsed(given[i].facts);

		snapshot_add(snapshot, objects, given[i].kind, given[i].id, facts, NULL, "test",
			SEEN);
	}
	snapshot_finish(snapshot);
	outcome.rows =
		drift_judge(snapshot, objects, profile, &outcome.without, &outcome.unmatched);
	return outcome;
}

static void forget(struct outcome *outcome)
{
	json_object_put(outcome->rows);
	json_object_put(outcome->without);
	json_object_put(outcome->unmatched);
}
#define AUTO_OUTCOME __attribute__((cleanup(forget)))

static void is_json(struct json_object *tree, const char *expected)
{
	AUTO_FREE char *text = json_canonical_string(tree);

	for (char *at = text; *at; at++)
		*at = *at == '"' ? '\'' : *at;
	assert_string_equal(text, expected);
}

static struct json_object *row(const struct outcome *outcome, size_t index)
{
	return json_object_array_get_idx(outcome->rows, index);
}

static void test_counts_of_a_department_with_all_below_it(void **state)
{
	AUTO_OUTCOME struct outcome outcome = judged(city, CITY, RULES);

	(void)state;
	is_json(row(&outcome, 0),
		"{'after':40,'asset':'area','before':40,'change':'within','cites':'c',"
		"'department':'a','effect':'warn','rule':'area'}");
	/* Two hosts of departments, whatever the letters; neither the cloud's nor an inside. */
	is_json(row(&outcome, 1),
		"{'after':2,'asset':'servers','before':1,'change':'grown','cites':'a',"
		"'department':'city','effect':'violation','rule':'host',"
		"'since':'2016-12-31'}");
	is_json(row(&outcome, 2),
		"{'after':2,'asset':'systems','before':2,'change':'within','cites':'d',"
		"'department':'city','effect':'warn','rule':'system','since':'2018-06-30'}");
	is_json(row(&outcome, 3),
		"{'after':1,'asset':'VMs','before':1,'change':'within','cites':'b',"
		"'department':'city','effect':'violation','rule':'vm'}");
}

/* Two departments that say that they belong to each other have each object once. */
static void test_circles_count_once(void **state)
{
	static const struct given given[] = {{"department", "a", "{'parent':'b'}"},
		{"department", "b", "{'parent':'c'}"}, {"department", "c", "{'parent':'b'}"},
		{"room", "a/r", "{'department':'a','area':40}"},
		{"baseline", "c/area", "{'name':'area','department':'c','count':40}"}};
	AUTO_OUTCOME struct outcome outcome = judged(given, 5, RULES);

	(void)state;
	assert_int_equal(json_integer(row(&outcome, 0), "after", 0), 40);
	is_json(outcome.without, "{}");
}

static void test_new_by_its_date(void **state)
{
	AUTO_OUTCOME struct outcome outcome = judged(city, CITY, RULES);

	(void)state;
	/* a/old is of the baseline's own month: not after it. */
	assert_int_equal(json_length(outcome.rows), 6);
	is_json(row(&outcome, 4),
		"{'after':'2019','change':'new','cites':'d','department':'b','effect':'warn',"
		"'fact':'approved','id':'b/new','kind':'system','rule':'system',"
		"'since':'2018-06-30'}");
	/* Without a baseline the profile's date counts. */
	is_json(row(&outcome, 5),
		"{'after':'2018-01-02','change':'new','cites':'d','department':'far',"
		"'effect':'warn','fact':'approved','id':'far/s','kind':'system',"
		"'rule':'system','since':'2017-12'}");
}

static void test_what_cannot_be_compared_is_told(void **state)
{
	AUTO_OUTCOME struct outcome outcome = judged(city, CITY, RULES);

	(void)state;
	is_json(outcome.without, "{'area':['b'],'system':['far']}");
	is_json(outcome.unmatched, "[{'department':'city','name':'spoons'}]");
}

static void test_nothing_found_is_not_none(void **state)
{
	static const struct given given[] = {{"baseline", "city/servers",
		"{'name':'servers','department':'city','count':1}"}};
	AUTO_OUTCOME struct outcome outcome = judged(given, 1, RULES);

	(void)state;
	is_json(outcome.rows, "[{'asset':'servers','before':1,'change':'unknown','cites':'a',"
			      "'department':'city','effect':'violation','rule':'host'}]");
}

/* What was found elsewhere says nothing of a county that nobody read. */
static void test_who_was_not_read_is_not_within(void **state)
{
	static const struct given given[] = {{"department", "city", "{'name':'city'}"},
		{"department", "a", "{'name':'a','parent':'city'}"},
		{"department", "county", "{'name':'county','parent':'city'}"},
		{"host", "a1", "{'name':'a1','department':'a','side':'department'}"},
		{"machine", "m1", "{'host':'a1'}"}, {"room", "a/r", "{'department':'a'}"},
		{"baseline", "a/vms", "{'name':'vms','department':'a','count':5}"},
		{"baseline", "city/vms", "{'name':'vms','department':'city','count':9}"},
		{"baseline", "county/vms", "{'name':'vms','department':'county','count':50}"},
		{"baseline", "county/area", "{'name':'area','department':'county','count':1}"}};
	AUTO_OUTCOME struct outcome outcome = judged(given, 10, RULES);

	(void)state;
	is_json(row(&outcome, 0),
		"{'after':1,'asset':'vms','before':5,'change':'within','cites':'b',"
		"'department':'a','effect':'violation','rule':'vm'}");
	is_json(row(&outcome, 1),
		"{'after':1,'asset':'vms','before':9,'change':'unknown','cites':'b',"
		"'department':'city','effect':'violation','rule':'vm','unread':1}");
	is_json(row(&outcome, 2), "{'asset':'area','before':1,'change':'unknown','cites':'c',"
				  "'department':'county','effect':'warn','rule':'area'}");
	is_json(row(&outcome, 3),
		"{'asset':'vms','before':50,'change':'unknown','cites':'b',"
		"'department':'county','effect':'violation','rule':'vm','unread':1}");
}

static const char *change_with(const char *silent, int64_t count)
{
	AUTO_JSON struct json_object *snapshot = snapshot_new(SEEN),
				     *objects = json_object_new_object(),
				     *profile = parsed(RULES), *without, *unmatched;
	AUTO_JSON struct json_object *host =
		parsed("{'name':'a1','department':'a','side':'department'}");
	AUTO_JSON struct json_object *machine = parsed("{'host':'a1'}");
	AUTO_JSON struct json_object *baseline = parsed("{'name':'vms','department':'a'}");
	AUTO_JSON struct json_object *rows = NULL;
	static const char *const words[] = {"within", "grown", "unknown"};

	json_set_integer(baseline, "count", count);
	snapshot_add(snapshot, objects, "host", "a1", host, NULL, "test", SEEN);
	snapshot_add(snapshot, objects, "machine", "m", machine, NULL, "test", SEEN);
	snapshot_add(snapshot, objects, "baseline", "a/vms", baseline, NULL, "test", SEEN);
	if (silent)
		snapshot_add_silent(snapshot, silent, "it does not answer");
	snapshot_finish(snapshot);
	rows = drift_judge(snapshot, objects, profile, &without, &unmatched);
	for (size_t i = 0; i < 3; i++)
		if (strcmp(words[i],
			    json_string(json_object_array_get_idx(rows, 0), "change")) == 0)
			return words[i];
	return "another";
}

/* What is more than the baseline is so whoever is silent. */
static void test_silence_is_not_within(void **state)
{
	(void)state;
	assert_string_equal(change_with(NULL, 1), "within");
	assert_string_equal(change_with("banyund", 1), "within");
	assert_string_equal(change_with("a1", 1), "unknown");
	assert_string_equal(change_with("world", 1), "unknown");
	assert_string_equal(change_with("a1", 0), "grown");
}

static void test_baselines_of_one_rule_are_added_up(void **state)
{
	static const struct given given[] = {
		{"host", "a1", "{'name':'a1','department':'a','side':'department'}"},
		{"machine", "m1", "{'host':'a1'}"}, {"machine", "m2", "{'host':'a1'}"},
		{"baseline", "a/vms",
			"{'name':'vms','department':'a','count':1,'as_of':'2018'}"},
		{"baseline", "a/虚拟机",
			"{'name':'虚拟机','department':'a','count':1,'as_of':'2017'}"}};
	AUTO_OUTCOME struct outcome outcome = judged(given, 5,
		"{'freeze':[{'rule':'vm','counts':'machines','assets':['VMs','虚拟机'],"
		"'effect':'warn','cites':'b'}]}");

	(void)state;
	is_json(outcome.rows,
		"[{'after':2,'asset':'vms, 虚拟机','before':2,'change':'within','cites':'b',"
		"'department':'a','effect':'warn','rule':'vm','since':'2018'}]");
}

static void test_a_profile_that_freezes_nothing(void **state)
{
	AUTO_OUTCOME struct outcome outcome = judged(city, CITY, "{}");

	(void)state;
	assert_int_equal(json_length(outcome.rows), 0);
	assert_int_equal(json_length(outcome.unmatched), 5);
}

static void test_what_a_profile_may_name_can_be_counted(void **state)
{
	(void)state;
	for (const char *const *name = profile_counts; *name; name++)
		assert_non_null(countable_named(*name));
	assert_null(countable_named("spoons"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts_of_a_department_with_all_below_it),
		cmocka_unit_test(test_circles_count_once),
		cmocka_unit_test(test_new_by_its_date),
		cmocka_unit_test(test_what_cannot_be_compared_is_told),
		cmocka_unit_test(test_nothing_found_is_not_none),
		cmocka_unit_test(test_who_was_not_read_is_not_within),
		cmocka_unit_test(test_silence_is_not_within),
		cmocka_unit_test(test_baselines_of_one_rule_are_added_up),
		cmocka_unit_test(test_a_profile_that_freezes_nothing),
		cmocka_unit_test(test_what_a_profile_may_name_can_be_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
