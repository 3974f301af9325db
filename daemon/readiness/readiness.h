/*
 * Readiness: may it move, and why not. First what only a measurement tells is measured
 * (readiness/measure.c); then the rules judge, purely, what was found, told and measured. The
 * rules are one table (readiness/rules.c) and one small file for each family.
 */
#ifndef READINESS_READINESS_H
#define READINESS_READINESS_H

struct audit_log;
struct context;
struct job;
struct json_object;

/*
 * Checks every machine against every possible target. Ends the job with {"findings": DIGEST,
 * "pass", "warn", "fail", "unknown": COUNTS}. `profile` outlives the job.
 */
void readiness_check(const struct context *context, struct audit_log *log,
	struct json_object *profile, const char *profile_digest, struct job *job);

/*
 * The pure judge: the list of findings on a snapshot with its objects (digest -> facts), and
 * with what was measured: {"pages": {URL: {"status"}}, "reach": {"SOURCE TARGET": {"reached"}},
 * "certificates": {HOST: {"authority", "not_after", "names"}}}. Instead of these an answer may
 * hold "why", a sentence that it is not so, or "unasked", why nobody knows. Adds to `findings`.
 */
void readiness_judge(struct json_object *findings, struct json_object *snapshot,
	struct json_object *objects, struct json_object *profile, struct json_object *measured);

#endif
