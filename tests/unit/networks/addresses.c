/* The unified address plan: nothing overlaps, all is in its block, and what was stays. */
#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/addresses/address_plan.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As wide as a city has it, or so close that they come in one another's way. */
#define SECTION SECTION_OF("/10", "/10", "16")
#define CLOSE   SECTION_OF("/18", "/19", "5")
#define SECTION_OF(admin, public, department)                                                  \
	"{\"growth_permille\":500,\"reserved\":[\"10.128.0.0/24\"],\"v4\":{\"blocks\":["       \
	"{\"domain\":\"admin_service_domain\",\"prefix\":\"10.128.0.0" admin "\"},"            \
	"{\"domain\":\"public_service_domain\",\"prefix\":\"10.192.0.0" public "\"}],"         \
									       "\"smallest\":" \
									       "28},\"v6\":{"  \
									       "\"block\":"    \
									       "\"3fff::/"     \
									       "20\","         \
									       "\"fields\":["  \
									       "{\"bits\":4,"  \
									       "\"name\":"     \
									       "\"level\","    \
									       "\"values\":{"  \
									       "\"city\":2,"   \
									       "\"county\":3}" \
									       "},"            \
									       "{\"bits\":4,"  \
									       "\"name\":"     \
									       "\"domain\","   \
									       "\"values\":{"  \
									       "\"admin_"      \
									       "service_"      \
									       "domain\":1,"   \
									       "\"public_"     \
									       "service_"      \
									       "domain\":2}}," \
									       "{\"bits\""     \
									       ":" department  \
									       ",\"name\":"    \
									       "\"department"  \
									       "\"},"          \
									       "{\"bits\":4,"  \
									       "\"name\":"     \
									       "\"site\"}],"   \
									       "\"subnet\":"   \
									       "64}}"
/* So little that it is soon at its end. */
#define NARROW                                                                                 \
	"{\"growth_permille\":0,\"v4\":{\"blocks\":[{\"prefix\":\"10.128.0.0/26\"}],"          \
	"\"smallest\":28},\"v6\":{\"block\":\"3fff::/60\",\"fields\":[{\"bits\":2,"            \
	"\"name\":\"department\"}],\"subnet\":64}}"

static struct json_object *parse(const char *text)
{
	struct source source = {SOURCE_JSON, "section", text, strlen(text)};
	struct json_object *tree = NULL;
	struct error error = {0};

	if (json_parse(&tree, &source, JSON_MESSAGE, &error) < 0)
		fail_msg("%s", error.text);
	return tree;
}

static struct address_plan *begin(struct json_object *section)
{
	struct error error = {0};
	struct address_plan *plan = address_plan_new(section, &error);

	if (!plan)
		fail_msg("%s", error.text);
	return plan;
}

static struct address at(const char *text)
{
	struct address address = {0};

	assert_int_equal(address_parse(&address, text), 0);
	return address;
}

static struct address_wish wish_of(const char *network, const char *department, uint64_t hosts)
{
	return (struct address_wish){.network = network,
		.from = "192.0.2.0/24",
		.department = department,
		.level = "city",
		.domain = "admin_service_domain",
		.hosts = hosts,
		.wants4 = true,
		.wants6 = true};
}

static void says(const struct address *address, const char *text)
{
	char told[ADDRESS_TEXT];

	address_format(address, told);
	assert_string_equal(told, text);
}

static bool is_within(const struct address *address, const char *text)
{
	struct address block = at(text);

	return address_contains(&block, address);
}

static bool overlap(const struct address *left, const struct address *right)
{
	return address_contains(left, right) || address_contains(right, left);
}

/* --- by hand --- */

static void test_fields_follow_the_data(void **state)
{
	AUTO_JSON struct json_object *section = parse(SECTION);
	AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);
	struct address_wish wishes[] = {
		wish_of("fin/pay", "fin", 5), wish_of("fin/tax", "fin", 5)};

	(void)state;
	wishes[1].level = "county";
	wishes[1].domain = "public_service_domain";
	address_plan_fill(plan, wishes, 2);
	assert_true(is_within(&wishes[0].to6, "3fff:210::/28"));
	assert_true(is_within(&wishes[1].to6, "3fff:320::/28"));
	assert_int_equal(wishes[0].to6.prefix, 64);
	assert_true(is_within(&wishes[0].to4, "10.128.0.0/10"));
	assert_true(is_within(&wishes[1].to4, "10.192.0.0/10"));
	assert_string_equal(address_plan_domain(plan, &wishes[1].to4), "public_service_domain");
	assert_string_equal(address_plan_domain(plan, &wishes[0].to6), "admin_service_domain");
}

