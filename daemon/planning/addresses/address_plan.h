/*
 * The unified address plan: new prefixes of IPv4 and IPv6 for networks, out of the blocks of
 * the profile ("addresses"), that overlap neither one another nor anything that is known. Of
 * IPv6 the bits behind the block are fields (level, domain, department, site) and then the
 * number of the network; what a field says of each is data of the profile, or is found.
 *
 * Where something lands follows from its own name, and not from the others', as long as that
 * place is free; what an earlier plan gave is given again while it is right. So networks that
 * come or go leave the others where they are. Pure, integers only; the same wishes in any order
 * give the same plan.
 */
#ifndef PLANNING_ADDRESSES_ADDRESS_PLAN_H
#define PLANNING_ADDRESSES_ADDRESS_PLAN_H

#include "base/address.h"

struct address_plan;
struct error;
struct json_object;

enum address_why {
	ADDRESS_UNASKED,
	ADDRESS_NEW,
	ADDRESS_EARLIER,   /* it had it already */
	ADDRESS_NO_BLOCK,  /* the profile has none for its domain */
	ADDRESS_NO_VALUE,  /* a field has no value for what it is; `field` */
	ADDRESS_EXHAUSTED, /* nothing is left in the block, or of the field `field` */
};

/* One new network, for one that there was. Texts are borrowed. */
struct address_wish {
	const char *network, *from; /* together they are its name */
	const char *department;     /* may take what is known to be its own, where it had it */
	const char *level, *domain, *site; /* NULL: not told */
	uint64_t hosts;                    /* addresses that it has now; growth comes on top */
	bool wants4, wants6;
	struct address earlier4, earlier6; /* family 0: none */

	/* The answer; family 0: none, and why. */
	struct address to4, to6;
	enum address_why why4, why6;
	const char *field;
};

/*
 * From the section of a profile; NULL with ERROR_INPUT when it cannot be: a block that is no
 * prefix, blocks of two domains that overlap, fields that do not fit. The section outlives it.
 */
struct address_plan *address_plan_new(struct json_object *addresses, struct error *error);
void address_plan_free(struct address_plan *plan);
void address_plan_free_at(struct address_plan **plan);
#define AUTO_ADDRESS_PLAN __attribute__((cleanup(address_plan_free_at)))

/* A prefix that somebody (borrowed; NULL: nobody who may keep it) has; before the filling. */
void address_plan_know(
	struct address_plan *plan, const struct address *prefix, const char *owner);

/* Answers the wishes, once. Names are unique. */
void address_plan_fill(struct address_plan *plan, struct address_wish *wishes, size_t count);

/*
 * How much of each block there is, is taken (known or given) and was given: a new list of
 * {"block", "domain"?, "unit", "total", "used", "given"}, after the filling. The unit is
 * "address" of IPv4 and "network", of 64 bits, of IPv6.
 */
struct json_object *address_plan_usage(const struct address_plan *plan);

/* The length of the IPv4 prefix for so many hosts and their growth. */
uint8_t address_plan_size4(const struct address_plan *plan, uint64_t hosts);

/*
 * The domain whose block the prefix lies in; NULL when it lies in none, or in one of no domain.
 * Borrowed of the section.
 */
const char *address_plan_domain(const struct address_plan *plan, const struct address *prefix);
/* Whether it lies in one of the blocks. */
bool address_plan_has(const struct address_plan *plan, const struct address *prefix);

#endif
