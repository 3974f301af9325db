#include "planning/addresses/address_plan.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/addresses/template.h"
#include <stdlib.h>
#include <string.h>

#define NETWORK_4 3 /* addresses of a network that no host has: itself, gateway, broadcast */

struct address_plan {
	struct address_template template;
	struct space space4, space6;
	struct range *block;       /* those of IPv4 of the domain that is asked for */
	struct json_object *given; /* "PREFIX/END=LABEL" -> value of a field */
	struct json_object *taken; /* "PREFIX/END:VALUE" -> true */
	struct json_object *full;  /* what has no room left: it never has again */
};

/* --- making --- */

struct address_plan *address_plan_new(struct json_object *addresses, struct error *error)
{
	struct address_plan *plan = mem_alloc(sizeof(*plan));
	struct address kept;

	plan->space4.width = 32;
	plan->space6.width = 64;
	plan->given = json_object_new_object();
	plan->taken = json_object_new_object();
	plan->full = json_object_new_object();
	if (template_read(&plan->template, addresses, error) < 0) {
		address_plan_free(plan);
		return NULL;
	}
	plan->block = mem_array(plan->template.block4_count + 1, sizeof(*plan->block));
	for (size_t i = 0; i < json_length(plan->template.kept); i++)
		if (address_parse(&kept, json_object_get_string(json_object_array_get_idx(
						 plan->template.kept, i))) == 0)
			address_plan_know(plan, &kept, NULL);
	return plan;
}

void address_plan_free(struct address_plan *plan)
{
	if (!plan)
		return;
	space_free(&plan->space4);
	space_free(&plan->space6);
	json_object_put(plan->given);
	json_object_put(plan->taken);
	json_object_put(plan->full);
	template_free(&plan->template);
	free(plan->block);
	free(plan);
}

void address_plan_free_at(struct address_plan **plan)
{
	address_plan_free(*plan);
}

void address_plan_know(
	struct address_plan *plan, const struct address *prefix, const char *owner)
{
	space_know(prefix->family == 4 ? &plan->space4 : &plan->space6, prefix, owner);
}

/* --- IPv4 --- */

uint8_t address_plan_size4(const struct address_plan *plan, uint64_t hosts)
{
	uint64_t needed =
		hosts + (hosts * plan->template.growth_permille + 999) / 1000 + NETWORK_4;
	uint8_t bits = plan->template.smallest4;

	while (bits > 8 && (uint64_t)1 << (32 - bits) < needed)
		bits--;
	return bits;
}

static bool is_for(const struct template_block *block, const char *domain)
{
	return !block->domain || text_equal(block->domain, domain);
}

/* The blocks for the domain; how many. */
static size_t choose_blocks(struct address_plan *plan, const char *domain)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->template.block4_count; i++)
		if (is_for(&plan->template.block4[i], domain))
			plan->block[count++] = plan->template.block4[i].range;
	return count;
}

static bool lies_in(const struct range *block, const struct range *range, unsigned width)
{
	return block->bits <= range->bits &&
	       (block->bits == 0 ||
		       (block->first ^ range->first) >> (width - block->bits) == 0);
}

static uint64_t key_of(const struct address_wish *wish)
{
	AUTO_FREE char *name = mem_format("%s\n%s", wish->network, wish->from);

	return digest_number(name, strlen(name));
}

/* Looked for once: all that is given makes the rest less. */
static bool find(struct address_plan *plan, const struct space *space, const char *where,
	const struct range *blocks, size_t count, uint8_t bits, uint64_t key,
	struct range *found)
{
	AUTO_FREE char *name = mem_format("%s/%u", where, (unsigned)bits);

	if (json_member(plan->full, name))
		return false;
	if (space_find(space, blocks, count, bits, key, found))
		return true;
	json_set_boolean(plan->full, name, true);
	return false;
}

static void fill4(struct address_plan *plan, struct address_wish *wish)
{
	size_t count = choose_blocks(plan, wish->domain);
	struct range range;

	if (!wish->wants4 || wish->why4 == ADDRESS_EARLIER)
		return;
	wish->why4 = count ? ADDRESS_EXHAUSTED : ADDRESS_NO_BLOCK;
	if (!find(plan, &plan->space4, wish->domain ? wish->domain : "", plan->block, count,
		    address_plan_size4(plan, wish->hosts), key_of(wish), &range))
		return;
	space_give(&plan->space4, &range);
	wish->to4 = range_address(&plan->space4, &range);
	wish->why4 = ADDRESS_NEW;
}

static void keep4(struct address_plan *plan, struct address_wish *wish)
{
	struct range range = range_of(&wish->earlier4);
	size_t count = choose_blocks(plan, wish->domain), i = 0;
	uint64_t last;

	if (!wish->wants4 || wish->earlier4.family != 4 ||
		range.bits > address_plan_size4(plan, wish->hosts))
		return;
	while (i < count && !lies_in(&plan->block[i], &range, 32))
		i++;
	if (i == count || space_conflict(&plan->space4, &range, wish->department, &last))
		return;
	space_give(&plan->space4, &range);
	wish->to4 = range_address(&plan->space4, &range);
	wish->why4 = ADDRESS_EARLIER;
}

/* --- IPv6: the fields --- */

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

