#include "execution/simulator/state.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- Places: the columns of the matrix ---- */

enum place {
	PLACE_CHECKING,
	PLACE_BEFORE,
	PLACE_BEGIN,
	PLACE_PREPARING,
	PLACE_SEEDING,
	PLACE_INTENT,
	PLACE_COPY, /* + enum copy_phase - 1 */
	PLACE_SETTLING = PLACE_COPY + COPY_PHASES - 1,
	PLACE_COMMITTED,
	PLACE_ARRIVED,
	PLACE_HELD,
	PLACE_CLOSED,
	PLACES
};
_Static_assert(PLACES <= COVERAGE_PLACES, "each place has a column");
_Static_assert(FAULTS <= COVERAGE_FAULTS, "each fault has a row");

const char *place_word(unsigned place)
{
	static const char *const words[PLACES] = {"checking", "before", "begin", "preparing",
		"seeding", "transfer intent", "copy begin", "copy prepare", "copy perform",
		"copy switch", "copy performed", "copy finish", "copy finished", "copy confirm",
		"copy done", "settling", "committed", "arrived", "held", "closed"};

	return place < PLACES ? words[place] : NULL;
}

static uint8_t place_settling(const struct move *state)
{
	if (state->facts.resumed)
		return PLACE_ARRIVED;
	if (state->facts.committed)
		return PLACE_COMMITTED;
	return state->facts.begun ? PLACE_SETTLING : PLACE_BEGIN;
}

uint8_t place_of(const struct simulation *simulation, uint16_t move)
{
	const struct move *state = &simulation->movers[move].state;
	uint8_t copy = simulation->guests[move].copy.phase;

	switch (state->phase) {
	case MOVE_CHECKING:
		return PLACE_CHECKING;
	case MOVE_BEFORE:
		return PLACE_BEFORE;
	case MOVE_PREPARING:
		return PLACE_PREPARING;
	case MOVE_SEEDING:
		return PLACE_SEEDING;
	case MOVE_TRANSFERRING:
		return copy ? (uint8_t)(PLACE_COPY + copy - 1) : PLACE_INTENT;
	case MOVE_SETTLING:
		return place_settling(state);
	case MOVE_AFTER:
		return PLACE_ARRIVED;
	case MOVE_HELD:
		return PLACE_HELD;
	case MOVE_CLOSED:
		return PLACE_CLOSED;
	default:
		return UINT8_MAX;
	}
}

/* ---- Begin and end ---- */

struct simulation *simulation_new(const struct simulation_setting *setting)
{
	struct simulation *simulation = calloc(1, sizeof(*simulation));

	assert(simulation && setting->count >= 1 && setting->count <= RUN_MOVES);
	simulation->setting = *setting;
	simulation->hosts = calloc(setting->hosts, sizeof(*simulation->hosts));
	simulation->guests = calloc(setting->count, sizeof(*simulation->guests));
	simulation->movers = calloc(setting->count, sizeof(*simulation->movers));
	assert(simulation->hosts && simulation->guests && simulation->movers);
	return simulation;
}

void simulation_free(struct simulation *simulation)
{
	if (!simulation)
		return;
	free(simulation->hosts);
	free(simulation->guests);
	free(simulation->movers);
	free(simulation->heap);
	free(simulation);
}

void simulation_cover(struct simulation *simulation, struct simulation_coverage *coverage)
{
	simulation->coverage = coverage;
}

void simulation_look_for(struct simulation *simulation, const char *invariant)
{
	simulation->look_for = invariant;
}

void simulation_patience(struct simulation *simulation, uint64_t milliseconds)
{
	simulation->patience = milliseconds;
}

void simulation_trace(struct simulation *simulation, FILE *out)
{
	simulation->trace = out;
}

void trace(struct simulation *simulation, const char *format, ...)
{
	va_list arguments;

	if (!simulation->trace)
		return;
	fprintf(simulation->trace, "%5" PRIu32 " %8" PRIu64 " ms ", simulation->events,
		simulation->now);
	va_start(arguments, format);
	vfprintf(simulation->trace, format, arguments);
	va_end(arguments);
	fputc('\n', simulation->trace);
}

static void reset_guest(struct simulation *simulation, uint16_t move)
{
	const struct simulation_move *plan = &simulation->setting.moves[move];
	struct guest *guest = &simulation->guests[move];

	memset(guest, 0, sizeof(*guest));
	memset(&simulation->movers[move], 0, sizeof(simulation->movers[move]));
	guest->host[SIDE_SOURCE] = plan->host[SIDE_SOURCE];
	guest->host[SIDE_TARGET] = plan->host[SIDE_TARGET];
	guest->autostart = plan->autostart;
	guest->side[SIDE_SOURCE].power = POWER_RUNNING;
	guest->side[SIDE_SOURCE].persistent = true;
	guest->side[SIDE_SOURCE].autostart = plan->autostart;
	guest->side[SIDE_TARGET].power = POWER_ABSENT;
	move_begin(&simulation->movers[move].state, &plan->order);
	simulation->movers[move].disk = simulation->movers[move].state;
}