static void test_networks_of_a_department_share_its_prefix(void **state)
{
	AUTO_JSON struct json_object *section = parse(SECTION);
	AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);
	struct address_wish wishes[] = {wish_of("fin/pay", "fin", 5),
		wish_of("fin/tax", "fin", 5), wish_of("edu/schools", "edu", 5)};
	struct address site;

	(void)state;
	address_plan_fill(plan, wishes, 3);
	site = wishes[0].to6;
	site.prefix = 48;
	assert_true(address_contains(&site, &wishes[1].to6));
	assert_false(address_contains(&site, &wishes[2].to6));
}

static void test_sizes_hold_hosts_and_growth(void **state)
{
	AUTO_JSON struct json_object *section = parse(SECTION);
	AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);

	(void)state;
	assert_int_equal(address_plan_size4(plan, 0), 28);
	assert_int_equal(address_plan_size4(plan, 8), 28);   /* 8 + 4 + 3 */
	assert_int_equal(address_plan_size4(plan, 9), 27);   /* 9 + 5 + 3 */
	assert_int_equal(address_plan_size4(plan, 168), 24); /* 168 + 84 + 3 */
	assert_int_equal(address_plan_size4(plan, 169), 23);
}

static void test_what_an_earlier_plan_gave_stays(void **state)
{
	AUTO_JSON struct json_object *section = parse(SECTION);
	AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);
	struct address_wish wishes[] = {
		wish_of("fin/pay", "fin", 5), wish_of("fin/tax", "fin", 5)};
	struct address own = at("10.130.1.0/28");

	(void)state;
	wishes[1].earlier4 = at("10.130.1.0/28");
	wishes[1].earlier6 = at("3fff:210:70::/64");
	address_plan_know(plan, &own, "fin"); /* it is there already */
	address_plan_fill(plan, wishes, 2);
	assert_int_equal(wishes[1].why4, ADDRESS_EARLIER);
	says(&wishes[1].to4, "10.130.1.0/28");
	assert_int_equal(wishes[1].why6, ADDRESS_EARLIER);
	says(&wishes[1].to6, "3fff:210:70::/64");
	/* The department's number is what it was, for its new network too. */
	assert_true(is_within(&wishes[0].to6, "3fff:210:70::/48"));
}

struct earlier {
	const char *given4, *given6, *known, *owner;
};

static void test_what_is_no_longer_right_is_given_anew(void **state)
{
	static const struct earlier cases[] = {
		{"10.200.1.0/28", "3fff:220:70::/64", NULL, NULL}, /* of the other domain */
		{"10.130.1.0/29", "3fff:210:70::/56", NULL, NULL}, /* too small, no network */
		{"192.0.2.0/28", "2001:db8::/64", NULL, NULL},     /* in no block */
		{"10.130.1.0/28", "3fff:210:70::/64", "10.130.1.8/30", "edu"},
		{"10.130.1.0/28", "3fff:210:70::/64", "10.130.0.0/16", "edu"},
		{"10.128.0.0/28", "3fff:310:70::/64", NULL, NULL}, /* reserved; county */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_JSON struct json_object *section = parse(SECTION);
		AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);
		struct address_wish wish = wish_of("fin/pay", "fin", 5);
		struct address known;

		wish.earlier4 = at(cases[i].given4);
		wish.earlier6 = at(cases[i].given6);
		if (cases[i].known) {
			known = at(cases[i].known);
			address_plan_know(plan, &known, cases[i].owner);
		}
		address_plan_fill(plan, &wish, 1);
		assert_int_equal(wish.why4, ADDRESS_NEW);
		assert_false(overlap(&wish.earlier4, &wish.to4) && !cases[i].known);
		assert_false(cases[i].known && overlap(&known, &wish.to4));
		assert_int_equal(wish.why6, cases[i].known ? ADDRESS_EARLIER : ADDRESS_NEW);
	}
}

static void test_a_block_at_its_end_says_so(void **state)
{
	AUTO_JSON struct json_object *section = parse(NARROW);
	AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);
	const char *names[] = {"a", "b", "c", "d", "e"};
	struct address_wish wishes[5];
	unsigned without4 = 0, without6 = 0;

	(void)state;
	for (size_t i = 0; i < 5; i++)
		wishes[i] = wish_of(names[i], names[i], 5);
	address_plan_fill(plan, wishes, 5);
	for (size_t i = 0; i < 5; i++) {
		without4 += wishes[i].to4.family == 0;
		without6 += wishes[i].to6.family == 0;
		assert_true(wishes[i].to4.family || wishes[i].why4 == ADDRESS_EXHAUSTED);
		assert_true(wishes[i].to6.family || wishes[i].why6 == ADDRESS_EXHAUSTED);
		assert_true(wishes[i].to6.family || text_equal(wishes[i].field, "department"));
	}
	/* Four networks of 16 addresses; two bits of departments, of which 0 is nobody's. */
	assert_int_equal(without4, 1);
	assert_int_equal(without6, 2);
}

