/* What becomes of each system: every rule, and who comes before whom. */
#include "planning/policy/disposition.h"
#include "../given.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/policy/disposition_rules.h"
#include "small.h"
#include <string.h>

#define WEB  "11111111-1111-4111-8111-111111111111"
#define MAIN "fin/main"

/* A department with a hypervisor and a machine "web"; `facts` are those of its one system. */
static void begin(struct small *small, const char *facts)
{
	AUTO_FREE char *all = mem_format(
		"{\"name\":\"main\",\"department\":\"fin\"%s%s}", *facts ? "," : "", facts);

	small_begin(small);
	small_add(small, "department", "fin", "{\"name\":\"fin\"}", NULL);
	small_add(small, "host", "hv",
		"{\"name\":\"hv\",\"department\":\"fin\",\"side\":\"department\","
		"\"hypervisor\":\"QEMU\"}",
		NULL);
	small_add(small, "host", "cloud-a",
		"{\"name\":\"cloud-a\",\"department\":\"cloud\",\"side\":\"cloud\"}", NULL);
	small_add(small, "host", "iron",
		"{\"name\":\"iron\",\"department\":\"fin\",\"side\":\"department\"}", NULL);
	small_machine(small, WEB, "web", "hv");
	small_add(small, "system", MAIN, all, NULL);
}

#define ON_WEB "\"machines\":[\"web\"]"

static void policy(struct small *small, const char *name, const char *value)
{
	json_set(json_member(json_member(small->order, "profile"), "disposition"), name,
		given_json(value));
}

/* Decides, and expects of the main system this rule, disposition and target (NULL: none). */
static struct json_object *expect(
	struct small *small, const char *rule, const char *disposition, const char *target)
{
	struct json_object *rows = json_object_new_array(), *row;
	enum disposition of[8];

	small_finish(small);
	dispositions_decide(&small->city, of, rows);
	row = small_row(rows, MAIN);
	if (!text_equal(json_string(row, "rule"), rule))
		fail_msg("expected %s: %s", rule, json_object_to_json_string(row));
	assert_string_equal(json_string(row, "disposition"), disposition);
	if (target)
		assert_string_equal(json_string(row, "target"), target);
	else
		assert_null(json_string(row, "target"));
	assert_non_null(json_string(row, "why"));
	assert_non_null(json_string(row, "change"));
	return rows;
}

#define ONE_CASE(name, facts, rule, disposition, target)                                       \
	static void test_##name(void **state)                                                  \
	{                                                                                      \
		AUTO_SMALL struct small small;                                                 \
		AUTO_JSON struct json_object *rows = NULL;                                     \
		(void)state;                                                                   \
		begin(&small, facts);                                                          \
		rows = expect(&small, rule, disposition, target);                              \
	}

/* What is merely unknown stops nothing. */
ONE_CASE(unknown, ON_WEB, "rehost", "rehost", NULL)
ONE_CASE(function, ON_WEB ",\"function\":\"教育资源的发布\"", "class", "rehost",
	"public_service_cloud")
ONE_CASE(network_class, ON_WEB ",\"network\":\"电子政务外网行政服务域\"", "class", "rehost",
	"admin_service_cloud")
ONE_CASE(told_domain, ON_WEB ",\"domain\":\"public_service_domain\"", "class", "rehost",
	"public_service_cloud")
ONE_CASE(contradicting,
	ON_WEB ",\"function\":\"内部管理\",\"network\":\"电子政务外网公共服务域\"",
	"contradiction", "held", NULL)
