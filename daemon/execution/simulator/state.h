/*
 * The insides of a simulation: the hosts and guests as they truly are, the daemon's shell, and
 * the heap of events. Only the files of this folder include it.
 */
#ifndef SIMULATOR_STATE_H
#define SIMULATOR_STATE_H

#include "execution/simulator/fault.h"
#include "execution/simulator/random.h"
#include "execution/simulator/simulator.h"

#include <stddef.h>

/* Milliseconds of the virtual world. */
#define FSYNC_MS     4
#define TRIP_MS      3    /* from a worker to a host, one way */
#define START_MS     20   /* of a worker */
#define NOTICE_MS    40   /* until libvirt sees that a client has gone */
#define SLOW_MS      1800 /* until it has killed a process that does not listen */
#define LATE_MS      300 /* within this, what was sent lands: shorter than every order's poll */
#define UNREAD_MS    2000 /* until a worker says that a host does not answer */
#define KEEPALIVE_MS 30000
#define BOOT_MS      500
#define SHORT_MS     2500
#define LONG_MS      90000 /* longer than a transfer's deadline and grace */
#define SETTLE_MS                                                                              \
	40000 /* quiet for this long, longer than any notice: nothing changes any more */
#define LIMIT_MS 900000

enum event_kind {
	EV_DURABLE,
	EV_REPLY,
	EV_TIMER,
	EV_ARRIVE,  /* a call reaches the hosts */
	EV_COPY,    /* a live copy gets further */
	EV_GONE,    /* a host notices that the client of a copy has gone */
	EV_TIMEOUT, /* a client notices that a host of its copy does not answer */
	EV_MEND,
	EV_BOOT,
	EV_TICK,
	EV_PERSON, /* resumes a run that paused itself */
};

struct event {
	uint64_t time, order;
	uint8_t kind; /* enum event_kind */
	uint8_t reply;
	uint8_t fault, variant;
	bool stale; /* a reply that answers nothing any more */
	uint16_t move;
	uint32_t epoch; /* of the daemon, or of the copy */
	uint32_t serial, attempt;
	uint32_t slot; /* of the call, or of the run */
	struct world world;
};

/* ---- Hosts ---- */

enum service { SERVICE_UP, SERVICE_DOWN, SERVICE_HUNG };

struct host {
	bool powered;
	bool ops;  /* the way to banyund's machine */
	bool data; /* the way to the other hosts */
	bool disk_full;
	uint8_t service; /* enum service: its libvirtd */
	uint64_t boot;
};

/* ---- Guests ---- */

#define MARK_OTHER UINT16_MAX /* of another run */

/* What libvirtd does to one side of a copy once it can. */
enum effect {
	EFFECT_NONE,
	EFFECT_ON,       /* the job is dropped, the guest runs on */
	EFFECT_STUCK,    /* the job is dropped, the guest stays paused, nobody decides */
	EFFECT_MIGRATED, /* its process ends: the memory left */
	EFFECT_FORGOT,   /* the same, but libvirt no longer knows why */
	EFFECT_CRASHED,
	EFFECT_SHUTDOWN,
	EFFECT_SHUTDOWN_HELD, /* the guest ended, the job stays held */
	EFFECT_DESTROYED,
	EFFECT_GONE, /* the incoming process is killed */
	EFFECT_KEPT, /* finished: it stays, paused */
	EFFECTS
};

struct domain {
	uint8_t power, reason, volumes;
	uint8_t owed;  /* enum effect, when its libvirtd is up again */
	uint16_t mark; /* an attempt, 0 or MARK_OTHER */
	bool job, fenced, autostart, persistent, frozen;
	bool found;    /* its end was seen at a start of libvirtd: that reason stays */
	bool ran;      /* since the other side got the memory */
	bool by_hand;  /* its autostart was turned on by an owner */
	bool by_owner; /* it was an owner who started it */
	bool secret;   /* and banyun was not told since */
};

enum copy_phase {
	COPY_NONE,
	COPY_BEGIN,
	COPY_PREPARE,
	COPY_PERFORM,   /* disks and memory, the guest runs */
	COPY_SWITCH,    /* the last of it, the guest paused */
	COPY_PERFORMED, /* "PERFORM3_DONE": libvirt decides nothing */
	COPY_FINISH,
	COPY_FINISHED, /* its reply is on the way */
	COPY_CONFIRM,
	COPY_DONE, /* the call's reply is on the way */
	COPY_PHASES
};

