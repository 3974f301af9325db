/*
 * What a move takes by what earlier moves took: of its link, else of all links; and how long it
 * stands still by how long those did that were copied like it.
 */
#include "base/json_text.h"
#include "base/language.h"
#include "planning/planner/planner.h"
#include <stdio.h>

/* The seconds by which a range is never narrower: what opening and ending take. */
#define LEAST_BELOW 3
#define LEAST_ABOVE 10
/* The milliseconds of that of a pause: what a record, or a fence, takes when it is slow. */
#define PAUSE_BELOW 100
#define PAUSE_ABOVE 500
#define TELLS_MOST  (INT64_MAX / 1000000) /* seconds that can be scaled */

static struct json_object *lessons(const struct planner *planner)
{
	return json_member(planner->city->order, "lessons");
}

static bool suffice(const struct planner *planner, struct json_object *sum)
{
	struct json_object *learn =
		json_member(json_member(planner->city->profile, "planning"), "learn");

	return learn && json_integer(sum, "moves", 0) >= json_integer(learn, "moves_least", 1);
}

/* What is known of its link; else of the fleet; NULL: too little. */
static struct json_object *sum_for(
	const struct planner *planner, const struct planner_move *move)
{
	struct json_object *own = json_member(
		json_member(lessons(planner), "links"), planner->link[move->link].name);
	struct json_object *fleet = json_member(lessons(planner), "fleet");

	if (suffice(planner, own))
		return own;
	return suffice(planner, fleet) ? fleet : NULL;
}

/*
 * A quarter beyond where eight of ten were, so that about nine of ten are within, and the
 * further the fewer there were: a fifth more of ten moves.
 */
static int64_t beyond(struct json_object *sum, const char *end)
{
	int64_t middle = json_integer(sum, "permille", 1000);
	int64_t away = json_integer(sum, end, 1000) - middle;

	return middle + away * 5 / 4 + away * 2 / json_integer(sum, "moves", 1);
}

static int64_t scale(int64_t seconds, int64_t permille)
{
	return seconds * permille / 1000;
}

void learnt_scale(const struct planner *planner, struct planner_move *move)
{
	struct planner_estimate *estimate = &move->estimate;
	struct json_object *sum = sum_for(planner, move);
	int64_t low, high;

	if (!sum || estimate->high > TELLS_MOST)
		return;
	estimate->learnt = sum;
	estimate->computed_low = estimate->low;
	estimate->computed = estimate->mean;
	estimate->computed_high = estimate->high;
	low = scale(estimate->mean, beyond(sum, "low"));
	high = scale(estimate->mean, beyond(sum, "high"));
	estimate->mean = scale(estimate->mean, json_integer(sum, "permille", 1000));
	estimate->mean = estimate->mean > 1 ? estimate->mean : 1;
	estimate->low = low < estimate->mean - LEAST_BELOW ? low : estimate->mean - LEAST_BELOW;
	estimate->low = estimate->low > 1 ? estimate->low : 1;
	estimate->high =
		high > estimate->mean + LEAST_ABOVE ? high : estimate->mean + LEAST_ABOVE;
}

/* --- how long it stands still --- */

/* What is known of those that were copied so; NULL: too little. */
static struct json_object *pauses_for(
	const struct planner *planner, enum transfer_strategy kind)
{
	struct json_object *sum =
		json_member(json_member(lessons(planner), "pauses"), transfer_strategies[kind]);

	return suffice(planner, sum) ? sum : NULL;
}

int64_t learnt_pause(
	const struct planner *planner, enum transfer_strategy kind, int64_t computed)
{
	struct json_object *sum = pauses_for(planner, kind);
	int64_t likely = scale(computed, json_integer(sum, "permille", 1000));

	return likely > 1 ? likely : 1;
}

void learnt_scale_pause(const struct planner *planner, struct planner_move *move)
{
	struct planner_estimate *estimate = &move->estimate;
	struct planner_pause *pause = &estimate->blackout;
	struct json_object *sum = pauses_for(planner, move->strategy.kind);
	int64_t low, high;

	if (!sum || pause->high > TELLS_MOST)
		return;
	estimate->learnt_pause = sum;
	estimate->computed_blackout = *pause;
	low = scale(pause->likely, beyond(sum, "low"));
	high = scale(pause->likely, beyond(sum, "high"));
	pause->likely = learnt_pause(planner, move->strategy.kind, pause->likely);
	pause->low = low < pause->likely - PAUSE_BELOW ? low : pause->likely - PAUSE_BELOW;
	pause->low = pause->low > 1 ? pause->low : 1;
	pause->high = high > pause->likely + PAUSE_ABOVE ? high : pause->likely + PAUSE_ABOVE;
}

