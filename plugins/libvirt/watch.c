#include "watch.h"

#include "background.h"
#include "banyun-plugin.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "order.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define INTERVAL 500 /* milliseconds between two looks */
#define PATIENCE 20  /* looks at a machine that has ended before the call is given up */

struct watch {
	virDomainPtr domain;
	virConnectPtr carrying;
	const struct order *order;
	struct plugin_call *call;
	pthread_t thread, guard;
	pthread_mutex_t lock; /* of the two below */
	pthread_cond_t changed;
	bool stop, abort;
	int64_t last_time;      /* of the look before, microseconds */
	uint64_t last_done;     /* bytes */
	uint64_t last_mirrored; /* of these, by the disks' mirrors */
	uint64_t rate;          /* bit/s, smoothed */
	uint64_t cap;           /* MiB/s: what the memory was given; 0: not yet, or no cap */
	bool last_memory;       /* the look before saw the memory on its way, too */
	bool bounded;           /* the longest pause was set */
	bool begun;             /* libvirt's job has been seen */
	unsigned ended;         /* looks in a row that saw the machine off, not moved */
	unsigned lost;          /* looks in a row that saw the connection dead */
};

struct look {
	uint64_t disk_total, disk_done, memory_total, memory_done, memory_left;
	uint64_t mirrored; /* bytes that the disks' mirrors have sent */
	bool active;       /* a job of migration runs */
	bool memory_phase;
};

static uint64_t number(virTypedParameterPtr fields, int count, const char *name)
{
	unsigned long long value = 0;

	virTypedParamsGetULLong(fields, count, name, &value);
	return value;
}

static void look_at_memory(struct look *look, virDomainPtr domain)
{
	virTypedParameterPtr fields = NULL;
	int count = 0, type = VIR_DOMAIN_JOB_NONE;

	if (virDomainGetJobStats(domain, &type, &fields, &count, 0) < 0)
		return;
	look->active = type != VIR_DOMAIN_JOB_NONE;
	look->memory_total = number(fields, count, VIR_DOMAIN_JOB_MEMORY_TOTAL);
	look->memory_done = number(fields, count, VIR_DOMAIN_JOB_MEMORY_PROCESSED);
	look->memory_left = number(fields, count, VIR_DOMAIN_JOB_MEMORY_REMAINING);
	look->memory_phase = look->memory_done > 0;
	virTypedParamsFree(fields, count);
}

static struct json_object *look_at_disk(
	struct look *look, virDomainPtr domain, const struct order_disk *disk)
{
	struct json_object *tree = json_object_new_object();
	virDomainBlockJobInfo info = {0};
	uint64_t total = disk->capacity, done = look->memory_phase ? disk->capacity : 0;

	if (virDomainGetBlockJobInfo(domain, disk->device, &info, 0) == 1 && info.end > 1) {
		total = info.end;
		done = info.cur;
		look->mirrored += info.cur;
	}
	look->disk_total += total;
	look->disk_done += done;
	json_set_string(tree, "device", disk->device);
	json_set_integer(tree, "total", (int64_t)total);
	return json_set_integer(tree, "done", (int64_t)done);
}

static struct json_object *look_at_disks(struct look *look, const struct watch *watch)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < watch->order->disk_count; i++)
		json_object_array_add(
			list, look_at_disk(look, watch->domain, &watch->order->disks[i]));
	return list;
}

/*
 * What was done since the look before, half of it new: steady enough to show, quick enough to
 * mean something.
 */
static void measure(struct watch *watch, uint64_t done)
{
	int64_t now = clock_monotonic(), passed = now - watch->last_time;

	if (watch->last_time && passed > 0 && done >= watch->last_done) {
		uint64_t fresh =
			(done - watch->last_done) * 8 * CLOCK_SECOND / (uint64_t)passed;

		watch->rate = watch->rate ? (watch->rate + fresh) / 2 : fresh;
	}
	watch->last_time = now;
	watch->last_done = done;
}

