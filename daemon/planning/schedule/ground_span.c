/* How long a group takes at least, as its moves share what they use; and in which order. */
#include "planning/schedule/ground.h"
#include "planning/schedule/lanes.h"

#define MOVES 24    /* of more the time is not tried out */
#define TRIES 400   /* for each time that is tried */
#define LONG  86400 /* days; a longer move is none to try with */

static bool uses(const struct schedule_move *move, uint32_t resource, int64_t *amount)
{
	for (uint32_t i = 0; i < move->uses; i++)
		if (move->use[i].resource == resource) {
			*amount = move->use[i].amount;
			return true;
		}
	return false;
}

/* So many run at once as would if all took as little of it as that which takes the least. */
void ground_lanes(const struct schedule_problem *problem, const struct schedule_group *group,
	uint32_t resource, int64_t level, struct lanes *lanes)
{
	int64_t least = INT64_MAX, amount;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		if (!uses(&problem->move[i], resource, &amount))
			continue;
		lanes_add(lanes, problem->move[i].seconds, i);
		least = amount < least ? amount : least;
	}
	if (lanes->count > 0)
		lanes->lanes =
			(uint32_t)(level / least < LANES_MOST ? level / least : LANES_MOST);
}

static bool can_be_tried(
	const struct schedule_problem *problem, const struct schedule_group *group)
{
	for (uint32_t i = group->first; i < group->first + group->count; i++)
		if (problem->move[i].seconds / 86400 > LONG)
			return false;
	return group->count >= 2 && group->count <= MOVES;
}

/* Those that start first come first, and of these the longest; the others behind them. */
static void take_order(
	struct ground *ground, const struct schedule_group *group, const struct lanes *lanes)
{
	uint32_t *move = ground->move + group->first, count = 0;
	bool done[LANES_MOST] = {false};

	if (lanes->count < group->count)
		return;
	while (count < lanes->count) {
		uint32_t first = UINT32_MAX;

		for (uint32_t i = 0; i < lanes->count; i++)
			if (!done[i] &&
				(first == UINT32_MAX || lanes->start[i] < lanes->start[first]))
				first = i;
		done[first] = true;
		move[count++] = lanes->which[first];
	}
}

static void note_resource(struct ground *ground, uint32_t index, uint32_t resource)
{
	const struct schedule_group *group = &ground->problem->group[index];
	struct lanes lanes = {.count = 0};
	int64_t least;

	ground_lanes(ground->problem, group, resource, ground->most[resource], &lanes);
	if (lanes.lanes >= lanes.count)
		return;
	least = lanes_least(&lanes, TRIES);
	if (least < ground->span[index])
		return;
	ground->span[index] = least;
	take_order(ground, group, &lanes);
}

void ground_spans(struct ground *ground)
{
	const struct schedule_problem *problem = ground->problem;

	for (uint32_t i = 0; i < problem->resources; i++)
		for (uint32_t j = ground->users.first[i]; j < ground->users.first[i + 1]; j++)
			if (can_be_tried(problem, &problem->group[ground->users.item[j]]))
				note_resource(ground, ground->users.item[j], i);
}
