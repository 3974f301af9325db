#include "execution/simulator/state.h"

#include <string.h>

/*
 * The invariants of the executor, checked after every event:
 *
 *	I1   never two running copies of one machine by anything but an owner's own hand
 *	I2   always a definition and one complete set of disks; what goes on is the newest
 *	I3   nothing is destroyed without a fresh positive read of the source
 *	I4   no effect without a durable intent
 *	I5   nothing that was not approved, nor outside its window, nor while people hold it
 *	I7   recovery twice equals recovery once
 *	I8   unknown is neither success nor failure without a read
 *	I10  concurrency, budgets and attempts stay within their caps
 *	I11  nothing starts while the other side could not be read
 *	I12  an abort is idempotent, leads back, and deletes nothing complete
 *
 * I6 (acknowledged records survive, indices are gapless) belongs to the store and the audit
 * log, I9 (no secret in any output) to the workers' sandbox: each has its tests there. That
 * author and approver differ is checked where plans are approved.
 */
void broken(struct simulation *simulation, uint16_t move, const char *invariant,
	const char *sentence)
{
	if (simulation->course->invariant ||
		(simulation->look_for && strcmp(simulation->look_for, invariant) != 0))
		return;
	simulation->course->invariant = invariant;
	simulation->course->sentence = sentence;
	simulation->course->move = move;
	simulation->course->event = simulation->events;
	trace(simulation, "BROKEN %s: move %u: %s", invariant, move, sentence);
}

/* ---- Starts: I1, I2 ---- */

/*
 * An owner may start what they like, and libvirt may then start the other; what banyun starts
 * must not run beside anything that it was told of. Between an owner's start and the next read
 * nobody knows.
 */
static bool theirs(const struct domain *other, enum cause cause)
{
	return cause == BY_OWNER || (cause == BY_LIBVIRT && other->by_owner) || other->secret;
}

void check_start(struct simulation *simulation, uint16_t move, enum side side, enum cause cause)
{
	const struct guest *guest = &simulation->guests[move];
	const struct domain *other =
		&guest->side[side == SIDE_SOURCE ? SIDE_TARGET : SIDE_SOURCE];

	if (other->power == POWER_RUNNING && !theirs(other, cause))
		broken(simulation, move, "I1", "Two copies of the machine run.");
	if (cause != BY_OWNER && guest->image && other->ran && !guest->owner)
		broken(simulation, move, "I2",
			"A copy went on whose data is older than the other's.");
}

/* ---- Calls: I3, I4, I5, I8, I10, I11, I12 ---- */

static bool follows_a_read(enum operation operation)
{
	switch (operation) {
	case OPERATION_PREPARE:
	case OPERATION_FREEZE:
	case OPERATION_FENCE:
	case OPERATION_RESUME_TARGET:
	case OPERATION_AUTOSTART_TARGET:
	case OPERATION_DROP_PAUSED_COPY:
	case OPERATION_UNDEFINE_OUR_COPY:
	case OPERATION_DELETE_PARTIAL_VOLUME:
	case OPERATION_RESUME_SOURCE:
	case OPERATION_RESTORE_SOURCE:
	case OPERATION_SUSPEND_SOURCE:
	case OPERATION_SUSPEND_TARGET:
	case OPERATION_BOOT_SOURCE:
		return true;
	default:
		return false;
	}
}

/* By name with the plan, or by an operator's own order. */
static bool approved(
	const struct move_order *order, const struct watch *watch, enum operation operation)
{
	switch (operation) {
	case OPERATION_DROP_PAUSED_COPY:
		return order->may_drop_paused_copy || watch->ordered[operation];
	case OPERATION_UNDEFINE_OUR_COPY:
		return order->may_undefine_our_copy;
	case OPERATION_DELETE_PARTIAL_VOLUME:
		return order->may_delete_partial_volume;
	case OPERATION_BOOT_SOURCE:
		return watch->ordered[operation];
	default:
		return true;
	}
}

static bool destroys(enum operation operation)
{
	return operation == OPERATION_DROP_PAUSED_COPY ||
	       operation == OPERATION_UNDEFINE_OUR_COPY ||
	       operation == OPERATION_DELETE_PARTIAL_VOLUME;
}

/* The source can go on, or ended by itself: what the target holds is not the newest. */
static bool source_is_whole(const struct watch *watch, enum operation operation)
{
	const struct side_view *source = &watch->read.side[SIDE_SOURCE];

	switch (source->power) {
	case POWER_RUNNING:
		return true;
	case POWER_PAUSED:
		return source->reason == REASON_MIGRATION || watch->ordered[operation];
	case POWER_OFF:
		return source->reason == REASON_SHUTDOWN ||
		       source->reason == REASON_DESTROYED || source->reason == REASON_CRASHED;
	default:
		return false;
	}
}

