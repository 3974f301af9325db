#include "execution/simulator/hypervisor_table.h"
#include "model/transfer.h"

#include <stddef.h>

static const struct host *host_of(
	const struct simulation *simulation, uint16_t move, enum side side)
{
	return &simulation->hosts[simulation->guests[move].host[side]];
}

static bool has_process(const struct domain *domain)
{
	return domain->power == POWER_RUNNING || domain->power == POWER_PAUSED ||
	       domain->power == POWER_PMSUSPENDED;
}

/* How live it is decides only for how long it stands still, which the move tells. */
static unsigned flags(void)
{
	return transfer_flags(true, STRATEGY_LIVE);
}

/* ---- Effects ---- */

static void go_on(struct simulation *simulation, uint16_t move, enum side side)
{
	struct domain *domain = &simulation->guests[move].side[side];

	domain->job = false;
	if (domain->power == POWER_PAUSED && domain->reason == REASON_MIGRATION)
		power_set(simulation, move, side, POWER_RUNNING, REASON_OTHER, BY_LIBVIRT);
}

static void end_migrated(struct simulation *simulation, uint16_t move, enum reason reason)
{
	struct domain *domain = &simulation->guests[move].side[SIDE_SOURCE];

	domain->job = false;
	if (flags() & TRANSFER_UNDEFINE_SOURCE)
		domain->persistent = false;
	process_end(simulation, move, SIDE_SOURCE, reason);
}

/* What the target's Finish step leaves. */
static void finish(struct simulation *simulation, uint16_t move)
{
	struct domain *target = &simulation->guests[move].side[SIDE_TARGET];

	if (!has_process(target))
		return;
	target->job = false;
	target->persistent = (flags() & TRANSFER_PERSIST) &&
			     !host_of(simulation, move, SIDE_TARGET)->disk_full;
	target->reason = REASON_USER;
	if (!(flags() & TRANSFER_PAUSED))
		power_set(
			simulation, move, SIDE_TARGET, POWER_RUNNING, REASON_OTHER, BY_LIBVIRT);
}

/* What needs a libvirtd that works; a process ends without one. */
static bool needs_service(enum effect effect)
{
	return effect == EFFECT_ON || effect == EFFECT_STUCK || effect == EFFECT_MIGRATED ||
	       effect == EFFECT_FORGOT;
}

static void end_process(struct simulation *simulation, uint16_t move, enum side side,
	enum reason reason, bool held)
{
	struct domain *domain = &simulation->guests[move].side[side];

	process_end(simulation, move, side, reason);
	if (held)
		return;
	if (host_of(simulation, move, side)->service == SERVICE_UP)
		domain->job = false;
	else
		domain->owed = EFFECT_STUCK;
}

void effect_apply(
	struct simulation *simulation, uint16_t move, enum side side, enum effect effect)
{
	struct domain *domain = &simulation->guests[move].side[side];
	const struct host *host = host_of(simulation, move, side);

	if (effect == EFFECT_NONE || !host->powered)
		return;
	if (needs_service(effect) && host->service != SERVICE_UP) {
		domain->owed = (uint8_t)effect;
		return;
	}
	switch (effect) {
	case EFFECT_ON:
		go_on(simulation, move, side);
		break;
	case EFFECT_STUCK:
		domain->job = false;
		break;
	case EFFECT_MIGRATED:
		end_migrated(simulation, move, REASON_MIGRATED);
		break;
	case EFFECT_FORGOT:
		end_migrated(simulation, move, REASON_UNKNOWN);
		break;
	case EFFECT_SHUTDOWN:
	case EFFECT_SHUTDOWN_HELD:
		end_process(simulation, move, side, REASON_SHUTDOWN,
			effect == EFFECT_SHUTDOWN_HELD);
		break;
	case EFFECT_DESTROYED:
		end_process(simulation, move, side, REASON_DESTROYED, false);
		break;
	case EFFECT_CRASHED:
	case EFFECT_GONE:
		end_process(simulation, move, side, REASON_CRASHED, false);
		break;
	case EFFECT_KEPT:
		finish(simulation, move);
		break;
	default:
		break;
	}
}

