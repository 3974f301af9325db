#include "planning/addresses/template.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdlib.h>

#define SMALLEST_4 28
#define GROWTH     500

static int read_prefix(
	struct address *prefix, const char *text, uint8_t family, struct error *error)
{
	if (!text || address_parse(prefix, text) < 0 || prefix->family != family ||
		prefix->prefix < 8)
		return error_set(error, ERROR_INPUT, "addresses",
			"A block of the address plan is no prefix of IPv%d of at least 8 bits: "
			"\"%s\".",
			family, text ? text : "");
	return 0;
}

/* --- IPv4 --- */

static bool holds(const struct range *outer, const struct range *inner)
{
	return outer->bits <= inner->bits &&
	       (outer->bits == 0 || (outer->first ^ inner->first) >> (32 - outer->bits) == 0);
}

static int check_overlaps(
	const struct address_template *template, const char *text, struct error *error)
{
	const struct template_block *block = &template->block4[template->block4_count - 1];

	for (size_t i = 0; i + 1 < template->block4_count; i++)
		if (holds(&template->block4[i].range, &block->range) ||
			holds(&block->range, &template->block4[i].range))
			return error_set(error, ERROR_INPUT, "addresses",
				"Two blocks of the address plan overlap; one is %s.", text);
	return 0;
}

static int read_block4(
	struct address_template *template, struct json_object *block, struct error *error)
{
	const char *text = json_string(block, "prefix");
	struct address prefix;

	if (read_prefix(&prefix, text, 4, error) < 0)
		return -1;
	template->block4[template->block4_count++] = (struct template_block){
		.range = range_of(&prefix), .domain = json_string(block, "domain")};
	return check_overlaps(template, text, error);
}

static int read4(struct address_template *template, struct json_object *v4, struct error *error)
{
	struct json_object *blocks = json_member(v4, "blocks");

	template->block4 = mem_array(json_length(blocks) + 1, sizeof(*template->block4));
	template->smallest4 = (uint8_t)json_integer(v4, "smallest", SMALLEST_4);
	for (size_t i = 0; i < json_length(blocks); i++)
		if (read_block4(template, json_object_array_get_idx(blocks, i), error) < 0)
			return -1;
	return 0;
}

/* --- IPv6 --- */

static int check_values(const struct template_field *field, struct error *error)
{
	if (!field->values)
		return 0;
	json_object_object_foreach (field->values, label, value) {
		int64_t number = json_object_get_int64(value);

		if (number < 0 || (uint64_t)number >> field->bits != 0)
			return error_set(error, ERROR_INPUT, "addresses",
				"The field %s of the address plan has %u bits; %s is too much "
				"for it.",
				field->name, field->bits, label);
	}
	return 0;
}

static int read_field(
	struct address_template *template, struct json_object *tree, struct error *error)
{
	struct template_field *field = &template->field[template->fields];
	unsigned before = template->fields ? field[-1].end : template->block6.bits;

	field->name = json_string(tree, "name");
	field->bits = (unsigned)json_integer(tree, "bits", 0);
	field->values = json_member(tree, "values");
	if (before + field->bits > template->subnet)
		return error_set(error, ERROR_INPUT, "addresses",
			"The field %s of the address plan ends behind bit %u, where a network "
			"does.",
			field->name, (unsigned)template->subnet);
	field->end = (uint8_t)(before + field->bits);
	template->fields++;
	return check_values(field, error);
}

static int read6(struct address_template *template, struct json_object *v6, struct error *error)
{
	struct json_object *fields = json_member(v6, "fields");
	struct address prefix;

	template->subnet = (uint8_t)json_integer(v6, "subnet", 64);
	if (!v6)
		return 0;
	if (read_prefix(&prefix, json_string(v6, "block"), 6, error) < 0)
		return -1;
	template->block6 = range_of(&prefix);
	template->has6 = true;
	if (prefix.prefix > template->subnet || json_length(fields) > TEMPLATE_FIELDS)
		return error_set(error, ERROR_INPUT, "addresses",
			"The address plan has no room for networks of %u bits in its block, or "
			"more than %d fields.",
			(unsigned)template->subnet, TEMPLATE_FIELDS);
	for (size_t i = 0; i < json_length(fields); i++)
		if (read_field(template, json_object_array_get_idx(fields, i), error) < 0)
			return -1;
	return 0;
}

static int check_kept(struct json_object *kept, struct error *error)
{
	struct address prefix;

	for (size_t i = 0; i < json_length(kept); i++) {
		const char *text = json_object_get_string(json_object_array_get_idx(kept, i));

		if (address_parse(&prefix, text) < 0)
			return error_set(error, ERROR_INPUT, "addresses",
				"What the address plan reserves is no prefix: \"%s\".", text);
	}
	return 0;
}

int template_read(
	struct address_template *template, struct json_object *addresses, struct error *error)
{
	template->growth_permille =
		(uint64_t)json_integer(addresses, "growth_permille", GROWTH);
	template->kept = json_member(addresses, "reserved");
	if (read4(template, json_member(addresses, "v4"), error) < 0 ||
		read6(template, json_member(addresses, "v6"), error) < 0)
		return -1;
	return check_kept(template->kept, error);
}

void template_free(struct address_template *template)
{
	free(template->block4);
	*template = (struct address_template){0};
}

uint64_t template_value(const struct range *range, const struct template_field *field)
{
	return range->first >> (64 - field->end) & (((uint64_t)1 << field->bits) - 1);
}