/* Bit/s between two looks at the memory on its way; a mirror that has ended counts no more. */
static uint64_t mirror_rate(const struct watch *watch, const struct look *look)
{
	int64_t passed = clock_monotonic() - watch->last_time;

	if (!look->memory_phase || !watch->last_memory || passed <= 0 ||
		look->mirrored < watch->last_mirrored)
		return 0;
	return (look->mirrored - watch->last_mirrored) * 8 * CLOCK_SECOND / (uint64_t)passed;
}

/*
 * The mirrors keep their shares of the cap, but once they are done they send only what the
 * machine writes: the memory gets the rest. Not before its turn, when libvirt would set the
 * share again.
 */
static void give_rest(struct watch *watch, const struct look *look)
{
	uint64_t cap = transfer_memory_cap(watch->order->rate, mirror_rate(watch, look));

	if (look->memory_phase && cap != watch->cap &&
		virDomainMigrateSetMaxSpeed(watch->domain, cap, 0) == 0)
		watch->cap = cap;
	watch->last_mirrored = look->mirrored;
	watch->last_memory = look->memory_phase;
}

static struct json_object *memory_tree(const struct look *look)
{
	struct json_object *tree = json_object_new_object();

	json_set_integer(tree, "total", (int64_t)look->memory_total);
	json_set_integer(tree, "done", (int64_t)look->memory_done);
	return json_set_integer(tree, "remaining", (int64_t)look->memory_left);
}

/* Before libvirt's job there is nothing to count, and behind it nothing to count any more. */
static const char *phase_word(struct watch *watch, const struct look *look)
{
	if (!look->active)
		return watch->begun ? "ending" : "starting";
	watch->begun = true;
	return look->memory_phase ? "memory" : "disks";
}

static void tell_phase(struct watch *watch, const struct look *look)
{
	plugin_progress(watch->call,
		json_set_string(json_object_new_object(), "phase", phase_word(watch, look)));
}

/* One look: the cap follows what it saw. */
static void look_on(struct watch *watch)
{
	struct json_object *tree;
	struct look look = {0};
	uint64_t left, memory;

	look_at_memory(&look, watch->domain);
	if (!look.active) {
		tell_phase(watch, &look);
		return;
	}
	tree = json_object_new_object();
	json_set(tree, "disks", look_at_disks(&look, watch));
	memory = look.memory_total ? look.memory_total : watch->order->memory;
	left = look.disk_total - look.disk_done +
	       (look.memory_phase ? look.memory_left : memory);
	give_rest(watch, &look);
	measure(watch, look.disk_done + look.memory_done);
	json_set_string(tree, "phase", phase_word(watch, &look));
	json_set(tree, "memory", memory_tree(&look));
	json_set_integer(tree, "total", (int64_t)(look.disk_total + memory));
	json_set_integer(tree, "remaining", (int64_t)left);
	json_set_integer(tree, "rate", (int64_t)watch->rate);
	if (watch->rate)
		json_set_integer(tree, "estimate", (int64_t)(left * 8 / watch->rate));
	plugin_progress(watch->call, tree);
}

/* Once libvirt works on it: before, there is no migration whose pause could be bounded. */
static void bound_pause(struct watch *watch)
{
	if (!watch->bounded && virDomainMigrateSetMaxDowntime(
				       watch->domain, watch->order->pause_limit, 0) == 0)
		watch->bounded = true;
}

static bool has_ended(virDomainPtr domain)
{
	int state = VIR_DOMAIN_NOSTATE, reason = VIR_DOMAIN_SHUTOFF_UNKNOWN;

	return virDomainGetState(domain, &state, &reason, 0) == 0 &&
	       state == VIR_DOMAIN_SHUTOFF &&
	       (reason == VIR_DOMAIN_SHUTOFF_SHUTDOWN ||
		       reason == VIR_DOMAIN_SHUTOFF_DESTROYED ||
		       reason == VIR_DOMAIN_SHUTOFF_CRASHED);
}

/*
 * One is dead: keepalive had no answer, or libvirtd closed it. Never waits for an answer
 * itself.
 */
static bool has_lost(const struct watch *watch)
{
	return virConnectIsAlive(watch->carrying) != 1 ||
	       virConnectIsAlive(virDomainGetConnect(watch->domain)) != 1;
}

