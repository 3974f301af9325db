/*
 * What the files of the runner share: runner.c (its life, and operators' commands),
 * runner_start.c (a run begins), runner_boot.c (runs go on after a boot), runner_run.c (one
 * run's shell), runner_move.c (one move's shell), runner_hold.c (moves that people do not let
 * start), runner_status.c (the picture for people), runner_outlook.c (when it will have ended),
 * teach.c (what a move leaves for later estimates). Nobody else includes this.
 */
#ifndef EXECUTION_RUNNER_PRIVATE_H
#define EXECUTION_RUNNER_PRIVATE_H

#include "audit/log.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "core/loop.h"
#include "core/store.h"
#include "execution/crew.h"
#include "execution/journal.h"
#include "execution/order.h"
#include "execution/runner.h"

struct active_run;

struct active_move {
	struct active_run *run;
	unsigned index;           /* in the run's order */
	struct json_object *json; /* the plan's move; borrowed from the run's plan */
	const char *name;
	struct move state;
	struct json_object
		*notes; /* what operations answered, by their words; stored with the state */
	struct json_object *progress; /* of the copy, newest; not stored */
	struct crew *crew;
	struct loop_timer *timer;
	uint32_t timer_serial;
	char *why;   /* the newest reason that a worker gave */
	char *actor; /* of the command under way */
	char *reason;
	int64_t opened, closed; /* wall time, microseconds; 0 when not */
	int64_t copying;        /* when this attempt moved its first bytes; not stored */
	int64_t arrived;        /* when its copy was over, on the steady clock; not stored */
	bool disturbed; /* it was held, or banyund ended meanwhile: its time is no lesson */
};

struct active_run {
	struct active_run *next;
	struct runner *runner;
	char id[32];
	char plan_digest[DIGEST_TEXT];
	char *starter; /* the actor who started it */
	char started[CLOCK_TEXT];
	struct json_object *plan;
	struct json_object *waves; /* names, or NULL */
	struct run state;
	const char *actor;         /* whose command is being carried out; NULL: banyund's own */
	struct active_move *moves; /* state.count of them */
	struct loop_timer *timer;
};

struct runner {
	const struct context *context;
	struct audit_log *log;
	bool owners;               /* those of a wave's departments approve it too */
	struct json_object *holds; /* system -> the override that holds it */
	struct active_run *runs;   /* newest first */
	struct loop_timer *freed;  /* armed: a move has closed, others may start */
};

/* runner_move.c: one event for one move, and all that follows from it. */
void active_move_give(struct active_move *move, const struct move_event *event);
void active_move_release(struct active_move *move);

/*
 * runner_outlook.c: when it will have ended, from how far its moves are. The moves' rows get
 * "left_low", "left", "left_high" (seconds) and "expected_end" (microseconds since 1970), the
 * run's row "outlook". The caller frees the outlook.
 */
struct outlook;
struct outlook *outlook_new(const struct active_run *run);
void outlook_tell_move(
	const struct outlook *outlook, const struct active_move *move, struct json_object *row);
void outlook_tell(
	const struct outlook *outlook, const struct active_run *run, struct json_object *row);

/*
 * teach.c, of a move that closes: its lesson (model/lesson.h) goes into the batch when it ended
 * well and undisturbed; what it was estimated to take, and took, into the record's detail.
 */
void teach(const struct active_move *move, struct store_batch *batch);
void teach_tell(const struct active_move *move, struct json_object *detail);
/* teach.c: milliseconds for which its machine stood still; -1: it is not known. */
int64_t teach_blackout(const struct active_move *move);

/*
 * runner_start.c: ERROR_REFUSED when the wave of the move is not approved now: what was
 * approved when the run began may have been sent back, or have expired while it waited.
 */
int active_move_check_approval(struct active_move *move, struct error *error);

/*
 * runner_hold.c: reads the holds; lets the run know which of its moves they withhold, before
 * its first event; and the hold of one move, NULL: it is not held. Borrowed.
 */
int runner_load_holds(struct runner *runner, struct error *error);
void active_run_heed(struct active_run *run);
struct json_object *active_move_hold(const struct active_move *move);

/* runner_boot.c: continues every run that the store says is not finished. */
int runner_restore(struct runner *runner, struct error *error);

/*
 * runner_run.c: a run of the plan's waves (NULL: all) with every move at its beginning, which
 * the runner does not know before active_run_link().
 */
int active_run_new(struct active_run **made, struct runner *runner, const char *plan_digest,
	struct json_object *waves, struct error *error);
void active_run_free(struct active_run *run);
void active_run_link(struct active_run *run);
/* Stores the run as it is, with a record of what `actor` (NULL: banyund) did. */
void active_run_record(struct active_run *run, const char *action, const char *actor);
/* Tells the run about a move, and starts what became possible. */
void active_run_give(struct active_run *run, const struct run_event *event);
/* Counts what other runs use now, before the run decides or is shown. */
void active_run_see(struct active_run *run, int64_t now);

#endif
