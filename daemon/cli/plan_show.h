/*
 * What `banyun plan show` prints of a plan, each part by a function of its own.
 */
#ifndef CLI_PLAN_SHOW_H
#define CLI_PLAN_SHOW_H

#include "cli/plan_lanes.h"

/*
 * plan_outlook.c: that nothing moves, and why; when it ends and how near to the best, the
 * milestones, what would help.
 */
void plan_show_schedule(const struct plan_view *view);
/* Which changes would help, where there are any. */
void plan_show_help(const struct plan_view *view);
void plan_show_outlook(const struct plan_view *view);
/* How many systems come to each end. */
void plan_show_dispositions(const struct plan_view *view);

/*
 * plan_parts.c: tables; only of that department, unless it is NULL. What is left out is
 * counted by reason where it is more than `most`; 0: each is told.
 */
void plan_show_moves(const struct plan_view *view, const char *wave, const char *department);
void plan_show_systems(const struct plan_view *view, const char *department);
void plan_show_networks(const struct plan_view *view, const char *department);
void plan_show_groups(const struct plan_view *view, const char *department);
void plan_show_hub(struct json_object *hub);
void plan_show_left_out(const struct plan_view *view, size_t most);
void plan_show_dropped(const struct plan_view *view);

/* plan_reasons.c: how many machines are left out by each reason, the most first. */
void plan_show_reasons(const struct plan_view *view);

/* plan_gantt.c: the lanes as bars over time, as wide as that. */
void plan_show_gantt(const struct plan_lanes *lanes, unsigned width);
/*
 * plan_date.c: seconds between two dates that are written, so that each has `room` of `width`
 * columns.
 */
int64_t plan_date_step(int64_t span, int64_t width, int64_t room);
/* Such a date of local time, with the hour where the step is less than a day. Returns `out`. */
char *plan_date(int64_t second, int64_t step, char out[PLAN_TIME]);

/*
 * plan_svg.c: the same as SVG, with what is used of links; `with_now` draws where now is, so
 * that a later drawing is another.
 */
struct text;
void plan_draw_gantt(struct text *svg, const struct plan_lanes *lanes, bool with_now);

/* The owners whose approval a wave lacks; of one wave also those who gave it. */
void plan_show_missing(const struct plan_view *view);
void plan_show_owners(const struct plan_view *view, const char *wave);

/* plan_graph.c: what is tied to what, and what was seen and left out, as SVG. */
void plan_draw_groups(struct text *svg, const struct plan_view *view);

#endif
