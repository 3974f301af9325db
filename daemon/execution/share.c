#include "execution/share.h"

#define MINUTE 60
#define DAY    1440 /* minutes */
#define WEEK   (7 * DAY)
#define MONDAY (4 * DAY) /* 1970-01-05 was the first one */
#define WHOLE  100

static uint16_t share_find(const struct share_table *table, uint64_t key)
{
	for (uint16_t i = 1; i <= table->count; i++)
		if (table->share[i].key == key)
			return i;
	return SHARE_NONE;
}

uint16_t share_add(struct share_table *table, uint64_t key)
{
	uint16_t found = share_find(table, key);

	if (found != SHARE_NONE || table->count == SHARES)
		return found;
	table->share[++table->count] = (struct share){
		.key = key, .most = SHARE_ANY, .nominal = SHARE_ANY, .allowed = SHARE_ANY};
	return table->count;
}

/* ---- The hours of links ---- */

/* Minutes since Monday, local time. */
static int32_t since_monday(const struct share_hours *hours, int64_t now)
{
	int64_t minute = (now >= 0 ? now : now - MINUTE + 1) / MINUTE + hours->ahead - MONDAY;

	return (int32_t)((minute % WEEK + WEEK) % WEEK);
}

static bool holds(const struct share_hours *hours, int64_t now)
{
	int32_t minute = since_monday(hours, now);

	return hours->days >> minute / DAY & 1 && minute % DAY >= hours->from &&
	       minute % DAY < hours->to;
}

/* By the strictest of the timetables; each ends with a line that always holds. */
static uint32_t percent_at(const struct share_table *table, int64_t now)
{
	uint32_t least = WHOLE;
	uint8_t told = SHARE_ALWAYS;

	for (uint16_t i = 0; i < table->hours; i++) {
		const struct share_hours *hours = &table->hour[i];

		if (hours->table == told || !holds(hours, now))
			continue;
		told = hours->table;
		if (hours->percent < least)
			least = hours->percent;
	}
	return least;
}

/* Seconds from `now` until that minute of the day comes again, 1 to 86400. */
static int64_t until(const struct share_hours *hours, uint16_t minute, int64_t now)
{
	int64_t second = (int64_t)(since_monday(hours, now) % DAY) * MINUTE +
			 (now % MINUTE + MINUTE) % MINUTE;
	int64_t left = minute * MINUTE - second;

	return left > 0 ? left : left + DAY * MINUTE;
}

int64_t share_next_hour(const struct share_table *table, int64_t now)
{
	int64_t next = 0;

	for (uint16_t i = 0; i < table->hours; i++) {
		const struct share_hours *hours = &table->hour[i];
		int64_t from = now + until(hours, hours->from, now);
		int64_t to = now + until(hours, hours->to, now);
		int64_t first = from < to ? from : to;

		if (next == 0 || first < next)
			next = first;
	}
	return next;
}

static uint32_t limit_at(const struct share *share, uint32_t percent)
{
	uint64_t allowed;

	if (share->nominal == SHARE_ANY)
		return share->most;
	allowed = (uint64_t)share->nominal * percent / WHOLE;
	return allowed < share->most ? (uint32_t)allowed : share->most;
}

uint32_t share_limit(const struct share_table *table, uint16_t index, int64_t from, int64_t to)
{
	const struct share *share = &table->share[index];
	uint32_t least = limit_at(share, percent_at(table, from));

	if (share->nominal == SHARE_ANY || table->hours == 0)
		return least;
	/* In a week every hour has come. */
	if (to > from + WEEK * MINUTE)
		to = from + WEEK * MINUTE;
	for (int64_t at = share_next_hour(table, from); at < to;
		at = share_next_hour(table, at)) {
		uint32_t allowed = limit_at(share, percent_at(table, at));

		least = allowed < least ? allowed : least;
	}
	return least;
}

/* No line of a timetable gives more than its largest. */
uint32_t share_peak(const struct share_table *table, uint16_t index)
{
	uint32_t peak = WHOLE;

	for (uint16_t i = 0; i < table->hours;) {
		uint8_t number = table->hour[i].table;
		uint32_t largest = 0;

		for (; i < table->hours && table->hour[i].table == number; i++)
			if (table->hour[i].percent > largest)
				largest = table->hour[i].percent;
		if (largest < peak)
			peak = largest;
	}
	return limit_at(&table->share[index], peak);
}

/* ---- Other runs ---- */

void share_forget_others(struct share_table *table)
{
	for (uint16_t i = 1; i <= table->count; i++) {
		table->share[i].allowed = SHARE_ANY;
		table->share[i].taken = 0;
	}
}

void share_see_other(struct share_table *table, uint64_t key, uint32_t amount, uint32_t allowed)
{
	uint16_t index = share_find(table, key);
	struct share *share = &table->share[index];

	if (index == SHARE_NONE)
		return;
	share->taken += amount;
	if (allowed < share->allowed)
		share->allowed = allowed;
}
