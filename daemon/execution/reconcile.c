#include "execution/reconcile_table.h"

static uint32_t fact_if(bool is, uint32_t fact)
{
	return is ? fact : 0;
}

static uint32_t journal_facts(const struct attempt *attempt)
{
	return fact_if(attempt->begun, BEGUN) | fact_if(attempt->aborted, ABORTED) |
	       fact_if(attempt->committed, COMMITTED) |
	       fact_if(attempt->was_running, WAS_RUNNING) |
	       fact_if(attempt->transfer_open, TRANSFER) |
	       fact_if(attempt->abort_asked, ABORT_ASKED) | fact_if(attempt->frozen, FROZEN) |
	       fact_if(attempt->fence_deferred, DEFERRED) | fact_if(attempt->resumed, RESUMED) |
	       fact_if(attempt->doubted, DOUBTED) | fact_if(attempt->went_on, WENT_ON) |
	       fact_if(attempt->strange, STRANGE);
}

static uint32_t world_facts(const struct attempt *attempt, const struct world *world)
{
	const struct side_view *source = &world->side[SIDE_SOURCE];
	const struct side_view *target = &world->side[SIDE_TARGET];
	bool restored = source->mark == MARK_NONE && source->autostart == attempt->autostart;

	return fact_if(source->boot && source->boot == attempt->source_boot, SAME_BOOT) |
	       fact_if(source->job, SOURCE_JOB) | fact_if(target->job, TARGET_JOB) |
	       fact_if(source->fenced, FENCED) | fact_if(source->autostart, AUTOSTART) |
	       fact_if(restored, AS_BEFORE) |
	       fact_if(target->autostart == attempt->autostart, TARGET_AUTOSTART) |
	       fact_if(target->persistent, PERSISTENT);
}

static bool one_of(uint16_t mask, unsigned value)
{
	return mask == 0 || (mask & 1u << value);
}

static bool sight_fits(const struct sight *sight, const struct side_view *view)
{
	return one_of(sight->power, view->power) && one_of(sight->reason, view->reason) &&
	       one_of(sight->mark, view->mark) && one_of(sight->volumes, view->volumes);
}

static bool row_fits(const struct reconcile_row *row, uint32_t facts, const struct world *world)
{
	return (facts & row->with) == row->with && (facts & row->without) == 0 &&
	       sight_fits(&row->source, &world->side[SIDE_SOURCE]) &&
	       sight_fits(&row->target, &world->side[SIDE_TARGET]);
}

struct verdict reconcile(const struct attempt *attempt, const struct world *world)
{
	uint32_t facts = journal_facts(attempt) | world_facts(attempt, world);

	for (const struct reconcile_row *row = reconcile_table; row->name; row++)
		if (row_fits(row, facts, world))
			return (struct verdict){.course = row->course,
				.operation = row->operation,
				.strange = row->strange,
				.row = (uint8_t)(row - reconcile_table + 1)};
	return (struct verdict){.course = COURSE_HOLD};
}

bool reconcile_allows(
	const struct attempt *attempt, const struct world *world, enum operation operation)
{
	uint32_t facts = journal_facts(attempt) | world_facts(attempt, world);

	for (const struct reconcile_row *row = reconcile_orders; row->name; row++)
		if (row->operation == operation && row_fits(row, facts, world))
			return true;
	return false;
}
