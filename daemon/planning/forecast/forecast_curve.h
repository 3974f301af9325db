/* Between the curve of the on-cloud rate over time and what is told of it. */
#ifndef PLANNING_FORECAST_CURVE_H
#define PLANNING_FORECAST_CURVE_H

#include "model/rate.h"
#include "planning/forecast/forecast.h"

struct curve {
	const struct forecast_basis *basis;
	struct city_objects systems;
	struct rate_system *system; /* as they are now */
	int64_t *servers;           /* of its machines: they can be hosted, and no more */
	uint32_t *order;            /* systems that are done at some time, the earliest first */
	size_t count;
	int64_t from; /* seconds: when the plan begins */
};

void curve_make(struct curve *curve, const struct forecast_basis *basis);
void curve_free(struct curve *curve);
#define AUTO_CURVE __attribute__((cleanup(curve_free)))

/* What a system counts now, once it is done, and when all that is planned is done. */
struct rate curve_now(const struct curve *curve, uint32_t system, enum rate_formula formula);
struct rate curve_done(const struct curve *curve, uint32_t system, enum rate_formula formula);
struct rate curve_final(const struct curve *curve, uint32_t system, enum rate_formula formula);

/* What is counted more of it once it is done. */
int64_t curve_gain(const struct curve *curve, uint32_t system, enum rate_formula formula);

/* The sum over all systems of one of these. */
typedef struct rate curve_of(
	const struct curve *curve, uint32_t system, enum rate_formula formula);
struct rate curve_sum(const struct curve *curve, curve_of *of, enum rate_formula formula);

/*
 * When so many percent are reached: a time not before `from`; FORECAST_NEVER. `*last` is what
 * is reached in the end.
 */
int64_t curve_reaches(const struct curve *curve, enum rate_formula formula, int64_t percent,
	struct rate *last);
/* When the last is done; FORECAST_NEVER when none is. */
int64_t curve_end(const struct curve *curve);

#endif