/* --- in words --- */

/* Thousandths as "1.180". */
static const char *times(struct json_object *sum, const char *name, char out[32])
{
	int64_t permille = json_integer(sum, name, 1000);

	snprintf(out, 32, "%lld.%03d", (long long)permille / 1000, (int)(permille % 1000));
	return out;
}

static void add_doubts(
	struct text *text, const struct planner *planner, struct json_object *sum)
{
	int64_t clamped = json_integer(sum, "clamped", 0);
	int64_t spoilt = json_integer(lessons(planner), "spoilt", 0);
	char line[256];

	if (clamped > 0) {
		snprintf(line, sizeof(line),
			N_("learnt: %lld of these moves took less or more than is believed, "
			   "and count as the bound"),
			(long long)clamped);
		json_add_string(text, NULL, line);
	}
	if (spoilt > 0) {
		snprintf(line, sizeof(line),
			N_("learnt: %lld records of moves could not be read, and teach "
			   "nothing"),
			(long long)spoilt);
		json_add_string(text, NULL, line);
	}
}

static void add_pause_term(struct text *text, const struct planner_move *move)
{
	const struct planner_pause *computed = &move->estimate.computed_blackout;
	struct json_object *sum = move->estimate.learnt_pause;
	char line[512], usual[32], low[32], high[32];

	if (!sum)
		return;
	snprintf(line, sizeof(line),
		N_("learnt: the last %lld moves that were copied so stood still %s times as "
		   "long as computed, eight of ten between %s and %s times; computed were %lld "
		   "to %lld ms, most likely %lld"),
		(long long)json_integer(sum, "moves", 0), times(sum, "permille", usual),
		times(sum, "low", low), times(sum, "high", high), (long long)computed->low,
		(long long)computed->high, (long long)computed->likely);
	json_add_string(text, NULL, line);
}

static void add_time_term(
	struct text *text, const struct planner *planner, const struct planner_move *move)
{
	const struct planner_estimate *estimate = &move->estimate;
	struct json_object *sum = estimate->learnt;
	char line[512], usual[32], low[32], high[32];

	if (!sum)
		return;
	snprintf(line, sizeof(line),
		sum == json_member(lessons(planner), "fleet")
			? N_("learnt: the last %lld moves over all links took %s times as long "
			     "as computed, eight of ten between %s and %s times; computed were "
			     "%lld to %lld s, most likely %lld")
			: N_("learnt: the last %lld moves over this link took %s times as long "
			     "as computed, eight of ten between %s and %s times; computed were "
			     "%lld to %lld s, most likely %lld"),
		(long long)json_integer(sum, "moves", 0), times(sum, "permille", usual),
		times(sum, "low", low), times(sum, "high", high),
		(long long)estimate->computed_low, (long long)estimate->computed_high,
		(long long)estimate->computed);
	json_add_string(text, NULL, line);
	add_doubts(text, planner, sum);
}

void learnt_write_terms(
	struct text *text, const struct planner *planner, const struct planner_move *move)
{
	add_time_term(text, planner, move);
	add_pause_term(text, move);
}

void learnt_write_computed(struct text *text, const struct planner_move *move)
{
	const struct planner_estimate *estimate = &move->estimate;

	if (!estimate->learnt)
		return;
	json_add_integer(text, "computed", estimate->computed);
	json_add_integer(text, "computed_high", estimate->computed_high);
	json_add_integer(text, "computed_low", estimate->computed_low);
}

void learnt_write_sum(
	struct text *text, const struct planner *planner, const struct planner_move *move)
{
	AUTO_JSON struct json_object *told = NULL;
	struct json_object *sum = move->estimate.learnt;

	if (sum) {
		told = json_copy(sum);
		json_set_string(told, "of",
			sum == json_member(lessons(planner), "fleet") ? "fleet" : "link");
		json_add_tree(text, "learnt", told);
	}
	if (move->estimate.learnt_pause)
		json_add_tree(text, "learnt_pause", move->estimate.learnt_pause);
}
