#include "execution/rehearsal.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "execution/rehearsal_course.h"
#include "execution/simulator/fault.h"
#include "model/plan.h"
#include "model/transfer.h"
#include <stdlib.h>

#define MOST_TOLD    512 /* moves, one by one */
#define MOST_BROKEN  20
#define MOST_SECONDS 2000000 /* of one move: 23 days */

static const char *const ending_words[ENDINGS] = {
	[END_SKIPPED] = "skipped",
	[END_DONE] = "done",
	[END_BACK] = "back",
	[END_HELD] = "held",
	[END_OTHER] = "other",
};

struct rehearsal {
	struct json_object *plan, *told, *waves, *moves, *broken;
	const struct rehearsal_progress *progress;
	uint32_t courses, faults;
	uint64_t seed, done, total;
	int64_t *finish;   /* of each course: of the waves up to now */
	int64_t *blackout; /* of each course, in all */
	int64_t expected;  /* the finish of the expected course */
	int64_t *each;     /* the blackouts of all moves that were done */
	size_t each_count, each_room;
	int64_t totals[ENDINGS], retried;
	int64_t drawn[FAULTS][ENDINGS]; /* moves that one was drawn for, by how they ended */
};

/* --- distributions --- */

static int compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

static void set(struct json_object *tree, const char *name, int64_t value, bool time)
{
	char text[CLOCK_TEXT];

	if (!time) {
		json_set_integer(tree, name, value);
		return;
	}
	clock_format(value * 1000, text);
	json_set_string(tree, name, text);
}

/* How many of the sorted values lie in each of so many equal parts from the least on. */
static struct json_object *count_parts(const int64_t *values, size_t count)
{
	int64_t counts[REHEARSAL_PARTS] = {0};
	int64_t least = values[0], span = values[count - 1] - least + 1;
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < count; i++)
		counts[(values[i] - least) * REHEARSAL_PARTS / span]++;
	for (size_t i = 0; i < REHEARSAL_PARTS; i++)
		json_object_array_add(list, json_object_new_int64(counts[i]));
	return list;
}

/* Sorts the values. NULL when there are none. */
static struct json_object *distribution(int64_t *values, size_t count, bool time)
{
	struct json_object *tree;

	if (count == 0)
		return NULL;
	qsort(values, count, sizeof(*values), compare);
	tree = json_object_new_object();
	set(tree, "least", values[0], time);
	set(tree, "p5", values[(count * 5 + 99) / 100 - 1], time);
	set(tree, "p50", values[(count * 50 + 99) / 100 - 1], time);
	set(tree, "p95", values[(count * 95 + 99) / 100 - 1], time);
	set(tree, "worst", values[count - 1], time);
	return json_set(tree, "parts", count_parts(values, count));
}

/* The values are needed as they are. */
static struct json_object *distribution_of(const int64_t *values, size_t count, bool time)
{
	AUTO_FREE int64_t *copy = mem_array(count, sizeof(*copy));

	for (size_t i = 0; i < count; i++)
		copy[i] = values[i];
	return distribution(copy, count, time);
}

/* --- one wave --- */

static int64_t milliseconds(struct json_object *tree, const char *name)
{
	const char *text = json_string(tree, name);
	int64_t wall;

	return text && clock_parse(text, &wall) == 0 ? wall / 1000 : 0;
}

static uint32_t clamp(int64_t value, int64_t low)
{
	value = value < low ? low : value;
	return (uint32_t)(value > MOST_SECONDS ? MOST_SECONDS : value);
}

/* What is not live stands still for what its estimate says, but for what any move takes. */
static uint32_t still_of(struct json_object *move, struct json_object *estimate)
{
	int64_t still = json_integer(estimate, "blackout", 0) - TRANSFER_BESIDES;

	if (transfer_strategy_of(json_string(move, "strategy")) == STRATEGY_LIVE || still < 0)
		return 0;
	return (uint32_t)(still / 1000 > MOST_SECONDS ? MOST_SECONDS * 1000LL : still);
}

static int take_line(struct line *line, struct json_object *plan, struct json_object *move,
	struct error *error)
{
	struct json_object *estimate = order_estimate(plan, move);