static void check_destroy(
	struct simulation *simulation, uint16_t move, enum operation operation)
{
	const struct watch *watch = &simulation->movers[move].watch;
	const struct guest *guest = &simulation->guests[move];

	if (!watch->fresh || !source_is_whole(watch, operation))
		broken(simulation, move, "I3",
			"A copy is destroyed without a fresh read that the source is whole.");
	if (operation == OPERATION_DELETE_PARTIAL_VOLUME &&
		watch->read.side[SIDE_TARGET].volumes == VOLUMES_COMPLETE)
		broken(simulation, move, "I12", "Complete volumes are to be deleted.");
	if (watch->committed && !guest->owner)
		broken(simulation, move, "I2", "What the commit names is to be destroyed.");
}

static bool stopped(const struct side_view *view)
{
	return view->power == POWER_OFF || view->power == POWER_ABSENT;
}

static void check_going_on(
	struct simulation *simulation, uint16_t move, enum operation operation)
{
	const struct watch *watch = &simulation->movers[move].watch;
	const struct side_view *source = &watch->read.side[SIDE_SOURCE];
	const struct side_view *target = &watch->read.side[SIDE_TARGET];

	if (operation == OPERATION_RESUME_TARGET) {
		if (!watch->committed)
			broken(simulation, move, "I4",
				"The target is resumed without a durable commit.");
		if (source->power == POWER_RUNNING || source->power == POWER_PAUSED)
			broken(simulation, move, "I11",
				"The target is resumed beside a source that is not off.");
		if (source->power == POWER_OFF && !source->fenced &&
			!simulation->movers[move].state.facts.fence_deferred &&
			!watch->ordered[operation])
			broken(simulation, move, "I1",
				"The target is resumed beside a source that anybody can "
				"start.");
	} else if (!stopped(target)) {
		broken(simulation, move, "I11",
			"The source is started while the target is not known to be off.");
	}
	if (operation == OPERATION_RESUME_SOURCE && source->reason != REASON_MIGRATION &&
		!watch->ordered[operation])
		broken(simulation, move, "I11",
			"A source is resumed that libvirt's migration did not pause.");
}

/* The way forward: not after an abort, not beside another job, not more often than allowed. */
static void check_forward(
	struct simulation *simulation, uint16_t move, enum operation operation)
{
	struct mover *mover = &simulation->movers[move];

	if (mover->watch.aborted)
		broken(simulation, move, "I12", "It goes forward after an abort.");
	if (simulation->guests[move].side[SIDE_SOURCE].job)
		broken(simulation, move, "I8", "It goes forward while a job is still held.");
	if (operation == OPERATION_TRANSFER &&
		++mover->watch.transfers > mover->state.order.attempts)
		broken(simulation, move, "I10", "It copies more often than it may.");
}

void check_call(struct simulation *simulation, uint16_t move, const struct move_action *action)
{
	struct mover *mover = &simulation->movers[move];
	enum operation operation = action->operation;

	if (operation == OPERATION_OBSERVE)
		return;
	if (!mover->watch.intent[operation])
		broken(simulation, move, "I4", "An effect is called without a durable intent.");
	if (!approved(&mover->state.order, &mover->watch, operation))
		broken(simulation, move, "I5", "A step is called that nobody approved.");
	if (follows_a_read(operation) && !mover->watch.fresh)
		broken(simulation, move, "I8", "It acts without having read the world.");
	if (destroys(operation))
		check_destroy(simulation, move, operation);
	if (operation == OPERATION_RESUME_TARGET || operation == OPERATION_RESUME_SOURCE ||
		operation == OPERATION_BOOT_SOURCE)
		check_going_on(simulation, move, operation);
	if (operation == OPERATION_PREPARE || operation == OPERATION_SEED ||
		operation == OPERATION_TRANSFER)
		check_forward(simulation, move, operation);
}

/* ---- Commit and close: I8, I2 ---- */

static bool proves_the_commit(const struct mover *mover)
{
	const struct side_view *source = &mover->watch.read.side[SIDE_SOURCE];
	const struct side_view *target = &mover->watch.read.side[SIDE_TARGET];
	bool left = source->reason == REASON_MIGRATED ||
		    (source->reason == REASON_UNKNOWN && source->boot &&
			    source->boot == mover->state.facts.source_boot);

	return mover->watch.fresh && source->power == POWER_OFF && left && !source->autostart &&
	       target->power == POWER_PAUSED && target->mark == MARK_OURS;
}