ONE_CASE(intranet, ON_WEB ",\"network\":\"电子政务内网\"", "secrets", "excluded", NULL)
ONE_CASE(scope, ON_WEB ",\"funding_model\":\"other\"", "out_of_scope", "excluded", NULL)
ONE_CASE(in_scope, ON_WEB ",\"funding_model\":\"service\"", "rehost", "rehost", NULL)
ONE_CASE(cleaned, ON_WEB ",\"cleaned\":true", "cleaned", "retire", NULL)
ONE_CASE(not_cleaned, ON_WEB ",\"cleaned\":false", "rehost", "rehost", NULL)
ONE_CASE(vertical, ON_WEB ",\"vertical_level\":\"national\"", "vertical", "held", NULL)
ONE_CASE(own_vertical, ON_WEB ",\"vertical_level\":\"city\"", "rehost", "rehost", NULL)
ONE_CASE(no_machine, "\"function\":\"x\"", "no_machine", "interface", NULL)
ONE_CASE(none_found, "\"machines\":[\"gone\"]", "no_machine", "interface", NULL)
ONE_CASE(one_missing, "\"machines\":[\"web\",\"gone\"]", "machine_missing", "held", NULL)
ONE_CASE(server, "\"machines\":[\"iron\"]", "physical", "host", NULL)
ONE_CASE(hypervisor, "\"machines\":[\"hv\"]", "no_machine", "interface", NULL)
ONE_CASE(told_arrived, "\"network\":\"政务云\"", "arrived", "rehost", NULL)

static void test_unified(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *rows = NULL;
	struct json_object *website;

	(void)state;
	begin(&small, ON_WEB);
	small_add(&small, "system", "fin/site",
		"{\"name\":\"财政局门户网站\",\"department\":\"fin\",\"machines\":[\"web\"]}",
		NULL);
	rows = expect(&small, "rehost", "rehost", NULL);
	website = small_row(rows, "fin/site");
	assert_string_equal(json_string(website, "disposition"), "site_consolidation");
	assert_string_equal(json_string(website, "target"), "省政府网站集约化平台");
	assert_non_null(strstr(json_string(website, "cites"), "003"));
	assert_non_null(strstr(json_string(website, "why"), "2018-12-31"));
}

static void test_class_needed(void **state)
{
	(void)state;
	for (int needed = 0; needed < 2; needed++) {
		AUTO_SMALL struct small small;
		AUTO_JSON struct json_object *rows = NULL;

		begin(&small, ON_WEB ",\"function\":\"教育\"");
		json_set_boolean(json_member(json_member(small.order, "profile"), "planning"),
			"class_needed", needed);
		rows = needed ? expect(&small, "unclassed", "held", NULL)
			      : expect(&small, "class", "rehost", "public_service_cloud");
		if (needed) /* it says what is missing */
			assert_string_equal(json_string(small_row(rows, MAIN), "why"),
				"The network that it uses is not told.");
	}
}

/* A candidate waits for a person; once confirmed, accepted, or ignored it does not. */
static void test_zombie(void **state)
{
	(void)state;
	for (int i = 0; i < 6; i++) {
		AUTO_SMALL struct small small;
		AUTO_JSON struct json_object *rows = NULL;

		begin(&small, ON_WEB);
		small_finding(
			&small, "zombie.candidate", MAIN, i == 1 ? "unknown" : "fail", NULL);
		if (i == 2)
			small_override(&small, "disposition", MAIN, NULL, "retire");
		if (i == 3)
			small_override(&small, "disposition", MAIN, NULL, "rehost");
		if (i == 4)
			policy(&small, "candidates", "\"plan\"");
		if (i == 5)
			json_set_string(
				json_member(json_member(small.order, "profile"), "rules"),
				"zombie.candidate", "ignore");
		if (i == 0)
			rows = expect(&small, "zombie", "held", NULL);
		else if (i == 2)
			rows = expect(&small, "override", "retire", NULL);
		else if (i == 3)
			rows = expect(&small, "override", "rehost", NULL);
		else
			rows = expect(&small, "rehost", "rehost", NULL);
	}
}