	line->name = json_string(move, "name");
	if (json_integer(estimate, "seconds_high", 0) <= 0)
		return error_set(error, ERROR_INPUT, line->name,
			"The plan does not say how long the move of \"%s\" takes, so it cannot "
			"be rehearsed.",
			line->name);
	line->low = clamp(json_integer(estimate, "seconds_low", 0), 1);
	line->mean = clamp(json_integer(estimate, "seconds", 0), line->low);
	line->high = clamp(json_integer(estimate, "seconds_high", 0), line->mean);
	line->still = still_of(move, estimate);
	return order_move(&line->order, move, error);
}

static int take_stage(struct stage *stage, struct json_object *plan, struct json_object *wave,
	struct error *error)
{
	AUTO_JSON struct json_object *alone = json_object_new_object();
	struct json_object *moves[RUN_MOVES], *window = json_member(wave, "window");

	json_set(alone, "estimates", json_object_get(json_member(plan, "estimates")));
	json_set(alone, "waves", json_object_new_array());
	json_object_array_add(json_member(alone, "waves"), json_object_get(wave));
	*stage = (struct stage){.wave = wave,
		.from = milliseconds(window, "from"),
		.to = milliseconds(window, "to")};
	if (order_run(&stage->run, alone, moves, error) < 0)
		return -1;
	for (unsigned i = 0; i < stage->run.count; i++)
		if (take_line(&stage->line[i], plan, moves[i], error) < 0)
			return -1;
	stage->simulation = simulation_new(&(struct simulation_setting){
		.moves = &stage->scratch, .count = 1, .hosts = 2, .concurrency = 1});
	return 0;
}

/* What became of the moves of one wave in all courses. */
struct tally {
	int64_t *ends, *blackouts; /* of move I from I * courses on */
	uint32_t count[RUN_MOVES]; /* of those that were done */
	uint32_t ending[RUN_MOVES][ENDINGS], retried[RUN_MOVES];
	uint32_t late, cut;
};

static void keep_blackout(struct rehearsal *rehearsal, int64_t blackout)
{
	if (rehearsal->each_count == rehearsal->each_room) {
		rehearsal->each_room = rehearsal->each_room ? rehearsal->each_room * 2 : 1024;
		rehearsal->each = mem_resize(
			rehearsal->each, rehearsal->each_room, sizeof(*rehearsal->each));
	}
	rehearsal->each[rehearsal->each_count++] = blackout;
}

static void note_broken(
	struct rehearsal *rehearsal, const char *name, const struct passage *passage)
{
	struct json_object *row;
	char schedule[256];

	if (!passage->invariant || json_length(rehearsal->broken) == MOST_BROKEN)
		return;
	row = json_object_new_object();
	schedule_format(&passage->schedule, schedule, sizeof(schedule));
	json_set_string(row, "invariant", passage->invariant);
	json_set_string(row, "sentence", passage->sentence);
	json_set_string(row, "name", name);
	json_set_string(row, "schedule", schedule);
	json_object_array_add(rehearsal->broken, row);
}

static void count_move(struct rehearsal *rehearsal, struct tally *tally,
	const struct stage *stage, unsigned index, uint32_t number,
	const struct passage *passage)
{
	size_t at = (size_t)index * rehearsal->courses + tally->count[index];

	note_broken(rehearsal, stage->line[index].name, passage);
	tally->ending[index][passage->ending]++;
	tally->retried[index] += passage->retried;
	rehearsal->totals[passage->ending]++;
	rehearsal->retried += passage->retried;
	for (unsigned j = 0; j < passage->schedule.count; j++)
		rehearsal->drawn[passage->schedule.fault[j].kind][passage->ending]++;
	if (passage->ending != END_DONE)
		return;
	tally->ends[at] = passage->end;
	tally->blackouts[at] = passage->blackout;
	tally->count[index]++;
	rehearsal->blackout[number] += passage->blackout;
	keep_blackout(rehearsal, passage->blackout);
}

static void count_course(struct rehearsal *rehearsal, struct tally *tally,
	const struct stage *stage, uint32_t number, const struct rehearsal_course *course)
{
	bool cut = false;

	for (unsigned i = 0; i < stage->run.count; i++) {
		count_move(rehearsal, tally, stage, i, number, &course->passage[i]);
		cut |= course->passage[i].ending == END_SKIPPED;
	}
	tally->late += stage->to && course->finish > stage->to;
	tally->cut += cut;
	if (course->finish > rehearsal->finish[number])
		rehearsal->finish[number] = course->finish;
}

static struct json_object *tell_drawn(const struct rehearsal *rehearsal)
{
	struct json_object *list = json_object_new_array();

