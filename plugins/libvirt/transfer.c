#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "carrier.h"
#include "handle.h"
#include "methods.h"
#include "mover.h"
#include "observe.h"
#include "watch.h"
#include <libvirt/virterror.h>

static bool has_arrived(const struct world *world)
{
	const struct side_view *source = &world->side[SIDE_SOURCE],
			       *target = &world->side[SIDE_TARGET];

	return source->power == POWER_OFF && source->reason == REASON_MIGRATED &&
	       target->power == POWER_PAUSED && target->mark == MARK_OURS;
}

static int check(const struct world *world, struct error *error)
{
	const struct side_view *source = &world->side[SIDE_SOURCE],
			       *target = &world->side[SIDE_TARGET];

	if (source->power != POWER_RUNNING || source->mark != MARK_OURS || source->autostart)
		return mover_refuse(error, world, "transfer",
			"the source must be running, prepared and without autostart");
	if (source->job)
		return mover_refuse(error, world, "transfer", "the source must hold no job");
	if (target->power != POWER_ABSENT || target->volumes != VOLUMES_PARTIAL)
		return mover_refuse(error, world, "transfer",
			"the target must have our new volumes and no such machine");
	return 0;
}

static void add_measured(struct json_object *result, virDomainPtr domain, int64_t took)
{
	virTypedParameterPtr fields = NULL;
	int count = 0, type = 0;
	unsigned long long pause = 0;

	json_set_integer(result, "milliseconds", took / 1000);
	if (virDomainGetJobStats(
		    domain, &type, &fields, &count, VIR_DOMAIN_JOB_STATS_COMPLETED) < 0)
		return;
	if (virTypedParamsGetULLong(fields, count, VIR_DOMAIN_JOB_DOWNTIME, &pause) == 1)
		json_set_integer(result, "pause", (int64_t)pause);
	virTypedParamsFree(fields, count);
}

static int failed(bool aborted, struct error *error)
{
	handle_failed(error, mover_order()->move, "copying the machine");
	if (aborted)
		error_set(error, ERROR_FAILED, mover_order()->move,
			"The copy of %s was aborted as asked.", mover_order()->move);
	return -1;
}

/* Blocks until libvirt has done all five parts of its protocol, or has given up. */
static int carry(struct plugin_call *call, virDomainPtr domain, virConnectPtr target,
	struct carrier *carrier, struct error *error)
{
	AUTO_CONNECTION virConnectPtr alone = NULL;
	AUTO_DOMAIN virDomainPtr leaving = NULL, arrived = NULL;
	struct watch *watch = NULL;
	bool aborted;

	if (mover_reach_alone(&alone, &leaving, error) < 0 ||
		watch_begin(&watch, domain, alone, mover_order(), call, error) < 0)
		return -1;
	plugin_on_cancel(call, watch_abort, watch);
	arrived = virDomainMigrate3(
		leaving, target, carrier->fields, (unsigned)carrier->count, carrier->flags);
	plugin_on_cancel(call, NULL, NULL);
	if (!arrived) {
		failed(watch_end(watch), error);
		return -1;
	}
	aborted = watch_end(watch);
	(void)aborted; /* it came too late: the machine has arrived, and that is what is told */
	return 0;
}

static int transfer(struct plugin_call *call, struct json_object *result, struct error *error)
{
	AUTO_CONNECTION virConnectPtr source = NULL, target = mover_connect(SIDE_TARGET, error);
	AUTO_DOMAIN virDomainPtr domain = NULL;
	struct carrier carrier = {0};
	int64_t began = clock_monotonic();
	int outcome = -1;

	if (!target || mover_reach(&source, &domain, SIDE_SOURCE, error) < 0)
		return -1;
	if (carrier_fill(&carrier, domain, mover_order(), error) == 0 &&
		carry(call, domain, target, &carrier, error) == 0) {
		add_measured(result, domain, clock_monotonic() - began);
		outcome = 0;
	}
	carrier_clear(&carrier);
	return outcome;
}

int method_transfer(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *answer = mover_answer(true);
	struct world world;

	(void)parameters;
	observe_world(&world, MOVER_PATIENCE);
	if (has_arrived(&world)) {
		*result = mover_answer(false);
		return 0;
	}
	if (check(&world, error) < 0 || transfer(call, answer, error) < 0)
		return -1;
	*result = mem_take(&answer);
	return 0;
}

int method_abort(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;
	struct world world;

	(void)call;
	(void)parameters;
	observe_world(&world, MOVER_PATIENCE);
	if (world.side[SIDE_SOURCE].power == POWER_UNREAD)
		return error_set(error, ERROR_UNREACHABLE, mover_order()->move,
			"The source %s did not answer: nothing was aborted.",
			mover_host(SIDE_SOURCE));
	if (world.side[SIDE_SOURCE].job && !mover_ours(&world.side[SIDE_SOURCE]))
		return mover_refuse(
			error, &world, "abort", "the job on the source is not ours");
	*result = mover_answer(world.side[SIDE_SOURCE].job);
	if (!world.side[SIDE_SOURCE].job)
		return 0;
	if (mover_reach(&connection, &domain, SIDE_SOURCE, error) == 0 &&
		(virDomainAbortJob(domain) == 0 ||
			handle_failed_with(VIR_ERR_OPERATION_INVALID)))
		return 0;
	json_object_put(mem_take(result));
	return error->code ? -1 : handle_failed(error, mover_order()->move, "aborting its job");
}
