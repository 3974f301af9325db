/*
 * What a fresh read of the two sides of a move says: plain values that a mover reports, that
 * the executor decides on and that the journal keeps. "Source" is where the machine was when
 * the move began, "target" where it shall be. Nothing here is remembered or guessed: what could
 * not be read is POWER_UNREAD.
 */
#ifndef MODEL_WORLD_H
#define MODEL_WORLD_H

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_object;

enum side { SIDE_SOURCE, SIDE_TARGET, SIDES };

enum power {
	POWER_UNREAD,  /* the host did not answer: this is not "off" */
	POWER_ABSENT,  /* the host answered, and knows no domain of this uuid */
	POWER_OFF,     /* defined, no process */
	POWER_RUNNING, /* with libvirt's blocked and "in shutdown" */
	POWER_PAUSED,
	POWER_PMSUSPENDED,
	POWERS
};

/* Why it is in that state, as far as a decision depends on it. */
enum reason {
	REASON_OTHER,     /* any that is not below */
	REASON_MIGRATED,  /* off: its memory left in a migration that completed */
	REASON_SHUTDOWN,  /* off: the guest powered itself off */
	REASON_DESTROYED, /* off: somebody ended it */
	REASON_CRASHED,   /* off or paused */
	REASON_UNKNOWN,   /* libvirt itself does not know, as after its restart */
	REASON_USER,      /* paused by an API call, or by a PAUSED migration on the target */
	REASON_MIGRATION, /* paused by libvirt in the course of a migration */
	REASONS
};

/* Whose mark the domain's metadata carries. */
enum mark {
	MARK_NONE,
	MARK_OURS,    /* this run, move and attempt */
	MARK_EARLIER, /* this run and move, an earlier attempt */
	MARK_FOREIGN, /* another run or move of banyun */
	MARKS
};

/* The target's volumes of this move. */
enum volumes {
	VOLUMES_NONE,
	VOLUMES_PARTIAL,  /* ours, not known to be whole: an approved step may delete them */
	VOLUMES_COMPLETE, /* hold all of the guest's data: never deleted by a move */
	VOLUMES_STATES
};

struct side_view {
	uint8_t power;   /* enum power */
	uint8_t reason;  /* enum reason */
	uint8_t mark;    /* enum mark */
	uint8_t volumes; /* enum volumes; meaningful on the target */
	bool job;        /* a migration job is held on the domain */
	bool fenced;     /* the definition cannot be started and names the run */
	bool autostart;
	bool persistent; /* has a definition that survives the process */
	uint64_t boot; /* first 52 bits of the digest of the host's boot id; 0 when not read */
};

struct world {
	struct side_view side[SIDES];
};

/* The words of the values in JSON and tables ("running", "migrated", "ours"); never NULL. */
const char *power_word(enum power power);
const char *reason_word(enum reason reason);
const char *mark_word(enum mark mark);
const char *volumes_word(enum volumes volumes);
const char *side_word(enum side side);

/*
 * As JSON: {"source": {"power": "running", "reason": "other", ...}, "target": {...}}. New
 * reference.
 */
struct json_object *world_encode(const struct world *world);
/* ERROR_INPUT when a member is missing, unknown or out of range; `world` is then all unread. */
int world_decode(struct world *world, struct json_object *tree, struct error *error);

#endif