static void test_shadow(void **state)
{
	static const char other[] =
		"{\"name\":\"other\",\"department\":\"fin\",\"function\":\"报销\","
		"\"machines\":[\"web\"]}";

	(void)state;
	for (int i = 0; i < 4; i++) {
		AUTO_SMALL struct small small;
		AUTO_JSON struct json_object *rows = NULL;
		/* alike; itself the survivor; alike by name only; none of that id */
		static const char *const survivors[] = {
			"fin/other", MAIN, "fin/other", "fin/nobody"};
		AUTO_FREE char *basis = mem_format("{\"survivor\":\"%s\"}", survivors[i]);

		begin(&small, i == 2 ? ON_WEB : ON_WEB ",\"function\":\"报销\"");
		small_add(&small, "system", "fin/other", other, NULL);
		small_finding(&small, "shadow.similar", MAIN, "fail", basis);
		rows = i == 0 ? expect(&small, "shadow", "consolidate", "fin/other")
			      : expect(&small, "rehost", "rehost", NULL);
	}
}

/* Nobody is merged into what goes away itself. */
static void test_shadow_of_what_ends(void **state)
{
	static const char *const facts[] = {
		"\"cleaned\":true", "\"funding_model\":\"other\"", "\"cleaned\":false"};

	(void)state;
	for (int i = 0; i < 3; i++) {
		AUTO_SMALL struct small small;
		AUTO_JSON struct json_object *rows = NULL;
		AUTO_FREE char *other = mem_format("{\"name\":\"other\",\"department\":\"fin\","
						   "\"function\":\"报销\",%s}",
			facts[i]);

		begin(&small, ON_WEB ",\"function\":\"报销\"");
		small_add(&small, "system", "fin/other", other, NULL);
		small_finding(
			&small, "shadow.similar", MAIN, "fail", "{\"survivor\":\"fin/other\"}");
		/* what two findings say of each other leads nowhere */
		small_finding(&small, "shadow.similar", "fin/other", "fail",
			"{\"survivor\":\"fin/main\"}");
		rows = i < 2 ? expect(&small, "shadow", "held", NULL)
			     : expect(&small, "shadow", "consolidate", "fin/other");
	}
}

/* A new system is compared with others before it gets a plan. */
static void test_planned(void **state)
{
	static const char *const verdicts[] = {NULL, "unknown", "pass", "fail"};

	(void)state;
	for (int i = 0; i < 4; i++) {
		AUTO_SMALL struct small small;
		AUTO_JSON struct json_object *rows = NULL;

		begin(&small, "\"state\":\"planned\",\"function\":\"报销\"");
		small_add(&small, "system", "fin/other",
			"{\"name\":\"other\",\"department\":\"fin\",\"function\":\"报销\"}",
			NULL);
		if (verdicts[i])
			small_finding(&small, "shadow.similar", MAIN, verdicts[i],
				"{\"survivor\":\"fin/other\"}");
		if (i < 2)
			rows = expect(&small, "planned_unseen", "held", NULL);
		else if (i == 2)
			rows = expect(&small, "planned", "rehost", NULL);
		else
			rows = expect(&small, "shadow", "consolidate", "fin/other");
		assert_null(json_string(small_row(rows, MAIN), "violation"));
	}
}

static void test_planned_off_cloud(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *rows = NULL;

	(void)state;
	begin(&small, "\"state\":\"planned\"");
	small_override(&small, "disposition", MAIN, NULL, "retain");
	rows = expect(&small, "override", "retain", NULL);
	assert_non_null(json_string(small_row(rows, MAIN), "violation"));
	assert_string_equal(
		json_string(json_member(small_row(rows, MAIN), "override"), "reason"),
		"as agreed");
}

/* Secrets and a hold come before what somebody decided. */
static void test_before_override(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		AUTO_SMALL struct small small;
		AUTO_JSON struct json_object *rows = NULL;

		begin(&small, i ? ON_WEB : ON_WEB ",\"domain\":\"egov_intranet\"");
		small_override(&small, "disposition", MAIN, NULL, "rehost");
		if (i)
			small_override(&small, "hold", MAIN, NULL, NULL);
		rows = i ? expect(&small, "hold", "held", NULL)
			 : expect(&small, "secrets", "excluded", NULL);
	}
}

