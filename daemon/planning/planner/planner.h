/*
 * What the rooms of the planner share, in the order in which they fill it: wanted.c (which
 * machines move together), strategy.c (whether each runs while it is copied), place.c (where it
 * lands), estimate.c (what it takes), learnt.c (by what earlier moves took), problem.c (when),
 * waves.c (in which wave), shape_move.c, write_wave.c, write_waves.c and write.c (the plan's
 * texts).
 */
#ifndef PLANNING_PLANNER_H
#define PLANNING_PLANNER_H

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/disposition.h"
#include "model/profile.h"
#include "model/transfer.h"
#include "planning/groups/groups.h"
#include "planning/networks/networks.h"
#include "planning/planner/build.h"
#include "planning/planner/calendar.h"
#include "planning/planner/city.h"
#include "planning/schedule/schedule.h"

#define PLANNER_NONE UINT32_MAX

/* A hypervisor of the cloud, and what earlier placements of this plan leave of it. */
struct planner_host {
	const struct city_object *object;
	const char *name, *pool, *path, *address;
	const char *cloud;     /* which it is of; NULL: nobody says, it may be of any */
	int64_t space, memory; /* bytes */
};

/* The link between a department and the cloud. */
struct planner_link {
	const char *name;
	int64_t capacity; /* bit/s: its nominal rate, or what was measured when that is less */
	int64_t measured; /* bit/s; -1: nothing that settled */
	int64_t nominal;
};

struct planner_pause {
	int64_t low, likely, high; /* milliseconds */
};

struct planner_estimate {
	int64_t bytes;              /* charged */
	int64_t rate;               /* bit/s */
	int64_t low, mean, high;    /* seconds */
	struct json_object *learnt; /* by which they were scaled (model/lesson.h); NULL: not */
	int64_t computed_low, computed, computed_high; /* then: before that */
	struct planner_pause blackout;                 /* for which it stands still in all */
	struct json_object *learnt_pause;              /* the same of it */
	struct planner_pause computed_blackout;
};

#define PLANNER_UNKNOWN (-1)

/* How a machine is copied. */
struct planner_strategy {
	enum transfer_strategy kind;
	int64_t dirty, seconds; /* bytes a second that it writes; UNKNOWN; of a look so long */
	int64_t rate;           /* bit/s at which its memory is copied */
	int64_t pause;          /* milliseconds that libvirt may plan for the last round */
	int64_t still;          /* milliseconds that all its memory takes */
	int64_t bears;          /* milliseconds that it may stand still in all */
};

struct planner_move {
	const struct city_machine *machine;
	const char *cloud;          /* for which its system is; NULL: for any */
	struct json_object *system; /* facts of the first of its systems that moves */
	const char *department;     /* the system's */
	const char **landing; /* of each NIC its landing network or NULL; not of a kept one */
	uint32_t group, host, link;
	int64_t cap;   /* bit/s; 0: none */
	int64_t start; /* of a kept one */
	struct planner_estimate estimate;
	struct planner_strategy strategy; /* not of a kept one */
	char *name; /* the machine's, or one that begins with it: unique in the plan */
};

/* What moves together. */
struct planner_group {
	struct json_object *row; /* in the part "groups"; borrowed; NULL: of a kept wave */
	const char *name;
	uint32_t first, count;    /* its moves */
	uint32_t wave;            /* PLANNER_NONE: it does not move */
	char *why;                /* then: a sentence */
	bool unasked;             /* then: it was not asked for, and nothing is told of it */
	struct json_object *kept; /* the approved wave that it stays in; NULL: none */
};

struct planner_wave {
	char *name;
	struct json_object *owners;  /* departments, in order */
	struct schedule_slot window; /* to 0: it is always open */
	int64_t start;               /* of the first of its moves */
	uint32_t *group;             /* in order of start */
	uint32_t count, moves;
	struct json_object *kept; /* as it was approved, with its estimates; NULL: a new one */
};

/* What all moves say alike, as it is written: their first and some of their last members. */
struct planner_wording {
	struct text first, last;
	struct text before, after; /* the deadlines, without that of the transfer */
	bool encrypted;
};

struct planner {
	const struct city *city;
	struct planner_host *host;
	struct planner_link *link;
	struct planner_group *group;
	struct planner_move *move; /* of one group side by side */
	struct planner_wave *wave;
	uint32_t hosts, links, groups, moves, waves;
	enum disposition *disposition; /* by system */
	struct groups grouped;
	struct network_plan networks;
	struct json_object *link_index; /* department -> index of its link */
	/* Parts of the plan, in the making; rows of systems and groups are in their order. */
	struct json_object *systems, *group_rows, *hubs, *dropped;
	struct text left_out;     /* a list in the making, of what there is much */
	struct json_object *kept; /* machine -> index of its kept move */
	struct schedule_problem problem;
	struct schedule schedule;
	struct planner_lists *lists;
	struct planner_limits *limits;
	struct planner_quotas *quotas;
	struct planner_wording wording;
};

