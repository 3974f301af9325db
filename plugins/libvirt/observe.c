#include "observe.h"

#include "background.h"
#include "base/error.h"
#include "base/log.h"
#include "base/memory.h"
#include "ending.h"
#include "fence.h"
#include "handle.h"
#include "mover.h"
#include "volumes.h"
#include "xml.h"
#include <libvirt/virterror.h>
#include <stdlib.h>

#define HANGING_MOST 8 /* readers of one side that may hang at the same time */

/*
 * One reading of one side; belongs to the reader and to the one who waits, whoever is last
 * frees it.
 */
struct reading {
	enum side side;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	struct side_view view;
	bool known; /* all but the job is in the view */
	bool ended;
	int owners;
};

static pthread_mutex_t hanging_lock = PTHREAD_MUTEX_INITIALIZER;
static int hanging[SIDES];

static void power_off(struct side_view *view, int reason)
{
	static const enum reason reasons[] = {
		[VIR_DOMAIN_SHUTOFF_UNKNOWN] = REASON_UNKNOWN,
		[VIR_DOMAIN_SHUTOFF_SHUTDOWN] = REASON_SHUTDOWN,
		[VIR_DOMAIN_SHUTOFF_DESTROYED] = REASON_DESTROYED,
		[VIR_DOMAIN_SHUTOFF_CRASHED] = REASON_CRASHED,
		[VIR_DOMAIN_SHUTOFF_MIGRATED] = REASON_MIGRATED,
	};

	view->power = POWER_OFF;
	if (reason >= 0 && reason <= VIR_DOMAIN_SHUTOFF_MIGRATED)
		view->reason = reasons[reason];
}

static void power_paused(struct side_view *view, int reason)
{
	view->power = POWER_PAUSED;
	if (reason == VIR_DOMAIN_PAUSED_USER)
		view->reason = REASON_USER;
	else if (reason == VIR_DOMAIN_PAUSED_MIGRATION)
		view->reason = REASON_MIGRATION;
	else if (reason == VIR_DOMAIN_PAUSED_CRASHED)
		view->reason = REASON_CRASHED;
	else if (reason == VIR_DOMAIN_PAUSED_UNKNOWN)
		view->reason = REASON_UNKNOWN;
}

void observe_power(struct side_view *view, int state, int reason, bool active)
{
	view->reason = REASON_OTHER;
	switch (state) {
	case VIR_DOMAIN_RUNNING:
	case VIR_DOMAIN_BLOCKED:
	case VIR_DOMAIN_SHUTDOWN:
		view->power = POWER_RUNNING;
		break;
	case VIR_DOMAIN_PAUSED:
		power_paused(view, reason);
		break;
	case VIR_DOMAIN_SHUTOFF:
		power_off(view, reason);
		break;
	case VIR_DOMAIN_CRASHED:
		view->power = active ? POWER_PAUSED : POWER_OFF;
		view->reason = REASON_CRASHED;
		break;
	case VIR_DOMAIN_PMSUSPENDED:
		view->power = POWER_PMSUSPENDED;
		break;
	default:
		view->power = POWER_UNREAD;
	}
}

int observe_mark(struct mark_text *mark, virDomainPtr domain, struct error *error)
{
	AUTO_FREE char *text = virDomainGetMetadata(
		domain, VIR_DOMAIN_METADATA_ELEMENT, MARK_NAMESPACE, VIR_DOMAIN_AFFECT_CURRENT);

	if (!text)
		return handle_failed_with(VIR_ERR_NO_DOMAIN_METADATA)
			       ? 0
			       : handle_failed(error, virDomainGetName(domain),
					 "reading banyun's mark");
	if (mark_read(mark, text, NULL) < 0)
		*mark = (struct mark_text){.attempt = 0};
	return 1;
}

static int read_mark(struct side_view *view, virDomainPtr domain, struct error *error)
{
	struct mark_text mark;
	int found = observe_mark(&mark, domain, error);

	if (found == 1)
		view->mark = mark_judge(&mark, mover_order());
	return found < 0 ? -1 : 0;
}

static int read_state(struct side_view *view, virDomainPtr domain, struct error *error)
{
	int state, reason, autostart = 0;
	int active = 0, persistent = virDomainIsPersistent(domain);

	if (persistent < 0 || virDomainGetState(domain, &state, &reason, 0) < 0)
		return handle_failed(
			error, virDomainGetName(domain), "reading the machine's state");
	/* Any other state says itself whether there is a process. */
	if (state == VIR_DOMAIN_CRASHED)
		active = virDomainIsActive(domain);
	if (active < 0)
		return handle_failed(
			error, virDomainGetName(domain), "looking for its process");
	if (persistent == 1 && virDomainGetAutostart(domain, &autostart) < 0)
		return handle_failed(error, virDomainGetName(domain), "reading its autostart");
	observe_power(view, state, reason, active == 1);
	if (view->power == POWER_OFF && view->reason == REASON_UNKNOWN)
		view->reason = ending_read(domain, mover_order()->opened);
	view->persistent = persistent == 1;
	view->autostart = autostart == 1;
	return 0;
}

static int read_fence(struct side_view *view, virDomainPtr domain, struct error *error)
{
	AUTO_FREE char *text = virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE);
	AUTO_XML xmlDocPtr document = NULL;

	if (!text)
		return handle_failed(error, virDomainGetName(domain), "reading the definition");
	if (xml_parse(&document, text, error) < 0)
		return -1;
	view->fenced = fence_stands(document, mover_order());
	return 0;
}