static void reset_table(struct share_table *table, const struct share_table *plan)
{
	table->count = plan ? plan->count : 0;
	table->hours = plan ? plan->hours : 0;
	for (uint16_t i = 1; i <= table->count; i++)
		table->share[i] = plan->share[i];
	for (uint16_t i = 0; i < table->hours; i++)
		table->hour[i] = plan->hour[i];
}

static void reset_run(struct simulation *simulation, uint8_t index)
{
	struct run *run = &simulation->run[index];

	run->phase = RUN_READY;
	run->count = 0;
	run->concurrency = simulation->setting.concurrency;
	run->accepted = 0;
	reset_table(&run->table,
		simulation->setting.table ? &simulation->setting.table[index] : NULL);
	simulation->disk_run[index] = (struct recorded){RUN_READY, 0};
}

static void reset_runs(struct simulation *simulation)
{
	for (uint8_t i = 0; i < SIMULATION_RUNS; i++)
		reset_run(simulation, i);
	for (uint16_t i = 0; i < simulation->setting.count; i++) {
		const struct simulation_move *move = &simulation->setting.moves[i];
		struct run *run = &simulation->run[move->run];

		assert(move->run < SIMULATION_RUNS);
		if (run->count == 0)
			simulation->first[move->run] = i;
		run->move[run->count++] = move->slot;
		simulation->runs = (uint8_t)(move->run + 1);
	}
}

static void reset(struct simulation *simulation, const struct simulation_schedule *schedule)
{
	simulation->heaped = 0;
	simulation->now = simulation->order = simulation->last_change = 0;
	simulation->events = simulation->faults_open = 0;
	simulation->clock = SIMULATION_EPOCH;
	simulation->epoch = 0;
	simulation->alive = false;
	simulation->random.state = schedule->seed;
	simulation->jitter = schedule->seed != 0;
	simulation->boots = 0;
	for (uint16_t i = 0; i < simulation->setting.hosts; i++)
		simulation->hosts[i] = (struct host){.powered = true,
			.ops = true,
			.data = true,
			.boot = ++simulation->boots};
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		reset_guest(simulation, i);
	reset_runs(simulation);
}

/* ---- Running ---- */

static void strike_one(
	struct simulation *simulation, const struct simulation_fault *fault, unsigned index)
{
	uint8_t place = place_of(simulation, fault->move);

	trace(simulation, "FAULT %s on move %u", fault_kinds[fault->kind].word, fault->move);
	if (!fault_strike(simulation, fault))
		return;
	simulation->course->struck |= (uint8_t)(1u << index);
	if (simulation->coverage && place < COVERAGE_PLACES)
		simulation->coverage->cell[place][fault->kind]++;
}

static bool strike_due(
	struct simulation *simulation, const struct simulation_schedule *schedule)
{
	bool later = false;

	for (unsigned i = 0; i < schedule->count; i++) {
		const struct simulation_fault *fault = &schedule->fault[i];

		if (fault->at == simulation->events && fault->kind < FAULTS &&
			fault->move < simulation->setting.count)
			strike_one(simulation, fault, i);
		later |= fault->at > simulation->events;
	}
	return later;
}

static bool rests(const struct simulation *simulation, uint16_t move, bool held)
{
	const struct move *state = &simulation->movers[move].state;
	enum run_phase phase = run_of(simulation, move)->phase;

	if (state->phase == MOVE_WAITING)
		return held || phase == RUN_PAUSED || phase == RUN_FINISHED;
	return state->phase == MOVE_HELD ||
	       (state->phase == MOVE_CLOSED && state->stage == STAGE_IDLE);
}

/* Closed, held, or not to start before people have said something. */
static bool all_rest(const struct simulation *simulation)
{
	bool held = false;

	for (uint16_t i = 0; i < simulation->setting.count; i++)
		held |= simulation->movers[i].state.phase == MOVE_HELD;
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		if (!rests(simulation, i, held))
			return false;
	return true;
}

static bool is_quiet(const struct simulation *simulation, bool later)
{
	uint64_t quiet = simulation->now - simulation->last_change;
	uint64_t most = simulation->patience > LIMIT_MS ? simulation->patience : LIMIT_MS;

	if (simulation->faults_open > 0)
		return false;
	return (quiet > SETTLE_MS && !later && all_rest(simulation)) || quiet > most;
}

static void tell_pairs(struct simulation *simulation)
{
	struct world world;

	if (!simulation->coverage || !simulation->coverage->pair)
		return;
	for (uint16_t i = 0; i < simulation->setting.count; i++) {
		view_truth(simulation, i, &world);
		simulation->coverage->pair(simulation->coverage->argument, &world);
	}
}

