/*
 * Ways through the space of schedules: every single fault, every pair, seeded ones; and the
 * shortest schedule that still breaks what a longer one broke.
 */
#ifndef SIMULATION_EXPLORE_H
#define SIMULATION_EXPLORE_H

#include "execution/simulator/fault.h"
#include "execution/simulator/simulator.h"

#define SETTINGS   16 /* made-up plans of several moves */
#define FIRST_PAIR 8  /* from here on two plans are carried out at once */

/* Plans of one move, with the source's autostart on or off, and made-up ones of several.
 * Static. */
const struct simulation_setting *setting_single(bool autostart);
const struct simulation_setting *setting_several(unsigned index);
/* By the number that a finding names; NULL when there is none. */
const struct simulation_setting *setting_of(int plan);
#define PLAN_SINGLE     (-1)
#define PLAN_SINGLE_OFF (-2)

struct finding {
	const char *look_for; /* given: only this invariant counts; NULL: all */
	const struct simulation_setting *setting;
	int plan; /* index of the made-up plan, -1 or -2: one move, autostart on or off */
	struct simulation_schedule schedule;
	struct simulation_course course;
};

/*
 * Each returns true when every invariant held, else false with the shortest schedule found. All
 * sum into `coverage`.
 */
/* Schedules that once broke something, or reach what chance seldom reaches. */
bool explore_known(struct simulation_coverage *coverage, struct finding *finding);
bool explore_singles(struct simulation_coverage *coverage, struct finding *finding);
/* Every `stride`th pair. */
bool explore_pairs(
	struct simulation_coverage *coverage, unsigned stride, struct finding *finding);
bool explore_seeds(struct simulation_coverage *coverage, uint64_t first, uint64_t count,
	struct finding *finding);

#endif
