#include "execution/simulator/state.h"

/*
 * The operations as the mover does them: each reads what it changes first, answers done for
 * what is so already, and refuses what its own read forbids.
 */
struct place {
	struct simulation *simulation;
	uint16_t move;
	struct guest *guest;
	struct domain *source, *target;
	const struct call *call;
};

static bool of_move(const struct domain *domain)
{
	return domain->mark != 0 && domain->mark != MARK_OTHER;
}

static bool ours(const struct place *at, const struct domain *domain)
{
	return domain->mark == at->call->attempted;
}

static bool disk_full(const struct place *at)
{
	return at->simulation->hosts[at->guest->host[SIDE_TARGET]].disk_full;
}

static void set(const struct place *at, enum side side, enum power power, enum reason reason)
{
	power_set(at->simulation, at->move, side, power, reason, BY_BANYUN);
}

static enum reply drift(const struct place *at)
{
	return at->source->power == POWER_ABSENT ? REPLY_REFUSED : REPLY_DONE;
}

static enum reply prepare(const struct place *at)
{
	if (at->source->power != POWER_RUNNING || at->target->power != POWER_ABSENT ||
		at->source->mark == MARK_OTHER)
		return REPLY_REFUSED;
	if (disk_full(at))
		return REPLY_FAILED;
	at->target->volumes = VOLUMES_PARTIAL;
	at->source->mark = at->call->attempted;
	at->source->autostart = false;
	return REPLY_DONE;
}

static enum reply seed(const struct place *at)
{
	(void)at;
	return REPLY_DONE;
}

static enum reply abort_job(const struct place *at)
{
	if (at->source->job)
		copy_blow(at->simulation, at->move, BLOW_ABORT,
			(uint8_t)random_below(&at->simulation->random, 2));
	return REPLY_DONE;
}

static enum reply freeze(const struct place *at)
{
	if (at->target->power != POWER_PAUSED || !ours(at, at->target))
		return REPLY_REFUSED;
	at->target->volumes = VOLUMES_COMPLETE;
	if (disk_full(at))
		return REPLY_FAILED;
	at->target->frozen = true;
	return REPLY_DONE;
}

static enum reply fence(const struct place *at)
{
	if (at->source->power != POWER_OFF)
		return REPLY_REFUSED;
	at->source->fenced = true;
	return REPLY_DONE;
}

static enum reply resume_target(const struct place *at)
{
	if (!ours(at, at->target))
		return REPLY_REFUSED;
	if (at->target->power == POWER_PAUSED && !at->target->job)
		set(at, SIDE_TARGET, POWER_RUNNING, REASON_OTHER);
	return at->target->power == POWER_RUNNING ? REPLY_DONE : REPLY_REFUSED;
}

static enum reply autostart_target(const struct place *at)
{
	if (!ours(at, at->target) || !at->target->persistent)
		return REPLY_REFUSED;
	at->target->autostart = at->call->autostart;
	return REPLY_DONE;
}

static enum reply thaw(const struct place *at)
{
	at->target->frozen = false;
	return REPLY_DONE;
}

static enum reply drop_paused_copy(const struct place *at)
{
	if (at->target->power == POWER_ABSENT || at->target->power == POWER_OFF)
		return REPLY_DONE;
	if (at->target->power != POWER_PAUSED || !of_move(at->target) || at->target->job)
		return REPLY_REFUSED;
	process_end(at->simulation, at->move, SIDE_TARGET, REASON_DESTROYED);
	return REPLY_DONE;
}

static enum reply undefine_our_copy(const struct place *at)
{
	uint8_t volumes = at->target->volumes;

	if (at->target->power == POWER_ABSENT)
		return REPLY_DONE;
	if (at->target->power != POWER_OFF || !of_move(at->target))
		return REPLY_REFUSED;
	*at->target = (struct domain){.power = POWER_ABSENT, .volumes = volumes};
	return REPLY_DONE;
}

static enum reply delete_partial_volume(const struct place *at)
{
	if (at->target->volumes == VOLUMES_COMPLETE || at->target->power != POWER_ABSENT)
		return REPLY_REFUSED;
	at->target->volumes = VOLUMES_NONE;
	return REPLY_DONE;
}

static enum reply resume_source(const struct place *at)
{
	if (at->source->job)
		return REPLY_REFUSED;
	if (at->source->power == POWER_PAUSED)
		set(at, SIDE_SOURCE, POWER_RUNNING, REASON_OTHER);
	return at->source->power == POWER_RUNNING ? REPLY_DONE : REPLY_REFUSED;
}

