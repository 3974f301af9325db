/* Snapshots and what is reported of them. */
#include "model/snapshot.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "reporting/progress.h"
#include "tiny.h"
#include <string.h>

#define MADE "2026-01-31T08:00:00Z"

static struct json_object *json(const char *text)
{
	struct source source = {SOURCE_JSON, "test", text, strlen(text)};
	struct json_object *tree = NULL;

	assert_int_equal(json_parse(&tree, &source, JSON_FILE, NULL), 0);
	return tree;
}

static void add(struct json_object *snapshot, struct json_object *objects, const char *id,
	const char *facts, const char *measures, const char *source)
{
	AUTO_JSON struct json_object *told = json(facts);
	AUTO_JSON struct json_object *measured = measures ? json(measures) : NULL;

	snapshot_add(snapshot, objects, "host", id, told, measured, source, MADE);
}

static void assert_json(struct json_object *tree, const char *expected)
{
	AUTO_FREE char *text = json_canonical_string(tree);

	assert_string_equal(text, expected);
}

static struct json_object *facts_of(
	struct json_object *snapshot, struct json_object *objects, const char *id)
{
	return json_member(
		objects, json_string(snapshot_member(snapshot, "host", id), "digest"));
}

static void test_two_tellers_of_one_object_are_joined(void **state)
{
	AUTO_JSON struct json_object *snapshot = snapshot_new("2026-01-31T08:00:00Z");
	AUTO_JSON struct json_object *objects = json_object_new_object();

	(void)state;
	add(snapshot, objects, "a", "{\"name\":\"a\",\"cpus\":2}", "{\"load\":1}", "libvirt");
	add(snapshot, objects, "a", "{\"cpus\":4,\"os\":\"Debian\"}", "{\"load\":2,\"boot\":3}",
		"ssh");
	snapshot_finish(snapshot);
	assert_int_equal(json_object_array_length(json_member(snapshot, "members")), 1);
	assert_int_equal(json_object_object_length(objects), 1);
	assert_json(facts_of(snapshot, objects, "a"),
		"{\"cpus\":2,\"name\":\"a\",\"os\":\"Debian\"}");
	struct json_object *member = snapshot_member(snapshot, "host", "a");
	assert_string_equal(json_string(member, "source"), "libvirt, ssh");
	assert_json(json_member(member, "measures"), "{\"boot\":3,\"load\":1}");
	if (shape_check(snapshot_fields, snapshot, NULL, NULL) < 0)
		fail_msg("the snapshot has not its own shape");
}

/* What two objects have in common stays as it is when one of them gains something. */
static void test_what_is_joined_to_one_is_not_joined_to_its_like(void **state)
{
	AUTO_JSON struct json_object *snapshot = snapshot_new(MADE);
	AUTO_JSON struct json_object *objects = json_object_new_object();
	static const char facts[] = "{\"disks\":[{\"size\":1}]}";

	(void)state;
	add(snapshot, objects, "a", facts, "{\"load\":1}", "libvirt");
	add(snapshot, objects, "b", facts, "{\"load\":1}", "libvirt");
	add(snapshot, objects, "c", facts, "{\"load\":1}", "libvirt");
	add(snapshot, objects, "a", "{\"os\":\"Debian\"}", "{\"boot\":3}", "ssh");
	assert_json(facts_of(snapshot, objects, "b"), facts);
	assert_json(json_member(snapshot_member(snapshot, "host", "b"), "measures"),
		"{\"load\":1}");
	add(snapshot, objects, "b", "{\"os\":\"Kylin\"}", NULL, "ssh");
	assert_json(facts_of(snapshot, objects, "c"), facts);
	add(snapshot, objects, "c", "{\"os\":\"Kylin\"}", NULL, "ssh");
	assert_int_equal(json_object_object_length(objects), 2);
}

