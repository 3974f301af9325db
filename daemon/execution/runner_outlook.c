/* When a run, its waves and moves will have ended, as it looks now. */
#include "execution/expect.h"
#include "execution/runner_private.h"

enum { LOW, LIKELY, HIGH, VIEWS };
static const char *const ends[VIEWS] = {"end_low", "end", "end_high"};
static const char *const lefts[VIEWS] = {"left_low", "left", "left_high"};

struct outlook {
	int64_t left[VIEWS][RUN_MOVES]; /* seconds of each move */
	struct expect_run run[VIEWS];
	int64_t bytes[RUN_MOVES], bytes_left[RUN_MOVES];
};

/* --- one move --- */

static void take_estimate(struct expected *into, struct json_object *estimate)
{
	into->low = json_integer(estimate, "seconds_low", 0);
	into->likely = json_integer(estimate, "seconds", 0);
	into->high = json_integer(estimate, "seconds_high", 0);
}

static int64_t seconds_since(int64_t wall)
{
	int64_t passed = wall ? (clock_wall() - wall) / CLOCK_SECOND : 0;

	return passed > 0 ? passed : 0;
}

static bool is_copied(const struct active_move *move)
{
	return move->state.facts.committed || move->state.phase == MOVE_AFTER;
}

static void expect_open(struct outlook *outlook, const struct active_move *move)
{
	struct json_object *progress = move->copying ? move->progress : NULL;
	struct expect_course course = {.elapsed = seconds_since(move->opened),
		.copying = seconds_since(move->copying),
		.total = json_integer(progress, "total", 0),
		.left = json_integer(progress, "remaining", 0),
		.copied = is_copied(move)};
	struct expected left;

	take_estimate(&course.estimate, order_estimate(move->run->plan, move->json));
	expect_move(&left, &course);
	outlook->left[LOW][move->index] = left.low;
	outlook->left[LIKELY][move->index] = left.likely;
	outlook->left[HIGH][move->index] = left.high;
	if (course.total > 0)
		outlook->bytes_left[move->index] = course.left;
	if (course.copied)
		outlook->bytes_left[move->index] = 0;
}

static void expect_one(struct outlook *outlook, const struct active_move *move)
{
	struct json_object *estimate = order_estimate(move->run->plan, move->json);
	unsigned slot = move->run->state.move[move->index].slot;
	unsigned index = move->index;

	outlook->bytes[index] = json_integer(estimate, "bytes", 0);
	if (slot == SLOT_CLOSED || slot == SLOT_SKIPPED)
		return;
	outlook->bytes_left[index] = outlook->bytes[index];
	if (slot != SLOT_WAITING) {
		expect_open(outlook, move);
		return;
	}
	outlook->left[LOW][index] = json_integer(estimate, "seconds_low", 0);
	outlook->left[LIKELY][index] = json_integer(estimate, "seconds", 0);
	outlook->left[HIGH][index] = json_integer(estimate, "seconds_high", 0);
}

struct outlook *outlook_new(const struct active_run *run)
{
	struct outlook *outlook = mem_alloc(sizeof(*outlook));

	for (unsigned i = 0; i < run->state.count; i++)
		expect_one(outlook, &run->moves[i]);
	for (unsigned view = LOW; view < VIEWS; view++)
		expect_play(&outlook->run[view], &run->state, outlook->left[view],
			clock_wall() / CLOCK_SECOND);
	return outlook;
}

void outlook_tell_move(
	const struct outlook *outlook, const struct active_move *move, struct json_object *row)
{
	unsigned slot = move->run->state.move[move->index].slot;

	if (slot == SLOT_OPEN || slot == SLOT_HELD)
		for (unsigned view = LOW; view < VIEWS; view++)
			json_set_integer(row, lefts[view], outlook->left[view][move->index]);
	if (outlook->run[LIKELY].end[move->index])
		json_set_integer(row, "expected_end",
			outlook->run[LIKELY].end[move->index] * CLOCK_SECOND);
}

/* --- waves, and the whole --- */

struct tally {
	unsigned moves, over;
	int64_t bytes, bytes_left, end[VIEWS];
};

static void count(struct tally *tally, const struct outlook *outlook,
	const struct active_run *run, unsigned move)
{
	unsigned slot = run->state.move[move].slot;

	tally->moves++;
	tally->over += slot == SLOT_CLOSED || slot == SLOT_SKIPPED;
	tally->bytes += outlook->bytes[move];
	tally->bytes_left += outlook->bytes_left[move];
	for (unsigned view = LOW; view < VIEWS; view++)
		if (outlook->run[view].end[move] > tally->end[view])
			tally->end[view] = outlook->run[view].end[move];
}

/* A move that does not fit at its longest ends nothing late: the likely end is one too. */
static void order_ends(struct tally *tally)
{
	if (!tally->end[LOW] || tally->end[LOW] > tally->end[LIKELY])
		tally->end[LOW] = tally->end[LIKELY];
	if (tally->end[HIGH] < tally->end[LIKELY])
		tally->end[HIGH] = tally->end[LIKELY];
}

static void tell(struct json_object *row, struct tally *tally)
{
	order_ends(tally);
	json_set_integer(row, "moves", tally->moves);
	json_set_integer(row, "over", tally->over);
	json_set_integer(row, "bytes", tally->bytes);
	json_set_integer(row, "bytes_left", tally->bytes_left);
	for (unsigned view = LOW; view < VIEWS; view++)
		if (tally->end[view])
			json_set_integer(row, ends[view], tally->end[view] * CLOCK_SECOND);
}

static struct json_object *tell_wave(
	const struct active_run *run, unsigned wave, struct tally *tally)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "wave",
		json_string(json_object_array_get_idx(json_member(run->plan, "waves"), wave),
			"name"));
	tell(row, tally);
	return row;
}

/* Moves of one wave stand side by side. */
static struct json_object *tell_waves(
	const struct outlook *outlook, const struct active_run *run, struct tally *whole)
{
	struct json_object *list = json_object_new_array();
	struct tally tally = {0};

	for (unsigned i = 0; i < run->state.count; i++) {
		unsigned wave = run->state.move[i].wave;

		count(whole, outlook, run, i);
		count(&tally, outlook, run, i);
		if (i + 1 < run->state.count && run->state.move[i + 1].wave == wave)
			continue;
		json_object_array_add(list, tell_wave(run, wave, &tally));
		tally = (struct tally){0};
	}
	return list;
}

void outlook_tell(
	const struct outlook *outlook, const struct active_run *run, struct json_object *row)
{
	struct json_object *told = json_object_new_object();
	struct tally whole = {0};
	struct json_object *waves = tell_waves(outlook, run, &whole);

	tell(told, &whole);
	json_set_integer(told, "skipped", outlook->run[LIKELY].skipped);
	json_set_integer(told, "skipped_high", outlook->run[HIGH].skipped);
	json_set_boolean(told, "waits", outlook->run[LIKELY].waits);
	json_set(told, "waves", waves);
	json_set(row, "outlook", told);
}
