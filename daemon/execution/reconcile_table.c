#include "execution/reconcile_table.h"
#include "base/language.h"
#include <stddef.h>

#define UNREAD    (1u << POWER_UNREAD)
#define ABSENT    (1u << POWER_ABSENT)
#define OFF       (1u << POWER_OFF)
#define RUNNING   (1u << POWER_RUNNING)
#define PAUSED    (1u << POWER_PAUSED)
#define SUSPENDED (1u << POWER_PMSUSPENDED)

#define MIGRATED  (1u << REASON_MIGRATED)
#define UNKNOWN   (1u << REASON_UNKNOWN)
#define MIGRATION (1u << REASON_MIGRATION)
/* The owner's doing, or the guest's own: it would be off without us too. */
#define STOPPED (1u << REASON_SHUTDOWN | 1u << REASON_DESTROYED | 1u << REASON_CRASHED)
/* How a finished migration leaves the target: as libvirt says it, and after its restart. */
#define ARRIVED (1u << REASON_USER | 1u << REASON_MIGRATION | 1u << REASON_UNKNOWN)

#define UNMARKED (1u << MARK_NONE)
#define OURS     (1u << MARK_OURS)
#define OF_MOVE  (1u << MARK_OURS | 1u << MARK_EARLIER)
#define FOREIGN  (1u << MARK_FOREIGN)

#define NOTHING (1u << VOLUMES_NONE)
#define PARTIAL (1u << VOLUMES_PARTIAL)

#define HOLD       .course = COURSE_HOLD
#define WAIT       .course = COURSE_WAIT
#define CALL(what) .course = COURSE_CALL, .operation = OPERATION_##what

