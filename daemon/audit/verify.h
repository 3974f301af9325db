/*
 * The verifier: recomputes a published log from its entries alone and compares all that is
 * there with it. It trusts nothing but the key and, against a log that was cut back or
 * rewritten by the key's holder, a checkpoint that was kept elsewhere. No database, no daemon.
 */
#ifndef AUDIT_VERIFY_H
#define AUDIT_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/checkpoint.h"
#include "audit/tiles.h"

struct error;

#define VERIFY_ALLOWANCE 1000000 /* microseconds that a time may lie before the one before it */
#define VERIFY_SET_BACK                                                                        \
	"clock.set-back" /* the action of the record that explains a larger step */

struct verify_request {
	struct tiles_source source; /* the log: checkpoint, vkey, tiles */
	const struct note_key *key; /* NULL: the one that lies beside the log is believed */
	const char *against;        /* a checkpoint kept elsewhere, or NULL */
	size_t against_size;        /* bytes */
	int64_t allowance;          /* microseconds */
};

struct verify_report {
	struct note_key key; /* that was used */
	struct checkpoint checkpoint;
	struct checkpoint against; /* size 0 when none was given */
	int64_t first, last;       /* times of the first and the last record; microseconds */
};

/*
 * Returns 0 when everything fits, or -1 with the first thing that does not: the object names
 * the file or record. What the report could not learn stays zero.
 */
int verify_log(const struct verify_request *request, struct verify_report *report,
	struct error *error);

#endif
