/*
 * What the moves of all runs use together, whatever plan each is of: a link by the kbit/s, a
 * host, a pool and a team by the move. Each run has a table of what its own moves use; one
 * thing has the same key in the tables of all runs. Plain values, like the run itself.
 */
#ifndef EXECUTION_SHARE_H
#define EXECUTION_SHARE_H

#include <stdbool.h>
#include <stdint.h>

#define SHARES       2048       /* of one run */
#define SHARE_HOURS  256        /* lines of all timetables of one run */
#define SHARE_NONE   0          /* shares are counted from 1 */
#define SHARE_ANY    UINT32_MAX /* no limit */
#define SHARE_ALWAYS 0          /* the timetable of what has none; others are counted from 1 */

/* What one move uses, in this order. */
enum share_use { USE_LINK, USE_SOURCE, USE_TARGET, USE_POOL, USE_TEAM, SHARE_USES };

struct share {
	uint64_t key;
	uint32_t most;    /* at once at any hour; SHARE_ANY: no limit */
	uint32_t nominal; /* what the percentages of the timetables are of; SHARE_ANY: none */
	uint32_t allowed; /* the least that other runs allow that use it now */
	uint64_t taken;   /* by the open moves of other runs */
};

/* What may be used of links at some time of the week. Of one timetable the first that fits. */
struct share_hours {
	uint8_t table;
	uint8_t percent;
	uint8_t days;      /* bit 0: Monday */
	uint16_t from, to; /* minutes of the day, local time; `to` is 1440 at most */
	int16_t ahead;     /* minutes by which local time is ahead of UTC */
};

struct share_table {
	uint16_t count, hours;
	struct share share[SHARES + 1]; /* the first is of no use */
	struct share_hours hour[SHARE_HOURS];
};

/* Its index, added without a limit where there is none; SHARE_NONE when there is no room. */
uint16_t share_add(struct share_table *table, uint64_t key);

/* The least that may be used of it at any instant from `from` to `to`, seconds since 1970. */
uint32_t share_limit(const struct share_table *table, uint16_t share, int64_t from, int64_t to);
/* The most that may ever be used of it. */
uint32_t share_peak(const struct share_table *table, uint16_t share);

/* The next instant after `now` at which a timetable changes; 0: none does. */
int64_t share_next_hour(const struct share_table *table, int64_t now);

/* Nothing is used by other runs, and then: so much of it is, by one that allows so much. */
void share_forget_others(struct share_table *table);
void share_see_other(
	struct share_table *table, uint64_t key, uint32_t amount, uint32_t allowed);

#endif
