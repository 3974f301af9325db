/*
 * The section "addresses" of a profile, read: blocks, the fields of IPv6, growth.
 */
#ifndef PLANNING_ADDRESSES_TEMPLATE_H
#define PLANNING_ADDRESSES_TEMPLATE_H

#include "planning/addresses/space.h"

#define TEMPLATE_FIELDS 16

struct error;
struct json_object;

struct template_block {
	struct range range;
	const char *domain; /* NULL: of any */
};

struct template_field {
	const char *name;
	unsigned bits;
	struct json_object *values; /* what it is for each; NULL: given out */
	uint8_t end;                /* bits of the prefix up to its end */
};

struct address_template {
	struct template_block *block4;
	size_t block4_count;
	struct range block6;
	bool has6;
	struct template_field field[TEMPLATE_FIELDS];
	unsigned fields;
	uint8_t subnet; /* length of an IPv6 network */
	uint8_t smallest4;
	uint64_t growth_permille;
	struct json_object *kept; /* prefixes that are never given; borrowed */
};

/* ERROR_INPUT when the section makes no plan. Texts are borrowed of it. */
int template_read(
	struct address_template *template, struct json_object *addresses, struct error *error);
void template_free(struct address_template *template);
/* What the field is in a range of IPv6. */
uint64_t template_value(const struct range *range, const struct template_field *field);

#endif
