/* Who moves together: machines in common, people's joins and cuts, and what was seen. */
#include "planning/groups/groups.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/groups/flows.h"
#include "planning/policy/disposition.h"
#include "small.h"
#include <stdio.h>
#include <string.h>

/* The machine of number n: its uuid, as a text that lives until the next but seven. */
static const char *uuid(int n)
{
	static char texts[8][40];
	static int at;

	at = (at + 1) % 8;
	snprintf(texts[at], sizeof(texts[at]), "%08d-0000-4000-8000-000000000000", n);
	return texts[at];
}

/* System "fin/sN" with machine "mN", whose inside has 192.0.2.N and saw these flows. */
static void add_system(struct small *small, int n, const char *measures)
{
	AUTO_FREE char *id = mem_format("fin/s%d", n);
	AUTO_FREE char *name = mem_format("m%d", n);
	AUTO_FREE char *inside = mem_format("in%d", n);
	AUTO_FREE char *system = mem_format(
		"{\"name\":\"s%d\",\"department\":\"fin\",\"machines\":[\"m%d\"]}", n, n);
	AUTO_FREE char *host = mem_format("{\"name\":\"in%d\",\"department\":\"fin\",\"side\":"
					  "\"machine\",\"machine\":\"%s\",\"addresses\":"
					  "[\"192.0.2.%d\",\"3fff::%d\"]}",
		n, uuid(n), n, n);

	small_add(small, "system", id, system, NULL);
	small_add(small, "host", inside, host, measures);
	small_machine(small, uuid(n), name, "hv");
}

static void begin(struct small *small)
{
	small_begin(small);
	small_add(small, "host", "hv",
		"{\"name\":\"hv\",\"department\":\"fin\",\"side\":\"department\","
		"\"hypervisor\":\"QEMU\"}",
		NULL);
}

static void policy(struct small *small, const char *name, int64_t value)
{
	json_set_integer(
		json_member(json_member(small->order, "profile"), "groups"), name, value);
}

struct grouped {
	struct groups groups;
	struct json_object *rows, *hubs;
};

static void group(struct small *small, struct grouped *grouped)
{
	enum disposition of[SMALL_MOST];

	small_finish(small);
	dispositions_decide(&small->city, of, NULL);
	grouped->rows = json_object_new_array();
	grouped->hubs = json_object_new_array();
	groups_find(&small->city, of, &grouped->groups, grouped->rows, grouped->hubs);
	assert_int_equal(json_length(grouped->rows), grouped->groups.count);
}

static void grouped_free(struct grouped *grouped)
{
	groups_free(&grouped->groups);
	json_object_put(grouped->rows);
	json_object_put(grouped->hubs);
}
#define AUTO_GROUPED __attribute__((cleanup(grouped_free)))

/* The groups as "1 2,3": systems of one group with commas, by their numbers. */
static void expect(const struct grouped *grouped, const char *expected)
{
	AUTO_TEXT struct text text = {0};

	for (size_t i = 0; i < json_length(grouped->rows); i++) {
		struct json_object *systems =
			json_member(json_object_array_get_idx(grouped->rows, i), "systems");

		for (size_t j = 0; j < json_length(systems); j++)
			text_format(&text, "%s%s",
				j   ? ","
				: i ? " "
				    : "",
				json_object_get_string(json_object_array_get_idx(systems, j)) +
					strlen("fin/s"));
	}
	assert_string_equal(text.data ? text.data : "", expected);
}

static struct json_object *list_of(const struct grouped *grouped, size_t row, const char *list)
{
	return json_member(json_object_array_get_idx(grouped->rows, row), list);
}

static void test_alone(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_GROUPED struct grouped grouped = {0};

	(void)state;
	begin(&small);
	for (int n = 1; n <= 3; n++)
		add_system(&small, n, NULL);
	group(&small, &grouped);
	expect(&grouped, "1 2 3");
	assert_int_equal(grouped.groups.first[3], 3);
	assert_int_equal(grouped.groups.machine[1], 1);
	assert_string_equal(
		json_string(json_object_array_get_idx(grouped.rows, 0), "name"), "fin/s1");
}