/* Whoever answers sooner, the same is believed and the same document comes out. */
static void test_the_order_of_tellers_does_not_matter(void **state)
{
	static const struct {
		const char *facts, *source;
	} told[] = {{"{\"name\":\"a\",\"side\":\"cloud\"}", "register"},
		{"{\"memory\":8,\"qemu\":\"7\"}", "libvirt a"},
		{"{\"memory\":7,\"os\":\"Debian\"}", "ssh a"}};
	static const int orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}};
	AUTO_FREE char *first = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		AUTO_JSON struct json_object *snapshot = snapshot_new("2026-01-31T08:00:00Z");
		AUTO_JSON struct json_object *objects = json_object_new_object();
		AUTO_FREE char *text = NULL;

		for (size_t j = 0; j < 3; j++)
			add(snapshot, objects, "a", told[orders[i][j]].facts, NULL,
				told[orders[i][j]].source);
		snapshot_finish(snapshot);
		text = json_canonical_string(snapshot);
		first = first ? first : mem_string(text);
		assert_string_equal(text, first);
		assert_int_equal(
			json_integer(facts_of(snapshot, objects, "a"), "memory", 0), 8);
		assert_json(json_member(snapshot_member(snapshot, "host", "a"), "told"),
			"{\"memory\":{\"source\":\"libvirt a\"},\"os\":{\"source\":\"ssh a\"},"
			"\"qemu\":{\"source\":\"libvirt a\"}}");
		AUTO_JSON struct json_object *filled =
			json_copy(snapshot_member(snapshot, "host", "a"));
		snapshot_set_seen(snapshot, filled);
		assert_string_equal(json_string(filled, "seen"), "2026-01-31T08:00:00Z");
		assert_string_equal(
			json_string(json_member(json_member(filled, "told"), "os"), "seen"),
			"2026-01-31T08:00:00Z");
		if (shape_check(snapshot_fields, snapshot, NULL, NULL) < 0)
			fail_msg("the snapshot has not its own shape");
	}
}

/* Two machines with the same facts share one object; joining one leaves the other's. */
static void test_a_shared_object_outlives_the_join_of_one(void **state)
{
	AUTO_JSON struct json_object *snapshot = snapshot_new("2026-01-31T08:00:00Z");
	AUTO_JSON struct json_object *objects = json_object_new_object();

	(void)state;
	add(snapshot, objects, "a", "{\"cpus\":2}", NULL, "libvirt");
	add(snapshot, objects, "b", "{\"cpus\":2}", NULL, "libvirt");
	add(snapshot, objects, "a", "{\"os\":\"Debian\"}", NULL, "ssh");
	assert_json(facts_of(snapshot, objects, "a"), "{\"cpus\":2,\"os\":\"Debian\"}");
	assert_json(facts_of(snapshot, objects, "b"), "{\"cpus\":2}");
}

static void test_members_are_sorted(void **state)
{
	AUTO_TINY struct tiny tiny = {0};
	const char *last = "";

	(void)state;
	tiny_make(&tiny, NULL);
	struct json_object *members = json_member(tiny.snapshot, "members");
	for (size_t i = 0; i < json_object_array_length(members); i++) {
		const char *kind = json_string(json_object_array_get_idx(members, i), "kind");

		assert_true(strcmp(last, kind) <= 0);
		last = kind;
	}
}

static void assert_diff(const struct change *changes, const char *expected)
{
	AUTO_TINY struct tiny before = {0}, after = {0};

	tiny_make(&before, NULL);
	tiny_make(&after, changes);
	AUTO_JSON struct json_object *diff = NULL;
	AUTO_TEXT struct text text = {0}, from = {0}, to = {0};
	struct error error = {0};

	json_canonical(&from, before.snapshot);
	json_canonical(&to, after.snapshot);
	assert_int_equal(snapshot_diff(&diff, &from, &to, &error), 0);
	for (size_t i = 0; i < json_object_array_length(diff); i++) {
		struct json_object *row = json_object_array_get_idx(diff, i);

		text_format(&text, "%s %s %s%s%s;", json_string(row, "change"),
			json_string(row, "kind"), json_string(row, "id"),
			json_string(row, "from") ? " <" : "",
			json_string(row, "to") ? " >" : "");
	}
	assert_string_equal(text.data ? text.data : "", expected);
}

static void test_differences(void **state)
{
	static const struct change none[] = {{0}};
	static const struct change measure[] = {{"/items/pool-a/measures/available", "1"}, {0}};
	static const struct change fact[] = {{"/items/cloud-a/facts/cpu_model", "\"x\""}, {0}};
	static const struct change gone[] = {
		{"/items/stray", NULL}, {"/items/net-b", NULL}, {0}};
	static const struct change moved[] = {{"/items/cloud-a/id", "\"cloud-c\""}, {0}};

	(void)state;
	assert_diff(none, "");
	assert_diff(measure, "");
	assert_diff(fact, "changed host cloud-a < >;");
	assert_diff(gone, "removed machine 33333333-3333-4333-8333-333333333333 <;"
			  "removed network cloud-b/landing-fin <;");
	assert_diff(moved, "removed host cloud-a <;added host cloud-c >;");
}

