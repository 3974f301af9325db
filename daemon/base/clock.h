/*
 * Time: wall time as microseconds since 1970 (UTC) and RFC 3339; a monotonic clock for
 * durations.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_TEXT   28 /* "2026-01-31T23:59:59.123456Z" and NUL */
#define CLOCK_SECOND 1000000LL

int64_t clock_wall(void);      /* microseconds since 1970 */
int64_t clock_monotonic(void); /* microseconds since some fixed point of this boot */
void clock_format(int64_t wall, char out[CLOCK_TEXT]);
/* The same of seconds since 1970, without a fraction. */
void clock_format_second(int64_t second, char out[CLOCK_TEXT]);
/*
 * Parses RFC 3339 in UTC ("Z" only), with 0 to 6 digits of fraction. Returns 0, or -1 when it
 * is not that.
 */
int clock_parse(const char *text, int64_t *wall);
/* The second since 1970 that it is in; `missing` when it is NULL, or not that. */
int64_t clock_second(const char *text, int64_t missing);
/* Whether it is a day, month or year of ISO 8601: "2026-01-31", "2026-01" or "2026". */
bool clock_is_date(const char *text);
/* The minutes of a time of the day, "00:00" to "24:00"; -1 when it is none. */
int clock_minutes(const char *text);
/*
 * From when (seconds since 1970) until before when is what such a date names, where the clocks
 * are so many minutes ahead of UTC. -1 when it is none.
 */
int clock_date_span(const char *text, int64_t ahead, int64_t *from, int64_t *to);

#endif
