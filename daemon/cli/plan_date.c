/* The dates that are written along the lanes of a plan. */
#include "base/clock.h"
#include "cli/plan_show.h"
#include <stdio.h>

#define DAY 86400LL

int64_t plan_date_step(int64_t span, int64_t width, int64_t room)
{
	static const int64_t steps[] = {DAY / 24, DAY / 12, DAY / 8, DAY / 4, DAY / 2, DAY,
		2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 182 * DAY, 364 * DAY};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i] * width >= room * span)
			return steps[i];
	return span;
}

char *plan_date(int64_t second, int64_t step, char out[PLAN_TIME])
{
	char text[CLOCK_TEXT];

	clock_format_second(second, text);
	if (step < DAY)
		snprintf(out, PLAN_TIME, "%.5s %.5s", text + 5, text + 11);
	else
		snprintf(out, PLAN_TIME, "%.10s", text);
	return out;
}