/* One end, then both, over IPv4 and IPv6. */
static void test_flow(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_GROUPED struct grouped grouped = {0};
	struct json_object *tie;

	(void)state;
	begin(&small);
	add_system(&small, 1, "{\"flow out 5432 192.0.2.2\":7}");
	add_system(&small, 2, "{\"flow in 5432 192.0.2.1\":4}");
	add_system(&small, 3, "{\"flow in 443 3fff::0004\":2,\"uptime\":5}");
	add_system(&small, 4, NULL);
	group(&small, &grouped);
	expect(&grouped, "1,2 3,4");
	tie = json_object_array_get_idx(list_of(&grouped, 0, "ties"), 0);
	assert_string_equal(json_string(tie, "from"), "fin/s1");
	assert_string_equal(json_string(tie, "to"), "fin/s2");
	assert_int_equal(json_integer(tie, "weight", 0), 7);
	assert_int_equal(json_integer(tie, "confidence_permille", 0), 950);
	tie = json_object_array_get_idx(list_of(&grouped, 1, "ties"), 0);
	assert_string_equal(json_string(tie, "from"), "fin/s4");
	assert_int_equal(json_integer(tie, "confidence_permille", 0), 700);
	assert_string_equal(json_string(tie, "why"),
		"m4 calls m3, port 443: 2 connections in all, which one end saw.");
}

/* What is too little, too uncertain, or no policy asks for, ties nobody. */
static void test_weak(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		AUTO_SMALL struct small small;
		AUTO_GROUPED struct grouped grouped = {0};

		begin(&small);
		add_system(&small, 1, "{\"flow out 5432 192.0.2.2\":7}");
		add_system(&small, 2, NULL);
		if (i == 0)
			policy(&small, "connections_least", 8);
		else if (i == 1)
			policy(&small, "confidence_least", 701);
		else
			json_object_object_del(json_member(small.order, "profile"), "groups");
		group(&small, &grouped);
		expect(&grouped, "1 2");
	}
}

static void test_shared_machine(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_GROUPED struct grouped grouped = {0};

	(void)state;
	begin(&small);
	add_system(&small, 1, NULL);
	add_system(&small, 2, NULL);
	small_add(&small, "system", "fin/s3",
		"{\"name\":\"s3\",\"department\":\"fin\",\"machines\":[\"m1\",\"m1\"]}", NULL);
	group(&small, &grouped);
	expect(&grouped, "1,3 2");
	assert_int_equal(json_length(list_of(&grouped, 0, "machines")), 1);
	assert_string_equal(
		json_string(json_object_array_get_idx(list_of(&grouped, 0, "ties"), 0), "why"),
		"Both name the machine m1.");
	assert_false(grouped.groups.blocked[0]);
}

/* One that shares a machine with what stays cannot move. */
static void test_blocked(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_GROUPED struct grouped grouped = {0};

	(void)state;
	begin(&small);
	add_system(&small, 1, NULL);
	add_system(&small, 2, NULL);
	small_add(&small, "system", "fin/s0",
		"{\"name\":\"s0\",\"department\":\"fin\",\"machines\":[\"m1\"]}", NULL);
	small_override(&small, "hold", "fin/s0", NULL, NULL);
	group(&small, &grouped);
	expect(&grouped, "1 2");
	assert_true(grouped.groups.blocked[0]);
	assert_false(grouped.groups.blocked[1]);
	assert_string_equal(json_string(json_object_array_get_idx(grouped.rows, 0), "why"),
		"Its machine m1 is also named by fin/s0, which does not move.");
	assert_int_equal(grouped.groups.of[0], GROUP_NONE);
}

static void test_joined_and_cut(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_GROUPED struct grouped grouped = {0};

	(void)state;
	begin(&small);
	add_system(&small, 1, "{\"flow out 80 192.0.2.2\":9}");
	for (int n = 2; n <= 4; n++)
		add_system(&small, n, NULL);
	small_override(&small, "join", "fin/nobody", "fin/s1", NULL);
	small_override(&small, "cut", "fin/s2", "fin/s1", NULL);
	small_override(&small, "join", "fin/s3", "fin/s4", NULL);
	group(&small, &grouped);
	expect(&grouped, "1 2 3,4");
	assert_string_equal(
		json_string(json_object_array_get_idx(list_of(&grouped, 2, "ties"), 0), "why"),
		"Joined by uid:1001 lin: as agreed");
}

