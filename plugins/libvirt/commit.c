#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "fence.h"
#include "handle.h"
#include "methods.h"
#include "mover.h"
#include "observe.h"
#include "xml.h"
#include <string.h>

/* ---- Fence ---- */

/* Defines the same machine with the fence in it; secrets of the definition stay inside. */
static int define_fenced(virConnectPtr connection, virDomainPtr domain, struct error *error)
{
	AUTO_FREE char *text =
		virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE);
	AUTO_FREE char *fenced = NULL;
	AUTO_XML xmlDocPtr document = NULL;
	AUTO_DOMAIN virDomainPtr defined = NULL;

	if (!text)
		return handle_failed(
			error, mover_order()->move, "reading the source's definition");
	if (xml_parse(&document, text, error) < 0)
		return -1;
	fence_put(document, mover_order());
	fenced = xml_write(document);
	defined = virDomainDefineXML(connection, fenced);
	mem_wipe(text, strlen(text));
	mem_wipe(fenced, strlen(fenced));
	return defined ? 0 : handle_failed(error, mover_order()->move, "fencing the source");
}

/* Read back from the domain alone: the guest waits, paused, until this is done. */
static int check_fenced(virDomainPtr domain, struct error *error)
{
	AUTO_FREE char *text = virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE);
	AUTO_XML xmlDocPtr document = NULL;
	int autostart = 1;

	if (!text || virDomainGetAutostart(domain, &autostart) < 0)
		return handle_failed(error, mover_order()->move, "reading the fence back");
	if (xml_parse(&document, text, error) < 0)
		return -1;
	if (fence_stands(document, mover_order()) && !autostart && !virDomainIsActive(domain))
		return 0;
	return error_set(error, ERROR_FAILED, mover_order()->move,
		"The fence of %s on %s did not hold: somebody changed or started it at the "
		"same time.",
		mover_order()->move, mover_host(SIDE_SOURCE));
}

static int fence(bool autostart, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;

	if (mover_reach(&connection, &domain, SIDE_SOURCE, error) < 0)
		return -1;
	if (autostart && virDomainSetAutostart(domain, 0) < 0)
		return handle_failed(
			error, mover_order()->move, "turning the source's autostart off");
	if (define_fenced(connection, domain, error) < 0)
		return -1;
	return check_fenced(domain, error);
}

static int refuse_fence(struct error *error)
{
	struct world world;

	observe_world(&world, MOVER_PATIENCE);
	return mover_refuse(error, &world, "fence",
		"the source must be off, with a definition and our mark");
}

/* The guest waits: only the source is read, which is all that a fence rests on. */
int method_fence(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct world world;
	const struct side_view *source = &world.side[SIDE_SOURCE];

	(void)call;
	(void)parameters;
	observe_side(&world, SIDE_SOURCE, MOVER_PATIENCE);
	if (source->power == POWER_UNREAD)
		return error_set(error, ERROR_UNREACHABLE, mover_order()->move,
			"The source %s did not answer: it is not fenced.",
			mover_host(SIDE_SOURCE));
	if (source->power != POWER_OFF || source->mark != MARK_OURS || !source->persistent)
		return refuse_fence(error);
	if ((!source->fenced || source->autostart) && fence(source->autostart, error) < 0)
		return -1;
	*result = mover_answer(!source->fenced || source->autostart);
	return 0;
}

/* ---- Resume ---- */

static int check_resume(const struct world *world, struct error *error)
{
	const struct side_view *source = &world->side[SIDE_SOURCE],
			       *target = &world->side[SIDE_TARGET];

	if (target->power != POWER_PAUSED || target->mark != MARK_OURS || target->job)
		return mover_refuse(error, world, "resume_target",
			"the target must be paused, with our mark and without a migration");
	/* Unread is allowed: it is asked for after the commit, which proved the source off. */
	if (source->power != POWER_OFF && source->power != POWER_UNREAD &&
		source->power != POWER_ABSENT)
		return mover_refuse(error, world, "resume_target",
			"the source must not have a process, or two copies would run");
	return 0;
}

static int resume(enum side side, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;
	int state = 0;

	if (mover_reach(&connection, &domain, side, error) < 0)
		return -1;
	if (virDomainResume(domain) < 0 || virDomainGetState(domain, &state, NULL, 0) < 0)
		return handle_failed(error, mover_order()->move, "resuming it");
	if (state == VIR_DOMAIN_RUNNING || state == VIR_DOMAIN_BLOCKED)
		return 0;
	return error_set(error, ERROR_FAILED, mover_order()->move,
		"%s was resumed on %s and is not running.", mover_order()->move,
		mover_host(side));
}

int method_resume_target(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct world world;
	const struct side_view *target = &world.side[SIDE_TARGET];
	bool runs;

	(void)call;
	(void)parameters;
	observe_world(&world, MOVER_PATIENCE);
	runs = target->power == POWER_RUNNING && target->mark == MARK_OURS;
	if (!runs && (check_resume(&world, error) < 0 || resume(SIDE_TARGET, error) < 0))
		return -1;
	*result = mover_answer(!runs);
	return 0;
}

/* Before the commit, on the way back: nothing may be left that could run there. */
int method_resume_source(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct world world;
	const struct side_view *source = &world.side[SIDE_SOURCE],
			       *target = &world.side[SIDE_TARGET];
	bool runs, there_off;

	(void)call;
	(void)parameters;
	observe_world(&world, MOVER_PATIENCE);
	runs = source->power == POWER_RUNNING && mover_ours(source);
	there_off = target->power == POWER_OFF || target->power == POWER_ABSENT;
	if (!runs && (source->power != POWER_PAUSED || !mover_ours(source) || source->job ||
			     !there_off))
		return mover_refuse(error, &world, "resume_source",
			"the source must be paused, ours and without a job, and the target off "
			"or absent");
	if (!runs && resume(SIDE_SOURCE, error) < 0)
		return -1;
	*result = mover_answer(!runs);
	return 0;
}

/* ---- Autostart ---- */

static int set_autostart(bool wanted, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;
	int found = -1;

	if (mover_reach(&connection, &domain, SIDE_TARGET, error) < 0)
		return -1;
	if (virDomainSetAutostart(domain, wanted) < 0 ||
		virDomainGetAutostart(domain, &found) < 0)
		return handle_failed(
			error, mover_order()->move, "setting the target's autostart");
	if (found == (int)wanted)
		return 0;
	return error_set(error, ERROR_FAILED, mover_order()->move,
		"The autostart of %s on %s could not be set.", mover_order()->move,
		mover_host(SIDE_TARGET));
}

int method_autostart_target(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	bool wanted = json_boolean(parameters, "autostart", false);
	struct world world;
	const struct side_view *target = &world.side[SIDE_TARGET];
	bool so;

	(void)call;
	observe_world(&world, MOVER_PATIENCE);
	if (target->power != POWER_RUNNING || target->mark != MARK_OURS || !target->persistent)
		return mover_refuse(error, &world, "autostart_target",
			"the target must be running, with a definition and our mark");
	so = target->autostart == wanted;
	if (!so && set_autostart(wanted, error) < 0)
		return -1;
	*result = mover_answer(!so);
	return 0;
}
