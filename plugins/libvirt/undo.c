#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "handle.h"
#include "methods.h"
#include "mover.h"
#include "observe.h"
#include "volumes.h"
#include <libvirt/virterror.h>

/* ---- What is taken away on the target, each only while the source is whole ---- */

/* The machine is there with its disks, and its memory did not leave. */
static bool is_whole(const struct side_view *source)
{
	if (source->power == POWER_RUNNING || source->power == POWER_PAUSED)
		return !source->fenced;
	return source->power == POWER_OFF && !source->fenced &&
	       (source->reason == REASON_SHUTDOWN || source->reason == REASON_DESTROYED ||
		       source->reason == REASON_CRASHED);
}

static bool is_gone(const struct side_view *target)
{
	return target->power == POWER_OFF || target->power == POWER_ABSENT;
}

static int destroy_target(struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;
	struct world after;

	if (mover_reach(&connection, &domain, SIDE_TARGET, error) < 0)
		return -1;
	if (virDomainDestroy(domain) < 0 && !handle_failed_with(VIR_ERR_OPERATION_INVALID))
		return handle_failed(error, mover_order()->move, "dropping the paused copy");
	observe_world(&after, MOVER_PATIENCE);
	if (is_gone(&after.side[SIDE_TARGET]))
		return 0;
	return error_set(error, ERROR_FAILED, mover_order()->move,
		"The paused copy of %s on %s was destroyed and is still %s.",
		mover_order()->move, mover_host(SIDE_TARGET),
		power_word(after.side[SIDE_TARGET].power));
}

int method_drop_paused_copy(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct world world;
	const struct side_view *source = &world.side[SIDE_SOURCE],
			       *target = &world.side[SIDE_TARGET];
	bool gone;

	(void)call;
	(void)parameters;
	observe_world(&world, MOVER_PATIENCE);
	gone = is_gone(target);
	if (!gone && (target->power != POWER_PAUSED || !mover_ours(target)))
		return mover_refuse(error, &world, "drop_paused_copy",
			"the target must be paused and carry the mark of this move");
	if (!gone && (source->power == POWER_OFF || !is_whole(source)))
		return mover_refuse(error, &world, "drop_paused_copy",
			"the source must be running or paused, or the only memory would be "
			"lost");
	if (!gone && destroy_target(error) < 0)
		return -1;
	*result = mover_answer(!gone);
	return 0;
}

static int undefine_target(struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL, again = NULL;
	unsigned flags = VIR_DOMAIN_UNDEFINE_NVRAM | VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA;

	if (mover_reach(&connection, &domain, SIDE_TARGET, error) < 0)
		return -1;
	if (virDomainUndefineFlags(domain, flags) < 0)
		return handle_failed(error, mover_order()->move, "undefining our copy");
	again = virDomainLookupByUUIDString(connection, mover_order()->machine);
	if (!again && handle_failed_with(VIR_ERR_NO_DOMAIN))
		return 0;
	return error_set(error, ERROR_FAILED, mover_order()->move,
		"Our copy of %s on %s was undefined and is still there.", mover_order()->move,
		mover_host(SIDE_TARGET));
}

int method_undefine_our_copy(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct world world;
	const struct side_view *target = &world.side[SIDE_TARGET];
	bool gone;

	(void)call;
	(void)parameters;
	observe_world(&world, MOVER_PATIENCE);
	gone = target->power == POWER_ABSENT;
	if (!gone && (target->power != POWER_OFF || !mover_ours(target)))
		return mover_refuse(error, &world, "undefine_our_copy",
			"the target must be off and carry the mark of this move");
	if (!gone && !is_whole(&world.side[SIDE_SOURCE]))
		return mover_refuse(
			error, &world, "undefine_our_copy", "the source must be whole");
	if (!gone && undefine_target(error) < 0)
		return -1;
	*result = mover_answer(!gone);
	return 0;
}

static int delete_volumes(struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = mover_connect(SIDE_TARGET, error);

	return connection ? volumes_delete(connection, mover_order(), error) : -1;
}

int method_delete_partial_volume(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct world world;
	const struct side_view *target = &world.side[SIDE_TARGET];
	bool none;

	(void)call;
	(void)parameters;
	observe_world(&world, MOVER_PATIENCE);
	none = target->power == POWER_ABSENT && target->volumes == VOLUMES_NONE;
	if (!none && (target->power != POWER_ABSENT || target->volumes != VOLUMES_PARTIAL))
		return mover_refuse(error, &world, "delete_partial_volume",
			"the target must know no such machine, and its volumes must be marked "
			"partial "
			"by this move");
	if (!none && (!is_whole(&world.side[SIDE_SOURCE]) || world.side[SIDE_SOURCE].job))
		return mover_refuse(error, &world, "delete_partial_volume",
			"the source must be whole and hold no job");
	if (!none && delete_volumes(error) < 0)
		return -1;
	*result = mover_answer(!none);
	return 0;
}

/* ---- What is put back on the source ---- */

