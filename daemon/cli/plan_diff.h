/* What `banyun plan diff` says of why; for plan_diff.c. */
#ifndef CLI_PLAN_DIFF_H
#define CLI_PLAN_DIFF_H

#include "cli/plan_view.h"

struct plan_whys {
	const struct plan_view *old, *new;
	struct json_object *before, *after; /* machine -> {"name", "start", "end", ...} */
	struct json_object *old_groups, *new_groups; /* machine -> those of its group */
};

/* All is borrowed but the groups. */
struct plan_whys plan_whys_make(const struct plan_view *old, const struct plan_view *new,
	struct json_object *before, struct json_object *after);
void plan_whys_free(struct plan_whys *whys);
#define AUTO_WHYS __attribute__((cleanup(plan_whys_free)))

/* Why the machine, which moves in both, does so otherwise. The caller frees. */
char *plan_why_moved(const struct plan_whys *whys, const char *machine);

#endif