static void give_up(const struct watch *watch, const char *why)
{
	fprintf(stderr,
		"%s: %s, and libvirt has not returned for %d s: the worker ends so that both "
		"hypervisors clean up.\n",
		watch->order->move, why, PATIENCE * INTERVAL / 1000);
	_exit(EXIT_FAILURE);
}

/* Counts looks in a row that saw it. */
static void heed(struct watch *watch, unsigned *count, bool seen, const char *why)
{
	*count = seen ? *count + 1 : 0;
	if (*count >= PATIENCE)
		give_up(watch, why);
}

static bool wait_for_next(struct watch *watch, bool *abort)
{
	struct timespec until = background_until(INTERVAL);
	bool stop, before;

	pthread_mutex_lock(&watch->lock);
	before = watch->abort;
	while (!watch->stop && watch->abort == before &&
		background_wait(&watch->changed, &watch->lock, &until))
		;
	stop = watch->stop;
	*abort = watch->abort;
	pthread_mutex_unlock(&watch->lock);
	return !stop;
}

/* An abort that comes before libvirt's job has begun is not heard: so it is said again. */
static void *run(void *argument)
{
	struct watch *watch = argument;
	bool abort = false;

	while (wait_for_next(watch, &abort)) {
		if (abort)
			virDomainAbortJob(watch->domain);
		bound_pause(watch);
		look_on(watch);
		heed(watch, &watch->ended, has_ended(watch->domain),
			"It ended at its source during the copy");
	}
	return NULL;
}

/*
 * A machine that powers itself off during its copy was seen to leave libvirt's call open for
 * ever, with the target paused, and also to crash the source's libvirtd, which leaves every
 * call on the connection waiting: so this thread makes none. Only the end of our connections
 * makes both hypervisors clean up; the next worker reads what is true.
 */
static void *guard(void *argument)
{
	struct watch *watch = argument;
	bool abort = false;

	while (wait_for_next(watch, &abort))
		heed(watch, &watch->lost, has_lost(watch),
			"The connection to its source broke during the copy");
	return NULL;
}

static void halt(struct watch *watch)
{
	pthread_mutex_lock(&watch->lock);
	watch->stop = true;
	pthread_cond_broadcast(&watch->changed);
	pthread_mutex_unlock(&watch->lock);
}

static int start(struct watch *watch)
{
	if (pthread_create(&watch->guard, NULL, guard, watch))
		return -1;
	if (pthread_create(&watch->thread, NULL, run, watch) == 0)
		return 0;
	halt(watch);
	pthread_join(watch->guard, NULL);
	return -1;
}

int watch_begin(struct watch **watch, virDomainPtr domain, virConnectPtr carrying,
	const struct order *order, struct plugin_call *call, struct error *error)
{
	struct watch *fresh = mem_alloc(sizeof(*fresh));

	fresh->domain = domain;
	fresh->carrying = carrying;
	fresh->order = order;
	fresh->call = call;
	pthread_mutex_init(&fresh->lock, NULL);
	background_condition(&fresh->changed);
	if (start(fresh) < 0) {
		free(fresh);
		return error_set(
			error, ERROR_FAILED, order->move, "No thread could be started.");
	}
	*watch = fresh;
	return 0;
}

void watch_abort(void *argument)
{
	struct watch *watch = argument;

	pthread_mutex_lock(&watch->lock);
	watch->abort = true;
	pthread_cond_broadcast(&watch->changed);
	pthread_mutex_unlock(&watch->lock);
}

bool watch_end(struct watch *watch)
{
	struct timespec until;
	bool aborted;

	halt(watch);
	pthread_join(watch->guard, NULL);
	until = background_until(PATIENCE * INTERVAL);
	if (pthread_clockjoin_np(watch->thread, NULL, CLOCK_MONOTONIC, &until) != 0)
		give_up(watch, "The copy is over, but a question to its source stays open");
	aborted = watch->abort;
	pthread_mutex_destroy(&watch->lock);
	pthread_cond_destroy(&watch->changed);
	free(watch);
	return aborted;
}