const struct reconcile_row reconcile_table[] = {
	/* ---- The attempt has not begun: nothing was touched, refusing is safe. ---- */
	{
		/* The operator was faster: nothing to undo. */
		.name = N_("not begun, aborted"),
		.without = BEGUN,
		.with = ABORTED,
		.course = COURSE_REFUSE,
	},
	{
		/* A blip is no reason to refuse, and not reading is no reason to begin. */
		.name = N_("not begun, source unreachable"),
		.without = BEGUN,
		.source = {.power = UNREAD},
		WAIT,
	},
	{
		.name = N_("not begun, target unreachable"),
		.without = BEGUN,
		.target = {.power = UNREAD},
		WAIT,
	},
	{
		/* It runs, nobody else works on it, and no trace of it is where it shall go. */
		.name = N_("not begun, source runs, target clean"),
		.without = BEGUN | SOURCE_JOB | FENCED,
		.source = {.power = RUNNING, .mark = UNMARKED},
		.target = {.power = ABSENT, .volumes = NOTHING},
		.course = COURSE_BEGIN,
	},
	{
		/* Whatever else it is, another must have made it: it is not ours to change. */
		.name = N_("not begun, not fit to begin"),
		.without = BEGUN,
		.course = COURSE_REFUSE,
	},

	/* ---- What stops everything, committed or not. ---- */
	{
		/* The commit names the target; a suspended source can still be looked at. */
		.name = N_("both run, committed"),
		.with = COMMITTED,
		.source = {.power = RUNNING},
		.target = {.power = RUNNING},
		CALL(SUSPEND_SOURCE),
		.strange = true,
	},
	{
		/* Without a commit the source is the machine; the target is kept to be
		 * looked at. */
		.name = N_("both run, not committed"),
		.source = {.power = RUNNING},
		.target = {.power = RUNNING},
		CALL(SUSPEND_TARGET),
		.strange = true,
	},
	{
		/* Both copies may hold data that the other lacks: only a person can choose. */
		.name = N_("a side ran that the journal does not name"),
		.with = STRANGE,
		HOLD,
	},
	{
		/* Somebody started the old copy, whatever mark it bears; resuming ours now
		 * would make two. */
		.name = N_("committed, source started again"),
		.with = COMMITTED,
		.source = {.power = RUNNING | PAUSED},
		HOLD,
		.strange = true,
	},
	{
		/* It left by migration and is off for another reason now: it ran in between,
		 * and what it wrote then is not in the target's memory. */
		.name = N_("committed, source was started and ended again"),
		.with = COMMITTED,
		.without = RESUMED,
		.source = {.power = OFF, .reason = STOPPED},
		.target = {.power = PAUSED},
		HOLD,
		.strange = true,
	},
	{
		/* Another run works on it; two that correct each other destroy. */
		.name = N_("foreign mark on the source"),
		.source = {.mark = FOREIGN},
		HOLD,
	},
	{
		.name = N_("foreign mark on the target"),
		.target = {.mark = FOREIGN},
		HOLD,
	},
	{
		/* Its uuid is that of the machine, but we did not put it there. */
		.name = N_("target without our mark"),
		.target = {.power = OFF | RUNNING | PAUSED | SUSPENDED, .mark = UNMARKED},
		HOLD,
	},
	{
		/* Neither running nor stopped: a wakeup from outside could start it at any
		 * time. */
		.name = N_("source asleep"),
		.source = {.power = SUSPENDED},
		HOLD,
	},
	{
		.name = N_("target asleep"),
		.target = {.power = SUSPENDED},
		HOLD,
	},

	/* ---- Committed: the target is the machine; there is no way back to old disks. ---- */
	{
		.name = N_("committed, target unreachable"),
		.with = COMMITTED,
		.target = {.power = UNREAD},
		WAIT,
	},
	{
		/* It had run already: this pause is somebody's wish, not libvirt's. */
		.name = N_("committed, target suspended after it had run"),
		.with = COMMITTED | RESUMED,
		.target = {.power = PAUSED},
		HOLD,
	},
	{
		/* Only while it is paused does its disk equal the source's: freeze that
		 * image. */
		.name = N_("committed, target paused, not frozen"),
		.with = COMMITTED,
		.without = FROZEN,
		.target = {.power = PAUSED, .reason = ARRIVED, .mark = OURS},
		CALL(FREEZE),
	},
	{
		/* While nothing runs, no start of the source can make two. */
		.name = N_("committed, target paused, source not fenced"),
		.with = COMMITTED,
		.without = FENCED | DEFERRED,
		.source = {.power = OFF},
		.target = {.power = PAUSED, .reason = ARRIVED, .mark = OURS},
		CALL(FENCE),
	},
	{
		.name = N_("committed, target paused, source fenced"),
		.with = COMMITTED | FENCED,
		.source = {.power = OFF},
		.target = {.power = PAUSED, .reason = ARRIVED, .mark = OURS},
		CALL(RESUME_TARGET),
	},
	{
		/* Read off just now, and the commit's proof stands: the guest need not wait
		 * longer. */
		.name = N_("committed, target paused, fence deferred"),
		.with = COMMITTED | DEFERRED,
		.source = {.power = OFF},
		.target = {.power = PAUSED, .reason = ARRIVED, .mark = OURS},
		CALL(RESUME_TARGET),
	},
	{
		/*
		 * It was not off when the fence came, or another had it: its silence is no
		 * proof.
		 */
		.name = N_("committed, target paused, source unreachable and not off before"),
		.with = COMMITTED | DOUBTED,
		.source = {.power = UNREAD},
		.target = {.power = PAUSED},
		WAIT,
	},
	{
		/* The commit proved the source off, with its autostart off; silence changes
		 * nothing. */
		.name = N_("committed, target paused, source unreachable"),
		.with = COMMITTED,
		.source = {.power = UNREAD},
		.target = {.power = PAUSED, .reason = ARRIVED, .mark = OURS},
		CALL(RESUME_TARGET),
	},
	{
		/* Undefined is off as well; the guest need not pay for it. */
		.name = N_("committed, target paused, source undefined"),
		.with = COMMITTED,
		.source = {.power = ABSENT},
		.target = {.power = PAUSED, .reason = ARRIVED, .mark = OURS},
		CALL(RESUME_TARGET),
	},
	{
		/* The guest runs; the fence waits for its host. */
		.name = N_("committed, target runs, source unreachable"),
		.with = COMMITTED,
		.source = {.power = UNREAD},
		.target = {.power = RUNNING, .mark = OURS},
		WAIT,
	},
	{
		/* Somebody took the source away while we still answer for it. */
		.name = N_("committed, target runs, source undefined"),
		.with = COMMITTED,
		.source = {.power = ABSENT},
		.target = {.power = RUNNING, .mark = OURS},
		HOLD,
	},
	{
		.name = N_("committed, target runs, source not fenced"),
		.with = COMMITTED,
		.without = FENCED,
		.source = {.power = OFF},
		.target = {.power = RUNNING, .mark = OURS},
		CALL(FENCE),
	},
	{
		/* libvirt reports success even when it could not keep the definition. */
		.name = N_("committed, target runs without a definition"),
		.with = COMMITTED,
		.without = PERSISTENT,
		.target = {.power = RUNNING, .mark = OURS},
		HOLD,
	},
	{
		/* Last, so that a target host that boots meanwhile starts nothing unproven. */
		.name = N_("committed, target runs, autostart not as it was"),
		.with = COMMITTED,
		.without = TARGET_AUTOSTART,
		.target = {.power = RUNNING, .mark = OURS},
		CALL(AUTOSTART_TARGET),
	},
	{
		/* Read back: it runs there, and cannot start here. */
		.name = N_("committed, target runs, source fenced"),
		.with = COMMITTED | FENCED,
		.source = {.power = OFF},
		.target = {.power = RUNNING, .mark = OURS},
		.course = COURSE_CLOSE_DONE,
	},
	{
		/* The source's disks are old by what the target wrote: never return to them. */
		.name = N_("committed, target stopped or gone"),
		.with = COMMITTED,
		.target = {.power = OFF | ABSENT},
		HOLD,
	},
	{
		/* Paused by a crash, an I/O error or another: not as the migration left it. */
		.name = N_("committed, target not as it arrived"),
		.with = COMMITTED,
		HOLD,
	},

	/* ---- Not committed: the source is the machine. ---- */
	{
		/* Somebody resumed it by hand, before it was proven that the source may go. */
		.name = N_("target runs without a commit"),
		.target = {.power = RUNNING},
		HOLD,
		.strange = true,
	},

	/* ---- Who still works on it, and who answers? ---- */
	{
		/* An abort never stops the source; libvirt goes back or has already arrived. */
		.name = N_("source holds a job"),
		.with = SOURCE_JOB,
		.without = ABORT_ASKED,
		.source = {.power = RUNNING | PAUSED},
		CALL(ABORT),
	},
	{
		/* Whatever is read beside a job is about to change. */
		.name = N_("source holds a job, abort asked"),
		.with = SOURCE_JOB,
		WAIT,
	},
	{
		/* Unreachable is not off. */
		.name = N_("source unreachable"),
		.source = {.power = UNREAD},
		WAIT,
	},
	{
		.name = N_("target unreachable"),
		.target = {.power = UNREAD},
		WAIT,
	},
	{
		/* The target's libvirt has not yet noticed that nobody sends any more. */
		.name = N_("target holds a job"),
		.with = TARGET_JOB,
		WAIT,
	},
	{
		/* Its only complete disks would belong to nobody. */
		.name = N_("source undefined"),
		.source = {.power = ABSENT},
		HOLD,
	},

	/* ---- The source runs: the copy is worth nothing any more; take it away. ---- */
	{
		/* The source runs beyond it: this memory must never be resumed. */
		.name = N_("source runs, target paused"),
		.source = {.power = RUNNING},
		.target = {.power = PAUSED, .mark = OF_MOVE},
		CALL(DROP_PAUSED_COPY),
	},
	{
		.name = N_("source runs, target defined"),
		.source = {.power = RUNNING},
		.target = {.power = OFF, .mark = OF_MOVE},
		CALL(UNDEFINE_OUR_COPY),
	},
	{
		/* Marked partial by us, and no domain uses them; complete ones are never
		 * deleted. */
		.name = N_("source runs, partial volumes"),
		.source = {.power = RUNNING},
		.target = {.power = ABSENT, .volumes = PARTIAL},
		CALL(DELETE_PARTIAL_VOLUME),
	},
	{
		.name = N_("source runs, not as before"),
		.without = AS_BEFORE,
		.source = {.power = RUNNING},
		.target = {.power = ABSENT},
		CALL(RESTORE_SOURCE),
	},
	{
		.name = N_("source runs, target absent"),
		.with = AS_BEFORE,
		.source = {.power = RUNNING},
		.target = {.power = ABSENT},
		.course = COURSE_CLOSE_BACK,
	},

	/* ---- The source is paused: only libvirt's own pause may be undone. ---- */
	{
		/* Both hold the memory, neither runs; the source has the disks that count. */
		.name = N_("source paused by the migration, target paused"),
		.with = WAS_RUNNING,
		.source = {.power = PAUSED, .reason = MIGRATION},
		.target = {.power = PAUSED, .mark = OF_MOVE},
		CALL(DROP_PAUSED_COPY),
	},
	{
		/* It ran when we began, our copy paused it, and nothing can run there. */
		.name = N_("source paused by the migration, target off"),
		.with = WAS_RUNNING,
		.source = {.power = PAUSED, .reason = MIGRATION},
		.target = {.power = OFF | ABSENT},
		CALL(RESUME_SOURCE),
	},
	{
		/* Its owner, or an error, paused it: theirs to resume. */
		.name = N_("source paused for another reason"),
		.source = {.power = PAUSED},
		HOLD,
	},

	/* ---- The source is off: did its memory leave, or did it end? ---- */
	{
		/* It left in a migration that completed, and it is all there. An abort comes
		 * too late: forward is the only way on which the guest loses nothing. */
		.name = N_("source migrated, target paused"),
		.with = TRANSFER,
		.without = AUTOSTART,
		.source = {.power = OFF, .reason = MIGRATED},
		.target = {.power = PAUSED, .reason = ARRIVED, .mark = OURS},
		.course = COURSE_COMMIT,
	},
	{
		/* libvirt forgets why at its restart. The host has not booted, so that
		 * nothing but our own open transfer explains a paused target of this
		 * attempt; unless the source was read to go on after it. */
		.name = N_("source off since libvirt restarted, target paused"),
		.with = TRANSFER | SAME_BOOT,
		.without = AUTOSTART | WENT_ON,
		.source = {.power = OFF, .reason = UNKNOWN},
		.target = {.power = PAUSED, .reason = ARRIVED, .mark = OURS},
		.course = COURSE_COMMIT,
	},
	{
		/* The guest may have gone on and ended after the copy: never resume that
		 * memory. */
		.name = N_("source off for another reason, target paused"),
		.source = {.power = OFF},
		.target = {.power = PAUSED},
		HOLD,
	},
	{
		/* The guest ended at the source, whose disks are whole: clear away what we
		 * made. */
		.name = N_("source stopped, target defined"),
		.source = {.power = OFF, .reason = STOPPED},
		.target = {.power = OFF, .mark = OF_MOVE},
		CALL(UNDEFINE_OUR_COPY),
	},
	{
		.name = N_("source stopped, partial volumes"),
		.source = {.power = OFF, .reason = STOPPED},
		.target = {.power = ABSENT, .volumes = PARTIAL},
		CALL(DELETE_PARTIAL_VOLUME),
	},
	{
		.name = N_("source stopped, not as before"),
		.without = AS_BEFORE,
		.source = {.power = OFF, .reason = STOPPED},
		.target = {.power = ABSENT},
		CALL(RESTORE_SOURCE),
	},
	{
		.name = N_("source stopped, target absent"),
		.with = AS_BEFORE,
		.source = {.power = OFF, .reason = STOPPED},
		.target = {.power = ABSENT},
		.course = COURSE_CLOSE_OWNER,
	},
	{
		/* It left and never arrived. Which disks to start from is a person's choice. */
		.name = N_("source migrated, target lost it"),
		.source = {.power = OFF, .reason = MIGRATED},
		HOLD,
	},
	{
		/* Its host went down, or libvirt forgot why: not ours to guess, nor to
		 * start. */
		.name = N_("source off, nobody knows why"),
		.source = {.power = OFF},
		HOLD,
	},
	{0},
};

