/*
 * A city of a few objects, made in a test, with the default profile as it is shipped: what the
 * rules of dispositions, groups and the forecast are asked about.
 */
#ifndef SMALL_H
#define SMALL_H

#include "../unit.h"
#include "base/json.h"
#include "planning/planner/city.h"

#define SMALL_MOST 64

struct small {
	struct city city;
	char *text[SMALL_MOST]; /* of objects, then findings, as the city borrows them */
	size_t count, findings;
	struct json_object *order; /* a test may change it before small_finish() */
};

/* An order of 2026-01-31 with the default profile, and nothing else. */
void small_begin(struct small *small);
/* Facts and measures (or NULL) as JSON; in any order. */
void small_add(struct small *small, const char *kind, const char *id, const char *facts,
	const char *measures);
/* A virtual machine of that host. */
void small_machine(struct small *small, const char *uuid, const char *name, const char *host);
/* A finding that failed (or has another verdict), with its basis as JSON or NULL. */
void small_finding(struct small *small, const char *rule, const char *id, const char *verdict,
	const char *basis);
void small_override(struct small *small, const char *kind, const char *subject,
	const char *other, const char *value);
void small_finish(struct small *small);
void small_free(struct small *small);
#define AUTO_SMALL __attribute__((cleanup(small_free)))

/* The row of that id; fails the test when there is none. */
struct json_object *small_row(struct json_object *rows, const char *id);

#endif
