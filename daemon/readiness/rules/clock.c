/* The clock of a host, as the last scan saw it. */
#include "model/profile.h"
#include "model/snapshot.h"
#include "readiness/rules/rules.h"

#define USUAL_MOST 1000      /* milliseconds, of a profile that names none */
#define OWN_HOST   "banyund" /* as the inventory names the host that banyund runs on */

static int64_t most_allowed(const struct judged *judged)
{
	int64_t told = profile_integer(judged->profile, "planning", "clock_skew_ms");

	return told > 0 ? told : USUAL_MOST;
}

/* What the round trip cannot tell apart counts neither for the host nor against it. */
static const char *verdict(int64_t skew, int64_t doubt, int64_t most)
{
	int64_t size = skew < 0 ? -skew : skew;

	if (size + doubt <= most)
		return "pass";
	return size - doubt > most ? "fail" : "unknown";
}

void host_clock(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *member = snapshot_member(judged->snapshot, "host", judged->id);
	struct json_object *measures = json_member(member, "measures");
	int64_t skew = json_integer(measures, "clock_skew_ms", 0), most = most_allowed(judged);
	int64_t doubt = json_integer(measures, "clock_error_ms", 0);

	if (text_equal(judged->id, OWN_HOST))
		judge_say(judged, rule, "pass", "Its clock is banyund's own.");
	else if (!json_member(measures, "clock_skew_ms"))
		judge_say(judged, rule, "unknown", "The host's clock was not read.");
	else
		judge_say(judged, rule, verdict(skew, doubt, most),
			"Its clock less banyund's is %lld ms, give or take %lld; %lld are "
			"allowed.",
			(long long)skew, (long long)doubt, (long long)most);
}