/*
 * A frozen export is a job too, but not one that holds a move. A migration coming in refuses
 * to be asked, which is an answer; so is a lock that nobody lets go of.
 */
static bool read_job(virDomainPtr domain)
{
	virTypedParameterPtr fields = NULL;
	int count = 0, type = VIR_DOMAIN_JOB_NONE, operation = VIR_DOMAIN_JOB_OPERATION_UNKNOWN;

	if (virDomainGetJobStats(domain, &type, &fields, &count, 0) < 0)
		return virDomainIsActive(domain) == 1;
	virTypedParamsGetInt(fields, count, VIR_DOMAIN_JOB_OPERATION, &operation);
	virTypedParamsFree(fields, count);
	return type != VIR_DOMAIN_JOB_NONE && operation != VIR_DOMAIN_JOB_OPERATION_BACKUP;
}

static int read_volumes(struct side_view *view, virConnectPtr connection, struct error *error)
{
	enum volumes state;

	if (volumes_read(&state, connection, mover_order(), error) < 0)
		return -1;
	/* A machine that arrived and was released stands on volumes that hold all it has. */
	if (state == VOLUMES_NONE && view->mark == MARK_OURS)
		state = VOLUMES_COMPLETE;
	view->volumes = state;
	return 0;
}

static int read_domain(struct side_view *view, virDomainPtr domain, struct error *error)
{
	if (read_state(view, domain, error) < 0 || read_mark(view, domain, error) < 0)
		return -1;
	return view->persistent ? read_fence(view, domain, error) : 0;
}

static void publish(struct reading *reading, const struct side_view *view)
{
	pthread_mutex_lock(&reading->lock);
	reading->view = *view;
	reading->known = true;
	pthread_mutex_unlock(&reading->lock);
}

static int read_side(struct reading *reading, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = mover_connect(reading->side, error);
	AUTO_DOMAIN virDomainPtr domain = NULL;
	struct side_view view = {.power = POWER_ABSENT};

	if (!connection)
		return -1;
	view.boot = mover_boot(reading->side);
	domain = virDomainLookupByUUIDString(connection, mover_order()->machine);
	if (!domain && !handle_failed_with(VIR_ERR_NO_DOMAIN))
		return handle_failed(
			error, mover_host(reading->side), "looking for the machine");
	if (domain && read_domain(&view, domain, error) < 0)
		return -1;
	if (reading->side == SIDE_TARGET && read_volumes(&view, connection, error) < 0)
		return -1;
	view.job = domain != NULL && view.power != POWER_OFF;
	publish(reading, &view);
	if (view.job)
		view.job = read_job(domain);
	publish(reading, &view);
	return 0;
}

static void disown(struct reading *reading)
{
	bool last;

	pthread_mutex_lock(&reading->lock);
	last = --reading->owners == 0;
	pthread_mutex_unlock(&reading->lock);
	if (!last)
		return;
	pthread_mutex_destroy(&reading->lock);
	pthread_cond_destroy(&reading->changed);
	free(reading);
}

static bool count_hanging(enum side side, int change)
{
	bool allowed;

	pthread_mutex_lock(&hanging_lock);
	allowed = change < 0 || hanging[side] < HANGING_MOST;
	if (allowed)
		hanging[side] += change;
	pthread_mutex_unlock(&hanging_lock);
	return allowed;
}

static void *run_reading(void *argument)
{
	struct reading *reading = argument;
	struct error error = {0};

	if (read_side(reading, &error) < 0)
		log_warning("libvirt", mover_host(reading->side), "%s", error.text);
	count_hanging(reading->side, -1);
	pthread_mutex_lock(&reading->lock);
	reading->ended = true;
	pthread_cond_signal(&reading->changed);
	pthread_mutex_unlock(&reading->lock);
	disown(reading);
	return NULL;
}

/* NULL when too many hang already or no thread could be started. */
static struct reading *begin(enum side side)
{
	struct reading *reading;

	if (!count_hanging(side, 1))
		return NULL;
	reading = mem_alloc(sizeof(*reading));
	reading->side = side;
	reading->owners = 2;
	pthread_mutex_init(&reading->lock, NULL);
	background_condition(&reading->changed);
	if (background_start(run_reading, reading, NULL) == 0)
		return reading;
	count_hanging(side, -1);
	reading->owners = 1;
	disown(reading);
	return NULL;
}

/* What only lacks the answer about the job counts as held: somebody does not let us ask. */
static void finish(
	struct reading *reading, struct side_view *view, const struct timespec *until)
{
	pthread_mutex_lock(&reading->lock);
	while (!reading->ended && background_wait(&reading->changed, &reading->lock, until))
		;
	if (reading->known)
		*view = reading->view;
	pthread_mutex_unlock(&reading->lock);
	disown(reading);
}

void observe_side(struct world *world, enum side side, int64_t milliseconds)
{
	struct timespec until = background_until(milliseconds);
	struct reading *reading = begin(side);

	*world = (struct world){0};
	if (reading)
		finish(reading, &world->side[side], &until);
}

void observe_world(struct world *world, int64_t milliseconds)
{
	struct timespec until = background_until(milliseconds);
	struct reading *source = begin(SIDE_SOURCE), *target = begin(SIDE_TARGET);

	*world = (struct world){0};
	if (source)
		finish(source, &world->side[SIDE_SOURCE], &until);
	if (target)
		finish(target, &world->side[SIDE_TARGET], &until);
}
