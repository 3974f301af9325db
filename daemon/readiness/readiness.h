/*
 * Readiness: may it move, and why not. Rules are one table (readiness/rules.c) and one small
 * file for each family; each judges one object of the newest snapshot, or measures, and gives a
 * finding.
 */
#ifndef READINESS_READINESS_H
#define READINESS_READINESS_H

struct audit_log;
struct context;
struct job;
struct json_object;

/*
 * Checks every machine against every possible target. Ends the job with {"findings": DIGEST,
 * "pass", "warn", "fail", "unknown": COUNTS}. `profile` is borrowed until the job has ended.
 */
void readiness_check(const struct context *context, struct audit_log *log,
	struct json_object *profile, const char *profile_digest, struct job *job);

/* One rule as people read it. */
struct readiness_rule {
	const char *id;        /* "target.space" */
	const char *question;  /* "Has the target's pool room for the machine's disks?" */
	const char *advice;    /* what to do when it does not pass */
	const char *reference; /* requirement it serves */
};

/* The table, ended by a NULL id; the manual page of the rules is compared with it by a test. */
extern const struct readiness_rule readiness_rules[];

#endif
