/*
 * The second shell of the executor: it drives the same move_step() and run_step() as the
 * daemon, with a virtual clock, a seeded heap of events, and hosts that are a model of libvirt.
 * It serves the tests (every fault at every boundary) and `banyun plan rehearse` (the moves of
 * a real plan, with faults drawn from a rate).
 *
 *	struct simulation *simulation = simulation_new(&setting);
 *	simulation_run(simulation, &schedule, &course);
 *	simulation_free(simulation);
 *
 * A schedule is a seed and a list of faults, each at one boundary between two events; the same
 * schedule always takes the same course. After every event the invariants of
 * simulator/invariant.c are checked.
 */
#ifndef SIMULATOR_SIMULATOR_H
#define SIMULATOR_SIMULATOR_H

#include "execution/run.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define SIMULATION_FAULTS 8
#define SIMULATION_RUNS   2    /* of plans that are carried out at once */
#define SIMULATION_EPOCH  1000 /* the wall clock when a schedule begins, seconds since 1970 */

struct simulation;

/* One move of the plan that is simulated. */
struct simulation_move {
	uint8_t run;          /* of the plan it is of; the moves of one follow each other */
	struct run_move slot; /* wave, group, uses, rate, window */
	struct move_order order;
	uint16_t host[SIDES]; /* index of the host it leaves, and of the one it goes to */
	uint32_t copy_ms;     /* how long its copy takes when nothing is in its way */
	uint32_t still_ms;    /* for how long its guest then stands still; 0: as a live one */
	bool steady;          /* copy_ms is just that, whatever the seed */
	bool autostart;       /* of the source, before */
};

struct simulation_setting {
	const struct simulation_move *moves; /* borrowed; must outlive the simulation */
	uint16_t count;                      /* 1..RUN_MOVES */
	uint16_t hosts;
	uint16_t concurrency; /* of each run */
	const struct share_table
		*table; /* [SIMULATION_RUNS], borrowed; NULL: nothing is shared */
};

/* A fault: what, when, to whom. Its words are in simulator/fault.h. */
struct simulation_fault {
	uint32_t at;  /* it strikes after this many events */
	uint8_t kind; /* enum fault */
	/* Bit 0: it lasts long; the rest: how it ends, where libvirt has several ways. */
	uint8_t variant;
	uint16_t move; /* whose machine, worker or hosts it strikes */
};

struct simulation_schedule {
	uint64_t seed; /* 0: no jitter */
	uint8_t count;
	struct simulation_fault fault[SIMULATION_FAULTS];
};

/* What came out. */
struct simulation_course {
	const char *invariant; /* "I1" .. "I12", "liveness"; NULL when all held */
	const char *sentence;  /* what was broken */
	uint16_t move;         /* whose */
	uint32_t event;        /* after how many events */
	uint32_t events;       /* how many in all */
	uint64_t milliseconds; /* virtual time until the run was over or waited for people */
	uint16_t outcome[OUTCOMES]; /* how many moves ended so */
	uint16_t held;              /* wait for an operator */
	uint16_t retried;           /* needed more than one attempt */
	uint32_t blackout_ms; /* the longest that a guest did not run, of those that moved */
	uint8_t struck;       /* faults that changed something, as bits */
};

/* What was reached, summed over all schedules that are given the same one. */
#define COVERAGE_PLACES 20
#define COVERAGE_FAULTS 64
struct simulation_coverage {
	uint64_t row[256]; /* reconcile rows followed; 0: no row fit */
	uint64_t cell[COVERAGE_PLACES]
		     [COVERAGE_FAULTS]; /* faults that changed something, by place */
	uint64_t schedules, events;
	/* Called for each pair of views that the hypervisors come to show; may be NULL. */
	void (*pair)(void *argument, const struct world *world);
	void *argument;
};

struct simulation *simulation_new(const struct simulation_setting *setting);
void simulation_free(struct simulation *simulation); /* NULL is allowed */

/* Sums into `coverage` (borrowed, may be NULL) from now on. */
void simulation_cover(struct simulation *simulation, struct simulation_coverage *coverage);
/* Only this invariant ("I1", borrowed) counts from now on; NULL: all of them. */
void simulation_look_for(struct simulation *simulation, const char *invariant);
/* A schedule in which nothing changes for so long is given up; 0: as long as the tests'. */
void simulation_patience(struct simulation *simulation, uint64_t milliseconds);
/* Writes one line an event to `out` from now on; NULL ends it. */
void simulation_trace(struct simulation *simulation, FILE *out);

/*
 * Runs one schedule from the beginning to where nothing changes any more. When `places` is not
 * NULL, the place (place_word()) of move 0 before each event is appended, up to `room` of them.
 */
void simulation_run(struct simulation *simulation, const struct simulation_schedule *schedule,
	struct simulation_course *course, uint8_t *places, uint32_t room);

/* Where a move is, finer than its phase: a column of the matrix. NULL past the last. */
const char *place_word(unsigned place);

/* A schedule as text, "seed:kind.variant.move@at,...", and back; -1 when it is not one. */
void schedule_format(const struct simulation_schedule *schedule, char *out, size_t size);
int schedule_parse(struct simulation_schedule *schedule, const char *text);

/*
 * One seeded course of the plan with about `per_thousand` faults for
 * each thousand events. The same seed and rate give the same course.
 */
void simulation_rehearse(struct simulation *simulation, uint64_t seed, uint32_t per_thousand,
	struct simulation_course *course);

#endif