struct copy {
	uint8_t phase;
	uint32_t epoch; /* events of an older one are void */
	uint16_t attempt;
	uint32_t slot;       /* the call that waits for it */
	bool client;         /* a living worker waits */
	bool noticed[SIDES]; /* the host knows that it does not */
	bool endless, stalled, hung;
	bool aborting; /* asked to, but the other side is out of reach */
};

struct guest {
	struct domain side[SIDES];
	uint16_t host[SIDES];
	struct copy copy;
	bool image;       /* the target has all of the memory and disks of `copy.attempt` */
	bool autostart;   /* before the move */
	bool owner;       /* an owner acted on it */
	bool ended;       /* its process died with what only it had */
	uint64_t stopped; /* since when it does not run; 0: it runs */
	uint32_t blackout;
};

/* ---- The daemon and its workers ---- */

#define CALLS   6
#define PENDING 12

struct pending {
	uint32_t serial;
	enum move_record record;
	enum operation operation;
	uint32_t attempt;
	struct move state;
};

struct call {
	bool open;  /* somebody waits for the reply */
	bool sent;  /* it will still land */
	bool lands; /* also when its worker is dead */
	bool stuck; /* on its way to a host that does not answer */
	bool autostart;
	uint32_t epoch;
	uint32_t serial, attempt;
	enum operation operation;
	uint8_t attempted; /* the attempt, as the mark it writes or looks for */
};

struct worker {
	bool alive, hung;
	uint32_t attempt;
	struct call call[CALLS];
};

/* What the invariants remember of a move. */
struct watch {
	struct world read;        /* the newest that was delivered */
	bool fresh;               /* nothing was called since */
	bool intent[OPERATIONS];  /* durable, and not yet called */
	bool ordered[OPERATIONS]; /* by an operator */
	bool aborted, committed;  /* taken; durable */
	uint32_t transfers;
	struct event last_reply;
	bool has_reply;
};

/* What strikes once at the next occasion. */
struct trap {
	bool lose, late, twice;
	uint8_t fails;   /* so many effects in a row report an error */
	bool fail_after; /* they happen all the same */
};

struct mover {
	struct move state; /* in the daemon's memory */
	struct move disk;  /* as durable */
	struct pending pending[PENDING];
	uint32_t pendings;
	uint32_t timer; /* serial of the armed one */
	struct worker worker;
	struct trap trap;
	struct watch watch;
	uint16_t struck; /* faults with an effect */
	uint8_t holds;   /* by which its owner lets it not start */
	bool skipped;    /* the run has said that it will not start */
};

struct simulation {
	struct simulation_setting setting;
	struct host *hosts;
	struct guest *guests;
	struct mover *movers;
	struct event *heap;
	uint32_t heaped, room;
	uint64_t now, order;
	uint64_t last_change; /* of the world, by a fault or its end */
	uint32_t events;
	uint32_t faults_open; /* struck, not yet mended */
	int64_t clock;        /* wall seconds at 0 */
	struct run run[SIMULATION_RUNS];
	struct recorded {
		enum run_phase phase;
		uint16_t accepted;
	} disk_run[SIMULATION_RUNS];
	uint8_t runs;
	uint16_t first[SIMULATION_RUNS]; /* its first move; the run counts from there */
	uint32_t epoch;                  /* of the daemon */
	bool alive;
	struct random random;
	bool jitter;
	uint64_t boots;
	struct simulation_course *course;
	struct simulation_coverage *coverage;
	uint64_t patience;    /* 0: LIMIT_MS */
	const char *look_for; /* NULL: every invariant */
	FILE *trace;
};

/* The heap of events (heap.c). */
void heap_push(struct simulation *simulation, uint64_t delay, const struct event *event);
bool heap_pop(struct simulation *simulation, struct event *event);
/* A duration, somewhat varied when the schedule has a seed. */
uint64_t vary(struct simulation *simulation, uint64_t milliseconds);

/* The hypervisors (hypervisor.c). */
enum cause { BY_BANYUN, BY_LIBVIRT, BY_OWNER };
enum reach { REACH_UP, REACH_REFUSED, REACH_SILENT };
enum reach reach(const struct simulation *simulation, uint16_t move, enum side side);
void power_set(struct simulation *simulation, uint16_t move, enum side side, enum power power,
	enum reason reason, enum cause cause);
/* Its process ends: off, or absent without a definition. */
void process_end(
	struct simulation *simulation, uint16_t move, enum side side, enum reason reason);
void view_side(const struct simulation *simulation, uint16_t move, enum side side,
	uint32_t attempt, struct side_view *view);