static void loop(struct simulation *simulation, const struct simulation_schedule *schedule,
	uint8_t *places, uint32_t room)
{
	struct event event;
	bool later;

	do {
		if (places && simulation->events < room)
			places[simulation->events] = place_of(simulation, 0);
		later = strike_due(simulation, schedule);
		if (simulation->course->invariant || is_quiet(simulation, later) ||
			!heap_pop(simulation, &event))
			return;
		simulation->now = event.time;
		simulation->events++;
		shell_event(simulation, &event);
		check_event(simulation);
		tell_pairs(simulation);
	} while (!simulation->course->invariant);
}

static void sum_up(struct simulation *simulation)
{
	struct simulation_course *course = simulation->course;

	course->events = simulation->events;
	course->milliseconds = simulation->last_change;
	for (uint16_t i = 0; i < simulation->setting.count; i++) {
		const struct move *state = &simulation->movers[i].state;

		course->outcome[state->outcome]++;
		if (state->phase == MOVE_HELD)
			course->held++;
		if (state->attempt > 1)
			course->retried++;
		if (state->outcome == OUTCOME_DONE &&
			simulation->guests[i].blackout > course->blackout_ms)
			course->blackout_ms = simulation->guests[i].blackout;
	}
}

void simulation_run(struct simulation *simulation, const struct simulation_schedule *schedule,
	struct simulation_course *course, uint8_t *places, uint32_t room)
{
	memset(course, 0, sizeof(*course));
	simulation->course = course;
	reset(simulation, schedule);
	shell_begin(simulation);
	loop(simulation, schedule, places, room);
	sum_up(simulation);
	if (!course->invariant)
		check_end(simulation);
	if (simulation->coverage) {
		simulation->coverage->schedules++;
		simulation->coverage->events += simulation->events;
	}
}

/* ---- Rehearsal ---- */

void simulation_rehearse(struct simulation *simulation, uint64_t seed, uint32_t per_thousand,
	struct simulation_course *course)
{
	struct random random = {.state = seed};
	struct simulation_schedule schedule = {.seed = seed ? seed : 1};
	uint32_t events = 120u * simulation->setting.count;
	uint32_t faults = (events * per_thousand + 999) / 1000;

	if (faults > SIMULATION_FAULTS)
		faults = SIMULATION_FAULTS;
	for (uint32_t i = 0; i < faults; i++) {
		uint8_t kind = (uint8_t)random_below(&random, FAULT_CLOCK_JUMPS);

		schedule.fault[i] = (struct simulation_fault){
			.at = random_below(&random, events),
			.kind = kind == FAULT_ABORT ? FAULT_WORKER_DIES : kind,
			.variant = (uint8_t)random_below(&random, 4),
			.move = (uint16_t)random_below(&random, simulation->setting.count)};
	}
	schedule.count = (uint8_t)faults;
	simulation_run(simulation, &schedule, course, NULL, 0);
}

/* ---- Schedules as text ---- */

void schedule_format(const struct simulation_schedule *schedule, char *out, size_t size)
{
	int used = snprintf(out, size, "%" PRIu64, schedule->seed);

	for (unsigned i = 0; i < schedule->count && used > 0 && (size_t)used < size; i++) {
		const struct simulation_fault *fault = &schedule->fault[i];

		used += snprintf(out + used, size - (size_t)used, "%c%s.%u.%u@%" PRIu32,
			i ? ',' : ':', fault_kinds[fault->kind].word, fault->variant,
			fault->move, fault->at);
	}
}

static int fault_from_word(const char *word, size_t length)
{
	for (int i = 0; i < FAULTS; i++)
		if (strlen(fault_kinds[i].word) == length &&
			strncmp(fault_kinds[i].word, word, length) == 0)
			return i;
	return -1;
}

static const char *parse_fault(struct simulation_fault *fault, const char *text)
{
	size_t length = strcspn(text, ".");
	int kind = fault_from_word(text, length);
	unsigned variant, move;
	uint32_t at;
	int used;

	if (kind < 0 ||
		sscanf(text + length, ".%u.%u@%" SCNu32 "%n", &variant, &move, &at, &used) != 3)
		return NULL;
	*fault = (struct simulation_fault){.at = at,
		.kind = (uint8_t)kind,
		.variant = (uint8_t)variant,
		.move = (uint16_t)move};
	return text + length + used;
}

int schedule_parse(struct simulation_schedule *schedule, const char *text)
{
	char *end;

	memset(schedule, 0, sizeof(*schedule));
	schedule->seed = strtoull(text, &end, 10);
	if (end == text)
		return -1;
	for (text = end; *text == ':' || *text == ',';) {
		if (schedule->count == SIMULATION_FAULTS)
			return -1;
		text = parse_fault(&schedule->fault[schedule->count++], text + 1);
		if (!text)
			return -1;
	}
	return *text == '\0' ? 0 : -1;
}