	for (unsigned kind = 0; kind < FAULTS; kind++) {
		struct json_object *row = json_object_new_object();
		int64_t sum = 0;

		json_set_string(row, "fault", fault_kinds[kind].word);
		for (unsigned i = 0; i < ENDINGS; i++) {
			json_set_integer(row, ending_words[i], rehearsal->drawn[kind][i]);
			sum += rehearsal->drawn[kind][i];
		}
		if (sum > 0)
			json_object_array_add(list, row);
		else
			json_object_put(row);
	}
	return list;
}

/* Of course `number` of the whole plan; another one for each wave. */
static uint64_t seed_of(const struct rehearsal *rehearsal, uint32_t number)
{
	struct random random = {.state = rehearsal->seed ^ (uint64_t)number << 32 ^
					 (uint64_t)json_length(rehearsal->waves)};
	uint64_t seed = random_next(&random);

	return seed ? seed : 1;
}

/* --- what is told --- */

static void tell_move(struct rehearsal *rehearsal, struct tally *tally,
	const struct stage *stage, unsigned index, const struct passage *expected)
{
	struct json_object *row = json_object_new_object();
	size_t first = (size_t)index * rehearsal->courses;

	json_set_string(row, "wave", json_string(stage->wave, "name"));
	json_set_string(row, "name", stage->line[index].name);
	if (expected->ending != END_SKIPPED) {
		set(row, "start", expected->start, true);
		set(row, "end", expected->end, true);
	}
	json_set(row, "ends", distribution(tally->ends + first, tally->count[index], true));
	json_set(row, "blackout",
		distribution(tally->blackouts + first, tally->count[index], false));
	for (unsigned i = 0; i < ENDINGS; i++)
		json_set_integer(row, ending_words[i], tally->ending[index][i]);
	json_set_integer(row, "retried", tally->retried[index]);
	json_object_array_add(rehearsal->moves, row);
}

static void tell_wave(struct rehearsal *rehearsal, const struct tally *tally,
	const struct stage *stage, const int64_t *finish, int64_t expected)
{
	struct json_object *row = json_object_new_object();
	struct json_object *window = json_member(stage->wave, "window");

	json_set_string(row, "name", json_string(stage->wave, "name"));
	if (window)
		json_set(row, "window", json_object_get(window));
	json_set_integer(row, "moves", stage->run.count);
	set(row, "expected_end", expected, true);
	json_set(row, "finish", distribution_of(finish, rehearsal->courses, true));
	json_set_integer(row, "late", tally->late);
	json_set_integer(row, "short", tally->cut);
	json_object_array_add(rehearsal->waves, row);
}

/* --- all courses of a wave --- */

static void advance(struct rehearsal *rehearsal, uint64_t moves)
{
	rehearsal->done += moves;
	if (rehearsal->progress && rehearsal->progress->tell)
		rehearsal->progress->tell(
			rehearsal->progress->argument, rehearsal->done, rehearsal->total);
}

static void play_all(
	struct rehearsal *rehearsal, struct stage *stage, struct tally *tally, int64_t *finish)
{
	AUTO_FREE struct rehearsal_course *course = mem_alloc(sizeof(*course));

	for (uint32_t i = 0; i < rehearsal->courses; i++) {
		course->seed = seed_of(rehearsal, i);
		course->faults = rehearsal->faults;
		course->begin = stage->from ? stage->from : rehearsal->finish[i];
		course_play(stage, course);
		count_course(rehearsal, tally, stage, i, course);
		finish[i] = course->finish;
		advance(rehearsal, stage->run.count);
	}
}

static void play_stage(struct rehearsal *rehearsal, struct stage *stage)
{
	size_t size = (size_t)stage->run.count * rehearsal->courses;
	AUTO_FREE struct tally *tally = mem_alloc(sizeof(*tally));
	AUTO_FREE struct rehearsal_course *expected = mem_alloc(sizeof(*expected));
	AUTO_FREE int64_t *finish = mem_array(rehearsal->courses, sizeof(*finish));
	AUTO_FREE int64_t *ends = mem_array(size, sizeof(*ends));
	AUTO_FREE int64_t *blackouts = mem_array(size, sizeof(*blackouts));

	tally->ends = ends;
	tally->blackouts = blackouts;
	expected->begin = stage->from ? stage->from : rehearsal->expected;
	course_play(stage, expected);
	if (expected->finish > rehearsal->expected)
		rehearsal->expected = expected->finish;
	play_all(rehearsal, stage, tally, finish);
	for (unsigned i = 0; i < stage->run.count && json_length(rehearsal->moves) < MOST_TOLD;
		i++)
		tell_move(rehearsal, tally, stage, i, &expected->passage[i]);
	tell_wave(rehearsal, tally, stage, finish, expected->finish);
}

