/*
 * The rules of readiness as one table, and what each family of them is given. A rule judges one
 * machine, for one target where the target matters, and adds one finding. What could not be
 * read is "unknown", never "pass".
 */
#ifndef READINESS_RULES_H
#define READINESS_RULES_H

#include "base/json.h"
#include "base/text.h"
#include <stdbool.h>

/* One case: a machine of a department, the system it belongs to, and a target. */
struct judged {
	struct json_object *findings; /* to add to */
	struct json_object *snapshot, *objects, *profile, *measured;
	struct json_object *machine, *source; /* facts; `source` is its host, or NULL */
	struct json_object *system;           /* NULL when no system names the machine */
	struct json_object *target; /* facts of a cloud host; NULL for rules without one */
};

struct readiness_rule {
	const char *id;        /* "target.space" */
	bool for_target;       /* judged once for each target */
	const char *question;  /* "Has the target's pool room for the machine's disks?" */
	const char *advice;    /* what to do when it does not pass */
	const char *reference; /* requirement that it serves */
	void (*judge)(const struct judged *judged, const struct readiness_rule *rule);
};

/* Ended by a NULL id. */
extern const struct readiness_rule readiness_rules[];

/*
 * Adds the finding of this rule; the format is the evidence, a sentence with found and needed
 * values.
 */
void judge_say(const struct judged *judged, const struct readiness_rule *rule,
	const char *verdict, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The facts of an object, or of the member's; NULL when there is none. Borrowed. */
struct json_object *judge_facts(const struct judged *judged, struct json_object *member);
struct json_object *judge_object(const struct judged *judged, const char *kind, const char *id);

/* Calls for each member of that kind until it returns true; returns whether one did. */
typedef bool judge_each(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument);
bool judge_any(const struct judged *judged, const char *kind, judge_each *each, void *argument);

/* One file a family. */
typedef void judge_rule(const struct judged *judged, const struct readiness_rule *rule);
judge_rule machine_movable, machine_running;
judge_rule target_space, target_tools, target_cpu, target_machine_type;
judge_rule target_network, target_free, network_join, link_capacity;
judge_rule target_reachable, target_certificate;
judge_rule page_ipv4, page_ipv6;

#endif
