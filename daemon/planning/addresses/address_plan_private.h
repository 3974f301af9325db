/*
 * What the files of the address plan share: address_plan.c (whole, and what is asked of it),
 * ipv4.c and ipv6.c (the prefixes of a family).
 */
#ifndef PLANNING_ADDRESSES_ADDRESS_PLAN_PRIVATE_H
#define PLANNING_ADDRESSES_ADDRESS_PLAN_PRIVATE_H

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/addresses/address_plan.h"
#include "planning/addresses/template.h"

struct address_plan {
	struct address_template template;
	struct space space4, space6;
	struct range *block;       /* those of IPv4 of the domain that is asked for */
	struct json_object *given; /* "PREFIX/END=LABEL" -> value of a field */
	struct json_object *taken; /* "PREFIX/END:VALUE" -> true */
	struct json_object *full;  /* what has no room left: it never has again */
};

/*
 * A free range of so many bits in one of the blocks, which `where` names; false when nothing is
 * left, which is looked for once: all that is given makes the rest less.
 */
bool address_plan_find(struct address_plan *plan, const struct space *space, const char *where,
	const struct range *blocks, size_t count, uint8_t bits, uint64_t key,
	struct range *found);
/* Where a wish would land, were it alone. */
uint64_t address_plan_key(const struct address_wish *wish);

/* What it had, if that is right still; and else something new, if there is. */
void address_plan_keep4(struct address_plan *plan, struct address_wish *wish);
void address_plan_fill4(struct address_plan *plan, struct address_wish *wish);
void address_plan_keep6(struct address_plan *plan, struct address_wish *wish);
void address_plan_fill6(struct address_plan *plan, struct address_wish *wish);

#endif