static uint64_t value_at(const struct range *range, const struct template_field *field)
{
	return range->first >> (64 - field->end) & (((uint64_t)1 << field->bits) - 1);
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

/* --- IPv6: networks --- */

static void fill6(struct address_plan *plan, struct address_wish *wish)
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
	if (!find(plan, &plan->space6, where, &path, 1, template->subnet, key_of(wish), &range))
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
		uint64_t value = value_at(range, field);

		if (!is_right(plan, &path, field, label, value))
			return false;
		if (taking && label && !field->values)
			take(plan, &path, field, label, value);
		extend(&path, field, value);
	}
	return true;
}

static void keep6(struct address_plan *plan, struct address_wish *wish)
{
	struct range range = range_of(&wish->earlier6);
	uint64_t last;

	if (!wish->wants6 || wish->earlier6.family != 6 || !plan->template.has6 ||
		wish->earlier6.prefix != plan->template.subnet ||
		!lies_in(&plan->template.block6, &range, 64) ||
		space_conflict(&plan->space6, &range, wish->department, &last) ||
		!walk(plan, wish, &range, false))
		return;
	walk(plan, wish, &range, true);
	space_give(&plan->space6, &range);
	wish->to6 = range_address(&plan->space6, &range);
	wish->why6 = ADDRESS_EARLIER;
}

/* --- the order in which they are answered: what was, then large before small --- */

struct turn {
	struct address_wish *wish;
	uint64_t key;
	uint8_t size;
};

static int compare_turns(const void *left_pointer, const void *right_pointer)
{
	const struct turn *left = left_pointer, *right = right_pointer;
	int order = (int)left->size - (int)right->size;

	if (order == 0 && left->key != right->key)
		order = left->key < right->key ? -1 : 1;
	if (order == 0)
		order = strcmp(left->wish->network, right->wish->network);
	return order ? order : strcmp(left->wish->from, right->wish->from);
}

static struct turn *line_up(
	const struct address_plan *plan, struct address_wish *wishes, size_t count)
{
	struct turn *turns = mem_array(count + 1, sizeof(*turns));

	for (size_t i = 0; i < count; i++)
		turns[i] = (struct turn){.wish = &wishes[i],
			.key = key_of(&wishes[i]),
			.size = address_plan_size4(plan, wishes[i].hosts)};
	if (count > 0)
		qsort(turns, count, sizeof(*turns), compare_turns);
	return turns;
}

void address_plan_fill(struct address_plan *plan, struct address_wish *wishes, size_t count)
{
	AUTO_FREE struct turn *turns = line_up(plan, wishes, count);

	space_ready(&plan->space4);
	space_ready(&plan->space6);
	for (size_t i = 0; i < count; i++) {
		keep4(plan, turns[i].wish);
		keep6(plan, turns[i].wish);
	}
	for (size_t i = 0; i < count; i++) {
		fill4(plan, turns[i].wish);
		fill6(plan, turns[i].wish);
	}
}

/* --- asking --- */

static void add_usage(struct json_object *list, const struct space *space,
	const struct range *block, const char *domain)
{
	struct json_object *row = json_object_new_object();
	struct address prefix = range_address(space, block);
	char text[ADDRESS_TEXT];
	uint64_t given, used = space_used(space, block, &given);

	address_format(&prefix, text);
	json_set_string(row, "block", text);
	json_set_string(row, "domain", domain);
	json_set_string(row, "unit", space->width == 32 ? "address" : "network");
	json_set_count(row, "total", range_last(space, block) - block->first + 1);
	json_set_count(row, "used", used);
	json_set_count(row, "given", given);
	json_object_array_add(list, row);
}

struct json_object *address_plan_usage(const struct address_plan *plan)
{
	struct json_object *list = json_object_new_array();
	const struct address_template *template = &plan->template;

	for (size_t i = 0; i < template->block4_count; i++)
		add_usage(list, &plan->space4, &template->block4[i].range,
			template->block4[i].domain);
	if (template->has6)
		add_usage(list, &plan->space6, &template->block6, NULL);
	return list;
}

static const char *domain6(const struct address_plan *plan, const struct range *range)
{
	for (unsigned i = 0; i < plan->template.fields; i++) {
		const struct template_field *field = &plan->template.field[i];

		if (!text_equal(field->name, "domain") || !field->values ||
			range->bits < field->end)
			continue;
		json_object_object_foreach (field->values, label, value)
			if ((uint64_t)json_object_get_int64(value) == value_at(range, field))
				return label;
	}
	return NULL;
}

/* The block of IPv4 that it lies in; NULL: none. */
static const struct template_block *block4_of(
	const struct address_plan *plan, const struct range *range)
{
	for (size_t i = 0; i < plan->template.block4_count; i++)
		if (lies_in(&plan->template.block4[i].range, range, 32))
			return &plan->template.block4[i];
	return NULL;
}

bool address_plan_has(const struct address_plan *plan, const struct address *prefix)
{
	struct range range = range_of(prefix);

	return prefix->family == 4
		       ? block4_of(plan, &range) != NULL
		       : plan->template.has6 && lies_in(&plan->template.block6, &range, 64);
}

const char *address_plan_domain(const struct address_plan *plan, const struct address *prefix)
{
	struct range range = range_of(prefix);
	const struct template_block *block =
		prefix->family == 4 ? block4_of(plan, &range) : NULL;

	if (!address_plan_has(plan, prefix))
		return NULL;
	return prefix->family == 4 ? block->domain : domain6(plan, &range);
}
