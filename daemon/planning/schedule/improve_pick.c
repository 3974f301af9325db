#include "planning/schedule/improve_pick.h"
#include "base/memory.h"
#include "planning/schedule/random.h"
#include <stdlib.h>
#include <string.h>

#define VICTIMS 8  /* so many may be taken to make way for one */
#define PICKED  48 /* no more are placed anew together, with those behind them */

void pick_make(struct pick *pick, const struct schedule_problem *problem)
{
	*pick = (struct pick){0};
	pick->group = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	pick->picked = mem_array(problem->groups + 1UL, sizeof(bool));
}

void pick_free(struct pick *pick)
{
	free(pick->group);
	free(pick->picked);
}

void pick_add(struct pick *pick, const struct improving *improving, uint32_t group)
{
	if (pick->picked[group] || improving->board->problem->group[group].fixed)
		return;
	pick->picked[group] = true;
	pick->group[pick->count++] = group;
}

/* --- one that is late --- */

static bool is_late(const struct improving *improving, uint32_t group, int64_t than)
{
	return improving->board->end[group] > than;
}

/* One of those that end after that time, each as likely; UINT32_MAX: there is none. */
static uint32_t draw_late(const struct improving *improving, int64_t than, uint64_t *random)
{
	uint32_t drawn = UINT32_MAX, seen = 0;

	for (uint32_t i = 0; i < improving->count; i++)
		if (is_late(improving, improving->list[i], than) &&
			random_below(random, ++seen) == 0)
			drawn = improving->list[i];
	return drawn;
}

static int64_t last_end(const struct improving *improving)
{
	int64_t last = 0;

	for (uint32_t i = 0; i < improving->count; i++)
		if (improving->board->end[improving->list[i]] > last)
			last = improving->board->end[improving->list[i]];
	return last;
}

static uint32_t draw_first(const struct improving *improving, uint64_t *random)
{
	const struct schedule_problem *problem = improving->board->problem;
	int64_t than = improving->bounds->best.finish, last = last_end(improving);
	uint32_t drawn;

	if (random_below(random, 2) == 0)
		than = last - 1;
	if (problem->milestones > 0 && random_below(random, 3) == 0) {
		int64_t by = problem->milestone[random_below(random, problem->milestones)].by;

		than = by < last ? by : than;
	}
	drawn = draw_late(improving, than, random);
	return drawn != UINT32_MAX ? drawn
				   : improving->list[random_below(random, improving->count)];
}

/* --- those in its way --- */

/* What it uses: mostly that which is busy for longest. UINT32_MAX: nothing. */
static uint32_t draw_resource(
	const struct improving *improving, uint32_t group, uint64_t *random)
{
	const struct schedule_problem *problem = improving->board->problem;
	const struct schedule_group *of = &problem->group[group];
	const struct schedule_move *move;
	uint32_t drawn;

	if (of->count == 0)
		return UINT32_MAX;
	move = &problem->move[of->first + random_below(random, of->count)];
	if (move->uses == 0)
		return UINT32_MAX;
	drawn = move->use[random_below(random, move->uses)].resource;
	for (uint32_t i = 0; i < move->uses && random_below(random, 4) > 0; i++)
		if (improving->bounds->resource[move->use[i].resource] >
			improving->bounds->resource[drawn])
			drawn = move->use[i].resource;
	return drawn;
}

/* A time at which it could be instead: a slot of its calendar, or a part of a long one. */
static struct room draw_room(
	const struct improving *improving, uint32_t group, uint64_t *random)
{
	const struct board *board = improving->board;
	const struct schedule_group *of = &board->problem->group[group];
	const struct schedule_calendar *calendar = &board->problem->calendar[of->calendar];
	int64_t head = improving->bounds->head[group], span = board->ground->span[group];
	int64_t end = board->end[group] < improving->until[group] ? board->end[group]
								  : improving->until[group];
	uint32_t first = board_slots_before(calendar, head);
	uint32_t last = board_slots_before(calendar, end);
	const struct schedule_slot *slot;
	struct room room;

	last = last < calendar->count ? last : calendar->count - 1;
	slot = &calendar->slot[first < last ? first + random_below(random, last - first + 1)
					    : last];
	room = (struct room){slot->from, slot->to};
	if (slot->to - slot->from > 4 * span && end > head && end < slot->to) {
		room.from = (head > slot->from ? head : slot->from);
		room.from += (int64_t)(random_next(random) % (uint64_t)(end - room.from + 1));
		room.until = room.from + 2 * span;
	}
	return room;
}

static bool is_in_way(const struct board *board, uint32_t group, struct room room)
{
	return board->end[group] != SCHEDULE_NEVER && board->begin[group] < room.until &&
	       board->end[group] > room.from;
}

/* Some of those that use then what it uses, each as likely. */
static void add_victims(
	struct pick *pick, const struct improving *improving, uint32_t group, uint64_t *random)
{
	const struct lists *users = &improving->board->ground->users;
	uint32_t resource = draw_resource(improving, group, random);
	uint32_t most = 1 + random_below(random, VICTIMS), seen = 0;
	uint32_t drawn[VICTIMS];
	struct room room;

	if (resource == UINT32_MAX)
		return;
	room = draw_room(improving, group, random);
	for (uint32_t i = users->first[resource]; i < users->first[resource + 1]; i++) {
		uint32_t at;

		if (!is_in_way(improving->board, users->item[i], room))
			continue;
		at = seen < most ? seen : random_below(random, seen + 1);
		seen++;
		if (at < most)
			drawn[at] = users->item[i];
	}
	for (uint32_t i = 0; i < most && i < seen; i++)
		pick_add(pick, improving, drawn[i]);
}