static void test_what_has_no_block_or_value_says_so(void **state)
{
	AUTO_JSON struct json_object *section = parse(SECTION);
	AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);
	struct address_wish wishes[] = {
		wish_of("a", "a", 5), wish_of("b", "b", 5), wish_of("c", "c", 5)};

	(void)state;
	wishes[0].domain = "internet";
	wishes[1].level = "village";
	wishes[2].level = NULL;
	address_plan_fill(plan, wishes, 3);
	assert_int_equal(wishes[0].why4, ADDRESS_NO_BLOCK);
	assert_int_equal(wishes[0].why6, ADDRESS_NO_VALUE);
	assert_string_equal(wishes[0].field, "domain");
	assert_int_equal(wishes[1].why6, ADDRESS_NO_VALUE);
	assert_string_equal(wishes[1].field, "level");
	assert_true(is_within(&wishes[2].to6, "3fff:10::/28"));
}

static void test_what_others_have_is_not_given(void **state)
{
	AUTO_JSON struct json_object *section = parse(NARROW);
	AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);
	struct address_wish wish = wish_of("a", "a", 29);
	struct address half = at("10.128.0.8/29"), all = at("3fff::/16");

	(void)state;
	address_plan_know(plan, &half, "a");
	address_plan_know(plan, &all, NULL);
	address_plan_fill(plan, &wish, 1);
	says(&wish.to4, "10.128.0.32/27");
	assert_int_equal(wish.why6, ADDRESS_EXHAUSTED);
}

static void test_sections_that_make_no_plan(void **state)
{
	static const struct {
		const char *section, *words;
	} cases[] = {
		{"{\"v4\":{\"blocks\":[{\"prefix\":\"10.0.0.0\"},{\"prefix\":\"10.0.0.0/"
		 "8\"}]}}",
			"overlap"},
		{"{\"v4\":{\"blocks\":[{\"prefix\":\"3fff::/20\"}]}}", "no prefix of IPv4"},
		{"{\"v6\":{\"block\":\"10.0.0.0/8\",\"fields\":[]}}", "no prefix of IPv6"},
		{"{\"v6\":{\"block\":\"3fff::/20\",\"fields\":[{\"name\":\"site\",\"bits\":48}]"
		 "}}",
			"ends behind bit 64"},
		{"{\"v6\":{\"block\":\"3fff::/20\",\"fields\":[{\"name\":\"level\",\"bits\":2,"
		 "\"values\":{\"city\":4}}]}}",
			"city is too much"},
		{"{\"reserved\":[\"10.0.0\"]}", "reserves is no prefix"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_JSON struct json_object *section = parse(cases[i].section);
		struct error error = {0};

		assert_null(address_plan_new(section, &error));
		assert_int_equal(error.code, ERROR_INPUT);
		if (!strstr(error.text, cases[i].words))
			fail_msg("case %zu: told \"%s\"", i, error.text);
	}
}

/* What is known within what is known, or given where it is known, counts once. */
static void test_what_is_used_of_the_blocks(void **state)
{
	static const char *const taken[] = {"10.128.0.0/28", "10.128.0.4/30", "10.128.0.40",
		"10.0.0.0/16", "3fff:0:0:1::/64", "3fff::/62"};
	AUTO_JSON struct json_object *section = parse(NARROW);
	AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);
	struct address_wish wish = wish_of("a", "a", 5);
	AUTO_JSON struct json_object *told = NULL;
	AUTO_FREE char *text = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		struct address known = at(taken[i]);

		address_plan_know(plan, &known, i == 0 ? "a" : "b");
	}
	wish.earlier4 = at("10.128.0.16/28");
	address_plan_fill(plan, &wish, 1);
	told = address_plan_usage(plan);
	text = json_canonical_string(told);
	assert_string_equal(text,
		"[{\"block\":\"10.128.0.0/26\",\"given\":16,\"total\":64,\"unit\":\"address\","
		"\"used\":33},{\"block\":\"3fff::/60\",\"given\":1,\"total\":16,\"unit\":"
		"\"network\",\"used\":5}]");
}