static int remove_mark(virDomainPtr domain)
{
	unsigned where = VIR_DOMAIN_AFFECT_CONFIG;

	if (virDomainIsActive(domain) == 1)
		where |= VIR_DOMAIN_AFFECT_LIVE;
	return virDomainSetMetadata(
		domain, VIR_DOMAIN_METADATA_ELEMENT, NULL, MARK_PREFIX, MARK_NAMESPACE, where);
}

/* The autostart first: as long as the mark stands it is known that it was turned off by us. */
static int restore(bool autostart, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;
	struct world after;
	const struct side_view *source = &after.side[SIDE_SOURCE];

	if (mover_reach(&connection, &domain, SIDE_SOURCE, error) < 0)
		return -1;
	if (virDomainSetAutostart(domain, autostart) < 0 || remove_mark(domain) < 0)
		return handle_failed(error, mover_order()->move, "putting the source back");
	observe_world(&after, MOVER_PATIENCE);
	if (source->mark == MARK_NONE && source->autostart == autostart)
		return 0;
	return error_set(error, ERROR_FAILED, mover_order()->move,
		"Putting %s on %s back did not hold: its mark is %s, its autostart is %s.",
		mover_order()->move, mover_host(SIDE_SOURCE), mark_word(source->mark),
		source->autostart ? "on" : "off");
}

int method_restore_source(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	bool autostart = json_boolean(parameters, "autostart", false);
	struct world world;
	const struct side_view *source = &world.side[SIDE_SOURCE];
	bool so;

	(void)call;
	observe_world(&world, MOVER_PATIENCE);
	if (source->power == POWER_UNREAD || source->power == POWER_ABSENT || source->fenced ||
		source->job)
		return mover_refuse(error, &world, "restore_source",
			"the source must be there, without a fence and without a job");
	if (source->mark == MARK_FOREIGN ||
		(source->mark == MARK_NONE && source->autostart != autostart))
		return mover_refuse(error, &world, "restore_source",
			"the source must carry the mark of this move");
	so = source->mark == MARK_NONE;
	if (!so && restore(autostart, error) < 0)
		return -1;
	*result = mover_answer(!so);
	return 0;
}

static int boot(struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;
	int state = 0;

	if (mover_reach(&connection, &domain, SIDE_SOURCE, error) < 0)
		return -1;
	if (virDomainCreate(domain) < 0 || virDomainGetState(domain, &state, NULL, 0) < 0)
		return handle_failed(error, mover_order()->move, "starting the source");
	if (state == VIR_DOMAIN_RUNNING || state == VIR_DOMAIN_BLOCKED)
		return 0;
	return error_set(error, ERROR_FAILED, mover_order()->move,
		"%s was started on %s and is not running.", mover_order()->move,
		mover_host(SIDE_SOURCE));
}

int method_boot_source(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct world world;
	const struct side_view *source = &world.side[SIDE_SOURCE];
	bool runs;

	(void)call;
	(void)parameters;
	observe_world(&world, MOVER_PATIENCE);
	if (!is_gone(&world.side[SIDE_TARGET]))
		return mover_refuse(error, &world, "boot_source",
			"the target must have answered and be off or absent");
	runs = source->power == POWER_RUNNING && mover_ours(source);
	if (!runs && (source->power != POWER_OFF || !mover_ours(source) || source->fenced))
		return mover_refuse(error, &world, "boot_source",
			"the source must be off, without a fence, and carry the mark of this "
			"move");
	if (!runs && boot(error) < 0)
		return -1;
	*result = mover_answer(!runs);
	return 0;
}

/* ---- Two copies run: one is stopped, none is destroyed ---- */

static int suspend(enum side side, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;
	int state = 0;

	if (mover_reach(&connection, &domain, side, error) < 0)
		return -1;
	if (virDomainSuspend(domain) < 0 || virDomainGetState(domain, &state, NULL, 0) < 0)
		return handle_failed(error, mover_order()->move, "suspending it");
	if (state == VIR_DOMAIN_PAUSED)
		return 0;
	return error_set(error, ERROR_FAILED, mover_order()->move,
		"%s was suspended on %s and is not paused.", mover_order()->move,
		mover_host(side));
}

static int suspend_side(enum side side, struct json_object **result, struct error *error)
{
	struct world world;
	bool paused;

	observe_world(&world, MOVER_PATIENCE);
	paused = world.side[side].power == POWER_PAUSED;
	if (!paused && (world.side[side].power != POWER_RUNNING ||
			       world.side[SIDE_TARGET - side].power != POWER_RUNNING))
		return mover_refuse(error, &world,
			side == SIDE_SOURCE ? "suspend_source" : "suspend_target",
			"both sides must have been read as running");
	if (!paused && suspend(side, error) < 0)
		return -1;
	*result = mover_answer(!paused);
	return 0;
}

int method_suspend_source(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	(void)call;
	(void)parameters;
	return suspend_side(SIDE_SOURCE, result, error);
}

int method_suspend_target(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	(void)call;
	(void)parameters;
	return suspend_side(SIDE_TARGET, result, error);
}
