/* IPv6: along the fields of the template, and then a number of the network. */
#include "base/digest.h"
#include "planning/addresses/address_plan_private.h"
#include <string.h>

/* --- the fields --- */

static const char *label_of(const struct address_wish *wish, const char *field)
{
	if (text_equal(field, "level"))
		return wish->level;
	if (text_equal(field, "domain"))
		return wish->domain;
	return text_equal(field, "department") ? wish->department : wish->site;
}

static void extend(struct range *path, const struct template_field *field, uint64_t value)
{
	path->first |= value << (64 - field->end);
	path->bits = field->end;
}

static char *given_key(
	const struct range *path, const struct template_field *field, const char *label)
{
	return mem_format(
		"%llx/%u=%s", (unsigned long long)path->first, (unsigned)field->end, label);
}

static char *taken_key(
	const struct range *path, const struct template_field *field, uint64_t value)
{
	return mem_format("%llx/%u:%llu", (unsigned long long)path->first, (unsigned)field->end,
		(unsigned long long)value);
}

/* Whether that value is nobody's yet, and not all of its addresses are known. */
static bool is_open(struct address_plan *plan, struct range path,
	const struct template_field *field, uint64_t value)
{
	AUTO_FREE char *key = taken_key(&path, field, value);

	extend(&path, field, value);
	return !json_member(plan->taken, key) && !space_covered(&plan->space6, &path);
}

static void take(struct address_plan *plan, const struct range *path,
	const struct template_field *field, const char *label, uint64_t value)
{
	AUTO_FREE char *given = given_key(path, field, label);
	AUTO_FREE char *taken = taken_key(path, field, value);

	json_set_integer(plan->given, given, (int64_t)value);
	json_set_boolean(plan->taken, taken, true);
}

/* A value is given out from where the label says on; 0 is for what was not told. */
static bool give_value(struct address_plan *plan, const struct range *path,
	const struct template_field *field, const char *label, uint64_t *value)
{
	uint64_t values = ((uint64_t)1 << field->bits) - 1;
	uint64_t start = values ? digest_number(label, strlen(label)) % values : 0;

	AUTO_FREE char *where =
		mem_format("%llx %u", (unsigned long long)path->first, (unsigned)field->end);

	if (space_covered(&plan->space6, path) || json_member(plan->full, where))
		return false;
	for (uint64_t i = 0; i < values; i++) {
		*value = (start + i) % values + 1;
		if (!is_open(plan, *path, field, *value))
			continue;
		take(plan, path, field, label, *value);
		return true;
	}
	json_set_boolean(plan->full, where, true);
	return false;
}

/* What the field is for the label, of data or as it was given out. */
static enum address_why find_value(struct address_plan *plan, const struct range *path,
	const struct template_field *field, const char *label, uint64_t *value)
{
	AUTO_FREE char *key = label ? given_key(path, field, label) : NULL;
	struct json_object *known = label ? json_member(plan->given, key) : NULL;

	*value = 0;
	if (field->values && label) {
		known = json_member(field->values, label);
		if (!known)
			return ADDRESS_NO_VALUE;
	}
	if (known)
		*value = (uint64_t)json_object_get_int64(known);
	else if (label && !give_value(plan, path, field, label, value))
		return ADDRESS_EXHAUSTED;
	return ADDRESS_NEW;
}

/* --- networks --- */

void address_plan_fill6(struct address_plan *plan, struct address_wish *wish)
{
	const struct address_template *template = &plan->template;
	struct range path = template->block6, range;
	uint64_t value;

	if (!wish->wants6 || wish->why6 == ADDRESS_EARLIER)
		return;
	wish->why6 = template->has6 ? ADDRESS_NEW : ADDRESS_NO_BLOCK;
	for (unsigned i = 0; i < template->fields && wish->why6 == ADDRESS_NEW; i++) {
		const struct template_field *field = &template->field[i];

		wish->why6 =
			find_value(plan, &path, field, label_of(wish, field->name), &value);
		extend(&path, field, value);
		wish->field = wish->why6 == ADDRESS_NEW ? NULL : field->name;
	}
	if (wish->why6 != ADDRESS_NEW)
		return;
	wish->why6 = ADDRESS_EXHAUSTED;
	AUTO_FREE char *where = mem_format("%llx", (unsigned long long)path.first);
	if (!address_plan_find(plan, &plan->space6, where, &path, 1, template->subnet,
		    address_plan_key(wish), &range))
		return;
	space_give(&plan->space6, &range);
	wish->to6 = range_address(&plan->space6, &range);
	wish->why6 = ADDRESS_NEW;
}

/* Whether the field may be that for the wish: as data say, as given out, or nobody's. */
static bool is_right(struct address_plan *plan, const struct range *path,
	const struct template_field *field, const char *label, uint64_t value)
{
	AUTO_FREE char *given = label ? given_key(path, field, label) : NULL;
	AUTO_FREE char *taken = taken_key(path, field, value);
	struct json_object *known;

	if (!label)
		return value == 0;
	known = json_member(
		field->values ? field->values : plan->given, field->values ? label : given);
	if (known)
		return (uint64_t)json_object_get_int64(known) == value;
	return !field->values && value != 0 && !json_member(plan->taken, taken);
}

/* Goes along the fields of a prefix; with `taking`, they are given out as it has them. */
static bool walk(struct address_plan *plan, const struct address_wish *wish,
	const struct range *range, bool taking)
{
	struct range path = plan->template.block6;

	for (unsigned i = 0; i < plan->template.fields; i++) {
		const struct template_field *field = &plan->template.field[i];
		const char *label = label_of(wish, field->name);
		uint64_t value = template_value(range, field);

		if (!is_right(plan, &path, field, label, value))
			return false;
		if (taking && label && !field->values)
			take(plan, &path, field, label, value);
		extend(&path, field, value);
	}
	return true;
}

void address_plan_keep6(struct address_plan *plan, struct address_wish *wish)
{
	struct range range = range_of(&wish->earlier6);
	uint64_t last;

	if (!wish->wants6 || wish->earlier6.family != 6 || !plan->template.has6 ||
		wish->earlier6.prefix != plan->template.subnet ||
		!range_lies_in(&plan->template.block6, &range, 64) ||
		space_conflict(&plan->space6, &range, wish->department, &last) ||
		!walk(plan, wish, &range, false))
		return;
	walk(plan, wish, &range, true);
	space_give(&plan->space6, &range);
	wish->to6 = range_address(&plan->space6, &range);
	wish->why6 = ADDRESS_EARLIER;
}
