#include "inventory/schedule.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/context.h"
#include "core/job.h"
#include "core/loop.h"
#include "core/store.h"
#include "inventory/inventory.h"
#include <stdlib.h>

#define ACTOR "banyund"

struct schedule {
	const struct context *context;
	struct audit_log *log;
	struct jobs *jobs;
	struct loop_timer *timer;
};

static int64_t every(const struct schedule *schedule)
{
	return schedule->context->config->scan_every * 60 * 1000;
}

/* Up to a tenth of the wait, milliseconds. */
static int64_t chance(int64_t wait)
{
	uint32_t number;

	digest_random(&number, sizeof(number));
	return number % (wait / 10 + 1);
}

/* Milliseconds since the last scan that ended well; INT64_MAX when there was none. */
static int64_t since_last(const struct schedule *schedule)
{
	AUTO_TEXT struct text made = {0};
	int64_t wall;

	if (store_state(schedule->context->store, INVENTORY_SPACE, INVENTORY_SCANNED, &made,
		    NULL) < 0 ||
		clock_parse(made.data, &wall) < 0)
		return INT64_MAX;
	return (clock_wall() - wall) / (CLOCK_SECOND / 1000);
}

static void wait_for(struct schedule *schedule, int64_t wait);

/* One that a person began is as good. */
static void scan_now(void *argument)
{
	struct schedule *schedule = argument;
	const char *running = job_running(schedule->jobs, INVENTORY_SCAN);

	schedule->timer = NULL;
	if (running)
		log_info("inventory", running, "A scan runs already; the next is waited for.");
	else
		inventory_scan(schedule->context, schedule->log,
			job_new(schedule->jobs, INVENTORY_SCAN, ACTOR));
	wait_for(schedule, every(schedule));
}

static void wait_for(struct schedule *schedule, int64_t wait)
{
	schedule->timer = loop_after(schedule->context->loop,
		(uint32_t)(wait + chance(every(schedule))), scan_now, schedule);
}

/* A clock that was put back makes no wait longer. */
static int64_t first_wait(const struct schedule *schedule)
{
	int64_t gone = since_last(schedule);

	if (gone >= every(schedule))
		return 0;
	return gone > 0 ? every(schedule) - gone : every(schedule);
}

struct schedule *schedule_new(
	const struct context *context, struct audit_log *log, struct jobs *jobs)
{
	struct schedule *schedule;

	if (context->config->scan_every == 0)
		return NULL;
	schedule = mem_alloc(sizeof(*schedule));
	*schedule = (struct schedule){context, log, jobs, NULL};
	wait_for(schedule, first_wait(schedule));
	return schedule;
}

void schedule_free(struct schedule *schedule)
{
	if (schedule)
		loop_cancel(schedule->timer);
	free(schedule);
}
