/*
 * One record of the audit log: a fixed set of members, written in canonical JSON so that its
 * hash means something. Every member is always there; what does not apply is "" (and {} for the
 * detail).
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include <stddef.h>
#include <stdint.h>

struct error;
struct json_object;
struct text;

#define RECORD_DETAIL (48 * 1024) /* the most that the detail takes in canonical form, bytes */
#define RECORD_MOST   65535 /* the most that a record takes, bytes; C2SP's limit of a leaf */

/* What an action came to. An intent is written before the act, one of the others after it. */
enum audit_result { AUDIT_INTENT, AUDIT_DONE, AUDIT_FAILED, AUDIT_REFUSED };

struct record {
	uint64_t index;     /* its place in the log, from 0 */
	int64_t time;       /* microseconds since 1970 */
	const char *actor;  /* who asked for it: "uid:1001 alice" */
	const char *source; /* by which way: "api" */
	const char *action; /* "plan.approve" */
	const char *object; /* what it was done to: "host finance-hv1" */
	enum audit_result result;
	const char *plan; /* digest of the plan it belongs to, or "" */
	const char *reason;
	struct json_object *detail;
	struct json_object *tree; /* of record_decode(): owns all of the above */
};

/*
 * Appends the canonical form. Strings may be NULL and are made to fit: control characters
 * become spaces, invalid UTF-8 question marks, what is too long is cut. A detail that is too
 * large gives way to its size and digest. What is appended can always be decoded.
 */
void record_encode(struct text *text, const struct record *record);

/*
 * Reads a record. ERROR_INPUT when a member is missing, unknown, or of another shape, or when
 * the text is not the canonical one. The record is given back with record_clear() when it
 * succeeded.
 */
int record_decode(struct record *record, const char *data, size_t size, struct error *error);
void record_clear(struct record *record);
#define AUTO_RECORD __attribute__((cleanup(record_clear)))

#endif
