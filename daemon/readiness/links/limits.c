#include "readiness/links/limits.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "model/profile.h"
#include <time.h>

static int64_t limit(struct json_object *profile, const char *name)
{
	return profile_integer(profile, "bandwidth", name);
}

static bool is_of(struct json_object *entry, const struct links_pair *pair)
{
	return text_equal(json_string(entry, "source"), json_string(pair->source, "name")) &&
	       text_equal(json_string(entry, "target"), json_string(pair->target, "name")) &&
	       json_integer(entry, "family", 0) == pair->family;
}

static int64_t age_hours(struct json_object *entry)
{
	int64_t at = 0;

	clock_parse(json_string(entry, "at"), &at);
	return (clock_wall() - at) / CLOCK_SECOND / 3600;
}

struct json_object *links_fresh(
	struct json_object *list, const struct links_pair *pair, struct json_object *profile)
{
	for (size_t i = json_length(list); i-- > 0;) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		if (is_of(entry, pair) && json_member(entry, "up") &&
			json_member(entry, "down"))
			return age_hours(entry) < limit(profile, "valid_hours") ? entry : NULL;
	}
	return NULL;
}

int64_t links_bytes(struct json_object *entry)
{
	return json_integer(json_member(entry, "up"), "sent_bytes", 0) +
	       json_integer(json_member(entry, "down"), "sent_bytes", 0) +
	       json_integer(json_member(entry, "transfer_up"), "payload_bytes", 0) +
	       json_integer(json_member(entry, "transfer_down"), "payload_bytes", 0) +
	       json_integer(entry, "spent_bytes", 0);
}

/* Bytes that tests of the list sent, or may have sent, from and to a host within a day. */
static int64_t links_spent(struct json_object *list, const char *source)
{
	int64_t bytes = 0;

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		if (text_equal(json_string(entry, "source"), source) && age_hours(entry) < 24)
			bytes += links_bytes(entry);
	}
	return bytes;
}

bool links_affordable(struct json_object *list, const char *source, struct json_object *profile)
{
	return links_spent(list, source) + 4 * limit(profile, "test_bytes") <=
	       limit(profile, "day_bytes");
}

bool links_hour_is_allowed(struct json_object *profile)
{
	int64_t from = limit(profile, "from_hour"), to = limit(profile, "to_hour");
	time_t now = (time_t)(clock_wall() / CLOCK_SECOND);
	struct tm here;

	localtime_r(&now, &here);
	if (from <= to)
		return here.tm_hour >= from && here.tm_hour < to;
	return here.tm_hour >= from || here.tm_hour < to;
}
