#include "execution/simulator/state.h"

static struct host *host_of(const struct simulation *simulation, uint16_t move, enum side side)
{
	return &simulation->hosts[simulation->guests[move].host[side]];
}

enum reach reach(const struct simulation *simulation, uint16_t move, enum side side)
{
	const struct host *host = host_of(simulation, move, side);

	if (!host->powered || !host->ops || host->service == SERVICE_HUNG)
		return REACH_SILENT;
	return host->service == SERVICE_UP ? REACH_UP : REACH_REFUSED;
}

/* ---- Power ---- */

static void keep_blackout(struct simulation *simulation, struct guest *guest)
{
	bool runs = guest->side[SIDE_SOURCE].power == POWER_RUNNING ||
		    guest->side[SIDE_TARGET].power == POWER_RUNNING;

	if (runs && guest->stopped) {
		if (simulation->now - guest->stopped > guest->blackout)
			guest->blackout = (uint32_t)(simulation->now - guest->stopped);
		guest->stopped = 0;
	} else if (!runs && !guest->stopped) {
		guest->stopped = simulation->now;
	}
}

void power_set(struct simulation *simulation, uint16_t move, enum side side, enum power power,
	enum reason reason, enum cause cause)
{
	struct guest *guest = &simulation->guests[move];
	struct domain *domain = &guest->side[side];
	bool started = power == POWER_RUNNING && domain->power != POWER_RUNNING;

	if (started)
		check_start(simulation, move, side, cause);
	if (started)
		domain->secret = domain->by_owner = cause == BY_OWNER;
	domain->power = (uint8_t)power;
	domain->reason = (uint8_t)reason;
	if (power == POWER_RUNNING && guest->image)
		domain->ran = true;
	keep_blackout(simulation, guest);
}

static bool has_process(const struct domain *domain)
{
	return domain->power == POWER_RUNNING || domain->power == POWER_PAUSED ||
	       domain->power == POWER_PMSUSPENDED;
}

static void drop_undefined(struct domain *domain)
{
	if (domain->persistent)
		return;
	domain->power = POWER_ABSENT;
	domain->mark = 0;
	domain->fenced = false;
	domain->autostart = false;
}

void process_end(
	struct simulation *simulation, uint16_t move, enum side side, enum reason reason)
{
	struct domain *domain = &simulation->guests[move].side[side];
	bool seen = host_of(simulation, move, side)->service == SERVICE_UP;

	if (!has_process(domain))
		return;
	/* What libvirtd did not see, it finds out at its start and calls a crash. */
	if (!seen && reason != REASON_UNKNOWN) {
		domain->found = true;
		reason = REASON_CRASHED;
	}
	power_set(simulation, move, side, POWER_OFF, reason, BY_LIBVIRT);
	domain->frozen = false;
	drop_undefined(domain);
}

/* ---- Views ---- */

static enum mark mark_seen(uint16_t mark, uint32_t attempt)
{
	if (mark == 0)
		return MARK_NONE;
	if (mark == MARK_OTHER)
		return MARK_FOREIGN;
	return mark == attempt ? MARK_OURS : MARK_EARLIER;
}

static void view_domain(const struct simulation *simulation, uint16_t move, enum side side,
	uint32_t attempt, struct side_view *view)
{
	const struct domain *domain = &simulation->guests[move].side[side];

	*view = (struct side_view){.power = domain->power,
		.reason = domain->reason,
		.mark = (uint8_t)mark_seen(domain->mark, attempt),
		.volumes = domain->volumes,
		.job = domain->job,
		.fenced = domain->fenced,
		.autostart = domain->autostart,
		.persistent = domain->persistent,
		.boot = host_of(simulation, move, side)->boot};
	if (domain->power == POWER_ABSENT || domain->power == POWER_RUNNING)
		view->reason = REASON_OTHER;
}

void view_side(const struct simulation *simulation, uint16_t move, enum side side,
	uint32_t attempt, struct side_view *view)
{
	if (reach(simulation, move, side) == REACH_UP)
		view_domain(simulation, move, side, attempt, view);
	else
		*view = (struct side_view){.power = POWER_UNREAD};
}

void view_truth(const struct simulation *simulation, uint16_t move, struct world *world)
{
	uint32_t attempt = simulation->movers[move].state.attempt;

	for (enum side side = 0; side < SIDES; side++)
		view_domain(simulation, move, side, attempt, &world->side[side]);
}

/* ---- Hosts ---- */

void service_kick(struct simulation *simulation, uint16_t host)
{
	for (uint16_t i = 0; i < simulation->setting.count; i++) {
		const struct guest *guest = &simulation->guests[i];

		if (guest->host[SIDE_SOURCE] != host && guest->host[SIDE_TARGET] != host)
			continue;
		copy_kick(simulation, i);
		worker_kick(simulation, i);
	}
}

/* libvirt remembers why a domain is off only for as long as it lives. */
static void restart_domain(
	struct simulation *simulation, uint16_t move, enum side side, bool restarted)
{
	struct domain *domain = &simulation->guests[move].side[side];
	enum effect owed = domain->owed;

	if (restarted && domain->power == POWER_OFF && !domain->found)
		domain->reason = REASON_UNKNOWN;
	domain->found = false;
	domain->owed = EFFECT_NONE;
	effect_apply(simulation, move, side, owed);
}

void service_start(struct simulation *simulation, uint16_t host, bool restarted)
{
	simulation->hosts[host].service = SERVICE_UP;
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		for (enum side side = 0; side < SIDES; side++)
			if (simulation->guests[i].host[side] == host)
				restart_domain(simulation, i, side, restarted);
	service_kick(simulation, host);
}

void host_power_off(struct simulation *simulation, uint16_t host)
{
	simulation->hosts[host].powered = false;
	simulation->hosts[host].service = SERVICE_DOWN;
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		for (enum side side = 0; side < SIDES; side++) {
			struct domain *domain = &simulation->guests[i].side[side];

			if (simulation->guests[i].host[side] != host)
				continue;
			process_end(simulation, i, side, REASON_UNKNOWN);
			domain->job = false;
			domain->owed = EFFECT_NONE;
			copy_blow(simulation, i,
				side == SIDE_SOURCE ? BLOW_POWER_SOURCE : BLOW_POWER_TARGET, 0);
		}
}

static void autostart(struct simulation *simulation, uint16_t move, enum side side)
{
	const struct domain *domain = &simulation->guests[move].side[side];

	if (domain->power == POWER_OFF && domain->autostart && !domain->fenced)
		power_set(simulation, move, side, POWER_RUNNING, REASON_OTHER,
			domain->by_hand ? BY_OWNER : BY_LIBVIRT);
}

void host_power_on(struct simulation *simulation, uint16_t host)
{
	simulation->hosts[host].powered = true;
	simulation->hosts[host].boot = ++simulation->boots;
	service_start(simulation, host, true);
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		for (enum side side = 0; side < SIDES; side++)
			if (simulation->guests[i].host[side] == host)
				autostart(simulation, i, side);
}