/* ---- The legs ---- */

static void forget(struct simulation *simulation, uint16_t move)
{
	struct copy *copy = &simulation->guests[move].copy;

	copy->phase = COPY_NONE;
	copy->epoch++;
	copy->client = false;
}

static void answer(struct simulation *simulation, uint16_t move, enum reply reply)
{
	struct copy *copy = &simulation->guests[move].copy;

	if (copy->client)
		worker_reply(simulation, move, copy->slot, reply, TRIP_MS);
	forget(simulation, move);
}

static void plan_advance(struct simulation *simulation, uint16_t move, uint64_t delay)
{
	struct event event = {
		.kind = EV_COPY, .move = move, .epoch = simulation->guests[move].copy.epoch};

	simulation->guests[move].copy.stalled = false;
	heap_push(simulation, delay, &event);
}

static void enter(struct simulation *simulation, uint16_t move, enum copy_phase phase)
{
	uint64_t duration = legs[phase].milliseconds;

	if (phase == COPY_PERFORM)
		duration = simulation->setting.moves[move].copy_ms;
	if (phase == COPY_SWITCH && simulation->setting.moves[move].still_ms)
		duration = simulation->setting.moves[move].still_ms;
	simulation->guests[move].copy.phase = (uint8_t)phase;
	trace(simulation, "  copy %u: %s", move, legs[phase].word);
	if (phase != COPY_PERFORM || !simulation->setting.moves[move].steady)
		duration = vary(simulation, duration);
	plan_advance(simulation, move, duration);
}

void copy_start(struct simulation *simulation, uint16_t move, uint32_t slot, uint32_t attempt)
{
	struct guest *guest = &simulation->guests[move];
	struct domain *source = &guest->side[SIDE_SOURCE];

	if (source->power != POWER_RUNNING || source->job ||
		guest->side[SIDE_TARGET].power != POWER_ABSENT) {
		worker_reply(simulation, move, slot, REPLY_FAILED, TRIP_MS);
		return;
	}
	source->job = true;
	guest->image = false;
	guest->copy = (struct copy){.epoch = guest->copy.epoch + 1,
		.attempt = (uint16_t)attempt,
		.slot = slot,
		.client = true};
	enter(simulation, move, COPY_BEGIN);
}

static bool data_works(const struct simulation *simulation, uint16_t move)
{
	const struct host *source = host_of(simulation, move, SIDE_SOURCE);
	const struct host *target = host_of(simulation, move, SIDE_TARGET);

	return source->powered && source->data && target->powered && target->data;
}

static bool needs_met(const struct simulation *simulation, uint16_t move, unsigned needs)
{
	if ((needs & NEED_SOURCE) && reach(simulation, move, SIDE_SOURCE) != REACH_UP)
		return false;
	if ((needs & NEED_TARGET) && reach(simulation, move, SIDE_TARGET) != REACH_UP)
		return false;
	if ((needs & NEED_SERVICE) &&
		host_of(simulation, move, SIDE_SOURCE)->service != SERVICE_UP)
		return false;
	return !(needs & NEED_DATA) || data_works(simulation, move);
}

static bool arrive_incoming(struct simulation *simulation, uint16_t move)
{
	struct guest *guest = &simulation->guests[move];
	struct domain *target = &guest->side[SIDE_TARGET];

	if (target->power != POWER_ABSENT || host_of(simulation, move, SIDE_TARGET)->disk_full)
		return false;
	*target = (struct domain){
		.volumes = target->volumes, .mark = guest->copy.attempt, .job = true};
	power_set(simulation, move, SIDE_TARGET, POWER_PAUSED, REASON_MIGRATION, BY_LIBVIRT);
	return true;
}

static void pause_source(struct simulation *simulation, uint16_t move)
{
	if (simulation->guests[move].side[SIDE_SOURCE].power == POWER_RUNNING)
		power_set(simulation, move, SIDE_SOURCE, POWER_PAUSED, REASON_MIGRATION,
			BY_LIBVIRT);
}

