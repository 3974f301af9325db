/*
 * The reconcile table: from what the journal knows and what a fresh read of both sides shows,
 * what to do next. The way forward after a copy, the way back after a failure and recovery
 * after a crash are all this one table; nothing else decides about a machine. Pure: values in,
 * a row out.
 *
 * The table is data, in reconcile_table.c: the first row that fits wins, and each row says why
 * its action is the safe one. What no row covers is a hold.
 */
#ifndef EXECUTION_RECONCILE_H
#define EXECUTION_RECONCILE_H

#include "model/operation.h"
#include "model/world.h"

/*
 * What the executor does for a row; operations that need several calls are reached by observing
 * again.
 */
enum course {
	COURSE_HOLD,  /* touch nothing, raise an alarm, wait for an operator or a better read */
	COURSE_WAIT,  /* call nothing, observe again later; a hold when it lasts */
	COURSE_CALL,  /* one operation, then observe again */
	COURSE_BEGIN, /* the machine is fit to be moved: keep its facts and prepare */
	COURSE_REFUSE, /* it is not, and nothing of this attempt was done */
	COURSE_COMMIT, /* record durably "the target is authoritative", then observe again */
	COURSE_CLOSE_BACK,  /* the source is whole and running as before: the attempt is over */
	COURSE_CLOSE_OWNER, /* the owner stopped it: the move ends, the source startable */
	COURSE_CLOSE_DONE,  /* the target runs, is read back and the source is fenced */
	COURSES
};

/* What the journal knows that the world cannot show. All false before an attempt begins. */
struct attempt {
	bool begun;     /* the facts below were read and an intent to prepare was recorded */
	bool aborted;   /* latched: an operator wants the way back; too late once committed */
	bool committed; /* the commit was recorded; nothing is called before that is durable */
	bool was_running;    /* the source ran when the attempt began */
	bool autostart;      /* what the source had when the attempt began */
	bool transfer_open;  /* an intent to transfer of this attempt is or was open */
	bool abort_asked;    /* libvirt took our request to abort the job */
	bool frozen;         /* the freeze was recorded done, or was given up */
	bool fence_deferred; /* the fence failed while the guest waits: resume first */
	bool doubted;        /* committed, and the silence of the source is no proof */
	bool resumed;        /* the target was read running after the commit */
	bool went_on;        /* the source ran, or ended by itself, after its copy was called */
	bool strange;        /* a side ran that the journal does not name: only people go on */
	uint64_t source_boot; /* of the source's host when the attempt began */
	uint64_t target_boot;
};

struct verdict {
	enum course course;
	enum operation operation; /* with COURSE_CALL */
	bool strange;             /* attempt.strange is to be latched */
	uint8_t row; /* 1.. : the row's number in the table; 0: no row fits, which is a hold */
};

/* Never fails; what no row covers is a hold with row 0. */
struct verdict reconcile(const struct attempt *attempt, const struct world *world);

/*
 * Whether an operator may order `operation` for what the world shows. OPERATION_NONE closes the
 * move as it is; OPERATION_RESUME_TARGET also names the target as authoritative (it commits).
 */
bool reconcile_allows(
	const struct attempt *attempt, const struct world *world, enum operation operation);

/* How many rows there are, and one row's name for people ("source runs, target absent"). */
unsigned reconcile_rows(void);
const char *reconcile_row_name(unsigned row);

#endif