/* --- progress --- */

/* A copy on the cloud of web, beside its fenced source. */
#define COPY                                                                                   \
	"{\"kind\":\"machine\",\"id\":\"cloud-a/web\",\"facts\":{\"uuid\":"                    \
	"\"11111111-1111-4111-8111-111111111111\",\"name\":\"web\",\"host\":\"cloud-a\","      \
	"\"state\":\"running\",\"memory\":1,\"vcpus\":1,\"domain_type\":\"kvm\","              \
	"\"autostart\":true,\"persistent\":true,\"disks\":[],\"nics\":[]}}"

#define IRON                                                                                   \
	"{\"kind\":\"host\",\"id\":\"iron\",\"facts\":{\"name\":\"iron\",\"side\":"            \
	"\"department\","                                                                      \
	"\"department\":\"fin\"}}"

struct figures {
	struct change change[4];
	int64_t on_cloud, total, rate; /* by systems */
	int64_t machines_on_cloud, machines;
	unsigned excluded;
};

static void check_figures(const struct figures *figures)
{
	AUTO_TINY struct tiny tiny = {0};

	tiny_make(&tiny, figures->change);
	AUTO_JSON struct json_object *report =
		progress_report(tiny.snapshot, tiny.objects, tiny.profile);
	struct json_object *variants = json_member(report, "variants");
	struct json_object *machines = json_object_array_get_idx(variants, 1);

	assert_int_equal(json_integer(report, "on_cloud", -1), figures->on_cloud);
	assert_int_equal(json_integer(report, "total", -1), figures->total);
	assert_int_equal(json_integer(report, "rate_percent_x100", -1), figures->rate);
	assert_string_equal(json_string(machines, "formula"), "machines_on_cloud");
	assert_int_equal(json_integer(machines, "on_cloud", -1), figures->machines_on_cloud);
	assert_int_equal(json_integer(machines, "total", -1), figures->machines);
	assert_int_equal(
		json_object_array_length(json_member(report, "excluded")), figures->excluded);
}