static void have_image(struct guest *guest)
{
	guest->image = true;
	guest->side[SIDE_SOURCE].ran = guest->side[SIDE_TARGET].ran = false;
}

/* The source's job may have been dropped meanwhile: then there is nothing to confirm. */
static void confirm(struct simulation *simulation, uint16_t move)
{
	if (simulation->guests[move].side[SIDE_SOURCE].job) {
		end_migrated(simulation, move, REASON_MIGRATED);
		enter(simulation, move, COPY_DONE);
	} else {
		answer(simulation, move, REPLY_FAILED);
	}
}

/* The end of the leg that it is in. */
static void end_leg(struct simulation *simulation, uint16_t move)
{
	struct guest *guest = &simulation->guests[move];

	switch ((enum copy_phase)guest->copy.phase) {
	case COPY_BEGIN:
		enter(simulation, move, COPY_PREPARE);
		break;
	case COPY_PREPARE:
		if (arrive_incoming(simulation, move)) {
			enter(simulation, move, COPY_PERFORM);
		} else {
			go_on(simulation, move, SIDE_SOURCE);
			answer(simulation, move, REPLY_FAILED);
		}
		break;
	case COPY_PERFORM:
		enter(simulation, move, COPY_SWITCH);
		pause_source(simulation, move);
		break;
	case COPY_SWITCH:
		have_image(guest);
		enter(simulation, move, COPY_PERFORMED);
		break;
	case COPY_PERFORMED:
		enter(simulation, move, COPY_FINISH);
		break;
	case COPY_FINISH:
		finish(simulation, move);
		enter(simulation, move, COPY_FINISHED);
		break;
	case COPY_FINISHED:
		enter(simulation, move, COPY_CONFIRM);
		break;
	case COPY_CONFIRM:
		confirm(simulation, move);
		break;
	case COPY_DONE:
		answer(simulation, move, REPLY_DONE);
		break;
	default:
		break;
	}
}

void copy_advance(struct simulation *simulation, uint16_t move)
{
	struct copy *copy = &simulation->guests[move].copy;
	const struct leg *leg = &legs[copy->phase];

	if (copy->phase == COPY_NONE || copy->hung ||
		(copy->endless && copy->phase == COPY_PERFORM))
		return;
	if (!needs_met(simulation, move, leg->needs) ||
		(leg->client && (!copy->client || simulation->movers[move].worker.hung)))
		copy->stalled = true;
	else
		end_leg(simulation, move);
}

/* ---- Blows ---- */

/* Before PERFORM3_DONE the source's libvirt goes back by itself, afterwards only if told to. */
static bool told_by_client(const struct copy *copy, enum effect source)
{
	return copy->phase >= COPY_PERFORMED && source == EFFECT_ON;
}

/* What the source learns from the other side, or would have to tell it. */
static bool crosses(enum blow blow)
{
	return blow == BLOW_ABORT || blow == BLOW_CLIENT_SOURCE || blow == BLOW_CLIENT_TARGET ||
	       blow == BLOW_LIBVIRTD_TARGET || blow == BLOW_QEMU_TARGET ||
	       blow == BLOW_POWER_TARGET;
}

/* A job that cannot reach the other side does not end before it can. */
static bool is_stuck(const struct simulation *simulation, uint16_t move, enum blow blow)
{
	const struct copy *copy = &simulation->guests[move].copy;

	return crosses(blow) && (copy->phase == COPY_PERFORM || copy->phase == COPY_SWITCH) &&
	       !data_works(simulation, move);
}

static void strike(struct simulation *simulation, uint16_t move, const struct way *way)
{
	struct copy *copy = &simulation->guests[move].copy;
	bool leave = told_by_client(copy, way->source) && !copy->client;

	effect_apply(simulation, move, SIDE_TARGET, way->target);
	if (!leave)
		effect_apply(simulation, move, SIDE_SOURCE, way->source);
	if (way->answer == ANSWER_FAILED && !leave)
		answer(simulation, move, REPLY_FAILED);
	else if (way->answer == ANSWER_NEVER)
		copy->hung = true;
}

