#include "planning/schedule/bound_pack.h"
#include <string.h>

#define MOVES_TRIES 300 /* for the moves of one slot */

/* --- one slot --- */

static volume room_of(const struct pack_slot *slot)
{
	return (volume)slot->in.lanes * (slot->to - slot->from) - slot->used;
}

/* Alone, from its day on. */
static bool may_enter(const struct pack_slot *slot, const struct pack_group *group)
{
	int64_t from = group->head > slot->from ? group->head : slot->from;

	return slot->to - from >= group->span && group->need <= room_of(slot);
}

/* Beside those that are in it; what is not found out, or is of too many moves, does. */
static bool enter(struct pack *pack, struct pack_slot *slot, const struct pack_group *group)
{
	uint32_t tries = MOVES_TRIES, left;

	if (slot->in.count + group->moves.count > LANES_MOST)
		pack->tries = 0;
	if (pack->tries == 0)
		return true;
	for (uint32_t i = 0; i < group->moves.count; i++)
		lanes_add(&slot->in, group->moves.seconds[i], 0);
	slot->used += group->need;
	tries = left = tries < pack->tries ? tries : pack->tries;
	if (lanes_fit(&slot->in, slot->to - slot->from, &left) == LANES_NO) {
		pack->tries -= tries - left;
		return false;
	}
	pack->tries -= tries - left;
	return true;
}

/* --- all slots --- */

/* What is left of a slot in which there is no room for the smallest is lost. */
static bool have_room(const struct pack *pack, uint32_t from)
{
	volume need = 0, room = 0;

	for (uint32_t i = from; i < pack->groups; i++)
		need += pack->group[i].need;
	for (uint32_t i = 0; i < pack->slots; i++)
		if (room_of(&pack->slot[i]) >= pack->group[pack->groups - 1].need)
			room += room_of(&pack->slot[i]);
	return need <= room;
}

static bool is_open_to_all(const struct pack *pack, const struct pack_slot *slot)
{
	for (uint32_t i = 0; i < pack->groups; i++)
		if (pack->group[i].head > slot->from)
			return false;
	return true;
}

/* Empty slots that are as long and as wide are one as good as the other. */
static bool is_like_another(const struct pack *pack, uint32_t index)
{
	const struct pack_slot *slot = &pack->slot[index];

	if (slot->in.count > 0 || !is_open_to_all(pack, slot))
		return false;
	for (uint32_t i = 0; i < index; i++) {
		const struct pack_slot *other = &pack->slot[i];

		if (other->in.count == 0 && other->in.lanes == slot->in.lanes &&
			other->to - other->from == slot->to - slot->from &&
			is_open_to_all(pack, other))
			return true;
	}
	return false;
}

static enum lanes_answer fit_from(struct pack *pack, uint32_t index)
{
	const struct pack_group *group = &pack->group[index];

	if (index == pack->groups)
		return LANES_YES;
	if (pack->tries == 0)
		return LANES_MAYBE;
	pack->tries--;
	if (!have_room(pack, index))
		return LANES_NO;
	for (uint32_t i = 0; i < pack->slots; i++) {
		struct pack_slot *slot = &pack->slot[i], kept;
		enum lanes_answer answer = LANES_NO;

		if (!may_enter(slot, group) || is_like_another(pack, i))
			continue;
		kept = *slot;
		if (enter(pack, slot, group))
			answer = fit_from(pack, index + 1);
		*slot = kept;
		if (answer != LANES_NO)
			return answer;
	}
	return LANES_NO;
}

enum lanes_answer pack_fit(struct pack *pack)
{
	return fit_from(pack, 0);
}
