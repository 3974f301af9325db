/*
 * What schedule.h promises of a schedule, looked at second by second where anything changes. It
 * shares no code with what makes schedules, and is as plain as it can be.
 */
#ifndef HOLDS_H
#define HOLDS_H

#include "planning/schedule/schedule.h"
#include <stddef.h>

/* True when all holds; else a sentence says what does not. */
bool holds(const struct schedule_problem *problem, const struct schedule *schedule, char *said,
	size_t size);

#endif