void check_commit(struct simulation *simulation, uint16_t move)
{
	const struct mover *mover = &simulation->movers[move];
	const struct guest *guest = &simulation->guests[move];

	if (mover->watch.ordered[OPERATION_RESUME_TARGET])
		return;
	if (!proves_the_commit(mover))
		broken(simulation, move, "I8", "It commits without the proof.");
	if (guest->side[SIDE_SOURCE].power == POWER_RUNNING && !guest->owner)
		broken(simulation, move, "I1", "It commits while the source runs.");
	if (guest->side[SIDE_SOURCE].ran && !guest->owner)
		broken(simulation, move, "I2", "It commits to memory older than the source's.");
}

static bool read_done(const struct watch *watch)
{
	return watch->read.side[SIDE_TARGET].power == POWER_RUNNING &&
	       watch->read.side[SIDE_SOURCE].power == POWER_OFF &&
	       watch->read.side[SIDE_SOURCE].fenced;
}

static bool read_as_before(const struct watch *watch, const struct guest *guest)
{
	const struct side_view *source = &watch->read.side[SIDE_SOURCE];
	const struct side_view *target = &watch->read.side[SIDE_TARGET];

	return source->mark == MARK_NONE && !source->job && target->power == POWER_ABSENT &&
	       target->volumes != VOLUMES_PARTIAL &&
	       (source->autostart == guest->autostart || guest->owner);
}

void check_close(struct simulation *simulation, uint16_t move, enum move_outcome outcome)
{
	const struct watch *watch = &simulation->movers[move].watch;
	const struct move *state = &simulation->movers[move].state;
	const struct guest *guest = &simulation->guests[move];
	/* An attempt that did not begin: the one before was read back when it ended. */
	bool earlier = state->attempt > 1 && !state->facts.begun;
	bool right = true;

	switch (outcome) {
	case OUTCOME_DONE:
	case OUTCOME_DONE_UNPROVEN:
		right = watch->fresh && read_done(watch);
		break;
	case OUTCOME_BACK:
		right = watch->fresh && watch->read.side[SIDE_SOURCE].power == POWER_RUNNING &&
			(read_as_before(watch, guest) || guest->owner || earlier);
		break;
	case OUTCOME_STOPPED_BY_OWNER:
		right = watch->fresh && watch->read.side[SIDE_SOURCE].power == POWER_OFF &&
			(read_as_before(watch, guest) || guest->owner || earlier);
		break;
	default:
		break;
	}
	if (!right)
		broken(simulation, move, "I8", "It closes with an outcome that was not read.");
}

/* ---- The run: I5, I10 ---- */

static bool is_open(const struct mover *mover)
{
	return mover->state.phase != MOVE_WAITING && mover->state.phase != MOVE_CLOSED;
}

/* What the timetables of a plan allow of a link at that time; looked up line by line. */
static uint32_t percent_of(const struct share_table *table, int64_t at)
{
	uint32_t percent[UINT8_MAX + 1], least = 100;
	int64_t minute = at / 60;

	memset(percent, 0xff, sizeof(percent));
	for (uint16_t i = table->hours; i-- > 0;) {
		const struct share_hours *hours = &table->hour[i];
		int64_t local = minute + hours->ahead + 3 * 1440; /* 1970 began on a Thursday */

		if (hours->days >> local / 1440 % 7 & 1 && local % 1440 >= hours->from &&
			local % 1440 < hours->to)
			percent[hours->table] = hours->percent;
	}
	for (unsigned i = 0; i <= UINT8_MAX; i++)
		least = percent[i] < least ? percent[i] : least;
	return least;
}

static uint64_t cap_at(
	const struct simulation *simulation, uint16_t move, unsigned use, int64_t at)
{
	const struct simulation_move *plan = &simulation->setting.moves[move];
	const struct share_table *table = &simulation->setting.table[plan->run];
	const struct share *share = &table->share[plan->slot.use[use]];
	uint64_t cap = (uint64_t)share->nominal * percent_of(table, at) / 100;

	return share->nominal == SHARE_ANY || cap > share->most ? share->most : cap;
}

/* The least from now until it is to end. */
static uint64_t cap_of(const struct simulation *simulation, uint16_t move, unsigned use)
{
	const struct run_move *slot = &simulation->setting.moves[move].slot;
	int64_t now = shell_clock(simulation);
	uint64_t least = cap_at(simulation, move, use, now);

	for (int64_t at = now; at < now + slot->seconds; at++) {
		uint64_t cap = at % 60 ? least : cap_at(simulation, move, use, at);

		least = cap < least ? cap : least;
	}
	return least;
}

