#include "explore.h"

#include "execution/simulator/random.h"

#include <string.h>

#define EVENTS 4096 /* the most boundaries of one schedule that are looked at */

/* ---- The shortest schedule ---- */

static bool still_broken(struct simulation *simulation,
	const struct simulation_schedule *schedule, const char *invariant,
	struct simulation_course *course)
{
	simulation_run(simulation, schedule, course, NULL, 0);
	return course->invariant && strcmp(course->invariant, invariant) == 0;
}

static bool try_shorter(struct simulation *simulation, struct finding *finding,
	const struct simulation_schedule *shorter)
{
	struct simulation_course course;

	if (!still_broken(simulation, shorter, finding->course.invariant, &course))
		return false;
	finding->schedule = *shorter;
	finding->course = course;
	return true;
}

static bool drop_one(struct simulation *simulation, struct finding *finding)
{
	for (unsigned i = 0; i < finding->schedule.count; i++) {
		struct simulation_schedule shorter = finding->schedule;

		memmove(&shorter.fault[i], &shorter.fault[i + 1],
			(shorter.count - i - 1) * sizeof(shorter.fault[0]));
		shorter.count--;
		if (try_shorter(simulation, finding, &shorter))
			return true;
	}
	return false;
}

static bool simplify_one(struct simulation *simulation, struct finding *finding)
{
	struct simulation_schedule simpler = finding->schedule;

	simpler.seed = 0;
	if (finding->schedule.seed && try_shorter(simulation, finding, &simpler))
		return true;
	for (unsigned i = 0; i < finding->schedule.count; i++) {
		simpler = finding->schedule;
		simpler.fault[i].variant = 0;
		if (finding->schedule.fault[i].variant &&
			try_shorter(simulation, finding, &simpler))
			return true;
		simpler = finding->schedule;
		simpler.fault[i].at /= 2;
		if (finding->schedule.fault[i].at && try_shorter(simulation, finding, &simpler))
			return true;
	}
	return false;
}

static void shorten(struct finding *finding)
{
	struct simulation *simulation = simulation_new(finding->setting);

	simulation_look_for(simulation, finding->look_for);
	while (drop_one(simulation, finding))
		;
	while (simplify_one(simulation, finding))
		;
	simulation_free(simulation);
}

/* ---- Single faults ---- */

struct walk {
	struct simulation *simulation;
	struct simulation_schedule schedule;
	struct simulation_course course;
	struct finding *finding;
	uint8_t places[EVENTS];
};

static bool found(struct walk *walk, int plan)
{
	*walk->finding = (struct finding){.look_for = walk->finding->look_for,
		.setting = setting_of(plan),
		.plan = plan,
		.schedule = walk->schedule,
		.course = walk->course};
	shorten(walk->finding);
	return false;
}

/* One fault at the next free place of the schedule; false when an invariant broke. */
static bool run_one(struct walk *walk)
{
	simulation_run(walk->simulation, &walk->schedule, &walk->course, walk->places, EVENTS);
	return walk->course.invariant == NULL;
}

/* What only owners and dead guests may leave undone. */
static bool ends_well(const struct walk *walk, const struct simulation_fault *fault)
{
	const uint16_t *outcome = walk->course.outcome;

	return fault_kinds[fault->kind].owner || fault->kind == FAULT_QEMU_DIES_SOURCE ||
	       fault->kind == FAULT_POWER_SOURCE || walk->course.held ||
	       outcome[OUTCOME_DONE] || outcome[OUTCOME_BACK] || outcome[OUTCOME_REFUSED] ||
	       outcome[OUTCOME_DONE_UNPROVEN];
}

/* What the explorer itself asks of the course of a schedule. */
static bool demand(struct walk *walk, bool fulfilled, const char *sentence)
{
	const char *look_for = walk->finding->look_for;

	if (fulfilled || (look_for && strcmp(look_for, "liveness") != 0))
		return true;
	walk->course.invariant = "liveness";
	walk->course.sentence = sentence;
	return false;
}

