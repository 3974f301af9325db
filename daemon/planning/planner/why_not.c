/* Why a group is in no window, as people are told. */
#include "base/language.h"
#include "planning/planner/planner.h"

static const char *sentence(enum schedule_why why)
{
	static const char *const sentences[] = {
		[SCHEDULE_NO_WINDOW] = N_("no window is open for it until the horizon"),
		[SCHEDULE_TOO_LONG] = N_("it takes longer than any of its windows"),
		[SCHEDULE_NO_LINK] = N_("its link, host, pool or team never has what it needs"),
		[SCHEDULE_NO_QUOTA_LEFT] = N_("the quota of its department does not suffice"),
		[SCHEDULE_CYCLE] = N_("it comes after itself: mend the order of the systems"),
		[SCHEDULE_WAITS] = N_("it comes after a system that does not move"),
		[SCHEDULE_LATE] = N_("it could only move after its deadline: until then none "
				     "of its windows is long enough"),
		[SCHEDULE_LATE_QUOTA] = N_("it could only move after its deadline: its quota "
					   "is granted too late, or taken until then"),
		[SCHEDULE_LATE_AFTER] = N_("it could only move after its deadline: what it "
					   "comes after is done too late"),
		[SCHEDULE_FULL] = N_("its windows are taken until the horizon"),
	};

	return sentences[why];
}

char *why_not(const struct planner *planner, uint32_t group)
{
	const struct schedule *schedule = &planner->schedule;

	if (schedule->why[group] == SCHEDULE_LATE_TAKEN)
		return mem_format(N_("it could only move after its deadline: until then %s is "
				     "taken by others"),
			planner->problem.resource[schedule->resource[group]].name);
	return mem_string(sentence(schedule->why[group]));
}
