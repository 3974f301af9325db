#include "model.h"
#include "draw.h"

struct writing {
	FILE *file;
	const struct schedule_problem *problem;
	int64_t until; /* units after the problem's start; as are all times here */
};

static int64_t units_of(const struct writing *writing, int64_t time)
{
	return (time - writing->problem->from) / DRAW_UNIT;
}

static int64_t length_of(const struct writing *writing, uint32_t move)
{
	return writing->problem->move[move].seconds / DRAW_UNIT;
}

/* --- each start that there may be --- */

struct start {
	uint32_t group, move, slot;
	int64_t at;
};

/* The next one, beginning with slot 0 at -1; false: there is no more for that move. */
static bool next_start(const struct writing *writing, struct start *start)
{
	const struct schedule_group *group = &writing->problem->group[start->group];
	const struct schedule_calendar *calendar = &writing->problem->calendar[group->calendar];

	for (start->at++; start->slot < calendar->count; start->slot++) {
		int64_t from = units_of(writing, calendar->slot[start->slot].from);
		int64_t to = units_of(writing, calendar->slot[start->slot].to);

		if (start->at < from)
			start->at = from;
		to = to < writing->until ? to : writing->until;
		if (start->at + length_of(writing, start->move) <= to)
			return true;
	}
	return false;
}

static struct start first_start(uint32_t group, uint32_t move)
{
	return (struct start){group, move, 0, -1};
}

/* --- whole groups in one slot --- */

static uint32_t slots_of(const struct writing *writing, const struct schedule_group *group)
{
	const struct schedule_calendar *calendar = &writing->problem->calendar[group->calendar];
	uint32_t count = 0;

	while (count < calendar->count &&
		units_of(writing, calendar->slot[count].from) < writing->until)
		count++;
	return count;
}

static void write_slots(const struct writing *writing, uint32_t index)
{
	const struct schedule_group *group = &writing->problem->group[index];

	for (uint32_t slot = 0; slot < slots_of(writing, group); slot++)
		fprintf(writing->file, " + y_%u_%u", index, slot);
	fprintf(writing->file, " = 1\n");
	for (uint32_t move = group->first; move < group->first + group->count; move++)
		for (uint32_t slot = 0; slot < slots_of(writing, group); slot++) {
			for (struct start start = first_start(index, move);
				next_start(writing, &start);)
				if (start.slot == slot)
					fprintf(writing->file, " + x_%u_%ld", move,
						(long)start.at);
			fprintf(writing->file, " - y_%u_%u = 0\n", index, slot);
		}
}

/* --- times --- */

static void write_time(
	const struct writing *writing, uint32_t index, uint32_t move, int64_t later, char sign)
{
	for (struct start start = first_start(index, move); next_start(writing, &start);)
		fprintf(writing->file, " %c %ld x_%u_%ld", sign, (long)(start.at + later), move,
			(long)start.at);
}

static void write_finish(const struct writing *writing, uint32_t index)
{
	const struct schedule_group *group = &writing->problem->group[index];

	for (uint32_t move = group->first; move < group->first + group->count; move++) {
		fprintf(writing->file, " z");
		write_time(writing, index, move, length_of(writing, move), '-');
		fprintf(writing->file, " >= 0\n");
	}
}

static void write_after(const struct writing *writing, uint32_t index, uint32_t before)
{
	const struct schedule_group *group = &writing->problem->group[index];
	const struct schedule_group *other = &writing->problem->group[before];

	for (uint32_t move = group->first; move < group->first + group->count; move++)
		for (uint32_t i = other->first; i < other->first + other->count; i++) {
			write_time(writing, index, move, 0, '+');
			write_time(writing, before, i, length_of(writing, i), '-');
			fprintf(writing->file, " >= 0\n");
		}
}

/* --- what is used --- */

static int64_t level_at(const struct schedule_resource *resource, int64_t time)
{
	int64_t level = 0;

	for (uint32_t i = 0; i < resource->count && resource->level[i].from <= time; i++)
		level = resource->full * resource->level[i].permille / 1000;
	return level;
}

static int64_t amount_of(const struct schedule_move *move, uint32_t resource)
{
	for (uint32_t i = 0; i < move->uses; i++)
		if (move->use[i].resource == resource)
			return move->use[i].amount;
	return 0;
}

