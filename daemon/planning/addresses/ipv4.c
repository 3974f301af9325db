/* IPv4: by size, out of the blocks of a domain. */
#include "planning/addresses/address_plan_private.h"

#define NETWORK_4 3 /* addresses of a network that no host has: itself, gateway, broadcast */

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

void address_plan_fill4(struct address_plan *plan, struct address_wish *wish)
{
	size_t count = choose_blocks(plan, wish->domain);
	struct range range;

	if (!wish->wants4 || wish->why4 == ADDRESS_EARLIER)
		return;
	wish->why4 = count ? ADDRESS_EXHAUSTED : ADDRESS_NO_BLOCK;
	if (!address_plan_find(plan, &plan->space4, wish->domain ? wish->domain : "",
		    plan->block, count, address_plan_size4(plan, wish->hosts),
		    address_plan_key(wish), &range))
		return;
	space_give(&plan->space4, &range);
	wish->to4 = range_address(&plan->space4, &range);
	wish->why4 = ADDRESS_NEW;
}

void address_plan_keep4(struct address_plan *plan, struct address_wish *wish)
{
	struct range range = range_of(&wish->earlier4);
	size_t count = choose_blocks(plan, wish->domain), i = 0;
	uint64_t last;

	if (!wish->wants4 || wish->earlier4.family != 4 ||
		range.bits > address_plan_size4(plan, wish->hosts))
		return;
	while (i < count && !range_lies_in(&plan->block[i], &range, 32))
		i++;
	if (i == count || space_conflict(&plan->space4, &range, wish->department, &last))
		return;
	space_give(&plan->space4, &range);
	wish->to4 = range_address(&plan->space4, &range);
	wish->why4 = ADDRESS_EARLIER;
}
