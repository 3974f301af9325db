#include "planning/schedule/improve_joint.h"
#include "planning/schedule/random.h"

#define GROUPS 12 /* no more are placed together, */
#define MOVES  48 /* nor more moves of them */

/* --- which --- */

uint32_t joint_pick(struct pick *pick, const struct improving *improving, uint64_t *random)
{
	const struct board *board = improving->board;
	uint32_t first = pick_late(pick, improving, random);
	uint32_t calendar = board->problem->group[first].calendar;
	uint32_t from = board_slots_before(
		&board->problem->calendar[calendar], improving->bounds->head[first]);
	uint32_t slot = pick_slot(board, first);

	if (board->problem->group[first].count == 0 || slot == UINT32_MAX || slot < from)
		return UINT32_MAX;
	slot = from + random_below(random, slot - from + 1);
	for (uint32_t i = 0; i < improving->count && pick->count < GROUPS; i++) {
		uint32_t group = improving->list[i];

		if (board->ground->alike[board->problem->group[group].calendar] ==
				board->ground->alike[calendar] &&
			pick_slot(board, group) == slot && random_below(random, 8) > 0)
			pick_add(pick, improving, group);
	}
	return slot;
}

/* --- where --- */

struct joint {
	struct board *board;
	struct joint_move {
		uint32_t index;
		int64_t key; /* the lower is placed the earlier */
		struct room room;
	} move[MOVES];
	uint32_t count;
};

/* Within the slot, after what it waits for, and before what waits for it. */
static struct room room_of(const struct improving *improving, uint32_t index, uint32_t slot)
{
	const struct board *board = improving->board;
	const struct schedule_group *group = &board->problem->group[index];
	const struct schedule_slot *in = &board->problem->calendar[group->calendar].slot[slot];
	const struct lists *before = &board->ground->before;
	struct room room = {board_earliest(board, index), improving->until[index]};

	room.from = room.from > in->from ? room.from : in->from;
	room.until = room.until < in->to ? room.until : in->to;
	for (uint32_t i = before->first[index]; i < before->first[index + 1]; i++)
		if (board->begin[before->item[i]] < room.until)
			room.until = board->begin[before->item[i]];
	return room;
}

/* Its moves in their places among the others'; false: they are too many. */
static bool add_moves(struct joint *joint, const struct schedule_group *group, struct room room,
	bool by_length, uint64_t *random)
{
	if (group->count > MOVES - joint->count || room.from >= room.until)
		return false;
	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		int64_t key = by_length ? -joint->board->problem->move[i].seconds
					: (int64_t)random_below(random, UINT32_MAX);
		uint32_t at = joint->count++;

		for (; at > 0 && joint->move[at - 1].key > key; at--)
			joint->move[at] = joint->move[at - 1];
		joint->move[at] = (struct joint_move){i, key, room};
	}
	return true;
}

static bool place_moves(struct joint *joint)
{
	struct board *board = joint->board;

	for (uint32_t i = 0; i < joint->count; i++) {
		uint32_t index = joint->move[i].index;

		board->start[index] = board_first_second(board, index, joint->move[i].room);
		if (board->start[index] != SCHEDULE_NEVER) {
			board_use(board, index, 1);
			continue;
		}
		while (i-- > 0) {
			board_use(board, joint->move[i].index, -1);
			board->start[joint->move[i].index] = SCHEDULE_NEVER;
		}
		return false;
	}
	return true;
}

/* Each had enough of its quota alone; false: they do not have it together. */
static bool settle(struct board *board, const struct pick *pick)
{
	bool granted = true;

	for (uint32_t i = 0; i < pick->count; i++) {
		int64_t from = board_granted(board, &board->problem->group[pick->group[i]]);

		board_settle(board, pick->group[i]);
		granted = granted && board->begin[pick->group[i]] >= from;
	}
	for (uint32_t i = 0; i < pick->count && !granted; i++)
		board_take(board, pick->group[i]);
	return granted;
}

bool joint_place(const struct pick *pick, const struct improving *improving, uint32_t slot,
	uint64_t *random)
{
	struct joint joint = {.board = improving->board};
	bool by_length = random_below(random, 4) == 0;

	for (uint32_t i = 0; i < pick->count; i++) {
		uint32_t group = pick->group[i];

		if (!add_moves(&joint, &improving->board->problem->group[group],
			    room_of(improving, group, slot), by_length, random))
			return false;
	}
	return place_moves(&joint) && settle(improving->board, pick);
}
