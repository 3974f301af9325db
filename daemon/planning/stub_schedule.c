#include "planning/schedule.h"
#include <string.h>
void schedule_make(const struct schedule_problem *p, struct schedule *s)
{
	s->finish = p->from;
	for (uint32_t g = 0; g < p->groups; g++) {
		const struct schedule_group *group = &p->group[g];
		const struct schedule_calendar *c = &p->calendar[group->calendar];
		int64_t t = c->count ? c->slot[0].from : 0;
		s->why[g] = c->count ? SCHEDULE_PLACED : SCHEDULE_NO_WINDOW;
		for (uint32_t m = group->first; m < group->first + group->count; m++) {
			s->start[m] = c->count ? t : SCHEDULE_NEVER;
			t += p->move[m].seconds;
		}
		if (c->count && t > s->finish)
			s->finish = t;
	}
	s->bound = (struct schedule_bound){s->finish, BINDS_NOTHING, 0};
}
