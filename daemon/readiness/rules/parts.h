/* What systems run on, by the names that their departments tell. */
#ifndef READINESS_RULES_PARTS_H
#define READINESS_RULES_PARTS_H

struct json_object;

/* {"named", "insides", "hosts"} of a snapshot with its objects, for judge_part(). New. */
struct json_object *parts_index(struct json_object *snapshot, struct json_object *objects);

#endif