/* A cut between two that others tie all the same is told. */
static void test_cut_in_vain(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_GROUPED struct grouped grouped = {0};

	(void)state;
	begin(&small);
	add_system(&small, 1, "{\"flow out 80 192.0.2.2\":9,\"flow out 80 192.0.2.3\":9}");
	add_system(&small, 2, "{\"flow out 80 192.0.2.3\":9}");
	add_system(&small, 3, NULL);
	small_override(&small, "cut", "fin/s1", "fin/s2", NULL);
	group(&small, &grouped);
	expect(&grouped, "1,2,3");
	assert_string_equal(json_string(json_object_array_get_idx(grouped.rows, 0), "note"),
		"fin/s1 and fin/s2 are cut, and others tie them all the same.");
}

/* A name server and what watches all do not glue the city into one group. */
static void test_hubs(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_GROUPED struct grouped grouped = {0};
	struct json_object *hub;

	(void)state;
	begin(&small);
	policy(&small, "hub_systems", 3);
	add_system(&small, 1, "{\"flow out 5432 192.0.2.2\":1}");
	add_system(&small, 2, NULL);
	add_system(&small, 3, NULL);
	add_system(&small, 4, NULL);
	add_system(&small, 8,
		"{\"flow in 53 192.0.2.1\":5,\"flow in 53 192.0.2.2\":5,"
		"\"flow in 53 192.0.2.3\":5,\"flow in 53 192.0.2.4\":5}");
	add_system(&small, 9,
		"{\"flow out 10050 192.0.2.1\":1,\"flow out 10050 192.0.2.2\":1,"
		"\"flow out 10050 192.0.2.3\":1,\"flow out 10050 192.0.2.4\":1}");
	group(&small, &grouped);
	expect(&grouped, "1,2 3 4 8 9");
	assert_int_equal(json_length(grouped.hubs), 2);
	hub = json_object_array_get_idx(grouped.hubs, 0);
	assert_string_equal(json_string(hub, "name"), "m8");
	assert_int_equal(json_integer(hub, "port", 0), 53);
	assert_int_equal(json_integer(hub, "systems", 0), 4);
	assert_true(json_boolean(hub, "listens", false));
	assert_false(json_boolean(json_object_array_get_idx(grouped.hubs, 1), "listens", true));
}

/* A chain that is too long is cut where it is weakest. */
static void test_size(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_GROUPED struct grouped grouped = {0};

	(void)state;
	begin(&small);
	policy(&small, "machines_most", 2);
	add_system(&small, 1, "{\"flow out 80 192.0.2.2\":9}");
	add_system(&small, 2, "{\"flow out 80 192.0.2.3\":2}");
	add_system(&small, 3, "{\"flow out 80 192.0.2.4\":5}");
	add_system(&small, 4, NULL);
	group(&small, &grouped);
	expect(&grouped, "1,2 3,4");
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(json_length(list_of(&grouped, i, "cuts")), 1);
		assert_int_equal(
			json_integer(json_object_array_get_idx(list_of(&grouped, i, "cuts"), 0),
				"weight", 0),
			2);
	}
}

/* What people join is not cut, and that it is too large is told. */
static void test_too_large(void **state)
{
	AUTO_SMALL struct small small;
	AUTO_GROUPED struct grouped grouped = {0};

	(void)state;
	begin(&small);
	policy(&small, "machines_most", 1);
	add_system(&small, 1, NULL);
	add_system(&small, 2, NULL);
	small_override(&small, "join", "fin/s1", "fin/s2", NULL);
	group(&small, &grouped);
	expect(&grouped, "1,2");
	assert_string_equal(json_string(json_object_array_get_idx(grouped.rows, 0), "note"),
		"It has 2 machines, more than the 1 of a group, and what ties them cannot be "
		"cut.");
}

/* --- whose an address is --- */

static void add_other(struct small *small, const char *address)
{
	AUTO_FREE char *host =
		mem_format("{\"name\":\"in7\",\"department\":\"tax\",\"side\":"
			   "\"machine\",\"machine\":\"%s\",\"addresses\":[\"%s\"]}",
			uuid(7), address);

	small_add(small, "host", "hv-tax",
		"{\"name\":\"hv-tax\",\"department\":\"tax\",\"side\":\"department\"}", NULL);
	small_add(small, "host", "in7", host, NULL);
	small_machine(small, uuid(7), "m7", "hv-tax");
}

