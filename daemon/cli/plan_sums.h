/*
 * What a plan does with a link or a department as a whole, and why a move begins when it does:
 * nothing of it stands in the plan itself, all is summed from it.
 */
#ifndef CLI_PLAN_SUMS_H
#define CLI_PLAN_SUMS_H

#include "cli/plan_view.h"

/*
 * {"link", "moves", "bytes", "budget": bit/s, "start", "end", "waves": [NAME], "departments":
 * [NAME], "binds": whether no plan ends earlier because of it}, or NULL: no move uses a link of
 * that name. New reference.
 */
struct json_object *plan_sum_link(const struct plan_view *view, const char *name);

/*
 * {"department", "systems": {DISPOSITION: COUNT}, "waves": [NAME], "moves",
 * "forecast"?: its row, "binds"}, or NULL: the plan has nothing of it. New reference.
 */
struct json_object *plan_sum_department(const struct plan_view *view, const char *name);

/* plan_explain_sums.c: prints them. */
void plan_show_link(const struct plan_view *view, struct json_object *sum);
void plan_show_department(const struct plan_view *view, struct json_object *sum);

/*
 * Why it starts then and not earlier, as far as the plan shows that; NULL: it does not. The
 * caller frees.
 */
char *plan_why_then(
	const struct plan_view *view, struct json_object *move, struct json_object *wave);

#endif