bool copy_blow(struct simulation *simulation, uint16_t move, enum blow blow, uint8_t variant)
{
	struct copy *copy = &simulation->guests[move].copy;
	const struct cell *cell = &cells[copy->phase][blow];

	if (cell->ways == 0)
		return false;
	if (is_stuck(simulation, move, blow)) {
		copy->aborting = true;
		if (blow != BLOW_ABORT && blow != BLOW_CLIENT_SOURCE)
			effect_apply(simulation, move, SIDE_TARGET, cell->way[0].target);
		return true;
	}
	strike(simulation, move, &cell->way[variant % cell->ways]);
	return true;
}

/* To kill an incoming process that does not listen takes libvirt a while. */
static uint64_t notice_delay(struct simulation *simulation, enum side side)
{
	bool slow = side == SIDE_TARGET && random_below(&simulation->random, 2);

	return vary(simulation, slow ? SLOW_MS : NOTICE_MS);
}

void copy_orphan(struct simulation *simulation, uint16_t move)
{
	struct copy *copy = &simulation->guests[move].copy;

	if (copy->phase == COPY_NONE)
		return;
	copy->client = false;
	for (enum side side = 0; side < SIDES; side++) {
		struct event event = {
			.kind = EV_GONE, .move = move, .slot = side, .epoch = copy->epoch};

		heap_push(simulation, notice_delay(simulation, side), &event);
		event.variant = 1;
		heap_push(simulation, KEEPALIVE_MS, &event);
	}
}

/* A host behind a cut notices by its keepalive, one that hangs or is down when it is back. */
void copy_notice(struct simulation *simulation, uint16_t move, enum side side)
{
	struct copy *copy = &simulation->guests[move].copy;
	const struct host *host = host_of(simulation, move, side);
	uint32_t epoch = copy->epoch;

	if (copy->client || copy->noticed[side] || copy->phase == COPY_NONE ||
		(host->powered && host->service != SERVICE_UP))
		return;
	copy->noticed[side] = true;
	if (host->powered)
		copy_blow(simulation, move,
			side == SIDE_SOURCE ? BLOW_CLIENT_SOURCE : BLOW_CLIENT_TARGET,
			(uint8_t)(epoch & 1));
	if (copy->noticed[SIDE_SOURCE] && copy->noticed[SIDE_TARGET] && !copy->aborting)
		forget(simulation, move);
}

void copy_timeout(struct simulation *simulation, uint16_t move, enum side side)
{
	struct copy *copy = &simulation->guests[move].copy;

	if (copy->client && reach(simulation, move, side) == REACH_SILENT)
		copy_blow(simulation, move,
			side == SIDE_SOURCE ? BLOW_SILENT_SOURCE : BLOW_SILENT_TARGET, 0);
}

static void end_abort(struct simulation *simulation, uint16_t move)
{
	struct copy *copy = &simulation->guests[move].copy;

	copy->aborting = false;
	copy_blow(simulation, move, BLOW_ABORT, 0);
	if (copy->phase != COPY_NONE && !copy->client && copy->noticed[SIDE_TARGET])
		forget(simulation, move);
}

/* Something was mended: what waited goes on. */
void copy_kick(struct simulation *simulation, uint16_t move)
{
	struct copy *copy = &simulation->guests[move].copy;

	if (copy->phase == COPY_NONE)
		return;
	if (copy->aborting && data_works(simulation, move)) {
		end_abort(simulation, move);
		return;
	}
	if (!copy->client)
		for (enum side side = 0; side < SIDES; side++)
			if (!copy->noticed[side] && reach(simulation, move, side) == REACH_UP)
				copy_notice(simulation, move, side);
	if (copy->phase != COPY_NONE && copy->stalled)
		plan_advance(simulation, move, TRIP_MS);
}