static enum reply restore_source(const struct place *at)
{
	if (at->source->power == POWER_ABSENT || at->source->mark == MARK_OTHER)
		return REPLY_REFUSED;
	at->source->mark = 0;
	at->source->autostart = at->call->autostart;
	return REPLY_DONE;
}

static enum reply suspend(const struct place *at, enum side side)
{
	struct domain *domain = &at->guest->side[side];

	if (domain->power == POWER_RUNNING)
		set(at, side, POWER_PAUSED, REASON_USER);
	return domain->power == POWER_PAUSED ? REPLY_DONE : REPLY_REFUSED;
}

static enum reply suspend_source(const struct place *at)
{
	return suspend(at, SIDE_SOURCE);
}

static enum reply suspend_target(const struct place *at)
{
	return suspend(at, SIDE_TARGET);
}

static enum reply boot_source(const struct place *at)
{
	if (at->source->power == POWER_OFF && !at->source->fenced)
		set(at, SIDE_SOURCE, POWER_RUNNING, REASON_OTHER);
	return at->source->power == POWER_RUNNING ? REPLY_DONE : REPLY_REFUSED;
}

/* Before the move it is the source that answers. */
static enum reply check_page(const struct place *at)
{
	return at->source->power == POWER_RUNNING || at->target->power == POWER_RUNNING
		       ? REPLY_DONE
		       : REPLY_FAILED;
}

static enum reply check_content(const struct place *at)
{
	return at->target->frozen ? REPLY_DONE : REPLY_FAILED;
}

static const struct {
	enum reply (*act)(const struct place *at);
	unsigned needs;
	uint32_t milliseconds;
} operations[OPERATIONS] = {
	[OPERATION_OBSERVE] = {NULL, 0, 4},
	[OPERATION_TRANSFER] = {NULL, 1 << SIDE_SOURCE | 1 << SIDE_TARGET, 0},
	[OPERATION_DRIFT] = {drift, 1 << SIDE_SOURCE | 1 << SIDE_TARGET, 40},
	[OPERATION_PREPARE] = {prepare, 1 << SIDE_SOURCE | 1 << SIDE_TARGET, 120},
	[OPERATION_SEED] = {seed, 0, 1},
	[OPERATION_ABORT] = {abort_job, 1 << SIDE_SOURCE, 5},
	[OPERATION_FREEZE] = {freeze, 1 << SIDE_TARGET, 30},
	[OPERATION_FENCE] = {fence, 1 << SIDE_SOURCE, 8},
	[OPERATION_RESUME_TARGET] = {resume_target, 1 << SIDE_TARGET, 5},
	[OPERATION_AUTOSTART_TARGET] = {autostart_target, 1 << SIDE_TARGET, 5},
	[OPERATION_THAW] = {thaw, 1 << SIDE_TARGET, 20},
	[OPERATION_DROP_PAUSED_COPY] = {drop_paused_copy, 1 << SIDE_TARGET, 50},
	[OPERATION_UNDEFINE_OUR_COPY] = {undefine_our_copy, 1 << SIDE_TARGET, 8},
	[OPERATION_DELETE_PARTIAL_VOLUME] = {delete_partial_volume, 1 << SIDE_TARGET, 20},
	[OPERATION_RESUME_SOURCE] = {resume_source, 1 << SIDE_SOURCE, 5},
	[OPERATION_RESTORE_SOURCE] = {restore_source, 1 << SIDE_SOURCE, 10},
	[OPERATION_SUSPEND_SOURCE] = {suspend_source, 1 << SIDE_SOURCE, 5},
	[OPERATION_SUSPEND_TARGET] = {suspend_target, 1 << SIDE_TARGET, 5},
	[OPERATION_BOOT_SOURCE] = {boot_source, 1 << SIDE_SOURCE, 60},
	[OPERATION_CHECK_PAGE] = {check_page, 0, 30},
	[OPERATION_CHECK_CONTENT] = {check_content, 1 << SIDE_SOURCE | 1 << SIDE_TARGET, 900},
};

unsigned operation_needs(enum operation operation)
{
	return operations[operation].needs;
}

uint32_t operation_takes(enum operation operation)
{
	return operations[operation].milliseconds;
}

enum reply operation_do(struct simulation *simulation, uint16_t move, const struct call *call)
{
	struct guest *guest = &simulation->guests[move];
	struct place at = {simulation, move, guest, &guest->side[SIDE_SOURCE],
		&guest->side[SIDE_TARGET], call};

	return operations[call->operation].act(&at);
}
