/* What the files of this room share; nobody else includes it. */
#ifndef INVENTORY_USAGE_USAGE_PRIVATE_H
#define INVENTORY_USAGE_USAGE_PRIVATE_H

#include "inventory/usage/usage.h"
#include <stdbool.h>
#include <stddef.h>

#define USAGE_RAW_SPACE  "usage.raw"
#define USAGE_HOUR_SPACE USAGE_SPACES "hour"
#define USAGE_DAY_SPACE  "usage.day"
#define USAGE_LAST_SPACE USAGE_SPACES "last"

#define USAGE_ROLLED "rolled" /* of the last row: its day is */

#define HOUR 3600
#define DAY  86400

#define DAY_TEXT   11 /* "2026-11-26" */
#define MONTH_TEXT 8  /* "2026-11" */

/* In the order in which rows hold them: new ones come at the end. */
enum usage_metric {
	USAGE_CPU,
	USAGE_MEMORY,
	USAGE_DISK_READ,
	USAGE_DISK_WRITE,
	USAGE_NET_RECEIVE,
	USAGE_NET_SEND,
	USAGE_METRICS,
};

extern const char *const usage_words[USAGE_METRICS];

#define USAGE_UNKNOWN (-1)

struct usage_sample {
	int64_t at; /* seconds since 1970 */
	int64_t value[USAGE_METRICS];
};

struct usage_samples {
	struct usage_sample *list;
	size_t count;
};

/* Of one metric over some samples; all are USAGE_UNKNOWN when none of them knows it. */
struct usage_span {
	int64_t least, mean, p95, most;
};

/* --- rate.c, pure --- */

/*
 * The rates from the measurement before (`last`, NULL when there is none) to this one. False
 * when nothing is known.
 */
bool usage_rate(struct usage_sample *sample, struct json_object *last,
	struct json_object *measures, const char *host, int64_t at);
/* Whether there is any counter among these, as there is of a machine that runs. */
bool usage_counts(struct json_object *measures);
/* What the next one is compared with: {"at", "host", counters}. New reference. */
struct json_object *usage_last(struct json_object *measures, const char *host, int64_t at);

/* --- roll.c, pure --- */

/* An entry of a row: [slot, then each metric, as one number when its four are the same]. */
struct json_object *usage_entry(int64_t slot, const struct usage_sample *samples, size_t count);
/* The point of such an entry, as usage_read() gives it. */
struct json_object *usage_point(int64_t at, struct json_object *entry);
/* The hours of a day's samples, as entries. New list. */
struct json_object *usage_hours(const struct usage_samples *day);

/* --- row.c --- */

void usage_day_text(int64_t at, char out[DAY_TEXT]);
void usage_month_text(int64_t at, char out[MONTH_TEXT]);
/* A row of a machine as a list, empty when there is none. New reference; never NULL. */
struct json_object *usage_row(
	struct store *store, const char *space, const char *period, const char *machine);
void usage_keep_row(struct spool *output, const char *space, const char *period,
	const char *machine, struct json_object *row);
/* Puts one row, or with NULL deletes it. */
void usage_write(
	struct spool *output, const char *space, const char *key, struct json_object *value);
/* The samples of a raw row of the day that begins at `day`; the caller frees the list. */
struct usage_samples usage_samples(struct json_object *row, int64_t day);

#endif