static uint32_t write_users(
	const struct writing *writing, uint32_t index, uint32_t resource, int64_t at)
{
	const struct schedule_group *group = &writing->problem->group[index];
	uint32_t written = 0;

	for (uint32_t move = group->first; move < group->first + group->count; move++) {
		int64_t amount = amount_of(&writing->problem->move[move], resource);

		for (struct start start = first_start(index, move);
			amount > 0 && next_start(writing, &start);)
			if (start.at <= at && at < start.at + length_of(writing, move)) {
				fprintf(writing->file, " + %ld x_%u_%ld", (long)amount, move,
					(long)start.at);
				written++;
			}
	}
	return written;
}

static void write_level(const struct writing *writing, uint32_t resource, int64_t at)
{
	uint32_t written = 0;

	for (uint32_t i = 0; i < writing->problem->groups; i++)
		written += write_users(writing, i, resource, at);
	if (written > 0)
		fprintf(writing->file, " <= %ld\n",
			(long)level_at(&writing->problem->resource[resource],
				writing->problem->from + at * DRAW_UNIT));
}

/* --- quotas: b_G_K, does group G start before the day of grant K? --- */

static void write_early(const struct writing *writing, uint32_t index, uint32_t grant)
{
	const struct schedule_group *group = &writing->problem->group[index];
	const struct schedule_quota *quota = &writing->problem->quota[group->quota];

	for (uint32_t move = group->first; move < group->first + group->count; move++) {
		fprintf(writing->file, " b_%u_%u", index, grant);
		for (struct start start = first_start(index, move);
			next_start(writing, &start);)
			if (start.at < units_of(writing, quota->grant[grant].from))
				fprintf(writing->file, " - x_%u_%ld", move, (long)start.at);
		fprintf(writing->file, " >= 0\n");
	}
}

static void write_grant(const struct writing *writing, uint32_t index, uint32_t grant)
{
	const struct schedule_quota *quota = &writing->problem->quota[index];

	for (int what = 0; what < SCHEDULE_ASKS; what++) {
		uint32_t written = 0;

		for (uint32_t i = 0; i < writing->problem->groups; i++)
			if (writing->problem->group[i].quota == index)
				written += (uint32_t)(fprintf(writing->file, " + %ld b_%u_%u",
							      (long)writing->problem->group[i]
								      .asks[what],
							      i, grant) > 0);
		if (written > 0)
			fprintf(writing->file, " <= %ld\n",
				grant > 0 ? (long)quota->grant[grant - 1].amount[what] : 0L);
	}
}

static void write_quotas(const struct writing *writing)
{
	const struct schedule_problem *problem = writing->problem;

	for (uint32_t i = 0; i < problem->groups; i++)
		for (uint32_t j = 0; problem->group[i].quota != SCHEDULE_NO_QUOTA &&
				     j < problem->quota[problem->group[i].quota].count;
			j++)
			write_early(writing, i, j);
	for (uint32_t i = 0; i < problem->quotas; i++)
		for (uint32_t j = 0; j < problem->quota[i].count; j++)
			write_grant(writing, i, j);
}

/* --- all of it --- */

static void write_kinds(const struct writing *writing)
{
	for (uint32_t i = 0; i < writing->problem->groups; i++) {
		const struct schedule_group *group = &writing->problem->group[i];

		for (uint32_t move = group->first; move < group->first + group->count; move++)
			for (struct start start = first_start(i, move);
				next_start(writing, &start);)
				fprintf(writing->file, " x_%u_%ld\n", move, (long)start.at);
		for (uint32_t slot = 0; slot < slots_of(writing, group); slot++)
			fprintf(writing->file, " y_%u_%u\n", i, slot);
	}
}

void model_write(FILE *file, const struct schedule_problem *problem, int64_t until)
{
	struct writing writing = {file, problem, (until - problem->from) / DRAW_UNIT};

	fprintf(file, "Minimize\n finish: z\nSubject To\n");
	for (uint32_t i = 0; i < problem->groups; i++) {
		write_slots(&writing, i);
		write_finish(&writing, i);
		for (uint32_t j = 0; j < problem->group[i].after_count; j++)
			write_after(&writing, i, problem->group[i].after[j]);
	}
	for (uint32_t i = 0; i < problem->resources; i++)
		for (int64_t at = 0; at < writing.until; at++)
			write_level(&writing, i, at);
	write_quotas(&writing);
	fprintf(file, "Binary\n");
	write_kinds(&writing);
	fprintf(file, "End\n");
}
