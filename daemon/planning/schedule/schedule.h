/*
 * Scheduling: which group of moves starts in which window, and each move when, so that all is
 * done as early as it can be and nothing is asked more than it has. Pure: plain integers in,
 * plain integers out; no clock, no I/O, no floating point; the same problem gives the same
 * schedule, byte for byte, on any machine. Times are seconds since 1970.
 *
 * What holds of every schedule made here, and what a checker may hold it to:
 *
 *	A group is scheduled whole or not at all. All its moves start and end within one slot
 *	of the group's calendar, not before its `not_before` nor the end of each group that it
 *	comes after, and before its `deadline`.
 *	At every second the moves that run use no more of a resource than its level then.
 *	From its start on a group has what it asks of a quota; at no time is more taken of a
 *	quota than was granted until then.
 *	What is `fixed` stays where it is, and what it uses is used, whatever that breaks. Who
 *	is waited for by what is fixed and starts at `from` or later ends before that.
 *
 *	What had a time in an earlier schedule keeps it where it still fits, unless others have
 *	become worth it (struct schedule_earlier).
 *
 * Milestones come before the finish: what is short of them is as little as was found, and only
 * then all is done as early as it can be.
 *
 * The finish is the end of the last move. The bound is a time before which no schedule of the
 * same groups can be finished, whoever makes it, as long as each move keeps its rate; it says
 * what binds.
 */
#ifndef PLANNING_SCHEDULE_H
#define PLANNING_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#define SCHEDULE_NEVER INT64_MAX
#define SCHEDULE_USES  6
#define SCHEDULE_ASKS  3 /* vcpus; bytes of memory; bytes of storage */

/* Open from `from` on until before `to`. */
struct schedule_slot {
	int64_t from, to;
};

/* In order, disjoint and not touching; when there is none, nothing may ever start. */
struct schedule_calendar {
	const char *name; /* whose it is */
	const struct schedule_slot *slot;
	uint32_t count;
};

/* So many thousandths (0 to 1000) of what is full from then on, until the next. */
struct schedule_level {
	int64_t from, permille;
};

enum schedule_kind {
	SCHEDULE_LINK, /* bit/s of a link */
	SCHEDULE_HOST, /* moves at once, of a hypervisor on either side */
	SCHEDULE_POOL, /* moves at once into a storage pool */
	SCHEDULE_TEAM, /* moves at once that a team looks after */
	SCHEDULE_KINDS
};

/*
 * What moves use while they run. At a time there is full * permille / 1000 of it, rounded down.
 * Levels in order of time, shared by many resources; before the first there is nothing.
 */
struct schedule_resource {
	enum schedule_kind kind;
	const char *name;
	int64_t full;
	const struct schedule_level *level;
	uint32_t count;
};

struct schedule_use {
	uint32_t resource;
	int64_t amount; /* at least 1 */
};

struct schedule_move {
	int64_t seconds;                        /* how long it runs, at least 1 */
	struct schedule_use use[SCHEDULE_USES]; /* of each resource at most once */
	uint32_t uses;
};

/* What was granted in all by then, each at least that of the grant before. */
struct schedule_grant {
	int64_t from;
	int64_t amount[SCHEDULE_ASKS];
};

struct schedule_quota {
	const char *name;
	const struct schedule_grant *grant;
	uint32_t count;
};

#define SCHEDULE_NO_QUOTA UINT32_MAX

struct schedule_group {
	const char *name; /* unique; decides where all else is equal */
	uint32_t calendar;
	/*
	 * Its moves, which are no other's. Without any it needs neither a slot nor a quota: it
	 * ends when its day has come and all that it comes after has ended.
	 */
	uint32_t first, count;
	const uint32_t *after; /* groups whose end it waits for */
	uint32_t after_count;
	uint32_t quota; /* or SCHEDULE_NO_QUOTA */
	int64_t asks[SCHEDULE_ASKS];
	int64_t not_before, deadline; /* 0 and SCHEDULE_NEVER: none */
	int64_t rank; /* the lower is wanted the earlier, where it costs no time */
	int64_t gain; /* so much it counts for at a milestone, when it has ended by then */
	bool fixed;   /* its moves stay at their `start` of the result */
};

