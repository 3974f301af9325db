/*
 * Whether the machines that systems are told to have were found, and when nothing can be said.
 */
#include "inventory/claims.h"

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include "model/snapshot.h"
#include <string.h>

#define SEEN "2026-01-31T08:00:00Z"
#define ID   "system/fin/tax/machines"

/* A member: its kind, its id, its facts with ' for ". */
struct given {
	const char *kind, *id, *facts;
};

static const struct given tax = {"system", "fin/tax",
	"{'name':'tax','department':'fin','machines':['one','two','three']}"};
static const struct given hypervisor = {
	"host", "hv", "{'name':'hv','department':'fin','side':'department'}"};
static const struct given one = {"machine", "1", "{'name':'one','host':'hv'}"};
static const struct given two = {
	"host", "two", "{'name':'two','department':'fin','side':'machine'}"};
static const struct given three = {"machine", "3", "{'name':'three','host':'hv'}"};
static const struct given cloud = {"host", "cloud1", "{'name':'cloud1','side':'cloud'}"};
static const struct given moved = {"machine", "3", "{'name':'three','host':'cloud1'}"};
static const struct given other = {
	"host", "hv2", "{'name':'hv2','department':'civ','side':'department'}"};
static const struct given namesake = {"machine", "9", "{'name':'three','host':'hv2'}"};

static void add(
	struct json_object *snapshot, struct json_object *objects, const struct given *given)
{
	AUTO_FREE char *text = mem_string(given->facts);
	struct source source = {SOURCE_JSON, "test", text, strlen(text)};
	AUTO_JSON struct json_object *facts = NULL;

	for (char *at = text; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	assert_int_equal(json_parse(&facts, &source, JSON_FILE, NULL), 0);
	snapshot_add(snapshot, objects, given->kind, given->id, facts, NULL, "table", SEEN);
}

static struct json_object *value_of(struct json_object *facts, size_t index)
{
	return json_object_array_get_idx(json_member(facts, "values"), index);
}

/*
 * What was found of the three, as JSON; NULL when nothing is said. The order does not matter.
 */
static void says(const char *found, const char *silent, const struct given *const *given)
{
	size_t count = 0;

	while (given[count])
		count++;
	for (int backwards = 0; backwards < 2; backwards++) {
		AUTO_JSON struct json_object *snapshot = snapshot_new(SEEN),
					     *objects = json_object_new_object();
		struct json_object *member, *facts;

		for (size_t i = 0; i < count; i++)
			add(snapshot, objects, given[backwards ? count - 1 - i : i]);
		if (silent)
			snapshot_add_silent(snapshot, silent, "it does not answer");
		claims_judge(snapshot, objects, SEEN);
		member = snapshot_member(snapshot, "contradiction", ID);
		facts = member ? json_member(objects, json_string(member, "digest")) : NULL;
		assert_true((found != NULL) == (facts != NULL));
		if (!found)
			continue;
		assert_string_equal(json_string(value_of(facts, 0), "source"), "table");
		assert_string_equal(json_string(value_of(facts, 0), "value"),
			"[\"one\",\"two\",\"three\"]");
		assert_string_equal(
			json_string(value_of(facts, 1), "source"), "the hosts of fin");
		assert_string_equal(json_string(value_of(facts, 1), "value"), found);
	}
}

#define GIVEN(...) ((const struct given *const[]){__VA_ARGS__, NULL})

static void what_is_there_is_no_contradiction(void **state)
{
	(void)state;
	says(NULL, NULL, GIVEN(&tax, &hypervisor, &one, &two, &three));
	says(NULL, NULL, GIVEN(&tax, &hypervisor, &one, &two, &cloud, &moved));
}

static void what_is_missing_is_one(void **state)
{
	(void)state;
	says("[\"one\",\"two\"]", NULL, GIVEN(&tax, &hypervisor, &one, &two));
	says("[\"two\"]", NULL, GIVEN(&tax, &hypervisor, &two));
	says("[]", NULL, GIVEN(&tax, &hypervisor));
}

static void a_namesake_elsewhere_is_another(void **state)
{
	(void)state;
	says("[\"one\",\"two\"]", NULL,
		GIVEN(&tax, &hypervisor, &one, &two, &other, &namesake));
}

static void nothing_is_said_of_whom_nobody_read(void **state)
{
	(void)state;
	says(NULL, NULL, GIVEN(&tax));
	says(NULL, NULL, GIVEN(&tax, &other, &namesake));
	says(NULL, "hv", GIVEN(&tax, &hypervisor, &two));
	says(NULL, "cloud1", GIVEN(&tax, &hypervisor, &one, &two, &cloud));
	says(NULL, "world", GIVEN(&tax, &hypervisor, &one, &two));
	/* Those who are silent elsewhere have nothing to do with it. */
	says("[\"one\",\"two\"]", "hv2", GIVEN(&tax, &hypervisor, &one, &two, &other));
	says("[\"one\",\"two\"]", "banyund", GIVEN(&tax, &hypervisor, &one, &two));
}

/* What is told of systems without a machine that was found, as JSON. */
static void unfound(const char *expected, const char *silent, const struct given *const *given)
{
	AUTO_JSON struct json_object *snapshot = snapshot_new(SEEN),
				     *objects = json_object_new_object(), *list = NULL;
	AUTO_FREE char *text = NULL;

	while (*given)
		add(snapshot, objects, *given++);
	if (silent)
		snapshot_add_silent(snapshot, silent, "it does not answer");
	snapshot_finish(snapshot);
	list = claims_unfound(snapshot, objects);
	text = json_canonical_string(list);
	assert_string_equal(text, expected);
}

static void a_system_without_any_of_its_machines_is_named(void **state)
{
	static const struct given vague = {
		"system", "fin/a", "{'name':'a','department':'fin'}"};

	(void)state;
	unfound("[{\"department\":\"fin\",\"id\":\"fin/tax\",\"told\":3}]", NULL,
		GIVEN(&tax, &hypervisor, &other, &namesake));
	unfound("[{\"department\":\"fin\",\"id\":\"fin/a\",\"told\":0}]", NULL,
		GIVEN(&tax, &vague, &hypervisor, &one));
	unfound("[]", NULL, GIVEN(&tax, &hypervisor, &cloud, &moved));
	unfound("[]", NULL, GIVEN(&tax, &vague, &other));
	unfound("[]", "hv", GIVEN(&tax, &vague, &hypervisor));
	unfound("[]", "cloud1", GIVEN(&tax, &vague, &hypervisor, &cloud));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_there_is_no_contradiction),
		cmocka_unit_test(what_is_missing_is_one),
		cmocka_unit_test(a_namesake_elsewhere_is_another),
		cmocka_unit_test(nothing_is_said_of_whom_nobody_read),
		cmocka_unit_test(a_system_without_any_of_its_machines_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