/* Who comes too late is told so at once: ten thousand networks for room for four. */
static void test_many_for_little_room(void **state)
{
	enum { MANY = 10000 };
	AUTO_JSON struct json_object *section = parse(NARROW);
	AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);
	AUTO_FREE struct address_wish *wishes = mem_array(MANY, sizeof(*wishes));
	AUTO_FREE char *names = mem_alloc(MANY * 8UL);
	size_t given4 = 0, given6 = 0;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		snprintf(names + 8 * i, 8, "n%zu", i);
		wishes[i] = wish_of(names + 8 * i, i % 2 ? "a" : names + 8 * i, 5);
	}
	address_plan_fill(plan, wishes, MANY);
	for (size_t i = 0; i < MANY; i++) {
		given4 += wishes[i].to4.family == 4;
		given6 += wishes[i].to6.family == 6;
		assert_true(wishes[i].to4.family || wishes[i].why4 == ADDRESS_EXHAUSTED);
		assert_true(wishes[i].to6.family || wishes[i].why6 == ADDRESS_EXHAUSTED);
	}
	assert_int_equal(given4, 4);
	assert_in_range(given6, 3, 3 * 4);
}

/* --- thousands of cities by chance --- */

#define MOST 40

static uint64_t seed;

static uint64_t draw(uint64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % below;
}

struct random_city {
	struct address_wish wish[MOST];
	char name[MOST][16], department[MOST][8];
	struct address known[MOST];
	const char *owner[MOST];
	size_t count, known_count;
	const char *section;
};

static void draw_wish(struct random_city *city, size_t i)
{
	static const char *const levels[] = {"city", "county", NULL};
	static const char *const domains[] = {"admin_service_domain", "public_service_domain"};

	snprintf(city->name[i], sizeof(city->name[i]), "net-%zu", i);
	snprintf(city->department[i], sizeof(city->department[i]), "d%u", (unsigned)draw(9));
	city->wish[i] = wish_of(city->name[i], city->department[i], draw(600));
	city->wish[i].level = levels[draw(3)];
	city->wish[i].domain = domains[draw(2)];
	city->wish[i].wants4 = draw(8) > 0;
}

/* Within the blocks, where they are in the way. */
static void draw_known(struct random_city *city, size_t i)
{
	struct address *known = &city->known[i];

	*known = at(draw(2) ? "10.128.0.0/10" : "3fff::/20");
	known->prefix = (uint8_t)(known->family == 4 ? 14 + draw(15) : 24 + draw(41));
	for (size_t byte = 1; byte < 8; byte++)
		known->bytes[byte] |= (uint8_t)draw(known->family == 4 && byte == 1 ? 128 : 16);
	address_mask(known);
	city->owner[i] = draw(3) ? city->department[draw(city->count)] : NULL;
}

static void draw_city(struct random_city *city, uint64_t number)
{
	seed = number;
	city->section = number % 2 ? SECTION : CLOSE;
	city->count = 1 + draw(MOST - 1);
	city->known_count = draw(MOST);
	for (size_t i = 0; i < city->count; i++)
		draw_wish(city, i);
	for (size_t i = 0; i < city->known_count; i++)
		draw_known(city, i);
}

static void fill(const struct random_city *city, struct address_wish *wishes, size_t count)
{
	AUTO_JSON struct json_object *section = parse(city->section);
	AUTO_ADDRESS_PLAN struct address_plan *plan = begin(section);

	for (size_t i = 0; i < city->known_count; i++)
		address_plan_know(plan, &city->known[i], city->owner[i]);
	address_plan_fill(plan, wishes, count);
}

static void holds_nothing_of_others(
	const struct random_city *city, const struct address *one, size_t self)
{
	struct address kept = at("10.128.0.0/24");

	if (!one->family)
		return;
	assert_false(overlap(one, &kept));
	for (size_t i = 0; i < city->known_count; i++)
		assert_false(overlap(one, &city->known[i]));
	for (size_t i = 0; i < city->count; i++)
		if (i != self)
			assert_false(overlap(one, &city->wish[i].to4) ||
				     overlap(one, &city->wish[i].to6));
}

static uint64_t needed(const struct address_wish *wish)
{
	return wish->hosts + (wish->hosts + 1) / 2 + 3;
}