static void test_addresses(void **state)
{
	static const struct {
		const char *seen, *others, *prefix;
		uint32_t server; /* of the machines, or UINT32_MAX: nobody's */
	} cases[] = {
		{"192.0.2.2", "10.1.1.7", NULL, 1},  /* only one has it */
		{"10.1.1.7", "10.1.1.7", NULL, 2},   /* another department's */
		{"192.0.2.2", "192.0.2.2", NULL, 1}, /* both have it: one's own */
		{"10.1.1.7", "10.1.1.7", "10.1.0.0/16", UINT32_MAX}, /* may be one's own */
		{"10.1.1.8", "10.1.1.7", NULL, UINT32_MAX},          /* nobody has it */
		{"192.0.2.1", "10.1.1.7", NULL, UINT32_MAX},         /* oneself */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_SMALL struct small small;
		AUTO_FLOWS struct flows flows = {0};
		AUTO_FREE char *measures = mem_format("{\"flow out 80 %s\":3,\"flow out x\":1,"
						      "\"flow up 80 192.0.2.2\":1}",
			cases[i].seen);
		AUTO_FREE char *prefix = mem_format("{\"prefix\":\"%s\",\"family\":4,"
						    "\"department\":\"fin\",\"found\":false}",
			cases[i].prefix);

		begin(&small);
		add_system(&small, 1, measures);
		add_system(&small, 2, NULL);
		add_other(&small, cases[i].others);
		if (cases[i].prefix)
			small_add(&small, "prefix", "fin 10.1.0.0/16", prefix, NULL);
		small_finish(&small);
		flows_find(&small.city, &flows);
		assert_int_equal(flows.count, cases[i].server == UINT32_MAX ? 0 : 1);
		if (flows.count > 0)
			assert_int_equal(flows.list[0].server, cases[i].server);
	}
}

/* --- whatever the city --- */

#define SEEDS   400
#define SYSTEMS 9
#define LARGEST 3

/* A number below `most` that the seed, and two more, decide. */
static unsigned draw(unsigned seed, unsigned one, unsigned other, unsigned most)
{
	uint64_t mixed = (uint64_t)seed * 0x9e3779b97f4a7c15ULL + one * 0xbf58476d1ce4e5b9ULL +
			 other * 0x94d049bb133111ebULL;

	mixed ^= mixed >> 31;
	mixed *= 0xd6e8feb86659fd93ULL;
	return (unsigned)((mixed >> 33) % most);
}

static bool are_joined(unsigned seed, unsigned one, unsigned other)
{
	return draw(seed, 100 + one, other, 20) == 0;
}

/* Two systems that name the machine of the first. */
static bool share(unsigned seed, unsigned one, unsigned other)
{
	return draw(seed, 200 + one, other, 25) == 0;
}

static void add_named(struct small *small, unsigned seed, unsigned n)
{
	AUTO_FREE char *id = mem_format("fin/s%u", n);
	AUTO_TEXT struct text facts = {0};

	text_format(
		&facts, "{\"name\":\"s%u\",\"department\":\"fin\",\"machines\":[\"m%u\"", n, n);
	for (unsigned other = 1; other < n; other++)
		if (share(seed, other, n))
			text_format(&facts, ",\"m%u\"", other);
	text_add(&facts, "]}");
	small_add(small, "system", id, facts.data, NULL);
}

static char *flows_of(unsigned seed, unsigned n, bool backward)
{
	struct text text = {0};

	for (unsigned i = 1; i <= SYSTEMS; i++) {
		unsigned other = backward ? SYSTEMS + 1 - i : i;

		if (other != n && draw(seed, n, other, 4) == 0)
			text_format(&text, "%s\"flow %s 80 192.0.2.%u\":%u",
				text.data ? "," : "{",
				draw(seed, n, other, 8) < 4 ? "out" : "in", other,
				1 + draw(seed, other, n, 9));
	}
	text_add(&text, text.data ? "}" : "{}");
	return text_take(&text);
}

static void add_inside(struct small *small, unsigned seed, unsigned n, bool backward)
{
	AUTO_FREE char *name = mem_format("m%u", n);
	AUTO_FREE char *inside = mem_format("in%u", n);
	AUTO_FREE char *flows = flows_of(seed, n, backward);
	AUTO_FREE char *host = mem_format("{\"name\":\"in%u\",\"department\":\"fin\",\"side\":"
					  "\"machine\",\"machine\":\"%s\",\"addresses\":"
					  "[\"192.0.2.%u\"]}",
		n, uuid((int)n), n);

	small_add(small, "host", inside, host, flows);
	small_machine(small, uuid((int)n), name, "hv");
}

