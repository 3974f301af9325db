/*
 * Utilisation over time: what each machine used, from one scan to the next, in rows of the
 * store's state. Counters become rates here, and never enter a snapshot. Three kinds of rows
 * are kept, each for a time of its own:
 *
 *	usage.raw   "DAY MACHINE"    the samples of a day, as they were taken
 *	usage.hour  "DAY MACHINE"    its hours, each as least, mean, 95th percentile and most
 *	usage.day   "MONTH MACHINE"  the days of a month, in the same way
 *	usage.last  "MACHINE"        the counters when they were read last, and whether that day
 *	                             is rolled up
 *
 * A day is rolled up when the first sample of a later one is taken; days and hours are UTC.
 */
#ifndef INVENTORY_USAGE_H
#define INVENTORY_USAGE_H

#include <stdint.h>

struct error;
struct json_object;
struct spool;
struct store;
struct usage_limits;

/* What the kinds of all rows begin with, for store_take_states(). */
#define USAGE_SPACES "usage."

/*
 * Writes what a host measured of a machine at that time (seconds since 1970) to the spool, as
 * rows that hold what it used since it was measured before. After a restart its counters began
 * at 0: what it used before that, since the measurement before, is not known and not guessed.
 * Where another host had it before, nothing is known of the time between.
 */
void usage_take(struct spool *output, struct store *store, const char *machine,
	const char *host, struct json_object *measures, int64_t at);

/* Takes the counters out of the measures of an item: they are no part of a snapshot. */
void usage_strip(struct json_object *measures);

/*
 * Rolls up the last day of those that are not measured any more, before its samples are
 * forgotten. To be called before usage_take(), whose rows are newer.
 */
void usage_roll_silent(struct spool *output, struct store *store,
	const struct usage_limits *limits, int64_t now);
/* Forgets what is older than the limits say, of all machines, also those that are gone. */
void usage_prune(struct spool *output, const struct usage_limits *limits, int64_t now);

/* What a point of the answer stands for. */
enum usage_step { USAGE_RAW, USAGE_HOUR, USAGE_DAY };

/* The step of a word ("raw", "hour", "day"); the one that suits the span when it is NULL. */
int usage_step(enum usage_step *step, const char *word, int64_t since, int64_t now,
	struct error *error);

/*
 * What a machine used from `since` until `now` (seconds since 1970): {"machine", "step",
 * "points": [{"at", METRIC: {"least", "mean", "p95", "most"}}]} in order of time; a metric that
 * was not measured is missing. METRIC is "cpu" (thousandths of a processor), "memory" (bytes),
 * "disk_read", "disk_write" (byte/s), "net_receive" or "net_send" (bit/s). New reference.
 * ERROR_NOT_FOUND when nothing was ever measured of it.
 */
int usage_read(struct json_object **answer, struct store *store, const char *machine,
	enum usage_step step, int64_t since, int64_t now, struct error *error);

/*
 * The whole of such a span, from its days: {"days", "cpu_mean", "cpu_peak", "cpu_p95",
 * "memory_peak", "net_day_bytes"}. "days" counts those of which both processor and network are
 * known, and only these count; processors in thousandths of one, the peak as the busiest
 * sample, p95 as that of the busiest day; memory as the most bytes, missing when it was not
 * measured; the network as mean bytes of a day in both directions. Without such a day it is
 * {"days": 0}. New reference.
 */
int usage_window(struct json_object **answer, struct store *store, const char *machine,
	int64_t since, int64_t now, struct error *error);

#endif
