#include "scheduling_plain.h"
#include "base/memory.h"
#include "planning/schedule/series.h"

/* --- one after another --- */

static int64_t in_turn(const struct schedule_problem *problem, enum series_by by)
{
	struct ground ground;
	struct board board;
	struct bounds bounds;
	AUTO_FREE bool *counts = mem_array(problem->groups + 1UL, sizeof(bool));
	AUTO_FREE uint32_t *list = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	AUTO_FREE uint32_t *position = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	AUTO_FREE int64_t *until = mem_array(problem->groups + 1UL, sizeof(int64_t));
	struct series_rules rules = {position, until, UINT32_MAX, UINT32_MAX};
	int64_t finish = problem->from;

	ground_make(&ground, problem);
	board_make(&board, &ground, NULL);
	bounds_make(&bounds, &board, counts);
	for (uint32_t i = 0; i < problem->groups; i++) {
		list[i] = i;
		until[i] = SCHEDULE_NEVER;
	}
	series_order(&bounds, by, position);
	if (series_place(&board, list, problem->groups, &rules) > 0)
		finish = SCHEDULE_NEVER;
	for (uint32_t i = 0; i < problem->groups; i++)
		finish = board.end[i] > finish ? board.end[i] : finish;
	bounds_free(&bounds);
	board_free(&board);
	ground_free(&ground);
	return finish;
}

int64_t plain_first_come(const struct schedule_problem *problem)
{
	return in_turn(problem, SERIES_COMING);
}

int64_t plain_largest_first(const struct schedule_problem *problem)
{
	return in_turn(problem, SERIES_SIZE);
}

/* --- all at once --- */

#define FULL_SPEED 1000000L

struct sharing {
	const struct schedule_problem *problem;
	int64_t now, next;
	int64_t *left;  /* of each move: seconds at full speed, times FULL_SPEED */
	int64_t *speed; /* of each move; 0: it does not run */
	int64_t *asked; /* of each resource */
	int64_t *end;   /* of each group; SCHEDULE_NEVER: not yet */
	uint32_t *slot; /* of each group: that of its calendar that is open or comes next */
	uint32_t done;
};

static void come_by(struct sharing *sharing, int64_t time)
{
	if (time > sharing->now && time < sharing->next)
		sharing->next = time;
}

static void begin_again(struct sharing *sharing, const struct schedule_group *group)
{
	for (uint32_t i = group->first; i < group->first + group->count; i++)
		sharing->left[i] = sharing->problem->move[i].seconds * FULL_SPEED;
}

/* Is it open, and had all that it waits for ended? */
static bool may_run(struct sharing *sharing, uint32_t index)
{
	const struct schedule_group *group = &sharing->problem->group[index];
	const struct schedule_calendar *calendar = &sharing->problem->calendar[group->calendar];
	uint32_t *slot = &sharing->slot[index];

	while (*slot < calendar->count && calendar->slot[*slot].to <= sharing->now) {
		begin_again(sharing, group);
		++*slot;
	}
	if (*slot == calendar->count)
		return false;
	come_by(sharing, calendar->slot[*slot].from);
	come_by(sharing, calendar->slot[*slot].to);
	for (uint32_t i = 0; i < group->after_count; i++)
		if (sharing->end[group->after[i]] == SCHEDULE_NEVER)
			return false;
	return calendar->slot[*slot].from <= sharing->now;
}

/* A quota is given to those that come first. */
static bool is_granted(struct sharing *sharing, uint32_t index)
{
	const struct schedule_group *group = &sharing->problem->group[index];
	const struct schedule_quota *quota = &sharing->problem->quota[group->quota];
	const int64_t *amount = NULL;

	for (uint32_t i = 0; i < quota->count; i++) {
		come_by(sharing, quota->grant[i].from);
		if (quota->grant[i].from <= sharing->now)
			amount = quota->grant[i].amount;
	}
	for (int what = 0; what < SCHEDULE_ASKS; what++) {
		int64_t asks = 0;

		for (uint32_t i = 0; i <= index; i++)
			if (sharing->problem->group[i].quota == group->quota)
				asks += sharing->problem->group[i].asks[what];
		if (!amount || asks > amount[what])
			return false;
	}
	return true;
}

/* Hosts, pools and teams are not shared: as many run at once as may. */
static bool is_counted(const struct sharing *sharing, const struct schedule_use *use)
{
	return sharing->problem->resource[use->resource].kind != SCHEDULE_LINK;
}

static bool has_room(const struct sharing *sharing, const struct schedule_move *move)
{
	for (uint32_t i = 0; i < move->uses; i++)
		if (is_counted(sharing, &move->use[i]) &&
			sharing->asked[move->use[i].resource] + move->use[i].amount >
				sharing->problem->resource[move->use[i].resource].full)
			return false;
	return true;
}

