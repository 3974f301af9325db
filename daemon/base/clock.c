#include "base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define YEAR_0    (-62167219200LL) /* 0000-01-01T00:00:00Z in seconds */
#define YEAR_9999 253402300799LL   /* 9999-12-31T23:59:59Z */

static int64_t now(clockid_t id)
{
	struct timespec time;

	clock_gettime(id, &time);
	return (int64_t)time.tv_sec * CLOCK_SECOND + time.tv_nsec / 1000;
}

int64_t clock_wall(void)
{
	return now(CLOCK_REALTIME);
}

int64_t clock_monotonic(void)
{
	return now(CLOCK_BOOTTIME);
}

/* Up to the seconds; returns how long it is. */
static size_t format_second(int64_t second, char out[CLOCK_TEXT])
{
	struct tm parts;
	time_t time;

	if (second < YEAR_0)
		second = YEAR_0;
	if (second > YEAR_9999)
		second = YEAR_9999;
	time = (time_t)second;
	gmtime_r(&time, &parts);
	return strftime(out, CLOCK_TEXT, "%4Y-%m-%dT%H:%M:%S", &parts);
}

void clock_format_second(int64_t second, char out[CLOCK_TEXT])
{
	size_t length = format_second(second, out);

	snprintf(out + length, CLOCK_TEXT - length, "Z");
}

void clock_format(int64_t wall, char out[CLOCK_TEXT])
{
	int64_t second = wall / CLOCK_SECOND, fraction = wall % CLOCK_SECOND;
	size_t length;

	if (fraction < 0) {
		fraction += CLOCK_SECOND;
		second--;
	}
	length = format_second(second, out);
	snprintf(out + length, CLOCK_TEXT - length, ".%06dZ", (int)fraction);
}

/* Reads exactly `count` digits as a number from `low` to `high` and moves on. */
static int digits(const char **text, int count, int low, int high, int *value)
{
	*value = 0;
	for (int i = 0; i < count; i++, (*text)++) {
		if (**text < '0' || **text > '9')
			return -1;
		*value = *value * 10 + (**text - '0');
	}
	return *value >= low && *value <= high ? 0 : -1;
}

static int literal(const char **text, char expected)
{
	return *(*text)++ == expected ? 0 : -1;
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static int parse_date(const char **text, struct tm *parts)
{
	int year, month;

	if (digits(text, 4, 0, 9999, &year) < 0 || literal(text, '-') < 0 ||
		digits(text, 2, 1, 12, &month) < 0 || literal(text, '-') < 0 ||
		digits(text, 2, 1, days_in_month(year, month), &parts->tm_mday) < 0)
		return -1;
	parts->tm_year = year - 1900;
	parts->tm_mon = month - 1;
	return 0;
}

static int parse_time(const char **text, struct tm *parts)
{
	if (digits(text, 2, 0, 23, &parts->tm_hour) < 0 || literal(text, ':') < 0 ||
		digits(text, 2, 0, 59, &parts->tm_min) < 0 || literal(text, ':') < 0 ||
		digits(text, 2, 0, 59, &parts->tm_sec) < 0)
		return -1;
	return 0;
}

/* "." and 1 to 6 digits, or nothing. */
static int parse_fraction(const char **text, int64_t *fraction)
{
	int64_t unit = CLOCK_SECOND;

	*fraction = 0;
	if (**text != '.')
		return 0;
	for ((*text)++; **text >= '0' && **text <= '9' && unit > 1; (*text)++) {
		unit /= 10;
		*fraction += unit * (**text - '0');
	}
	return unit < CLOCK_SECOND ? 0 : -1;
}

int clock_parse(const char *text, int64_t *wall)
{
	struct tm parts = {0};
	int64_t fraction;

	if (parse_date(&text, &parts) < 0 || literal(&text, 'T') < 0 ||
		parse_time(&text, &parts) < 0 || parse_fraction(&text, &fraction) < 0 ||
		strcmp(text, "Z") != 0)
		return -1;
	*wall = (int64_t)timegm(&parts) * CLOCK_SECOND + fraction;
	return 0;
}

int64_t clock_second(const char *text, int64_t missing)
{
	int64_t wall;

	return text && clock_parse(text, &wall) == 0 ? wall / CLOCK_SECOND : missing;
}

/* What is not told of it is 0. */
static int parse_day(const char *text, int *year, int *month, int *day)
{
	*month = *day = 0;
	if (digits(&text, 4, 0, 9999, year) < 0)
		return -1;
	if (*text == '\0')
		return 0;
	if (literal(&text, '-') < 0 || digits(&text, 2, 1, 12, month) < 0)
		return -1;
	if (*text == '\0')
		return 0;
	return literal(&text, '-') == 0 &&
			       digits(&text, 2, 1, days_in_month(*year, *month), day) == 0 &&
			       *text == '\0'
		       ? 0
		       : -1;
}

bool clock_is_date(const char *text)
{
	int year, month, day;

	return parse_day(text, &year, &month, &day) == 0;
}

int clock_minutes(const char *text)
{
	int hour, minute;

	if (digits(&text, 2, 0, 24, &hour) < 0 || literal(&text, ':') < 0 ||
		digits(&text, 2, 0, hour < 24 ? 59 : 0, &minute) < 0 || *text != '\0')
		return -1;
	return hour * 60 + minute;
}

int clock_date_span(const char *text, int64_t ahead, int64_t *from, int64_t *to)
{
	int year, month, day;
	struct tm first, after;

	if (parse_day(text, &year, &month, &day) < 0)
		return -1;
	first = (struct tm){.tm_year = year - 1900,
		.tm_mon = month ? month - 1 : 0,
		.tm_mday = day ? day : 1};
	after = first;
	if (day)
		after.tm_mday++;
	else if (month)
		after.tm_mon++;
	else
		after.tm_year++;
	*from = (int64_t)timegm(&first) - ahead * 60;
	*to = (int64_t)timegm(&after) - ahead * 60;
	return 0;
}
