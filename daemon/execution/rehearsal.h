/*
 * Rehearsing a plan: each wave is run, as it would be, by the run's own rules under a virtual
 * clock, and each of its moves by the simulator, with a duration drawn from its estimate and
 * faults drawn from a rate. A wave begins with its window, or when the one before has ended. A
 * fault strikes one move; nobody resolves what is held.
 */
#ifndef EXECUTION_REHEARSAL_H
#define EXECUTION_REHEARSAL_H

#include "base/shape.h"

#include <stdint.h>

#define REHEARSAL_COURSES 1000
#define REHEARSAL_FAULTS  20

struct error;

/* {"waves": [NAME] (all when missing), "courses", "faults" (per mille of moves), "seed"} */
extern const struct shape_field rehearsal_fields[];

/* Told now and then; may be NULL. */
struct rehearsal_progress {
	void (*tell)(void *argument, uint64_t done, uint64_t total);
	void *argument;
};

#define REHEARSAL_PARTS 20 /* that a distribution is told in */

/*
 * `plan` has "waves", "estimates" and "from" or "made". The same order gives the same bytes:
 * {"seed", "courses", "faults", "finish": DISTRIBUTION, "waves": [{"name", "window", "moves",
 * "expected_end", "finish": DISTRIBUTION, "late": COURSES, "short": COURSES in which a move did
 * not begin}], "blackout": {"each", "all": DISTRIBUTION}, "totals": {"done", "back", "held",
 * "skipped", "other", "retried"}, "moves": [{"wave", "name", "start", "end", "ends":
 * DISTRIBUTION, "blackout": DISTRIBUTION, and as the totals}], "drawn": [{"fault": WORD, and
 * how many moves that it was drawn for ended so}], "broken": [{"invariant", "sentence", "name",
 * "schedule"}]}. A distribution is {"least", "p5", "p50", "p95", "worst": times, or
 * milliseconds; "parts": [COUNT in each of 20 equal parts of that]}; NULL when nothing came to
 * an end. "moves" is told of at most 512. New reference. ERROR_INPUT when the plan does not
 * estimate a move, or has none in these waves.
 */
int rehearse(struct json_object **told, struct json_object *plan, struct json_object *order,
	const struct rehearsal_progress *progress, struct error *error);

#endif
