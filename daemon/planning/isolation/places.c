/* The prefixes as the plan leaves them, and the exchanges between the domains. */
#include "planning/isolation/isolation_private.h"
#include <stdlib.h>
#include <string.h>

static void add_place(
	struct isolation *isolation, struct json_object *row, const char *text, bool given)
{
	struct place place = {.row = row, .given = given};

	if (!text || address_parse(&place.prefix, text) < 0)
		return;
	isolation->place =
		mem_grow(isolation->place, isolation->places, sizeof(*isolation->place));
	isolation->place[isolation->places++] = place;
}

static int compare_places(const void *left_pointer, const void *right_pointer)
{
	const struct place *left = left_pointer, *right = right_pointer;
	int order = address_compare(&left->prefix, &right->prefix);

	if (order == 0)
		order = strcmp(json_string(left->row, "id"), json_string(right->row, "id"));
	return order;
}

/* Of a network of both families on one wire, the new prefix of IPv6 stands in two subnets. */
static void drop_twice(struct isolation *isolation)
{
	size_t kept = 0;

	for (size_t i = 0; i < isolation->places; i++)
		if (kept == 0 || isolation->place[kept - 1].row != isolation->place[i].row ||
			!address_equal(&isolation->place[kept - 1].prefix,
				&isolation->place[i].prefix))
			isolation->place[kept++] = isolation->place[i];
	isolation->places = kept;
}

static void add_to_department(struct isolation *isolation, struct json_object *row)
{
	const char *department = json_string(row, "department");
	struct json_object *rows = json_member(isolation->departments, department);

	if (!rows)
		json_set(isolation->departments, department, rows = json_object_new_array());
	json_object_array_add(rows, json_object_get(row));
}

void isolation_list_places(struct isolation *isolation)
{
	struct json_object *rows = isolation->plan->networks;

	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);
		struct json_object *subnets = json_member(row, "subnets");
		bool stays = text_equal(json_string(row, "state"), "interconnected");

		json_set(isolation->rows, json_string(row, "id"), json_object_get(row));
		add_to_department(isolation, row);
		for (size_t j = 0; j < json_length(subnets); j++) {
			struct json_object *one = json_object_array_get_idx(subnets, j);

			add_place(isolation, row, json_string(one, "to4"), true);
			add_place(isolation, row, json_string(one, "to6"), true);
			if (stays)
				add_place(isolation, row, json_string(one, "from"), false);
		}
	}
	if (isolation->places > 0)
		qsort(isolation->place, isolation->places, sizeof(*isolation->place),
			compare_places);
	drop_twice(isolation);
}

/* The narrowest that has the prefix; NULL: none. Those around one stand before it. */
const struct place *isolation_place_of(const struct isolation *isolation, const char *text)
{
	size_t from = 0, to = isolation->places;
	struct address prefix;

	if (!text || address_parse(&prefix, text) < 0)
		return NULL;
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (address_compare(&isolation->place[middle].prefix, &prefix) <= 0)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from-- > 0 && isolation->place[from].prefix.family == prefix.family;)
		if (address_contains(&isolation->place[from].prefix, &prefix))
			return &isolation->place[from];
	return NULL;
}

bool isolation_is_exchange(const struct isolation *isolation, const char *text)
{
	struct json_object *list = json_member(isolation->policy, "exchange");
	struct address wanted, prefix;

	if (!text || address_parse(&wanted, text) < 0)
		return false;
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *prefixes =
			json_member(json_object_array_get_idx(list, i), "prefixes");

		for (size_t j = 0; j < json_length(prefixes); j++)
			if (address_parse(&prefix,
				    json_object_get_string(
					    json_object_array_get_idx(prefixes, j))) == 0 &&
				address_contains(&prefix, &wanted))
				return true;
	}
	return false;
}

const char *isolation_domain_of(const struct place *place)
{
	return place ? json_string(place->row, "domain") : NULL;
}