static bool single(struct walk *walk, uint32_t at, uint8_t kind)
{
	for (uint8_t variant = 0; variant < fault_kinds[kind].variants; variant++) {
		walk->schedule.fault[0] =
			(struct simulation_fault){.at = at, .kind = kind, .variant = variant};
		walk->schedule.count = 1;
		if (!run_one(walk) || !demand(walk, ends_well(walk, &walk->schedule.fault[0]),
					      "A single fault ends neither there nor back."))
			return false;
	}
	return true;
}

/* How many events it has; 0 when it does not end as it should. */
static uint32_t undisturbed(struct walk *walk)
{
	walk->schedule.count = 0;
	if (!run_one(walk) || !demand(walk, walk->course.outcome[OUTCOME_DONE] > 0,
				      "An undisturbed move does not end done."))
		return 0;
	return walk->course.events;
}

static bool begin_walk(struct walk *walk, struct simulation_coverage *coverage,
	struct finding *finding, int plan)
{
	memset(walk, 0, sizeof(*walk));
	walk->finding = finding;
	walk->simulation = simulation_new(setting_of(plan));
	simulation_cover(walk->simulation, coverage);
	simulation_look_for(walk->simulation, finding->look_for);
	return undisturbed(walk) > 0;
}

static bool singles(struct simulation_coverage *coverage, struct finding *finding, int plan)
{
	static struct walk walk;
	bool held = begin_walk(&walk, coverage, finding, plan);
	uint32_t events = walk.course.events;

	for (uint32_t at = 0; held && at <= events; at++)
		for (uint8_t kind = 0; held && kind < FAULTS; kind++)
			held = single(&walk, at, kind);
	if (!held)
		found(&walk, plan);
	simulation_free(walk.simulation);
	return held;
}

bool explore_singles(struct simulation_coverage *coverage, struct finding *finding)
{
	return singles(coverage, finding, PLAN_SINGLE) &&
	       singles(coverage, finding, PLAN_SINGLE_OFF);
}

/* ---- What is known ---- */

static const struct {
	int plan;
	const char *schedule;
} known[] = {
	/* The old copy is started after the commit, is read so, and falls silent. */
	{6, "0:started source.0.2@60,cut source.0.2@70"},
	/* The same, but only the fence finds out before the silence. */
	{PLAN_SINGLE, "0:started source.0.0@40,cut source.1.0@44"},
	/* A boot while another move's close is told again, which opens the next one. */
	{2, "0:kill.5.1@75"},
	/* A late answer to the abort of a move that has closed. */
	{PLAN_SINGLE, "0:reply late.0.0@20,abort.0.0@24"},
	/* An owner resumes the target while the source's libvirt still owes its way back. */
	{3, "49459:resumed target.0.0@141,cut target.1.0@106,libvirtd hangs source.1.0@111"},
	/* Somebody else's mark hides that the old copy was started, which then falls silent. */
	{1, "0:foreign mark source.0.0@54,started source.0.0@64,cut source.0.0@76"},
	{1, "0:foreign mark source.0.0@54,started source.0.0@74,cut source.0.0@78"},
	/* The source goes on after a copy that failed at its end, dies, and is forgotten. */
	{0, "0:qemu dies source.0.1@90,libvirtd dies source.0.2@143,libvirtd hangs "
	    "target.1.3@45"},
};

bool explore_known(struct simulation_coverage *coverage, struct finding *finding)
{
	static struct walk walk;
	bool held = true;

	for (unsigned i = 0; held && i < sizeof(known) / sizeof(known[0]); i++) {
		held = begin_walk(&walk, coverage, finding, known[i].plan) &&
		       schedule_parse(&walk.schedule, known[i].schedule) == 0 && run_one(&walk);
		if (!held)
			found(&walk, known[i].plan);
		simulation_free(walk.simulation);
	}
	return held;
}

/* ---- Pairs: at each first boundary of a place, each again in what then follows ---- */

struct spots {
	uint32_t at[EVENTS];
	uint32_t count;
};