static void test_figures(void **state)
{
	static const struct figures cases[] = {
		{{{0}}, 0, 1, 0, 0, 2, 0},
		/* One of two machines: the system is not there, a machine is. */
		{{{"/items/web/facts/host", "\"cloud-a\""}}, 0, 1, 0, 1, 2, 0},
		{{{"/items/web/facts/host", "\"cloud-a\""},
			 {"/items/db/facts/host", "\"cloud-b\""}},
			1, 1, 10000, 2, 2, 0},
		/* What is off on the cloud does not count. */
		{{{"/items/web/facts/host", "\"cloud-a\""},
			 {"/items/db/facts/host", "\"cloud-b\""},
			 {"/items/db/facts/state", "\"off\""}},
			0, 1, 0, 1, 2, 0},
		/* The fenced source beside its copy counts neither for nor against. */
		{{{"/items/web/facts/state", "\"off\""}, {"/items/copy", COPY},
			 {"/items/db/facts/host", "\"cloud-b\""}},
			1, 1, 10000, 2, 2, 0},
		/* A system of which a machine was not found is told, not counted. */
		{{{"/items/db", NULL}}, 0, 0, 0, 0, 0, 1},
		{{{"/items/portal", NULL}}, 0, 0, 0, 0, 0, 0},
		/* A server is a machine that is not on the cloud; a hypervisor is none. */
		{{{"/items/web/facts/host", "\"cloud-a\""},
			 {"/items/portal/facts/machines", "[\"web\", \"iron\"]"},
			 {"/items/iron", IRON}},
			0, 1, 0, 1, 2, 0},
		{{{"/items/portal/facts/machines", "[\"web\", \"cloud-a\"]"}}, 0, 0, 0, 0, 0,
			1},
		/* What is out of scope is told, not counted. */
		{{{"/items/web/facts/host", "\"cloud-a\""},
			 {"/items/portal/facts/funding_model", "\"other\""}},
			0, 0, 0, 0, 0, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_figures(&cases[i]);
}

static void test_the_formula_is_the_profiles(void **state)
{
	static const struct change changes[] = {{"/items/web/facts/host", "\"cloud-a\""},
		{"/profile/target/formula", "\"machines_on_cloud\""}, {0}};
	AUTO_TINY struct tiny tiny = {0};

	(void)state;
	tiny_make(&tiny, changes);
	AUTO_JSON struct json_object *report =
		progress_report(tiny.snapshot, tiny.objects, tiny.profile);
	assert_int_equal(json_integer(report, "rate_percent_x100", -1), 5000);
}

static void test_milestones(void **state)
{
	static const struct change changes[] = {{"/items/web/facts/host", "\"cloud-a\""},
		{"/profile/target/formula", "\"machines_on_cloud\""},
		{"/profile/target/milestones/0/percent", "50"}, {0}};
	AUTO_TINY struct tiny tiny = {0};

	(void)state;
	tiny_make(&tiny, changes);
	AUTO_JSON struct json_object *report =
		progress_report(tiny.snapshot, tiny.objects, tiny.profile);
	struct json_object *list = json_member(report, "milestones");
	assert_true(json_boolean(json_object_array_get_idx(list, 0), "reached", false));
	assert_false(json_boolean(json_object_array_get_idx(list, 1), "reached", true));
}

/* A department with one system of its own, of a machine that was not found. */
static void add_department(
	struct json_object *snapshot, struct json_object *objects, int number)
{
	AUTO_FREE char *name = mem_format("d%d", number), *id = mem_format("d%d/s", number);
	AUTO_JSON struct json_object *department = json_object_new_object();
	AUTO_JSON struct json_object *system = json_object_new_object();

	json_set_string(department, "name", name);
	json_set_string(system, "department", name);
	snapshot_add(snapshot, objects, "department", name, department, NULL, "survey", MADE);
	snapshot_add(snapshot, objects, "system", id, system, NULL, "survey", MADE);
}

/* The linker leads every look into a JSON tree here; the names are its own. */
static unsigned long looks;

struct json_object *__real_json_object_array_get_idx(const struct json_object *list, size_t at);
struct json_object *__wrap_json_object_array_get_idx(const struct json_object *list, size_t at);
json_bool __real_json_object_object_get_ex(
	const struct json_object *object, const char *name, struct json_object **value);
json_bool __wrap_json_object_object_get_ex(
	const struct json_object *object, const char *name, struct json_object **value);

struct json_object *__wrap_json_object_array_get_idx(const struct json_object *list, size_t at)
{
	looks++;
	return __real_json_object_array_get_idx(list, at);
}

json_bool __wrap_json_object_object_get_ex(
	const struct json_object *object, const char *name, struct json_object **value)
{
	looks++;
	return __real_json_object_object_get_ex(object, name, value);
}

static unsigned long looks_of_report(int departments)
{
	AUTO_JSON struct json_object *snapshot = snapshot_new(MADE);
	AUTO_JSON struct json_object *objects = json_object_new_object();
	AUTO_JSON struct json_object *profile = json_object_new_object();
	AUTO_JSON struct json_object *report = NULL;
	unsigned long took;

	for (int i = 0; i < departments; i++)
		add_department(snapshot, objects, i);
	snapshot_finish(snapshot);
	looks = 0;
	report = progress_report(snapshot, objects, profile);
	took = looks;
	assert_int_equal(json_length(json_member(report, "departments")), departments);
	assert_int_equal(json_length(json_member(report, "excluded")), departments);
	return took;
}

/* Eight times the departments take eight times the looks, not sixty-four times. */
static void test_the_work_grows_with_the_city(void **state)
{
	unsigned long small = looks_of_report(100), large = looks_of_report(800);

	(void)state;
	assert_true(small > 100);
	assert_true(large < 10 * small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_tellers_of_one_object_are_joined),
		cmocka_unit_test(test_what_is_joined_to_one_is_not_joined_to_its_like),
		cmocka_unit_test(test_the_order_of_tellers_does_not_matter),
		cmocka_unit_test(test_a_shared_object_outlives_the_join_of_one),
		cmocka_unit_test(test_members_are_sorted),
		cmocka_unit_test(test_differences),
		cmocka_unit_test(test_figures),
		cmocka_unit_test(test_the_formula_is_the_profiles),
		cmocka_unit_test(test_milestones),
		cmocka_unit_test(test_the_work_grows_with_the_city),
	};

	return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
