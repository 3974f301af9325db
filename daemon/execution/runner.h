/*
 * The runner: the real shell around the pure executor. It starts runs of approved waves, feeds
 * run_step() and move_step() with what really happened (timers, workers' answers, durable
 * records, operators' commands, boots) and does what they ask. It decides nothing.
 */
#ifndef EXECUTION_RUNNER_H
#define EXECUTION_RUNNER_H

#include "execution/move.h"

struct audit_log;
struct context;
struct error;
struct json_object;
struct runner;

/*
 * Continues every run that the store says is not finished. `context` and `log` outlive the
 * runner; the profile says whose approvals a wave needs.
 */
int runner_new(struct runner **runner, const struct context *context, struct audit_log *log,
	struct json_object *profile, struct error *error);
/*
 * Forgets all; nothing is stopped on the hypervisors but copies under way, and the journal
 * knows them.
 */
void runner_free(struct runner *runner);

/*
 * Starts a run of the plan's waves (names; NULL is all) for `actor`. ERROR_REFUSED with the
 * reason unless each wave has its valid approvals; ERROR_CONFLICT when one of its machines is
 * in an open run. The run's id is written into `run` (32 bytes).
 */
int runner_start(struct runner *runner, const char *plan_digest, struct json_object *waves,
	const char *actor, char run[32], struct error *error);

enum run_order { RUN_ORDER_PAUSE, RUN_ORDER_RESUME, RUN_ORDER_ABORT };

/* Orders a whole run; idempotent. ERROR_NOT_FOUND when there is none of that id. */
int runner_command(struct runner *runner, const char *run, enum run_order order,
	const char *actor, struct error *error);

/*
 * An operator's answer to a hold. ERROR_REFUSED when the row at hand forbids this action, with
 * the row's name; ERROR_CONFLICT when the move is not held.
 */
int runner_resolve(struct runner *runner, const char *run, const char *move,
	enum operation action, const char *reason, const char *actor, struct error *error);

/*
 * A system is held, or no longer (model/override.h): its moves that have not begun, and those
 * of its group, do not begin until it is allowed again, in whichever run. `hold` is borrowed.
 */
void runner_withhold(struct runner *runner, struct json_object *hold);
void runner_allow(struct runner *runner, const char *system);

/*
 * ERROR_CONFLICT, with the run's id, while a move that is not closed leaves this host or goes
 * to it: who removes the host, or puts another in its place, takes banyun's eyes from a
 * machine.
 */
int runner_check_host(struct runner *runner, const char *host, struct error *error);

/*
 * The run as people watch it: {"run", "plan", "phase", "moves": [{"name", "phase", "operation",
 * "attempt", "outcome", "row", "why", "seen", "progress", ...}], "outlook": {"moves", "over",
 * "bytes", "bytes_left", "end_low", "end", "end_high", "skipped", "skipped_high", "waits",
 * "waves"}}: when it will have ended, and how many moves fit no longer. New reference; NULL
 * when there is none.
 */
struct json_object *runner_status(struct runner *runner, const char *run);

/* All runs: [{"run", "plan", "phase", "started", "moves": COUNT}]. New reference. */
struct json_object *runner_list(struct runner *runner);

#endif
