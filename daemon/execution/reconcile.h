/*
 * The reconcile table: from what is committed and what a fresh read of both sides shows, what to do
 * next. The way forward after a copy, the way back after a failure and recovery after a crash are all
 * this one table; nothing else decides about a machine. Pure: values in, a row out.
 */
#ifndef EXECUTION_RECONCILE_H
#define EXECUTION_RECONCILE_H

#include "model/operation.h"
#include "model/world.h"

/* What the executor does for a row; operations that need several calls are reached by observing again. */
enum course {
	COURSE_HOLD,          /* touch nothing, raise an alarm, wait for an operator or a better read */
	COURSE_CALL,          /* one operation, then observe again */
	COURSE_WAIT,          /* observe again later; nothing is called (a job is still held) */
	COURSE_COMMIT,        /* record durably "the target is authoritative", then observe again */
	COURSE_CLOSE_BACK,    /* the source is whole and running as before: the attempt is over */
	COURSE_CLOSE_OWNER,   /* the owner stopped the guest: the move ends, the source is startable */
	COURSE_CLOSE_DONE,    /* the target runs, is read back and the source is fenced */
	COURSES
};

/* What the journal knows that the world cannot show. */
struct attempt {
	bool committed;       /* the commit record is durable */
	bool was_running;     /* the source ran when the attempt began */
	bool fence_deferred;  /* the fence failed once because the source was not reached: resume first */
	bool frozen;          /* the freeze was recorded done, or was given up */
	bool abort_asked;     /* an abort of the held job has been recorded */
	bool restored;        /* the source's autostart and mark were put back */
	bool autostart;       /* what the source had when the attempt began */
	bool transfer_open;   /* an intent to transfer of this attempt is or was open */
	uint64_t source_boot; /* of the source's host when the attempt began */
	uint64_t target_boot;
};

struct verdict {
	enum course course;
	enum operation operation; /* with COURSE_CALL */
	uint8_t row;              /* 1.. : the row's number in the table; 0: no row fits, which is a hold */
};

/* Never fails; what no row covers is a hold with row 0. */
struct verdict reconcile(const struct attempt *attempt, const struct world *world);

/* How many rows there are, and one row's name for people ("source runs, target absent"). */
unsigned reconcile_rows(void);
const char *reconcile_row_name(unsigned row);

#endif
