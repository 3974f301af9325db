/*
 * Loss and delay of the links over time, as the watch between tests (watch.h) saw them,
 * in rows of the store's state:
 *
 *	link.raw   "DAY SOURCE TARGET FAMILY"    each watch of a day
 *	link.hour  "DAY SOURCE TARGET FAMILY"    its hours
 *	link.day   "MONTH SOURCE TARGET FAMILY"  the days of a month
 *
 * A row is a list of [slot, watches, reached, sent, received, least, median, most]: the slot is
 * the second of the day, the hour or the day of the month; `sent` and `received` count the
 * echoes of watches that were reached, any echo of which came back; round trips are
 * microseconds. Days and hours are UTC. Rows are kept for as long as those of utilisation.
 */
#ifndef READINESS_LINKS_SERIES_H
#define READINESS_LINKS_SERIES_H

#include "base/shape.h"
#include <stdint.h>

struct json_object;
struct store;
struct store_batch;
struct usage_limits;

/* What one watch saw: {"sent", "received"} and, when any came back, the round trips. */
extern const struct shape_field links_echoes_fields[];

/*
 * Adds what a watch saw at that time (seconds since 1970) of the way, {"source", "target",
 * "family"}, to its rows.
 */
void links_series_take(struct store_batch *batch, struct store *store, struct json_object *way,
	struct json_object *echoes, int64_t at);

/*
 * The day before `now` of such a way, by whole hours: {"source", "target", "family", "watches"}
 * and, when it was watched, "since" and "at", when the first and the last hour began,
 * "reached", "available_permille"; when it was reached, "sent", "received", "loss_permille",
 * "least_us" (of this month and the one before), "median_us" and "most_us". New reference.
 */
struct json_object *links_series_day(struct store *store, struct json_object *way, int64_t now);

/*
 * How many days back a series of that step ("raw", "hour", "day") may begin; 0: there is none.
 */
int64_t links_series_reach(const char *step);

/*
 * Of such a way, in order of time from `since` to `now`, which the step's reach bounds: a list
 * of {"at", "watches", "reached", "sent", "received"} and, when it was reached, "least_us",
 * "median_us" and "most_us". New reference.
 */
struct json_object *links_series_points(struct store *store, struct json_object *way,
	const char *step, int64_t since, int64_t now);

/* Forgets what is older than the limits say. */
void links_series_prune(struct store_batch *batch, struct store *store,
	const struct usage_limits *limits, int64_t now);

/* --- pure --- */

/* The entry of that slot over a list of entries, as above. New reference. */
struct json_object *links_series_roll(int64_t slot, struct json_object *entries);

#endif