static uint64_t key_of(const struct simulation *simulation, uint16_t move, unsigned use)
{
	const struct simulation_move *plan = &simulation->setting.moves[move];

	return plan->slot.use[use] == SHARE_NONE
		       ? 0
		       : simulation->setting.table[plan->run].share[plan->slot.use[use]].key;
}

static uint64_t used(const struct simulation *simulation, uint16_t move, unsigned use)
{
	return use == USE_LINK ? simulation->setting.moves[move].slot.rate : 1;
}

/* One thing that it uses, with all that is open of both plans. */
static void check_share(struct simulation *simulation, uint16_t move, unsigned use)
{
	uint64_t key = key_of(simulation, move, use);
	uint64_t sum = used(simulation, move, use), cap = cap_of(simulation, move, use);

	for (uint16_t i = 0; i < simulation->setting.count; i++)
		for (unsigned j = 0; j < SHARE_USES; j++) {
			uint64_t other;

			if (i == move || !is_open(&simulation->movers[i]) ||
				key_of(simulation, i, j) != key)
				continue;
			other = cap_at(simulation, i, j, shell_clock(simulation));
			sum += used(simulation, i, j);
			cap = other < cap ? other : cap;
		}
	if (sum > cap)
		broken(simulation, move, "I10",
			use == USE_LINK ? "A link is charged beyond its budget."
					: "A host, pool or team has more moves than it may.");
}

static void check_caps(struct simulation *simulation, uint16_t move)
{
	const struct simulation_move *moves = simulation->setting.moves;
	uint32_t open = 1;

	for (uint16_t i = 0; i < simulation->setting.count; i++)
		open += i != move && moves[i].run == moves[move].run &&
			is_open(&simulation->movers[i]);
	if (open > simulation->setting.concurrency)
		broken(simulation, move, "I10", "More moves are open than may be.");
	for (unsigned use = 0; use < SHARE_USES; use++)
		if (key_of(simulation, move, use))
			check_share(simulation, move, use);
}

static void check_waves(struct simulation *simulation, uint16_t move)
{
	const struct simulation_move *moves = simulation->setting.moves;

	for (uint16_t i = 0; i < simulation->setting.count; i++)
		if (moves[i].run == moves[move].run &&
			moves[i].slot.wave < moves[move].slot.wave &&
			is_open(&simulation->movers[i]))
			broken(simulation, move, "I10",
				"A wave begins before the one before it is over.");
}

void check_open(struct simulation *simulation, uint16_t move)
{
	const struct run_move *slot = &simulation->setting.moves[move].slot;
	int64_t now = shell_clock(simulation);

	if (now < slot->not_before ||
		(slot->not_after && now + slot->seconds > slot->not_after))
		broken(simulation, move, "I5",
			"A move starts outside its window, or so late that it would not end "
			"in it.");
	if (simulation->movers[move].holds > 0)
		broken(simulation, move, "I5", "A move starts that its owner withholds.");
	check_caps(simulation, move);
	check_waves(simulation, move);
}

/* A hold may be taken back for as long as the move would still end in its window. */
void check_skip(struct simulation *simulation, uint16_t move)
{
	const struct run_move *slot = &simulation->setting.moves[move].slot;
	int64_t now = shell_clock(simulation);
	int64_t start = now > slot->not_before ? now : slot->not_before;

	if (slot_of(simulation, move)->skip != SKIP_WITHHELD)
		return;
	if (simulation->movers[move].holds == 0)
		broken(simulation, move, "I5", "A move is given up for a hold that is over.");
	if (!slot->not_after || start + slot->seconds <= slot->not_after)
		broken(simulation, move, "liveness",
			"A withheld move is given up although it would end in its window.");
}

/* ---- After every event, boot and the end: I2, I7, liveness ---- */

static void check_guest(struct simulation *simulation, uint16_t move)
{
	const struct guest *guest = &simulation->guests[move];
	const struct domain *source = &guest->side[SIDE_SOURCE];
	const struct domain *target = &guest->side[SIDE_TARGET];

	if (guest->owner)
		return;
	if (!source->persistent)
		broken(simulation, move, "I2", "The source lost its definition.");
	if (guest->image && target->ran && target->volumes == VOLUMES_NONE)
		broken(simulation, move, "I2", "The newest disks are gone.");
}

void check_event(struct simulation *simulation)
{
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		check_guest(simulation, i);
}

static void without_serials(struct move *move)
{
	move->serial = move->waits = move->timer = move->aside = 0;
}