void view_truth(const struct simulation *simulation, uint16_t move, struct world *world);
/* The service of a host is back: what it owes is done, what was stuck moves again. */
void service_start(struct simulation *simulation, uint16_t host, bool restarted);
void service_kick(struct simulation *simulation, uint16_t host);
void host_power_off(struct simulation *simulation, uint16_t host);
void host_power_on(struct simulation *simulation, uint16_t host);

/* The live copy (copy.c). */
enum blow {
	BLOW_CLIENT_SOURCE, /* the host sees that its client has gone */
	BLOW_CLIENT_TARGET,
	BLOW_LIBVIRTD_SOURCE,
	BLOW_LIBVIRTD_TARGET,
	BLOW_QEMU_SOURCE,
	BLOW_QEMU_TARGET,
	BLOW_POWER_SOURCE,
	BLOW_POWER_TARGET,
	BLOW_SILENT_SOURCE, /* the client sees that the host does not answer any more */
	BLOW_SILENT_TARGET,
	BLOW_ABORT,
	BLOW_DISK_FULL,
	BLOW_POWEROFF,
	BLOW_DESTROY,
	BLOWS
};
void copy_start(struct simulation *simulation, uint16_t move, uint32_t slot, uint32_t attempt);
void copy_advance(struct simulation *simulation, uint16_t move);
/* False when the copy does not care. `variant` chooses where libvirt has several ways. */
bool copy_blow(struct simulation *simulation, uint16_t move, enum blow blow, uint8_t variant);
/* The worker that waited has died. */
void copy_orphan(struct simulation *simulation, uint16_t move);
void copy_notice(struct simulation *simulation, uint16_t move, enum side side);
void copy_timeout(struct simulation *simulation, uint16_t move, enum side side);
void copy_kick(struct simulation *simulation, uint16_t move);
void effect_apply(
	struct simulation *simulation, uint16_t move, enum side side, enum effect effect);

/* Workers and their calls (worker.c). */
void worker_call(
	struct simulation *simulation, uint16_t move, const struct move_action *action);
void worker_stop(struct simulation *simulation, uint16_t move, bool lands);
void worker_arrive(struct simulation *simulation, uint16_t move, uint32_t slot, uint32_t epoch);
void worker_kick(struct simulation *simulation, uint16_t move);
void worker_reply(struct simulation *simulation, uint16_t move, uint32_t slot, enum reply reply,
	uint64_t delay);

/* What operations do (operation.c). */
/* Does the operation where it must be done. */
enum reply operation_do(struct simulation *simulation, uint16_t move, const struct call *call);
/* Bits 1 << side of the hosts that an operation needs. */
unsigned operation_needs(enum operation operation);
uint32_t operation_takes(enum operation operation); /* milliseconds */

/* The shell (shell.c). */
void shell_begin(struct simulation *simulation);
void shell_event(struct simulation *simulation, const struct event *event);
void shell_command(struct simulation *simulation, uint16_t move, enum move_command command,
	enum operation resolution);
void shell_kill(struct simulation *simulation, bool flushed);
void shell_run(struct simulation *simulation, uint8_t run, enum run_event_kind kind);
/* Tells the run of the move about it. */
void shell_tell(struct simulation *simulation, enum run_event_kind kind, uint16_t move,
	enum move_outcome outcome);
/* Its owner says that it shall not start (1), or takes that back (-1): all of its group. */
void shell_withhold(struct simulation *simulation, uint16_t move, int more);
const struct run *run_of(const struct simulation *simulation, uint16_t move);
const struct run_move *slot_of(const struct simulation *simulation, uint16_t move);
int64_t shell_clock(const struct simulation *simulation);

/* The invariants (invariant.c). */
void broken(struct simulation *simulation, uint16_t move, const char *invariant,
	const char *sentence);
void check_call(struct simulation *simulation, uint16_t move, const struct move_action *action);
void check_commit(struct simulation *simulation, uint16_t move);
void check_close(struct simulation *simulation, uint16_t move, enum move_outcome outcome);
void check_open(struct simulation *simulation, uint16_t move);
void check_skip(struct simulation *simulation, uint16_t move);
void check_start(
	struct simulation *simulation, uint16_t move, enum side side, enum cause cause);
void check_event(struct simulation *simulation);
void check_boot(struct simulation *simulation, uint16_t move);
void check_end(struct simulation *simulation);

/* The whole (simulator.c). */
uint8_t place_of(const struct simulation *simulation, uint16_t move);
__attribute__((format(printf, 2, 3))) void trace(
	struct simulation *simulation, const char *format, ...);

#endif
