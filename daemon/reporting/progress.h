/*
 * Progress against the target: the on-cloud rate, with its formula, numerator, denominator and
 * exclusions, so that nobody has to guess what was counted.
 */
#ifndef REPORTING_PROGRESS_H
#define REPORTING_PROGRESS_H

struct json_object;

/*
 * From a snapshot with its objects (digest -> facts) and the profile: {"formula", "on_cloud",
 * "total", "rate_percent_x100", "excluded": [{"name", "why"}], "departments": [...],
 * "variants": [{"formula", "on_cloud", "total"}], "milestones": [{"by", "percent", "cites",
 * "reached"}], "snapshot"}. The clerk adds "utilisation" (systems.h). New reference. Pure.
 */
struct json_object *progress_report(
	struct json_object *snapshot, struct json_object *objects, struct json_object *profile);

#endif