static void start(struct sharing *sharing, uint32_t index)
{
	const struct schedule_move *move = &sharing->problem->move[index];

	sharing->speed[index] = FULL_SPEED;
	for (uint32_t i = 0; i < move->uses; i++)
		sharing->asked[move->use[i].resource] += move->use[i].amount;
}

/* What runs runs on; then the others, as they come. */
static void start_moves(
	struct sharing *sharing, const struct schedule_group *group, bool running)
{
	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		int64_t all = sharing->problem->move[i].seconds * FULL_SPEED;
		bool runs = sharing->left[i] < all;

		if (sharing->left[i] > 0 && runs == running &&
			(running || has_room(sharing, &sharing->problem->move[i])))
			start(sharing, i);
	}
}

static void start_all(struct sharing *sharing)
{
	for (uint32_t i = 0; i < sharing->problem->resources; i++)
		sharing->asked[i] = 0;
	for (uint32_t i = 0; i < sharing->problem->moves; i++)
		sharing->speed[i] = 0;
	for (int turn = 0; turn < 2; turn++)
		for (uint32_t i = 0; i < sharing->problem->groups; i++)
			if (sharing->end[i] == SCHEDULE_NEVER && may_run(sharing, i) &&
				is_granted(sharing, i))
				start_moves(sharing, &sharing->problem->group[i], turn == 0);
}

static int64_t level_now(struct sharing *sharing, uint32_t index)
{
	const struct schedule_resource *resource = &sharing->problem->resource[index];
	uint32_t low = 0, high = resource->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (resource->level[middle].from <= sharing->now)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < resource->count)
		come_by(sharing, resource->level[low].from);
	return low > 0 ? resource->full / 1000 * resource->level[low - 1].permille +
				 resource->full % 1000 * resource->level[low - 1].permille /
					 1000
		       : 0;
}

static void share(struct sharing *sharing)
{
	for (uint32_t i = 0; i < sharing->problem->moves; i++) {
		const struct schedule_move *move = &sharing->problem->move[i];

		for (uint32_t j = 0; sharing->speed[i] > 0 && j < move->uses; j++) {
			uint32_t resource = move->use[j].resource;
			__extension__ __int128 level = level_now(sharing, resource);
			int64_t speed =
				(int64_t)(level * FULL_SPEED / sharing->asked[resource]);

			sharing->speed[i] =
				speed < sharing->speed[i] ? speed : sharing->speed[i];
		}
		if (sharing->speed[i] > 0)
			come_by(sharing,
				sharing->now + (sharing->left[i] + sharing->speed[i] - 1) /
						       sharing->speed[i]);
	}
}

static void run_on(struct sharing *sharing)
{
	for (uint32_t i = 0; i < sharing->problem->moves; i++)
		if (sharing->speed[i] > 0) {
			sharing->left[i] -= sharing->speed[i] * (sharing->next - sharing->now);
			sharing->left[i] = sharing->left[i] > 0 ? sharing->left[i] : 0;
		}
	sharing->now = sharing->next;
	for (uint32_t i = 0; i < sharing->problem->groups; i++) {
		const struct schedule_group *group = &sharing->problem->group[i];
		int64_t left = 0;

		for (uint32_t j = group->first; j < group->first + group->count; j++)
			left += sharing->left[j];
		if (left == 0 && sharing->end[i] == SCHEDULE_NEVER) {
			sharing->end[i] = sharing->now;
			sharing->done++;
		}
	}
}

static void begin(struct sharing *sharing, const struct schedule_problem *problem)
{
	*sharing = (struct sharing){.problem = problem, .now = problem->from};
	sharing->left = mem_array(problem->moves + 1UL, sizeof(int64_t));
	sharing->speed = mem_array(problem->moves + 1UL, sizeof(int64_t));
	sharing->asked = mem_array(problem->resources + 1UL, sizeof(int64_t));
	sharing->end = mem_array(problem->groups + 1UL, sizeof(int64_t));
	sharing->slot = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	for (uint32_t i = 0; i < problem->groups; i++) {
		sharing->end[i] = SCHEDULE_NEVER;
		begin_again(sharing, &problem->group[i]);
	}
}

static void end(struct sharing *sharing)
{
	mem_free_at(&sharing->left);
	mem_free_at(&sharing->speed);
	mem_free_at(&sharing->asked);
	mem_free_at(&sharing->end);
	mem_free_at(&sharing->slot);
}

int64_t plain_all_at_once(const struct schedule_problem *problem)
{
	struct sharing sharing;
	int64_t finish = SCHEDULE_NEVER;

	begin(&sharing, problem);
	while (sharing.done < problem->groups && finish == SCHEDULE_NEVER) {
		sharing.next = SCHEDULE_NEVER;
		start_all(&sharing);
		share(&sharing);
		if (sharing.next == SCHEDULE_NEVER)
			break;
		run_on(&sharing);
	}
	if (sharing.done == problem->groups)
		finish = sharing.now;
	end(&sharing);
	return finish;
}