/* Sets a time, RFC 3339, of seconds since 1970. */
void planner_set_time(struct json_object *tree, const char *name, int64_t seconds);
/* planning.NAME of the profile, or what holds when it is not named. */
int64_t planner_setting(const struct planner *planner, const char *name, int64_t missing);

/* --- hosts.c --- */

/* Lists the cloud's hypervisors, in order of name. */
void hosts_list(struct planner *planner);
/* The one of that name; PLANNER_NONE: there is none. */
uint32_t hosts_find(const struct planner *planner, const char *name);
/*
 * The cloud that a host is of: whose owner has the name of one, or whom the profile names;
 * NULL: nobody says. Borrowed.
 */
const char *hosts_cloud(const struct planner *planner, const struct city_object *host);

/* --- links.c --- */

/* The links of all departments. */
void links_list(struct planner *planner);
/* That of a department; PLANNER_NONE: the survey does not tell it. */
uint32_t links_of(const struct planner *planner, const char *department);

/* --- wanted.c --- */

/* What becomes of each system. */
void wanted_decide(struct planner *planner);
/* The groups and moves of the departments asked for; what is left out at once, and why. */
void wanted_list(struct planner *planner);
/* How soon each group is wanted, and which stays because it would break the isolation. */
void wanted_weigh(struct planner *planner);
/* The group stays, all of it, for the first reason that is given; the sentence is copied. */
void wanted_leave(struct planner_group *group, const char *why);
/* All is decided: the machines of groups that stay are added to those that are left out. */
void wanted_tell_left(struct planner *planner);

/* --- kept.c --- */

/*
 * Approved waves come into the new plan byte for byte: their moves are groups of their own at
 * the end, at the times that were planned. One that no longer stands on the facts is dropped,
 * and the plan says why.
 */
void kept_take(struct planner *planner);
/* The move of the machine in such a wave; NULL: it is in none. */
const struct planner_move *kept_move(const struct planner *planner, const char *machine);

/* --- spread.c --- */

struct spread;
/* What must fit on a host at once: all of a system, whose id it is, or one machine. */
struct spread_room {
	const char *system; /* NULL: it alone */
	int64_t memory, storage;
};

/* Who asks that machines stand apart or on one host; told in the systems' rows, too. */
struct spread *spread_make(struct planner *planner);
void spread_free(struct spread *spread);
/* The machine stands on that host (NONE: on none that is known), or with sign -1 no more. */
void spread_take(
	struct spread *spread, const struct city_machine *machine, uint32_t host, int sign);
/* Whether it may stand there beside those that stand somewhere; else a sentence. */
bool spread_allows(const struct spread *spread, const struct city_machine *machine,
	uint32_t host, char *why, size_t size);
/* What comes along with it wherever it lands: the others that are to stand with it. */
struct spread_room spread_needs(
	const struct spread *spread, const struct city_machine *machine);

/* --- place.c --- */

struct placing;
struct placing *placing_make(struct planner *planner);
void placing_free(struct placing *placing);
/* Places each group on the hosts, in order, beside what kept waves need; or says why not. */
void placing_do(struct placing *placing);
/*
 * Groups that found no time give back what they had; whether another that had found no place
 * has found one there, so that a schedule is to be made again.
 */
bool placing_again(struct placing *placing);

/* --- strategy.c --- */

/* Of each move whose rate is known; a group with a machine that none fits stays. */
void strategies_choose(struct planner *planner);
/* For how long a machine that is copied so stands still in all, as it is computed. */
struct planner_pause strategy_blackout(const struct planner_strategy *strategy);

/* --- estimate.c --- */

/* At what each move copies, of which its strategy decides; then what it takes. */
void estimate_rates(struct planner *planner);
void estimate_moves(struct planner *planner);
/* Of what links may give at the hours at which anything is allowed: the least and the most. */
int64_t estimate_least_percent(const struct planner *planner);
int64_t estimate_peak_percent(const struct planner *planner);
/*
 * Writes the member of the machine's id: {"bears", "blackout", "blackout_computed"?,
 * "blackout_high", "blackout_low" (milliseconds), "bytes", "computed"?, "computed_high"?,
 * "computed_low"?, "end", "learnt"?, "learnt_pause"?, "rate", "seconds", "seconds_high",
 * "seconds_low", "start", "strategy", "terms"}.
 */
void estimate_write(
	struct text *text, const struct planner *planner, const struct planner_move *move);

/* --- learnt.c --- */

/*
 * Scales the seconds of an estimate, and its blackout, by what the order has as "lessons", when
 * they suffice.
 */
void learnt_scale(const struct planner *planner, struct planner_move *move);
void learnt_scale_pause(const struct planner *planner, struct planner_move *move);
/* A blackout that was computed, as moves that were copied so teach. Milliseconds. */
int64_t learnt_pause(
	const struct planner *planner, enum transfer_strategy kind, int64_t computed);