#define SCHEDULE_MILESTONES 8

/* By then groups should have ended that count for that much together. */
struct schedule_milestone {
	int64_t by, need;
};

/*
 * What was planned before for the same moves. For a group that finds no place any more, or is
 * new, a few make way. It is kept as long as no milestone is missed by more, and it all ends no
 * further from its bound than it did then, give or take `worth`; else another is searched for,
 * which must place more groups, miss less, or end sooner by `worth`.
 */
struct schedule_earlier {
	const int64_t *start; /* of each move; SCHEDULE_NEVER: it had none. NULL: no plan */
	const int64_t *end;   /* the same; who ends later now makes way for who does not */
	int64_t over;         /* seconds from the bound to the finish then */
	int64_t worth;        /* thousandths of the time until the finish */
};

struct schedule_problem {
	int64_t from; /* nothing starts before */
	const struct schedule_calendar *calendar;
	const struct schedule_resource *resource;
	const struct schedule_quota *quota;
	const struct schedule_move *move;
	const struct schedule_group *group;
	uint32_t calendars, resources, quotas, moves, groups;
	uint64_t seed;
	uint32_t effort; /* up to twice as many schedules are tried; 1: the first is taken */
	struct schedule_milestone milestone[SCHEDULE_MILESTONES];
	uint32_t milestones;
	struct schedule_earlier earlier;
};

/* Why a group is in no slot. */
enum schedule_why {
	SCHEDULE_PLACED,
	SCHEDULE_NO_WINDOW, /* no slot is left after its day, its quota and what it waits for */
	SCHEDULE_TOO_LONG, /* longer than any slot that is left: alone, with all it uses free */
	SCHEDULE_NO_LINK,  /* a resource never has what one of its moves uses */
	SCHEDULE_NO_QUOTA_LEFT, /* never so much is granted, beside what others take */
	SCHEDULE_CYCLE,         /* it comes after itself */
	SCHEDULE_WAITS,         /* for a group that is not placed */
	SCHEDULE_LATE,          /* it could only end after its deadline, as its windows are */
	SCHEDULE_LATE_QUOTA,    /* the same, as what it asks is granted then */
	SCHEDULE_LATE_AFTER,    /* the same, as what it comes after ends then */
	SCHEDULE_LATE_TAKEN,    /* the same, as a resource has too little left beside others */
	SCHEDULE_FULL,          /* each slot has too little left beside the others */
	SCHEDULE_WHYS
};

/* What the finish cannot come before, and because of which. */
enum schedule_binds {
	BINDS_NOTHING, /* there is nothing to do */
	BINDS_LINK,    /* bytes over the open hours of a link */
	BINDS_WINDOW,  /* the slots of a calendar */
	BINDS_HOST,    /* a host's, pool's or team's moves at once */
	BINDS_QUOTA,   /* the day of a grant */
	BINDS_GROUP,   /* the longest group, or chain of groups one after another */
	SCHEDULE_BINDS
};

struct schedule_bound {
	int64_t finish;
	enum schedule_binds binds;
	uint32_t index; /* of the resource, calendar, quota or group */
};

/* Arrays of the caller: `start` for each move, the others for each group. */
struct schedule {
	int64_t *start; /* SCHEDULE_NEVER: not placed */
	enum schedule_why *why;
	/* With NO_LINK, LATE_TAKEN and FULL: which; else UINT32_MAX. May be NULL. */
	uint32_t *resource;
	int64_t finish; /* `from` when nothing is placed */
	struct schedule_bound bound;
};

/* Fills the schedule; of fixed groups `start` is read. Cannot fail. */
void schedule_make(const struct schedule_problem *problem, struct schedule *schedule);

/* When the group ends in that schedule; SCHEDULE_NEVER when it is not placed. */
int64_t schedule_end(const struct schedule_problem *problem, const struct schedule *schedule,
	uint32_t group);

#endif