static void make_city(struct small *small, unsigned seed, bool backward)
{
	begin(small);
	policy(small, "machines_most", LARGEST);
	for (unsigned i = 1; i <= SYSTEMS; i++) {
		unsigned n = backward ? SYSTEMS + 1 - i : i;

		add_named(small, seed, n);
		add_inside(small, seed, n, backward);
	}
	for (unsigned one = 1; one <= SYSTEMS; one++)
		for (unsigned other = one + 1; other <= SYSTEMS; other++) {
			AUTO_FREE char *subject = mem_format("fin/s%u", one);
			AUTO_FREE char *with = mem_format("fin/s%u", other);

			if (are_joined(seed, one, other))
				small_override(small, "join", subject, with, NULL);
		}
}

/* Joined, or with a machine in common. */
static bool must(unsigned seed, unsigned one, unsigned other)
{
	if (are_joined(seed, one, other) || share(seed, one, other))
		return true;
	for (unsigned third = 1; third < one; third++)
		if (share(seed, third, one) && share(seed, third, other))
			return true;
	return false;
}

static void check_together(const struct groups *groups, unsigned seed)
{
	for (unsigned one = 1; one <= SYSTEMS; one++)
		for (unsigned other = one + 1; other <= SYSTEMS; other++)
			if (must(seed, one, other))
				assert_int_equal(groups->of[one - 1], groups->of[other - 1]);
}

/* Whether all of a group are reached from its first by what must be together. */
static bool is_one(const struct groups *groups, unsigned seed, uint32_t group)
{
	bool reached[SYSTEMS + 1] = {false};
	unsigned first = 1;

	while (groups->of[first - 1] != group)
		first++;
	reached[first] = true;
	for (unsigned round = 0; round < SYSTEMS; round++)
		for (unsigned one = 1; one <= SYSTEMS; one++)
			for (unsigned other = one + 1; other <= SYSTEMS; other++)
				if (must(seed, one, other) && (reached[one] || reached[other]))
					reached[one] = reached[other] = true;
	for (unsigned n = 1; n <= SYSTEMS; n++)
		if (groups->of[n - 1] == group && !reached[n])
			return false;
	return true;
}

/* One that is too large is nothing but what must be together, and says so. */
static unsigned check_sizes(const struct grouped *grouped, unsigned seed)
{
	const struct groups *groups = &grouped->groups;
	unsigned large = 0;

	for (uint32_t i = 0; i < groups->count; i++) {
		struct json_object *row = json_object_array_get_idx(grouped->rows, i);
		bool too_large = groups->first[i + 1] - groups->first[i] > LARGEST;

		assert_int_equal(too_large, json_string(row, "note") != NULL);
		if (too_large)
			assert_true(is_one(groups, seed, i));
		large += too_large;
	}
	return large;
}

/* Each machine is in one group, once. */
static void check_machines(const struct groups *groups)
{
	bool seen[SYSTEMS] = {false};

	assert_int_equal(groups->first[groups->count], SYSTEMS);
	for (uint32_t i = 0; i < SYSTEMS; i++) {
		assert_false(seen[groups->machine[i]]);
		seen[groups->machine[i]] = true;
	}
}

static void test_any_city(void **state)
{
	unsigned large = 0;

	(void)state;
	for (unsigned seed = 0; seed < SEEDS; seed++) {
		AUTO_SMALL struct small small, again;
		AUTO_GROUPED struct grouped grouped = {0}, other = {0};

		make_city(&small, seed, false);
		group(&small, &grouped);
		check_machines(&grouped.groups);
		check_together(&grouped.groups, seed);
		large += check_sizes(&grouped, seed);
		make_city(&again, seed, true);
		group(&again, &other);
		assert_string_equal(json_object_to_json_string(grouped.rows),
			json_object_to_json_string(other.rows));
	}
	assert_in_range(large, SEEDS / 50, SEEDS); /* else they were not tried */
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_alone),
		cmocka_unit_test(test_flow), cmocka_unit_test(test_weak),
		cmocka_unit_test(test_shared_machine), cmocka_unit_test(test_blocked),
		cmocka_unit_test(test_joined_and_cut), cmocka_unit_test(test_cut_in_vain),
		cmocka_unit_test(test_hubs), cmocka_unit_test(test_size),
		cmocka_unit_test(test_too_large), cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_any_city)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