/* What was learnt, in words, as entries of the terms; nothing when nothing was. */
void learnt_write_terms(
	struct text *text, const struct planner *planner, const struct planner_move *move);
/* What was computed, and the sum that it was scaled by, as members of the estimate. */
void learnt_write_computed(struct text *text, const struct planner_move *move);
void learnt_write_sum(
	struct text *text, const struct planner *planner, const struct planner_move *move);

/* --- quotas.c --- */

/* What departments were granted, and what each group asks of it; the machines are placed. */
void quotas_list(struct planner *planner, const struct calendar_frame *frame);
/* The group's own quota and what it asks of it, and from when on the others suffice. */
void quotas_ask(const struct planner *planner, uint32_t group, struct schedule_group *into);
void quotas_give(const struct planner *planner, struct schedule_problem *problem);
void quotas_free(struct planner *planner);

/* --- limits.c --- */

/*
 * What the profile allows hosts, pools and teams to bear; the resources come as moves use them.
 */
struct planner_limits *limits_make(const struct planner *planner);
void limits_free(const struct planner *planner, struct planner_limits *limits);
void limits_use(
	struct planner *planner, const struct planner_move *moved, struct schedule_move *move);

/* --- milestones.c --- */

/* What groups count for, of that list, and what the milestones of the profile need of them. */
void milestones_give(const struct planner *planner, struct schedule_problem *problem,
	struct schedule_group *group);

/* --- why_not.c --- */

/* Why the schedule has no place for the group: a sentence, new. */
char *why_not(const struct planner *planner, uint32_t group);

/* --- problem.c --- */

/* When each group moves: fills problem and schedule; says why of those that never do. */
void problem_solve(struct planner *planner);
void problem_free(struct planner *planner);
/* One more resource that has the same room at all hours; the name is borrowed. Its number. */
uint32_t problem_add_resource(
	struct planner *planner, enum schedule_kind kind, const char *name, int64_t full);

/* --- waves.c --- */

void waves_form(struct planner *planner);

/* --- shape_move.c --- */

/* Finds the wording, before the first move is written; and gives it back. */
void shape_begin(struct planner *planner);
void shape_end(struct planner *planner);
/* Writes what a move does. */
void shape_move(
	struct text *text, const struct planner *planner, const struct planner_move *move);
/* The landing network of each NIC of a machine of the department, or NULL; the caller frees. */
const char **shape_landings(const struct planner *planner, const char *department,
	const struct city_machine *machine);

/* --- ends.c --- */

/* The wave of a group, of several the first; NULL: it is in none. Borrowed. */
const char *ends_wave(const struct planner *planner, uint32_t group);
/* When each system has moved, seconds since 1970; FORECAST_NEVER: it does not. */
void ends_done(const struct planner *planner, int64_t *done);
/* Seconds after its move until a system is accepted. */
int64_t ends_trial(const struct planner *planner);
/* Tells the rows of groups and systems. */
void ends_tell(const struct planner *planner);

/* --- freed.c --- */

/*
 * The part "freed": [{"kind": server, prefix, line or exit, "id", "department"?, "at", and of
 * a server "machines", "memory" and "storage" (bytes), of the others "network"}], what nobody
 * uses any more when the trial of the last that moves from it is over. New reference.
 */
struct json_object *freed_tell(const struct planner *planner);

/* --- prospect.c --- */

/* The part "forecast", with "help"; new reference. */
struct json_object *prospect_tell(const struct planner *planner);

/* --- write_wave.c --- */

/* Writes the wave as it is bound, and the estimates of its moves; a kept one as it was. */
void write_wave(
	struct text *text, const struct planner *planner, const struct planner_wave *wave);
void write_estimates(
	struct text *text, const struct planner *planner, const struct planner_wave *wave);

/* {"from", "to"} of a wave that has a window; new reference. */
struct json_object *write_tell_window(const struct planner_wave *wave);

/* --- write_waves.c --- */

/*
 * Gives the texts of all waves, in their order; their rows in the plan, a new reference. They
 * are made on several threads, which read the planner and change nothing in it.
 */
struct json_object *write_waves(const struct planner *planner, const struct plan_sink *sink);

/* --- sizes.c --- */

/*
 * Writes the part "sizes": {"machines": [{"id", "name", "department", "days", "vcpus",
 * "memory", "proposed_vcpus", "proposed_memory"}], "departments": [{"name", "machines",
 * "unknown" (of these, which count as they are), "vcpus", "memory", "proposed_vcpus",
 * "proposed_memory"}]}.
 */
void sizes_tell(struct text *text, const struct planner *planner);

/* --- write.c --- */

/* All the plan's texts, the manifest last. */
void write_plan(struct planner *planner, const struct plan_sink *sink);

#endif