void check_boot(struct simulation *simulation, uint16_t move)
{
	struct move_action actions[MOVE_ACTIONS];
	struct move_event event = {.kind = EVENT_BOOT};
	struct move once = simulation->movers[move].disk;
	struct move twice = once;

	move_step(&once, &event, actions);
	move_step(&twice, &event, actions);
	move_step(&twice, &event, actions);
	without_serials(&once);
	without_serials(&twice);
	if (memcmp(&once, &twice, sizeof(once)) != 0)
		broken(simulation, move, "I7", "A second boot does not equal the first.");
}

static bool lives(const struct domain *domain)
{
	return domain->power == POWER_RUNNING || domain->power == POWER_PAUSED ||
	       domain->power == POWER_PMSUSPENDED;
}

static bool all_approved(const struct simulation *simulation, uint16_t move)
{
	const struct move_order *order = &simulation->setting.moves[move].order;

	return order->may_drop_paused_copy && order->may_undefine_our_copy &&
	       order->may_delete_partial_volume;
}

/*
 * What people alone can decide, by what is true; and, where libvirt has forgotten why a source
 * is off, by what was read of it before.
 */
static bool needs_people(const struct simulation *simulation, uint16_t move)
{
	const struct guest *guest = &simulation->guests[move];
	const struct domain *source = &guest->side[SIDE_SOURCE];
	const struct domain *target = &guest->side[SIDE_TARGET];
	const struct attempt *facts = &simulation->movers[move].state.facts;
	bool booted = simulation->hosts[guest->host[SIDE_SOURCE]].boot != facts->source_boot;

	return guest->owner || (!lives(source) && !lives(target)) ||
	       !all_approved(simulation, move) ||
	       (source->power == POWER_OFF && target->power == POWER_PAUSED &&
		       (source->reason == REASON_CRASHED || booted || source->ran ||
			       facts->went_on)) ||
	       (target->power == POWER_RUNNING && !target->persistent) ||
	       (facts->committed && !lives(target));
}

static void check_done(struct simulation *simulation, uint16_t move)
{
	const struct guest *guest = &simulation->guests[move];
	const struct domain *source = &guest->side[SIDE_SOURCE];

	if (source->power != POWER_ABSENT && !source->fenced)
		broken(simulation, move, "I1", "Done, and anybody can start the old copy.");
	if (guest->side[SIDE_TARGET].autostart != guest->autostart &&
		lives(&guest->side[SIDE_TARGET]))
		broken(simulation, move, "I2", "Done, and the autostart is not what it was.");
}

static void check_back(struct simulation *simulation, uint16_t move)
{
	const struct guest *guest = &simulation->guests[move];
	const struct domain *source = &guest->side[SIDE_SOURCE];
	const struct domain *target = &guest->side[SIDE_TARGET];

	if (source->autostart != guest->autostart || source->mark != 0)
		broken(simulation, move, "I12", "Closed, and the source is not as before.");
	if (target->power != POWER_ABSENT || target->volumes == VOLUMES_PARTIAL)
		broken(simulation, move, "I12", "Closed, and something of ours is left.");
}

static void check_ended(struct simulation *simulation, uint16_t move)
{
	const struct mover *mover = &simulation->movers[move];

	if (simulation->guests[move].owner)
		return;
	switch (mover->state.outcome) {
	case OUTCOME_DONE:
	case OUTCOME_DONE_UNPROVEN:
		check_done(simulation, move);
		break;
	case OUTCOME_BACK:
	case OUTCOME_STOPPED_BY_OWNER:
	case OUTCOME_REFUSED:
		check_back(simulation, move);
		break;
	default:
		break;
	}
}

static void check_alive(struct simulation *simulation, uint16_t move)
{
	const struct move *state = &simulation->movers[move].state;
	bool early = shell_clock(simulation) < simulation->setting.moves[move].slot.not_before;
	enum run_phase phase = run_of(simulation, move)->phase;
	bool run_over = early || phase == RUN_FINISHED || phase == RUN_PAUSED;

	if (state->phase == MOVE_CLOSED && state->stage == STAGE_IDLE)
		return;
	if (state->phase == MOVE_HELD) {
		if (!needs_people(simulation, move))
			broken(simulation, move, "liveness",
				"It waits for a person although nothing asks for one.");
		return;
	}
	if (state->phase != MOVE_WAITING)
		broken(simulation, move, "liveness", "It neither ends nor waits for a person.");
	else if (!run_over && slot_of(simulation, move)->slot != SLOT_SKIPPED &&
		 simulation->course->held == 0)
		broken(simulation, move, "liveness", "It never starts.");
}

void check_end(struct simulation *simulation)
{
	for (uint16_t i = 0; i < simulation->setting.count; i++) {
		check_alive(simulation, i);
		check_ended(simulation, i);
	}
}
