/* New prefixes: of their domain, and of one network each. */
#include "base/error.h"
#include "planning/addresses/address_plan.h"
#include "planning/isolation/isolation_private.h"

static void check_block(struct isolation *isolation, const struct address_plan *addresses,
	const struct place *place)
{
	const char *domain = address_plan_domain(addresses, &place->prefix);
	char text[ADDRESS_TEXT];

	if (!place->given || text_equal(domain, isolation_domain_of(place)) ||
		(!domain && address_plan_has(addresses, &place->prefix)))
		return;
	address_format(&place->prefix, text);
	isolation_blame(isolation,
		isolation_violate(isolation, "isolation.block", json_string(place->row, "id"),
			text, N_("A new prefix of it does not lie in a block of its domain.")),
		place->row);
}

static void check_unique(
	struct isolation *isolation, const struct place *left, const struct place *right)
{
	struct json_object *one;
	char text[ADDRESS_TEXT];

	if ((!left->given && !right->given) || !address_contains(&left->prefix, &right->prefix))
		return;
	address_format(&right->prefix, text);
	one = isolation_violate(isolation, "isolation.unique", json_string(right->row, "id"),
		text, N_("Two networks of the plan have the same addresses."));
	isolation_blame(isolation, one, left->row);
	isolation_blame(isolation, one, right->row);
}

void isolation_check_prefixes(struct isolation *isolation)
{
	struct json_object *section = json_member(isolation->city->profile, "addresses");
	struct error error = {0};
	AUTO_ADDRESS_PLAN struct address_plan *addresses =
		section ? address_plan_new(section, &error) : NULL;

	for (size_t i = 0; i < isolation->places; i++) {
		if (addresses)
			check_block(isolation, addresses, &isolation->place[i]);
		if (i > 0)
			check_unique(isolation, &isolation->place[i - 1], &isolation->place[i]);
	}
}