#define ROWS (sizeof(reconcile_table) / sizeof(reconcile_table[0]) - 1)
_Static_assert(ROWS < 256, "the row's number is kept in a byte");

const struct reconcile_row reconcile_orders[] = {
	{
		/* Close as it is, when nothing is moving and no two run. */
		.name = N_("close"),
		.without = SOURCE_JOB | TARGET_JOB,
		.target = {.power = UNREAD | ABSENT | OFF | PAUSED | SUSPENDED},
	},
	{
		.name = N_("close, target runs"),
		.without = SOURCE_JOB | TARGET_JOB,
		.source = {.power = ABSENT | OFF | PAUSED},
		.target = {.power = RUNNING},
	},
	{
		/* Somebody resumed it and it is the machine now: name it so. */
		.name = N_("commit to the running target"),
		.with = BEGUN,
		.without = SOURCE_JOB | TARGET_JOB,
		.source = {.power = OFF | ABSENT},
		.target = {.power = RUNNING, .mark = OURS},
		CALL(RESUME_TARGET),
	},
	{
		/* Never the memory of a guest that went on after the copy. */
		.name = N_("commit to the paused target"),
		.with = BEGUN | TRANSFER,
		.without = SOURCE_JOB | TARGET_JOB,
		.source = {.power = OFF, .reason = MIGRATED},
		.target = {.power = PAUSED, .mark = OURS},
		CALL(RESUME_TARGET),
	},
	{
		.name = N_("commit to the paused target, source off since libvirt restarted"),
		.with = BEGUN | TRANSFER,
		.without = SOURCE_JOB | TARGET_JOB | WENT_ON,
		.source = {.power = OFF, .reason = UNKNOWN},
		.target = {.power = PAUSED, .mark = OURS},
		CALL(RESUME_TARGET),
	},
	{
		.name = N_("resume the suspended target"),
		.with = COMMITTED,
		.source = {.power = OFF | ABSENT},
		.target = {.power = PAUSED, .mark = OURS},
		CALL(RESUME_TARGET),
	},
	{
		.name = N_("resume the paused source"),
		.without = COMMITTED | SOURCE_JOB | TARGET_JOB | STRANGE,
		.source = {.power = PAUSED},
		.target = {.power = OFF | ABSENT},
		CALL(RESUME_SOURCE),
	},
	{
		.name = N_("boot the source from its disks"),
		.without = COMMITTED | SOURCE_JOB | TARGET_JOB | STRANGE | FENCED,
		.source = {.power = OFF},
		.target = {.power = OFF | ABSENT},
		CALL(BOOT_SOURCE),
	},
	{
		/* The memory there is older than what the source holds or has ended with. */
		.name = N_("drop the copy of a living source"),
		.without = COMMITTED | SOURCE_JOB | TARGET_JOB,
		.source = {.power = RUNNING | PAUSED},
		.target = {.power = PAUSED, .mark = OF_MOVE},
		CALL(DROP_PAUSED_COPY),
	},
	{
		.name = N_("drop the copy of a stopped source"),
		.without = COMMITTED | SOURCE_JOB | TARGET_JOB | STRANGE,
		.source = {.power = OFF, .reason = STOPPED},
		.target = {.power = PAUSED, .mark = OF_MOVE},
		CALL(DROP_PAUSED_COPY),
	},
	{
		.name = N_("suspend the source"),
		.source = {.power = RUNNING},
		.target = {.power = RUNNING},
		CALL(SUSPEND_SOURCE),
	},
	{
		.name = N_("suspend the target"),
		.source = {.power = RUNNING},
		.target = {.power = RUNNING},
		CALL(SUSPEND_TARGET),
	},
	{0},
};

unsigned reconcile_rows(void)
{
	return ROWS;
}

const char *reconcile_row_name(unsigned row)
{
	return row >= 1 && row <= ROWS ? reconcile_table[row - 1].name : "no row fits";
}