/* Another's override is not meant, whatever is before and after it in the list. */
static void test_whose_override(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *rows = NULL;

	(void)state;
	begin(&small, ON_WEB);
	small_override(&small, "hold", "fin/a", NULL, NULL);
	small_override(&small, "hold", "fin/main2", NULL, NULL);
	rows = expect(&small, "rehost", "rehost", NULL);
}

static void test_retention(void **state)
{
	static const struct {
		const char *facts, *rule;
	} cases[] = {
		{"\"approved\":\"2020-01-01\",\"expires\":\"2027-01-01\"", "retention"},
		{"\"approved\":\"2020-01-01\",\"expires\":\"2026\"", "retention"},
		{"\"approved\":\"2020-01-01\",\"expires\":\"2026-01-31\"", "retention"},
		{"\"approved\":\"2020-01-01\"", "retention"},
		{"\"approved\":\"2020-01-01\",\"expires\":\"2026-01-30\"", "rehost"},
		{"\"approved\":\"2020-01-01\",\"expires\":\"2025\"", "rehost"},
		{"\"expires\":\"2027-01-01\"", "rehost"},
		{"\"approved\":\"2020-01-01\",\"subject\":\"network\"", "rehost"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_SMALL struct small small;
		AUTO_JSON struct json_object *rows = NULL;
		AUTO_FREE char *facts = mem_format(
			"{\"name\":\"main\",\"department\":\"fin\",%s}", cases[i].facts);
		bool kept = text_equal(cases[i].rule, "retention");

		begin(&small, ON_WEB);
		small_add(&small, "retention", MAIN, facts, NULL);
		rows = expect(&small, cases[i].rule, kept ? "retain" : "rehost", NULL);
		if (i == 0)
			assert_string_equal(
				json_string(json_member(small_row(rows, MAIN), "then"), "by"),
				"2027-01-01");
		assert_null(json_member(small_row(rows, MAIN), "hosted"));
		if (i == 4)
			assert_string_equal(
				json_string(small_row(rows, MAIN), "reopened"), "2026-01-30");
		else if (kept)
			assert_null(json_string(small_row(rows, MAIN), "reopened"));
	}
}

/* What is retained of a ministry's moves into the cloud's room all the same. */
static void test_retained_of_above(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *rows = NULL;

	(void)state;
	begin(&small, ON_WEB ",\"vertical_level\":\"national\"");
	small_add(&small, "retention", MAIN,
		"{\"name\":\"main\",\"department\":\"fin\",\"approved\":\"2020-01-01\"}", NULL);
	rows = expect(&small, "retention", "retain", NULL);
	assert_true(json_boolean(small_row(rows, MAIN), "hosted", false));
	assert_null(json_member(small_row(rows, MAIN), "then"));
}

/* With its superior's instruction it is planned as the rest of its room. */
static void test_instructed(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *rows = NULL;
	struct json_object *then;

	(void)state;
	begin(&small, ON_WEB ",\"vertical_level\":\"national\",\"network\":\"金财网\"");
	small_add(&small, "dedicated_network", "cap/金财网",
		"{\"name\":\"金财网\",\"department\":\"cap\",\"vertical_level\":\"national\"}",
		NULL);
	small_override(&small, "instruct", MAIN, NULL, NULL);
	rows = expect(&small, "room", "host", NULL);
	then = json_member(small_row(rows, MAIN), "then");
	assert_string_equal(json_string(then, "disposition"), "rehost");
	assert_string_equal(json_string(then, "by"), "2028-02-01");
}

/* A department's network of above ends in its room, when it has one. */
static void test_room(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		AUTO_SMALL struct small small;
		AUTO_JSON struct json_object *rows = NULL;
		AUTO_FREE char *network = mem_format(
			"{\"name\":\"n\",\"department\":\"fin\",\"vertical_level\":\"%s\"}",
			i == 1 ? "city" : "provincial");

		begin(&small, ON_WEB);
		small_add(&small, "dedicated_network", i == 2 ? "fin2/n" : "fin/n", network,
			NULL);
		if (i != 3)
			small_add(&small, "room", "fin/r",
				"{\"name\":\"r\",\"department\":\"fin\"}", NULL);
		rows = i == 0 ? expect(&small, "room", "host", NULL)
			      : expect(&small, "rehost", "rehost", NULL);
	}
}

