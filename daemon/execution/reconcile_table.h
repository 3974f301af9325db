/*
 * The rows of reconcile.h as data: what a row asks of the facts and of both sides, and where it
 * leads. Only reconcile.c, which reads them, and reconcile_table.c include this.
 */
#ifndef EXECUTION_RECONCILE_TABLE_H
#define EXECUTION_RECONCILE_TABLE_H

#include "execution/reconcile.h"

/*
 * Each value of a sight is a bit, so that a row can name several; a mask of 0 is "any".
 */
struct sight {
	uint16_t power, reason, mark, volumes;
};

enum fact {
	BEGUN = 1u << 0,
	ABORTED = 1u << 1,
	COMMITTED = 1u << 2,
	WAS_RUNNING = 1u << 3,
	TRANSFER = 1u << 4,
	ABORT_ASKED = 1u << 5,
	FROZEN = 1u << 6,
	DEFERRED = 1u << 7,
	RESUMED = 1u << 8,
	STRANGE = 1u << 9,
	SAME_BOOT = 1u << 10, /* the source's host has not booted since the attempt began */
	SOURCE_JOB = 1u << 11,
	TARGET_JOB = 1u << 12,
	FENCED = 1u << 13,
	AUTOSTART = 1u << 14, /* on at the source */
	AS_BEFORE = 1u << 15, /* the source has its autostart again, and no mark of ours */
	TARGET_AUTOSTART = 1u << 16, /* the target's is what the source's was */
	PERSISTENT = 1u << 17,       /* the target's definition survives its process */
	WENT_ON = 1u << 19,          /* the source did, after its copy was called */
	DOUBTED = 1u << 18,          /* the silence of the source proves nothing */
};

struct reconcile_row {
	const char *name;
	uint32_t with, without; /* facts */
	struct sight source, target;
	enum course course;
	enum operation operation;
	bool strange;
};

/* The first that fits wins; ended by a NULL name. */
extern const struct reconcile_row reconcile_table[];

/*
 * What an operator may order, by what is read; the first row of an operation that fits allows
 * it. Ended by a NULL name.
 */
extern const struct reconcile_row reconcile_orders[];

#endif
