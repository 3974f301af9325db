/* What a move takes by what earlier moves took: of its link, else of all links. */
#include "base/language.h"
#include "planning/planner/planner.h"
#include <stdio.h>

/* The seconds by which a range is never narrower: what opening and ending take. */
#define LEAST_BELOW 3
#define LEAST_ABOVE 10
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

/* The fewer moves, the further beyond what was seen: a fifth of the way of ten moves. */
static int64_t beyond(struct json_object *sum, const char *end)
{
	int64_t middle = json_integer(sum, "permille", 1000);
	int64_t away = json_integer(sum, end, 1000) - middle;

	return middle + away + away * 2 / json_integer(sum, "moves", 1);
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

/* --- in words --- */

static void add(struct json_object *terms, const char *text)
{
	json_object_array_add(terms, json_object_new_string(text));
}

/* Thousandths as "1.180". */
static const char *times(struct json_object *sum, const char *name, char out[32])
{
	int64_t permille = json_integer(sum, name, 1000);

	snprintf(out, 32, "%lld.%03d", (long long)permille / 1000, (int)(permille % 1000));
	return out;
}

static void add_doubts(
	const struct planner *planner, struct json_object *sum, struct json_object *terms)
{
	int64_t clamped = json_integer(sum, "clamped", 0);
	int64_t spoilt = json_integer(lessons(planner), "spoilt", 0);
	char line[256];

	if (clamped > 0) {
		snprintf(line, sizeof(line),
			N_("learnt: %lld of these moves took less or more than is believed, "
			   "and count as the bound"),
			(long long)clamped);
		add(terms, line);
	}
	if (spoilt > 0) {
		snprintf(line, sizeof(line),
			N_("learnt: %lld records of moves could not be read, and teach "
			   "nothing"),
			(long long)spoilt);
		add(terms, line);
	}
}

void learnt_add_terms(const struct planner *planner, const struct planner_move *move,
	struct json_object *terms)
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
	add(terms, line);
	add_doubts(planner, sum, terms);
}

void learnt_tell(const struct planner *planner, const struct planner_move *move,
	struct json_object *estimate)
{
	const struct planner_estimate *from = &move->estimate;
	struct json_object *learnt;

	if (!from->learnt)
		return;
	learnt = json_copy(from->learnt);
	json_set_string(learnt, "of",
		from->learnt == json_member(lessons(planner), "fleet") ? "fleet" : "link");
	json_set(estimate, "learnt", learnt);
	json_set_integer(estimate, "computed_low", from->computed_low);
	json_set_integer(estimate, "computed", from->computed);
	json_set_integer(estimate, "computed_high", from->computed_high);
}
