/*
 * A plan as banyund gives it (GET /v1/plans/{root}), for all that shows it: times as they are
 * where it is carried out, sums of a wave, words of the tables.
 */
#ifndef CLI_PLAN_VIEW_H
#define CLI_PLAN_VIEW_H

#include "cli/cli.h"

#define PLAN_TIME 20 /* bytes of "2026-03-07 08:00" and what an odd year may add */

struct plan_view {
	struct json_object *answer;            /* owned */
	struct json_object *document, *states; /* borrowed from it */
	struct json_object *planning, *prices; /* of the profile in force; owned */
	struct json_object *runs;              /* plan_view_runs(); owned */
	int64_t ahead;                         /* minutes that local time is ahead of UTC */
};

/* By the first digits of its digest; the time zone is that of the profile in force. */
int plan_view_load(
	struct plan_view *view, const struct cli *cli, const char *start, struct error *error);
/*
 * What runs have made of its moves so far, as `runs`: of each that is open, held or closed its
 * state (enum bar_state of plan_lanes.h) by its name.
 */
int plan_view_runs(struct plan_view *view, const struct cli *cli, struct error *error);
void plan_view_free(struct plan_view *view);
#define AUTO_PLAN __attribute__((cleanup(plan_view_free)))

/* Seconds since 1970 of a member that is a time; -1 when there is none. */
int64_t plan_second(struct json_object *tree, const char *name);
/* A time as people have it there, to the minute; "-" for -1. Return `out`. */
char *plan_local(const struct plan_view *view, int64_t second, char out[PLAN_TIME]);
char *plan_time(const struct plan_view *view, struct json_object *tree, const char *name,
	char out[PLAN_TIME]);
/* "+08:00", into `out` (16 bytes). */
char *plan_zone(const struct plan_view *view, char out[16]);

/* What of a wave is the sum of its moves; times are seconds since 1970, -1 untold. */
struct plan_sum {
	struct json_object *wave; /* borrowed */
	int64_t from, to;         /* its window */
	int64_t start, end;       /* of the first move and of the last */
	int64_t moves, bytes;
};
struct plan_sum plan_sum(const struct plan_view *view, struct json_object *wave);

/* The estimate of a move, the approval's state of a wave; borrowed, NULL when there is none. */
struct json_object *plan_estimate(const struct plan_view *view, struct json_object *move);
struct json_object *plan_state(const struct plan_view *view, const char *wave);

/* The one of a list of the document whose id, name or UUID it is; borrowed. */
struct json_object *plan_named(
	const struct plan_view *view, const char *part, const char *name);

/* A word of a document ("rehost", "merged", "link") in the person's language. */
const char *plan_word(const char *word);

/* The strings of a list, one after another with commas between. The caller frees. */
char *plan_list(struct json_object *list);

#endif
