/*
 * Readiness: may it move, and why not. First what only a measurement tells is measured
 * (readiness/measure/measure.c); then the rules judge, purely, what was found, told and
 * measured. The rules are one table (readiness/rules/rules.c) and one small file for each
 * family.
 */
#ifndef READINESS_READINESS_H
#define READINESS_READINESS_H

#include <stdbool.h>

#define READINESS_CHECK "readiness.check" /* the kind of its jobs */

struct audit_log;
struct context;
struct job;
struct json_object;

struct readiness_order {
	const struct context *context;
	struct audit_log *log;
	struct json_object *profile; /* outlives the job */
	const char *profile_digest;
	bool (*busy)(void *moves, const char *host); /* of links.h; NULL: no host is */
	void *moves;
	struct json_object *what; /* names of measure_families, measured anew; NULL: all */
	bool all;                 /* anew too, and not only what changed or aged */
};

/*
 * Measures what is asked, and judges all. Ends the job with {"findings": DIGEST, "pass",
 * "warn", "fail", "unknown": COUNTS, "asked", "reused": QUESTIONS}.
 */
void readiness_check(const struct readiness_order *order, struct job *job);

/* The table of rules, for people: {RULE: {"kind", "question", "advice", "reference"}}. New. */
struct json_object *readiness_rules_told(void);

/* Who is told each finding, which it may keep a reference of. */
struct readiness_told {
	void (*found)(void *argument, struct json_object *finding);
	void *argument;
};

/*
 * The pure judge: tells the findings on a snapshot with its objects (digest -> facts), and
 * with what was measured: {"pages": {URL: {"status"}}, "reach": {"SOURCE TARGET": {"reached"}},
 * "certificates": {HOST: {"authority", "not_after", "names"}}, "links": of links.h, "quality":
 * of links/watch.h, "machines":
 * {HOST: {"rates": {UUID: {"bytes", "seconds"}}}}}. Instead of these an answer may hold "why",
 * a sentence that it is not so, or "unasked", why nobody knows. Those of
 * one object come together, and none is kept here: a whole city has more than a million.
 */
void readiness_judge(const struct readiness_told *told, struct json_object *snapshot,
	struct json_object *objects, struct json_object *profile, struct json_object *measured);

#endif
