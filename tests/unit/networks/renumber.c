/*
 * New addresses in towns by chance: each once, in its subnet, and where the plan before had it.
 */
#include "base/address.h"
#include "base/memory.h"
#include "base/text.h"
#include "town.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NETWORKS_MOST 12
#define HOSTS_MOST    60
#define TOWNS         600

static uint64_t seed;

static uint64_t draw(uint64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % below;
}

/* --- a town --- */

struct drawn {
	struct thing thing[NETWORKS_MOST + HOSTS_MOST + 2];
	size_t count, networks, hosts;
};

static void add(struct drawn *drawn, const char *kind, char *id, char *facts)
{
	drawn->thing[drawn->count++] = (struct thing){kind, id, facts};
}

/* A third has both families, a tenth is so narrow that offsets do not fit. */
static void add_network(struct drawn *drawn, size_t number)
{
	unsigned department = (unsigned)draw(4);
	const char *domain = draw(2) ? "admin_service_domain" : "public_service_domain";
	AUTO_FREE char *six =
		draw(3) ? mem_string("") : mem_format(",\"fd00:%zx::/64\"", number + 1);

	add(drawn, "dedicated_network", mem_format("d%u/n%02zu", department, number),
		mem_format("{\"name\":\"n%02zu\",\"department\":\"d%u\",\"domain\":\"%s\","
			   "\"prefixes\":[\"10.%zu.0.0/%u\"%s]}",
			number, department, domain, number + 1, draw(10) ? 24U : 16U, six));
}

static unsigned department_of(const struct drawn *drawn, size_t network)
{
	return (unsigned)(drawn->thing[network].id[1] - '0');
}

/* Some have an address that another has too. */
static void add_host(struct drawn *drawn, size_t number)
{
	size_t network = draw(drawn->networks);
	unsigned department = department_of(drawn, network), at = (unsigned)draw(250) + 2;
	bool six = strstr(drawn->thing[network].facts, "fd00:");
	AUTO_FREE char *second = six && draw(2)
					 ? mem_format(",\"fd00:%zx::%x\"", network + 1, at)
					 : mem_string("");

	add(drawn, "host", mem_format("h%03zu", number),
		mem_format("{\"name\":\"h%03zu\",\"department\":\"d%u\",\"addresses\":"
			   "[\"10.%zu.0.%u\"%s]}",
			number, department, network + 1, at, second));
}

static void draw_town(struct drawn *drawn, uint64_t number)
{
	seed = number;
	drawn->networks = 1 + draw(NETWORKS_MOST);
	drawn->hosts = 1 + draw(HOSTS_MOST);
	for (size_t i = 0; i < drawn->networks; i++)
		add_network(drawn, i);
	for (size_t i = 0; i < drawn->hosts; i++)
		add_host(drawn, i);
}

static void free_town(struct drawn *drawn)
{
	for (size_t i = 0; i < drawn->count; i++) {
		free((char *)(uintptr_t)drawn->thing[i].id);
		free((char *)(uintptr_t)drawn->thing[i].facts);
	}
}

/* --- what must be true of it --- */

static void is_new(struct json_object *seen, const char *text)
{
	if (!text)
		return;
	if (json_member(seen, text))
		fail_msg("%s is given twice", text);
	json_set_boolean(seen, text, true);
}

static bool is_inside(const char *text, const char *prefix)
{
	struct address inner, outer, first, last;

	if (!prefix || address_parse(&inner, text) < 0 || address_parse(&outer, prefix) < 0 ||
		!address_contains(&outer, &inner))
		return false;
	first = last = outer;
	first.prefix = last.prefix = inner.prefix;
	if (outer.family == 4)
		for (unsigned bit = outer.prefix; bit < 32; bit++)
			last.bytes[bit / 8] |= (uint8_t)(128 >> bit % 8);
	return !address_equal(&inner, &first) && !address_equal(&inner, &last);
}