static void is_in_order(const struct random_city *city, size_t i)
{
	const struct address_wish *wish = &city->wish[i];
	bool admin = text_equal(wish->domain, "admin_service_domain");

	holds_nothing_of_others(city, &wish->to4, i);
	holds_nothing_of_others(city, &wish->to6, i);
	assert_int_equal(wish->why4 == ADDRESS_UNASKED, !wish->wants4);
	if (wish->to4.family) {
		assert_true(is_within(&wish->to4, admin ? "10.128.0.0/10" : "10.192.0.0/10"));
		assert_true((uint64_t)1 << (32 - wish->to4.prefix) >= needed(wish));
		assert_true(wish->to4.prefix == 28 ||
			    (uint64_t)1 << (31 - wish->to4.prefix) < needed(wish));
	}
	assert_int_equal(wish->to6.prefix, wish->to6.family ? 64 : 0);
	if (wish->to6.family)
		assert_true(is_within(&wish->to6, "3fff::/20"));
}

static void is_same(const struct address_wish *left, const struct address_wish *right)
{
	assert_true(address_equal(&left->to4, &right->to4));
	assert_true(address_equal(&left->to6, &right->to6));
}

static void forget(struct address_wish *wish)
{
	wish->to4 = wish->to6 = (struct address){0};
	wish->why4 = wish->why6 = ADDRESS_UNASKED;
}

/* The wishes the other way round, and then one of them taken away from an earlier plan. */
static size_t stays(const struct random_city *city)
{
	struct address_wish turned[MOST], less[MOST];
	size_t away = draw(city->count), count = 0, moved = 0;

	for (size_t i = 0; i < city->count; i++) {
		turned[i] = city->wish[city->count - 1 - i];
		forget(&turned[i]);
	}
	fill(city, turned, city->count);
	for (size_t i = 0; i < city->count; i++)
		is_same(&turned[city->count - 1 - i], &city->wish[i]);
	for (size_t i = 0; i < city->count; i++)
		if (i != away)
			less[count++] = turned[city->count - 1 - i];
	for (size_t i = 0; i < count; i++)
		forget(&less[i]);
	fill(city, less, count);
	for (size_t i = 0; i < count; i++) {
		const struct address_wish *before = &city->wish[i < away ? i : i + 1];

		moved += !address_equal(&less[i].to4, &before->to4) ||
			 !address_equal(&less[i].to6, &before->to6);
	}
	return moved;
}

/*
 * With what was given, one more and nobody moves; but one that has its all in a known prefix.
 */
static void stays_beside_a_new_one(struct random_city *city)
{
	struct address_wish more[MOST + 1];

	for (size_t i = 0; i < city->count; i++) {
		more[i] = city->wish[i];
		more[i].earlier4 = more[i].to4;
		more[i].earlier6 = more[i].to6;
		forget(&more[i]);
	}
	more[city->count] = wish_of("new", "d1", 600);
	fill(city, more, city->count + 1);
	for (size_t i = 0; i < city->count; i++) {
		assert_true(!more[i].earlier4.family || more[i].why4 == ADDRESS_EARLIER);
		assert_true(!more[i].earlier6.family || more[i].why6 == ADDRESS_EARLIER);
	}
}

static void test_thousands_of_cities(void **state)
{
	size_t moved[2] = {0}, networks[2] = {0}, without[2] = {0};

	(void)state;
	for (uint64_t number = 1; number <= 4000; number++) {
		struct random_city city = {0};
		size_t kind = number % 2;

		draw_city(&city, number);
		fill(&city, city.wish, city.count);
		for (size_t i = 0; i < city.count; i++) {
			is_in_order(&city, i);
			without[kind] += !city.wish[i].to4.family || !city.wish[i].to6.family;
		}
		moved[kind] += stays(&city);
		stays_beside_a_new_one(&city);
		networks[kind] += city.count;
	}
	for (size_t kind = 0; kind < 2; kind++)
		print_message("%s: of %zu networks %zu lack an address, and %zu moved when "
			      "another left and nobody knew the plan before\n",
			kind ? "wide" : "close", networks[kind], without[kind], moved[kind]);
	assert_true(moved[1] * 1000 < networks[1]);
	assert_true(moved[0] * 10 < networks[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_follow_the_data),
		cmocka_unit_test(test_networks_of_a_department_share_its_prefix),
		cmocka_unit_test(test_sizes_hold_hosts_and_growth),
		cmocka_unit_test(test_what_an_earlier_plan_gave_stays),
		cmocka_unit_test(test_what_is_no_longer_right_is_given_anew),
		cmocka_unit_test(test_a_block_at_its_end_says_so),
		cmocka_unit_test(test_what_has_no_block_or_value_says_so),
		cmocka_unit_test(test_what_others_have_is_not_given),
		cmocka_unit_test(test_sections_that_make_no_plan),
		cmocka_unit_test(test_what_is_used_of_the_blocks),
		cmocka_unit_test(test_many_for_little_room),
		cmocka_unit_test(test_thousands_of_cities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
