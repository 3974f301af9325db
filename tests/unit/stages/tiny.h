/*
 * A city small enough to be read, tests/golden/tiny-city.json: one department with three
 * machines, a cloud of two hypervisors, all in order. A test changes what it is about.
 */
#ifndef TINY_H
#define TINY_H

#include "../unit.h"
#include "base/json.h"
#include "planning/planner/build.h"

/* One change: a JSON pointer into the file, and the new value as JSON; NULL takes it away. */
struct change {
	const char *at, *value;
};

struct tiny {
	struct json_object *city; /* the file, changed */
	struct json_object *snapshot, *objects, *findings;
	struct json_object *profile, *playbook, *measured; /* of `city` */
	struct json_object *kept; /* approved waves that the plan is to keep; NULL: none */
};

/* Reads, changes (a NULL `at` ends), joins into a snapshot and judges readiness. */
void tiny_make(struct tiny *tiny, const struct change *changes);
void tiny_free(struct tiny *tiny);
#define AUTO_TINY __attribute__((cleanup(tiny_free)))

/* Plans it; the plan's texts go to the sink. */
void tiny_build(const struct tiny *tiny, const struct plan_sink *sink);
/* One of its texts, which must be canonical, read; new reference. */
struct json_object *tiny_tree(const struct text *text);
/* The plan in one piece; new reference. */
struct json_object *tiny_plan(const struct tiny *tiny);

/* The path of a file under tests/golden; the caller frees. */
char *tiny_golden(const char *name);

#endif