/* Some of those that ask of the same quota, each as likely. */
static void add_rivals(
	struct pick *pick, const struct improving *improving, uint32_t group, uint64_t *random)
{
	const struct lists *drawers = &improving->board->ground->drawers;
	uint32_t quota = improving->board->problem->group[group].quota, count;

	if (quota == SCHEDULE_NO_QUOTA || random_below(random, 2) == 0)
		return;
	count = drawers->first[quota + 1] - drawers->first[quota];
	for (uint32_t i = random_below(random, VICTIMS); i > 0 && count > 0; i--) {
		uint32_t rival =
			drawers->item[drawers->first[quota] + random_below(random, count)];

		if (improving->bounds->counts[rival])
			pick_add(pick, improving, rival);
	}
}

/* What it waits for may be what is late: some of it, and of what that waits for. */
static void add_leaders(struct pick *pick, const struct improving *improving, uint64_t *random)
{
	if (random_below(random, 2) == 0)
		return;
	for (uint32_t i = 0; i < pick->count && pick->count < VICTIMS; i++) {
		const struct schedule_group *group =
			&improving->board->problem->group[pick->group[i]];

		for (uint32_t j = 0; j < group->after_count; j++)
			if (improving->bounds->counts[group->after[j]] &&
				random_below(random, 4) > 0)
				pick_add(pick, improving, group->after[j]);
	}
}

/* Who comes after them cannot stay: its place was after theirs. False: they are too many. */
static bool add_followers(struct pick *pick, const struct improving *improving)
{
	const struct lists *before = &improving->board->ground->before;

	for (uint32_t i = 0; i < pick->count && pick->count <= PICKED; i++)
		for (uint32_t j = before->first[pick->group[i]];
			j < before->first[pick->group[i] + 1]; j++)
			if (improving->bounds->counts[before->item[j]])
				pick_add(pick, improving, before->item[j]);
	return pick->count <= PICKED;
}

static void clear(struct pick *pick)
{
	for (uint32_t i = 0; i < pick->count; i++)
		pick->picked[pick->group[i]] = false;
	pick->count = 0;
	pick->again = UINT32_MAX;
}

uint32_t pick_late(struct pick *pick, const struct improving *improving, uint64_t *random)
{
	uint32_t first = draw_first(improving, random);

	clear(pick);
	pick_add(pick, improving, first);
	return first;
}

bool pick_groups(struct pick *pick, const struct improving *improving, uint64_t *random)
{
	uint32_t first = pick_late(pick, improving, random);

	add_leaders(pick, improving, random);
	first = pick->group[random_below(random, pick->count)];
	add_rivals(pick, improving, first, random);
	add_victims(pick, improving, first, random);
	if (random_below(random, 3) == 0)
		pick_add(pick, improving, draw_first(improving, random));
	if (!add_followers(pick, improving))
		return false;
	if (random_below(random, 4) == 0)
		pick->again = pick->group[random_below(random, pick->count)];
	return true;
}

uint32_t pick_slot(const struct board *board, uint32_t group)
{
	const struct schedule_group *of = &board->problem->group[group];

	if (!board_is_placed(board, group) || of->count == 0)
		return UINT32_MAX;
	return board_slots_before(&board->problem->calendar[of->calendar], board->begin[group]);
}

/* --- in which order --- */

enum pick_by {
	PICK_LATE_FIRST, /* the late one, then the largest */
	PICK_LARGEST,
	PICK_ANY,
	PICK_KINDS
};

struct turn {
	int64_t by;
	uint32_t group;
};

static int compare_turns(const void *left_pointer, const void *right_pointer)
{
	const struct turn *left = left_pointer, *right = right_pointer;

	if (left->by != right->by)
		return left->by < right->by ? -1 : 1;
	return (left->group > right->group) - (left->group < right->group);
}

/* Long ones first, or in any order. */
static void order_moves(
	struct board *board, const struct schedule_group *group, uint64_t *random)
{
	uint32_t *move = board->move + group->first;

	memcpy(move, board->ground->move + group->first, group->count * sizeof(*move));
	if (group->count < 2 || random_below(random, 3) > 0)
		return;
	for (uint32_t i = group->count - 1; i > 0; i--) {
		uint32_t other = random_below(random, i + 1), kept = move[i];

		move[i] = move[other];
		move[other] = kept;
	}
}

void pick_order(struct pick *pick, const struct improving *improving, uint32_t *position,
	uint64_t *random)
{
	AUTO_FREE struct turn *turn = mem_array(pick->count, sizeof(*turn));
	enum pick_by by = random_below(random, PICK_KINDS);

	for (uint32_t i = 0; i < pick->count; i++) {
		uint32_t group = pick->group[i];

		turn[i] = (struct turn){-improving->board->ground->size[group], group};
		if (by == PICK_ANY)
			turn[i].by = random_below(random, UINT32_MAX);
		else if (by == PICK_LATE_FIRST && i == 0)
			turn[i].by = INT64_MIN;
		order_moves(improving->board, &improving->board->problem->group[group], random);
	}
	qsort(turn, pick->count, sizeof(*turn), compare_turns);
	for (uint32_t i = 0; i < pick->count; i++)
		position[turn[i].group] = i;
}
