/*
 * The self-check report (自查报告) of a department: what it told, where, what is missing, and
 * what is open by the rules of the survey. It is made from live data each time it is asked for.
 */
#ifndef REPORTING_SELF_CHECK_H
#define REPORTING_SELF_CHECK_H

struct json_object;

/* What all reports of one time rest on. */
struct self_check_basis {
	const char *made;                   /* RFC 3339; its day decides what has expired */
	const char *snapshot;               /* digest; NULL: there is none yet */
	struct json_object *contradictions; /* as inventory_open_points() gives them */
	struct json_object *irregularities;
};

/*
 * The report of one department, as inventory_department() gives it:
 *
 *	{"department": {"name", "declared", "silent", "facts"}, "made", "snapshot",
 *	 "entries": {KIND: [{"name", "facts", "missing": [FACT], "in_scope",
 *		"told": {"file", "sheet", "row", "time"}}]},
 *	 "contradictions": [{"kind", "id", "fact", "values": [{"source", "value"}]}],
 *	 "findings": [{"rule", "open", "kind", "name", "facts": [FACT]}],
 *	 "completeness": {"cells", "filled", "percent"}, "classified", "out_of_scope", "open"}
 *
 * Every kind of entry has its list, empty where nothing was told; "percent" is rounded down and
 * left out when nothing is asked for. A finding that is not open is told and asks for nothing.
 * New reference. Pure.
 */
struct json_object *self_check_report(
	struct json_object *department, const struct self_check_basis *basis);

/*
 * The departments, as inventory_departments() gives them, in a line each: {"made", "snapshot",
 * "departments": [{"name", "declared", "silent", "entries": COUNT, "classified",
 * "out_of_scope", "completeness", "open"}]}. New reference. Pure.
 */
struct json_object *self_check_summary(
	struct json_object *departments, const struct self_check_basis *basis);

#endif
