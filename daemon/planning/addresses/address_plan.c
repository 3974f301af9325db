#include "base/digest.h"
#include "base/error.h"
#include "planning/addresses/address_plan_private.h"
#include <stdlib.h>
#include <string.h>

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

/* --- filling --- */

uint64_t address_plan_key(const struct address_wish *wish)
{
	AUTO_FREE char *name = mem_format("%s\n%s", wish->network, wish->from);

	return digest_number(name, strlen(name));
}

bool address_plan_find(struct address_plan *plan, const struct space *space, const char *where,
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

/* What was comes first, then large before small. */
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
			.key = address_plan_key(&wishes[i]),
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
		address_plan_keep4(plan, turns[i].wish);
		address_plan_keep6(plan, turns[i].wish);
	}
	for (size_t i = 0; i < count; i++) {
		address_plan_fill4(plan, turns[i].wish);
		address_plan_fill6(plan, turns[i].wish);
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
			if ((uint64_t)json_object_get_int64(value) ==
				template_value(range, field))
				return label;
	}
	return NULL;
}

/* The block of IPv4 that it lies in; NULL: none. */
static const struct template_block *block4_of(
	const struct address_plan *plan, const struct range *range)
{
	for (size_t i = 0; i < plan->template.block4_count; i++)
		if (range_lies_in(&plan->template.block4[i].range, range, 32))
			return &plan->template.block4[i];
	return NULL;
}

bool address_plan_has(const struct address_plan *plan, const struct address *prefix)
{
	struct range range = range_of(prefix);

	return prefix->family == 4 ? block4_of(plan, &range) != NULL
				   : plan->template.has6 &&
					     range_lies_in(&plan->template.block6, &range, 64);
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