/* The subnet of any network that has the address. */
static bool is_planned(struct town *made, const char *text, const char *name)
{
	for (size_t i = 0; i < json_length(made->plan.networks); i++) {
		struct json_object *subnets = json_member(
			json_object_array_get_idx(made->plan.networks, i), "subnets");

		for (size_t j = 0; j < json_length(subnets); j++)
			if (is_inside(text,
				    json_string(json_object_array_get_idx(subnets, j), name)))
				return true;
	}
	return false;
}

static void list_gateways(struct town *made, struct json_object *seen)
{
	for (size_t i = 0; i < json_length(made->plan.networks); i++) {
		struct json_object *routes = json_member(
			json_object_array_get_idx(made->plan.networks, i), "routes");

		for (size_t j = 0; j < json_length(routes); j++)
			is_new(seen,
				json_string(json_object_array_get_idx(routes, j), "gateway"));
	}
}

static void is_in_order(struct town *made)
{
	AUTO_JSON struct json_object *seen = json_object_new_object();
	struct json_object *rows = made->plan.renumber;

	list_gateways(made, seen);
	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);
		const char *to4 = json_string(row, "to4"), *to6 = json_string(row, "to6");

		is_new(seen, to4);
		is_new(seen, to6);
		assert_true(to4 || to6);
		assert_true(!to4 || is_planned(made, to4, "to4"));
		assert_true(!to6 || is_planned(made, to6, "to6"));
		assert_true(to4 || strchr(json_string(row, "from"), ':'));
	}
	assert_int_equal(json_length(made->plan.violations), 0);
}

/* What the next plan is told of this one. */
static char *earlier_of(struct town *made)
{
	AUTO_JSON struct json_object *order = json_object_new_object();
	struct json_object *allocated = json_object_new_object();

	for (size_t i = 0; i < json_length(made->plan.networks); i++) {
		struct json_object *row = json_object_array_get_idx(made->plan.networks, i);

		json_set(allocated, json_string(row, "id"),
			json_object_get(json_member(row, "subnets")));
	}
	json_set(order, "allocated", allocated);
	json_set(order, "renumbered", json_object_get(made->plan.renumber));
	return json_canonical_string(order);
}

static struct json_object *same_row(struct json_object *rows, struct json_object *row)
{
	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *one = json_object_array_get_idx(rows, i);

		if (text_equal(json_string(one, "host"), json_string(row, "host")) &&
			text_equal(json_string(one, "from"), json_string(row, "from")))
			return one;
	}
	return NULL;
}

/* One host less, and nobody else moves; but where two had one address, the other has it now. */
static void stays(struct drawn *drawn, struct town *made)
{
	AUTO_FREE char *earlier = earlier_of(made);
	AUTO_TOWN struct town less = {0};
	struct thing kept = drawn->thing[drawn->networks];

	/* The first host; its place is where the list ends. */
	drawn->thing[drawn->networks] = drawn->thing[drawn->count - 1];
	drawn->thing[drawn->count - 1] = (struct thing){0};
	town_make(&less, drawn->thing, NULL, earlier, NULL);
	drawn->thing[drawn->count - 1] = drawn->thing[drawn->networks];
	drawn->thing[drawn->networks] = kept;
	for (size_t i = 0; i < json_length(less.plan.renumber); i++) {
		struct json_object *row = json_object_array_get_idx(less.plan.renumber, i);
		struct json_object *before = same_row(made->plan.renumber, row);

		if (!before)
			continue;
		assert_true(text_equal(json_string(row, "to4"), json_string(before, "to4")));
		assert_true(text_equal(json_string(row, "to6"), json_string(before, "to6")));
	}
	is_in_order(&less);
}

static void test_towns_by_chance(void **state)
{
	size_t renumbered = 0;

	(void)state;
	for (uint64_t number = 1; number <= TOWNS; number++) {
		struct drawn drawn = {0};
		AUTO_TOWN struct town made = {0};

		draw_town(&drawn, number);
		town_make(&made, drawn.thing, NULL, NULL, NULL);
		is_in_order(&made);
		stays(&drawn, &made);
		renumbered += json_length(made.plan.renumber);
		free_town(&drawn);
	}
	print_message("%zu addresses in %d towns\n", renumbered, TOWNS);
	assert_true(renumbered > TOWNS * 10UL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_towns_by_chance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
