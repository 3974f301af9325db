#include "execution/order_share.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <string.h>

#define KBIT 1000

static const struct {
	const char *kind;  /* of the key */
	const char *limit; /* in the wave's "limits" */
} uses[SHARE_USES] = {
	[USE_LINK] = {"link", NULL},
	[USE_SOURCE] = {"host", "host_moves"},
	[USE_TARGET] = {"host", "host_moves"},
	[USE_POOL] = {"pool", "pool_moves"},
	[USE_TEAM] = {"team", "team_moves"},
};

char *order_share_name(struct json_object *move, enum share_use use)
{
	struct json_object *target = json_member(move, "target");

	switch (use) {
	case USE_LINK:
		return mem_string(json_string(move, "link"));
	case USE_SOURCE:
		return mem_string(json_string(json_member(move, "source"), "host"));
	case USE_TARGET:
		return mem_string(json_string(target, "host"));
	case USE_POOL:
		return mem_format(
			"%s/%s", json_string(target, "host"), json_string(target, "pool"));
	default:
		return mem_string(json_string(move, "team"));
	}
}

static uint64_t key_of(enum share_use use, const char *name)
{
	AUTO_FREE char *key = mem_format("%s %s", uses[use].kind, name);

	return digest_number(key, strlen(key));
}

static void lower(uint32_t *most, int64_t limit)
{
	if (limit >= 0 && limit < *most)
		*most = (uint32_t)limit;
}

/* --- timetables --- */

static uint8_t days_of(struct json_object *list)
{
	static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	unsigned days = 0;

	for (size_t i = 0; i < json_length(list); i++)
		for (unsigned day = 0; day < 7; day++)
			if (text_equal(
				    json_object_get_string(json_object_array_get_idx(list, i)),
				    names[day]))
				days |= 1u << day;
	return (uint8_t)days;
}

static bool is_same(struct json_object *left, struct json_object *right)
{
	return json_integer(left, "percent", 0) == json_integer(right, "percent", 0) &&
	       json_integer(left, "timezone_minutes", 0) ==
		       json_integer(right, "timezone_minutes", 0) &&
	       json_object_equal(json_member(left, "budgets"), json_member(right, "budgets"));
}

static bool is_known(const struct order_shares *shares, struct json_object *hours)
{
	for (size_t i = 0; i < json_length(shares->timetables); i++)
		if (is_same(json_object_array_get_idx(shares->timetables, i), hours))
			return true;
	return false;
}

static void add_line(struct share_table *table, struct share_hours line)
{
	table->hour[table->hours++] = line;
}

/* Its lines, and the one that holds at all other hours. */
static int add_timetable(struct order_shares *shares, struct json_object *hours)
{
	struct json_object *budgets = json_member(hours, "budgets");
	struct share_hours line = {.table = (uint8_t)(json_length(shares->timetables) + 1),
		.ahead = (int16_t)json_integer(hours, "timezone_minutes", 0)};

	if (is_known(shares, hours))
		return 0;
	if (shares->table->hours + json_length(budgets) + 1 > SHARE_HOURS)
		return -1;
	json_object_array_add(shares->timetables, json_object_get(hours));
	for (size_t i = 0; i < json_length(budgets); i++) {
		struct json_object *budget = json_object_array_get_idx(budgets, i);

		line.percent = (uint8_t)json_integer(budget, "percent", 0);
		line.days = days_of(json_member(budget, "days"));
		line.from = (uint16_t)clock_minutes(json_string(budget, "from"));
		line.to = (uint16_t)clock_minutes(json_string(budget, "to"));
		add_line(shares->table, line);
	}
	line.percent = (uint8_t)json_integer(hours, "percent", 100);
	line.days = 0x7f;
	line.from = 0;
	line.to = 1440;
	add_line(shares->table, line);
	return 0;
}

/* --- one move --- */

/* A move without a cap has the whole link. */
static int share_link(struct order_shares *shares, struct share *share, struct run_move *into,
	struct json_object *wave, struct json_object *move)
{
	const char *link = json_string(move, "link");
	struct json_object *hours = json_member(wave, "hours");
	int64_t budget = json_integer(json_member(wave, "links"), link, 0) / KBIT;
	int64_t rate = json_integer(move, "rate", 0) / KBIT;

	into->rate = (uint32_t)(rate > 0 ? rate : budget);
	if (!hours) {
		lower(&share->most, budget);
		return 0;
	}
	lower(&share->nominal, json_integer(json_member(hours, "links"), link, 0) / KBIT);
	return add_timetable(shares, hours);
}

int order_share(struct order_shares *shares, struct run_move *into, struct json_object *wave,
	struct json_object *move)
{
	struct json_object *limits = json_member(wave, "limits");

	for (enum share_use use = 0; use < SHARE_USES; use++) {
		AUTO_FREE char *name = order_share_name(move, use);
		uint16_t index;

		if (!name)
			continue;
		index = share_add(shares->table, key_of(use, name));
		if (index == SHARE_NONE)
			return -1;
		into->use[use] = index;
		if (use != USE_LINK)
			lower(&shares->table->share[index].most,
				json_integer(limits, uses[use].limit, -1));
		else if (share_link(shares, &shares->table->share[index], into, wave, move) < 0)
			return -1;
	}
	return 0;
}
