/*
 * What `banyun plan show` prints of a plan, each part by a function of its own.
 */
#ifndef CLI_PLAN_SHOW_H
#define CLI_PLAN_SHOW_H

#include "cli/plan_view.h"

/* plan_outlook.c: that nothing moves, and why; when it ends and how near to the best, the milestones, what would help. */
void plan_show_schedule(const struct plan_view *view);
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
void plan_show_left_out(const struct plan_view *view, size_t most);
void plan_show_dropped(const struct plan_view *view);

/* plan_reasons.c: how many machines are left out by each reason, the most first. */
void plan_show_reasons(const struct plan_view *view);

/* plan_gantt.c: the waves as bars over the days, as wide as the terminal, or as SVG. */
void plan_show_gantt(const struct plan_view *view, unsigned width);
struct text;
void plan_draw_gantt(struct text *svg, const struct plan_view *view);

/* The owners whose approval a wave lacks; of one wave also those who gave it. */
void plan_show_missing(const struct plan_view *view);
void plan_show_owners(const struct plan_view *view, const char *wave);

#endif