static int rehearse_wave(
	struct rehearsal *rehearsal, struct json_object *wave, struct error *error)
{
	AUTO_FREE struct stage *stage = mem_alloc(sizeof(*stage));
	int taken = take_stage(stage, rehearsal->plan, wave, error);

	if (taken == 0)
		play_stage(rehearsal, stage);
	simulation_free(stage->simulation);
	return taken;
}

/* --- the whole --- */

static bool is_wanted(struct json_object *order, struct json_object *wave)
{
	return plan_wave_wanted(json_member(order, "waves"), json_string(wave, "name"));
}

static void begin(struct rehearsal *rehearsal, struct json_object *order)
{
	struct json_object *waves = json_member(rehearsal->plan, "waves");
	int64_t from = milliseconds(rehearsal->plan, "from");

	rehearsal->courses = (uint32_t)json_integer(order, "courses", REHEARSAL_COURSES);
	rehearsal->faults = (uint32_t)json_integer(order, "faults", REHEARSAL_FAULTS);
	rehearsal->seed = (uint64_t)json_integer(order, "seed", 1);
	rehearsal->expected = from ? from : milliseconds(rehearsal->plan, "made");
	rehearsal->waves = json_object_new_array();
	rehearsal->moves = json_object_new_array();
	rehearsal->broken = json_object_new_array();
	rehearsal->finish = mem_array(rehearsal->courses, sizeof(*rehearsal->finish));
	rehearsal->blackout = mem_array(rehearsal->courses, sizeof(*rehearsal->blackout));
	for (uint32_t i = 0; i < rehearsal->courses; i++)
		rehearsal->finish[i] = rehearsal->expected;
	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);

		if (is_wanted(order, wave))
			rehearsal->total += (uint64_t)json_length(json_member(wave, "moves")) *
					    rehearsal->courses;
	}
}

static int rehearse_waves(
	struct rehearsal *rehearsal, struct json_object *order, struct error *error)
{
	struct json_object *waves = json_member(rehearsal->plan, "waves");

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);

		if (is_wanted(order, wave) && rehearse_wave(rehearsal, wave, error) < 0)
			return -1;
	}
	if (json_length(rehearsal->waves) > 0)
		return 0;
	return error_set(error, ERROR_INPUT, NULL, "There is no move in the waves asked for.");
}

static struct json_object *tell(struct rehearsal *rehearsal)
{
	struct json_object *told = json_object_new_object();
	struct json_object *blackout = json_object_new_object();
	struct json_object *totals = json_object_new_object();

	json_set_integer(told, "seed", (int64_t)rehearsal->seed);
	json_set_integer(told, "courses", rehearsal->courses);
	json_set_integer(told, "faults", rehearsal->faults);
	set(told, "expected_end", rehearsal->expected, true);
	json_set(told, "finish", distribution(rehearsal->finish, rehearsal->courses, true));
	json_set(blackout, "each", distribution(rehearsal->each, rehearsal->each_count, false));
	json_set(blackout, "all", distribution(rehearsal->blackout, rehearsal->courses, false));
	json_set(told, "blackout", blackout);
	for (unsigned i = 0; i < ENDINGS; i++)
		json_set_integer(totals, ending_words[i], rehearsal->totals[i]);
	json_set(told, "totals", json_set_integer(totals, "retried", rehearsal->retried));
	json_set(told, "drawn", tell_drawn(rehearsal));
	json_set(told, "waves", mem_take(&rehearsal->waves));
	json_set(told, "moves", mem_take(&rehearsal->moves));
	return json_set(told, "broken", mem_take(&rehearsal->broken));
}

int rehearse(struct json_object **told, struct json_object *plan, struct json_object *order,
	const struct rehearsal_progress *progress, struct error *error)
{
	struct rehearsal rehearsal = {.plan = plan, .progress = progress};
	int done;

	begin(&rehearsal, order);
	done = rehearse_waves(&rehearsal, order, error);
	*told = done == 0 ? tell(&rehearsal) : NULL;
	json_object_put(rehearsal.waves);
	json_object_put(rehearsal.moves);
	json_object_put(rehearsal.broken);
	free(rehearsal.finish);
	free(rehearsal.blackout);
	free(rehearsal.each);
	return done;
}
