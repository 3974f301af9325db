/*
 * One scheduling problem, drawn and scheduled; tells what came of it as a JSON object.
 *
 *	scheduling_cases city SEED PERCENT EFFORT [hub]		a city, its regime by the seed
 *	scheduling_cases small SEED EFFORT FILE			a small one, and its exact model
 *
 * Times are seconds after the problem's start; -1: never. Of a city up to twice the usual size
 * the plain ways are told too, and a checker that shares no code has seen that all holds.
 */
#include "holds.h"
#include "model.h"
#include "scheduling_city.h"
#include "scheduling_plain.h"
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static const char *const regimes[REGIMES] = {"link", "window", "host", "quota", "group"};
static const char *const binds[SCHEDULE_BINDS] = {
	"nothing", "link", "window", "host", "quota", "group"};

static long after(const struct schedule_problem *problem, int64_t time)
{
	return time == SCHEDULE_NEVER ? -1 : (long)(time - problem->from);
}

static uint32_t count_placed(
	const struct schedule_problem *problem, const struct schedule *schedule)
{
	uint32_t placed = 0;

	for (uint32_t i = 0; i < problem->groups; i++)
		placed += schedule->why[i] == SCHEDULE_PLACED;
	return placed;
}

static int look(const struct schedule_problem *problem, const struct schedule *schedule)
{
	char said[128];

	if (holds(problem, schedule, said, sizeof(said)))
		return 0;
	fprintf(stderr, "scheduling_cases: %s\n", said);
	return -1;
}

static long kib_most(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void tell_plain(const struct schedule_problem *problem)
{
	printf(", \"first_come\": %ld, \"largest_first\": %ld, \"all_at_once\": %ld",
		after(problem, plain_first_come(problem)),
		after(problem, plain_largest_first(problem)),
		after(problem, plain_all_at_once(problem)));
}

static int city(uint64_t seed, uint32_t percent, uint32_t effort, bool hub)
{
	struct drawn drawn;
	struct schedule schedule;
	clock_t from;
	int status = 0;

	city_draw(&drawn, seed, seed % REGIMES, percent, hub);
	drawn.problem.effort = effort;
	schedule = drawn_schedule(&drawn);
	from = clock();
	schedule_make(&drawn.problem, &schedule);
	printf("{\"seed\": %lu, \"regime\": \"%s\", \"moves\": %u, \"groups\": %u, \"placed\": "
	       "%u, "
	       "\"finish\": %ld, \"bound\": %ld, \"binds\": \"%s\", \"ms\": %ld, \"kib\": %ld",
		(unsigned long)seed, regimes[seed % REGIMES], drawn.problem.moves,
		drawn.problem.groups, count_placed(&drawn.problem, &schedule),
		after(&drawn.problem, schedule.finish),
		after(&drawn.problem, schedule.bound.finish), binds[schedule.bound.binds],
		(long)((clock() - from) * 1000 / CLOCKS_PER_SEC), kib_most());
	if (percent <= 200) {
		status = look(&drawn.problem, &schedule);
		tell_plain(&drawn.problem);
	}
	printf("}\n");
	drawn_free(&drawn);
	return status;
}

static int small(uint64_t seed, uint32_t effort, const char *path)
{
	struct drawn drawn;
	struct schedule schedule;
	FILE *file = fopen(path, "w");
	int status;

	if (!file)
		return -1;
	draw_small(&drawn, seed, DRAW_SOUND);
	drawn.problem.effort = effort;
	schedule = drawn_schedule(&drawn);
	schedule_make(&drawn.problem, &schedule);
	status = look(&drawn.problem, &schedule);
	printf("{\"seed\": %lu, \"unit\": %d, \"finish\": %ld, \"bound\": %ld, \"binds\": "
	       "\"%s\"}\n",
		(unsigned long)seed, DRAW_UNIT, after(&drawn.problem, schedule.finish),
		after(&drawn.problem, schedule.bound.finish), binds[schedule.bound.binds]);
	model_write(file, &drawn.problem, schedule.finish);
	drawn_free(&drawn);
	return fclose(file) == 0 ? status : -1;
}

static unsigned long number(const char *text)
{
	return strtoul(text, NULL, 10);
}

int main(int count, char **argument)
{
	int status = -1;

	if (count >= 5 && strcmp(argument[1], "city") == 0)
		status = city(number(argument[2]), (uint32_t)number(argument[3]),
			(uint32_t)number(argument[4]), count > 5);
	else if (count == 5 && strcmp(argument[1], "small") == 0)
		status = small(number(argument[2]), (uint32_t)number(argument[3]), argument[4]);
	else
		fprintf(stderr, "usage: scheduling_cases city SEED PERCENT EFFORT [hub]\n"
				"       scheduling_cases small SEED EFFORT FILE\n");
	return status == 0 ? 0 : 1;
}