static void test_arrived(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *rows = NULL;

	(void)state;
	begin(&small, "\"machines\":[\"moved\"],\"vertical_level\":\"national\"");
	small_machine(&small, "22222222-2222-4222-8222-222222222222", "moved", "cloud-a");
	rows = expect(&small, "arrived", "rehost", NULL);
}

/* Servers beside virtual machines go along, or keep the whole back. */
static void test_mixed(void **state)
{
	static const char *const words[] = {"rehost", "host", "interface"};

	(void)state;
	for (int i = 0; i < 3; i++) {
		AUTO_SMALL struct small small;
		AUTO_JSON struct json_object *rows = NULL;
		AUTO_FREE char *word = mem_format("\"%s\"", words[i]);

		begin(&small, "\"machines\":[\"web\",\"iron\"]");
		policy(&small, "mixed", word);
		rows = expect(&small, i == 0 ? "rehost" : "physical", words[i], NULL);
		if (i < 2)
			assert_string_equal(
				json_object_to_json_string_ext(
					json_member(small_row(rows, MAIN), "hardware"), 0),
				"[\"iron\"]");
		else
			assert_null(json_member(small_row(rows, MAIN), "hardware"));
	}
}

static void test_words(void **state)
{
	(void)state;
	assert_int_equal(disposition_of("rehost"), DISPOSITION_REHOST);
	assert_int_equal(disposition_of("excluded"), DISPOSITION_EXCLUDED);
	assert_int_equal(disposition_of("moved"), DISPOSITIONS);
	assert_int_equal(disposition_of(NULL), DISPOSITIONS);
	for (int i = 0; disposition_choices[i]; i++)
		assert_int_equal(disposition_of(disposition_choices[i]), i);
}

/* Each rule is whole, and no two have one name. */
static void test_table(void **state)
{
	(void)state;
	for (const struct disposition_rule *rule = disposition_rules; rule->id; rule++) {
		assert_non_null(rule->question);
		assert_non_null(rule->change);
		for (const struct disposition_rule *other = rule + 1; other->id; other++)
			assert_string_not_equal(rule->id, other->id);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_words),
		cmocka_unit_test(test_table), cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_function), cmocka_unit_test(test_network_class),
		cmocka_unit_test(test_told_domain), cmocka_unit_test(test_contradicting),
		cmocka_unit_test(test_intranet), cmocka_unit_test(test_scope),
		cmocka_unit_test(test_in_scope), cmocka_unit_test(test_cleaned),
		cmocka_unit_test(test_not_cleaned), cmocka_unit_test(test_vertical),
		cmocka_unit_test(test_own_vertical), cmocka_unit_test(test_no_machine),
		cmocka_unit_test(test_none_found), cmocka_unit_test(test_one_missing),
		cmocka_unit_test(test_server), cmocka_unit_test(test_told_arrived),
		cmocka_unit_test(test_unified), cmocka_unit_test(test_class_needed),
		cmocka_unit_test(test_zombie), cmocka_unit_test(test_shadow),
		cmocka_unit_test(test_shadow_of_what_ends), cmocka_unit_test(test_planned),
		cmocka_unit_test(test_planned_off_cloud),
		cmocka_unit_test(test_before_override), cmocka_unit_test(test_whose_override),
		cmocka_unit_test(test_retention), cmocka_unit_test(test_retained_of_above),
		cmocka_unit_test(test_instructed), cmocka_unit_test(test_room),
		cmocka_unit_test(test_arrived), cmocka_unit_test(test_mixed),
		cmocka_unit_test(test_hypervisor)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