static void find_spots(struct spots *spots, const struct walk *walk, uint32_t from)
{
	uint32_t end = walk->course.events < EVENTS ? walk->course.events : EVENTS;

	spots->count = 0;
	for (uint32_t at = from; at < end; at++)
		if (at == from || walk->places[at] != walk->places[at - 1])
			spots->at[spots->count++] = at;
}

static bool seconds(struct walk *walk, uint32_t first_at, unsigned stride, uint64_t *pair)
{
	static struct spots spots;

	find_spots(&spots, walk, first_at);
	for (uint32_t i = 0; i < spots.count; i++)
		for (uint8_t kind = 0; kind < FAULTS; kind++) {
			uint64_t number = (*pair)++;

			if (number % stride != 0)
				continue;
			walk->schedule.fault[1] = (struct simulation_fault){.at = spots.at[i],
				.kind = kind,
				.variant = (uint8_t)(number / stride %
						     fault_kinds[kind].variants)};
			walk->schedule.count = 2;
			simulation_run(
				walk->simulation, &walk->schedule, &walk->course, NULL, 0);
			if (walk->course.invariant)
				return false;
		}
	return true;
}

static bool firsts(struct walk *walk, uint32_t at, unsigned stride, uint64_t *pair)
{
	for (uint8_t kind = 0; kind < FAULTS; kind++)
		for (uint8_t variant = 0; variant < fault_kinds[kind].variants; variant++) {
			walk->schedule.fault[0] = (struct simulation_fault){
				.at = at, .kind = kind, .variant = variant};
			walk->schedule.count = 1;
			if (!run_one(walk))
				return false;
			if (walk->course.struck && !seconds(walk, at, stride, pair))
				return false;
		}
	return true;
}

bool explore_pairs(
	struct simulation_coverage *coverage, unsigned stride, struct finding *finding)
{
	static struct walk walk;
	static struct spots spots;
	uint64_t pair = 0;
	bool held = begin_walk(&walk, coverage, finding, PLAN_SINGLE);

	find_spots(&spots, &walk, 0);
	for (uint32_t i = 0; held && i < spots.count; i++)
		held = firsts(&walk, spots.at[i], stride, &pair);
	if (!held)
		found(&walk, PLAN_SINGLE);
	simulation_free(walk.simulation);
	return held;
}

/* ---- Seeds ---- */

static void make_schedule(struct simulation_schedule *schedule, uint64_t seed, uint16_t moves)
{
	struct random random = {.state = seed};
	uint32_t span = 60u + 120u * random_below(&random, moves);

	*schedule = (struct simulation_schedule){
		.seed = seed, .count = (uint8_t)random_below(&random, SIMULATION_FAULTS)};
	for (unsigned i = 0; i < schedule->count; i++)
		schedule->fault[i] =
			(struct simulation_fault){.at = random_below(&random, span),
				.kind = (uint8_t)random_below(&random, FAULTS),
				.variant = (uint8_t)random_below(&random, 6),
				.move = (uint16_t)random_below(&random, moves)};
}

bool explore_seeds(struct simulation_coverage *coverage, uint64_t first, uint64_t count,
	struct finding *finding)
{
	static struct walk walk;
	struct simulation *simulations[SETTINGS] = {0};
	bool held = true;

	memset(&walk, 0, sizeof(walk));
	walk.finding = finding;
	for (unsigned i = 0; i < SETTINGS; i++) {
		simulations[i] = simulation_new(setting_several(i));
		simulation_cover(simulations[i], coverage);
		simulation_look_for(simulations[i], finding->look_for);
	}
	for (uint64_t seed = first; held && seed < first + count; seed++) {
		unsigned index = (unsigned)(seed % SETTINGS);

		make_schedule(&walk.schedule, seed, setting_several(index)->count);
		simulation_run(simulations[index], &walk.schedule, &walk.course, NULL, 0);
		held = walk.course.invariant == NULL || found(&walk, (int)index);
	}
	for (unsigned i = 0; i < SETTINGS; i++)
		simulation_free(simulations[i]);
	return held;
}
