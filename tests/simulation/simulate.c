/*
 * simulate: drives the executor through faults and tells what it broke and what it reached.
 *
 *	simulate [--singles] [--pairs STRIDE] [--seed N] [--schedules N] [--complete] [--json]
 *		[--invariant NAME]
 *	simulate --only SCHEDULE [--plan N] [--trace]
 *	simulate --replay FILE...
 *
 * Exit 0: all held; 1: an invariant broke, a cell or row is empty, or a recorded pair cannot
 * be; 2: usage.
 */
#include "base/json.h"
#include "explore.h"
#include "pairs.h"
#include "report.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#define SCHEDULE_TEXT 512
#define REPLAY_STRIDE 60 /* enough pairs of faults to see what can be seen */

struct options {
	bool singles, complete, json, trace, replay;
	unsigned pairs; /* stride; 0: none */
	uint64_t seed, schedules;
	const char *only, *invariant;
	int plan;
	char **files; /* NULL-terminated */
};

struct stage {
	const char *name;
	uint64_t schedules;
	double seconds;
	bool ran;
};

enum { STAGE_KNOWN, STAGE_SINGLES, STAGE_PAIRS, STAGE_SEEDS, STAGES };

struct result {
	struct simulation_coverage coverage;
	struct finding finding;
	struct stage stage[STAGES];
	bool held;
	unsigned empty_cells, empty_rows;
};

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- Exploring ---- */

static bool run_stage(struct result *result, const struct options *options, unsigned stage)
{
	switch (stage) {
	case STAGE_KNOWN:
		return explore_known(&result->coverage, &result->finding);
	case STAGE_SINGLES:
		return explore_singles(&result->coverage, &result->finding);
	case STAGE_PAIRS:
		return explore_pairs(&result->coverage, options->pairs, &result->finding);
	default:
		return explore_seeds(
			&result->coverage, options->seed, options->schedules, &result->finding);
	}
}

static void explore(struct result *result, const struct options *options)
{
	static const char *const names[STAGES] = {
		"known schedules", "single faults", "pairs", "seeded schedules"};
	const bool wanted[STAGES] = {
		options->singles, options->singles, options->pairs > 0, options->schedules > 0};

	result->held = true;
	result->finding.look_for = options->invariant;
	for (unsigned i = 0; i < STAGES && result->held; i++) {
		uint64_t before = result->coverage.schedules;
		double begin = seconds_now();

		if (!wanted[i])
			continue;
		result->held = run_stage(result, options, i);
		result->stage[i] = (struct stage){.name = names[i],
			.schedules = result->coverage.schedules - before,
			.seconds = seconds_now() - begin,
			.ran = true};
	}
}

static void print_stages(const struct result *result, FILE *out)
{
	for (unsigned i = 0; i < STAGES; i++) {
		const struct stage *stage = &result->stage[i];

		if (stage->ran)
			fprintf(out, "%s: %" PRIu64 " schedules in %.1f s, %.0f a second\n",
				stage->name, stage->schedules, stage->seconds,
				(double)stage->schedules / stage->seconds);
	}
}

static void print_finding(const struct finding *finding, FILE *out)
{
	char text[SCHEDULE_TEXT];

	schedule_format(&finding->schedule, text, sizeof(text));
	fprintf(out,
		"%s is broken: %s\nseed %" PRIu64
		", move %u, after %u events; the shortest schedule found is\n"
		"\tsimulate --plan %d --trace --only '%s'\n",
		finding->course.invariant, finding->course.sentence, finding->schedule.seed,
		finding->course.move, finding->course.event, finding->plan, text);
}

static void print_result(struct result *result, FILE *out)
{
	result->empty_cells = report_matrix(&result->coverage, out);
	result->empty_rows = report_rows(&result->coverage, out);
	print_stages(result, out);
	if (!result->held)
		print_finding(&result->finding, out);
}

static struct json_object *finding_json(const struct finding *finding)
{
	struct json_object *object = json_object_new_object();
	char text[SCHEDULE_TEXT];

	schedule_format(&finding->schedule, text, sizeof(text));
	json_set_string(object, "invariant", finding->course.invariant);
	json_set_string(object, "sentence", finding->course.sentence);
	json_set_integer(object, "plan", finding->plan);
	json_set_integer(object, "move", finding->course.move);
	return json_set_string(object, "schedule", text);
}

static void print_json(const struct result *result)
{
	AUTO_JSON struct json_object *object = report_json(&result->coverage);
	char *text;

	json_set_boolean(object, "held", result->held);
	json_set_integer(object, "empty_cells", result->empty_cells);
	json_set_integer(object, "empty_rows", result->empty_rows);
	for (unsigned i = 0; i < STAGES; i++)
		if (result->stage[i].ran)
			json_set_integer(object, result->stage[i].name,
				(int64_t)(result->stage[i].seconds * 1000));
	if (!result->held)
		json_set(object, "finding", finding_json(&result->finding));
	text = json_canonical_string(object);
	puts(text);
	free(text);
}

static int explore_and_tell(const struct options *options)
{
	static struct result result;

	explore(&result, options);
	print_result(&result, options->json ? stderr : stdout);
	if (options->json)
		print_json(&result);
	if (!result.held)
		return 1;
	return options->complete && (result.empty_cells || result.empty_rows) ? 1 : 0;
}

/* ---- One schedule ---- */

static int run_only(const struct options *options)
{
	const struct simulation_setting *setting = setting_of(options->plan);
	struct simulation_schedule schedule;
	struct simulation_course course;
	struct simulation *simulation;

	if (!setting || schedule_parse(&schedule, options->only) < 0) {
		fprintf(stderr,
			"\"%s\" is not a schedule of plan %d; it looks like "
			"\"0:kill.0.0@20\".\n",
			options->only, options->plan);
		return 2;
	}
	simulation = simulation_new(setting);
	simulation_look_for(simulation, options->invariant);
	if (options->trace)
		simulation_trace(simulation, stdout);
	simulation_run(simulation, &schedule, &course, NULL, 0);
	simulation_free(simulation);
	for (unsigned i = 1; i < OUTCOMES; i++)
		if (course.outcome[i])
			printf("%s: %u\n", move_outcome_word((enum move_outcome)i),
				course.outcome[i]);
	printf("held: %u, longest blackout: %" PRIu32 " ms, events: %" PRIu32 "\n", course.held,
		course.blackout_ms, course.events);
	if (course.invariant)
		printf("%s is broken: %s\n", course.invariant, course.sentence);
	return course.invariant ? 1 : 0;
}

/* ---- Recorded traces ---- */

static int replay(const struct options *options)
{
	static struct pairs pairs;
	static struct simulation_coverage coverage;
	struct finding finding = {0};
	int wrong = 0;

	coverage.pair = pairs_add;
	coverage.argument = &pairs;
	if (!explore_singles(&coverage, &finding) ||
		!explore_pairs(&coverage, REPLAY_STRIDE, &finding)) {
		print_finding(&finding, stderr);
		return 1;
	}
	for (char **file = options->files; *file; file++) {
		int found = pairs_replay(&pairs, *file, stdout);

		if (found < 0)
			fprintf(stderr, "%s cannot be read.\n", *file);
		wrong += found < 0 ? 1 : found;
	}
	printf("%u pairs of views can be produced; %d recorded lines do not fit.\n",
		pairs.count, wrong);
	return wrong ? 1 : 0;
}

/* ---- Options ---- */

static const struct option long_options[] = {
	{"singles", no_argument, NULL, 's'},
	{"pairs", required_argument, NULL, 'p'},
	{"seed", required_argument, NULL, 'e'},
	{"schedules", required_argument, NULL, 'n'},
	{"complete", no_argument, NULL, 'c'},
	{"json", no_argument, NULL, 'j'},
	{"invariant", required_argument, NULL, 'i'},
	{"only", required_argument, NULL, 'o'},
	{"plan", required_argument, NULL, 'P'},
	{"trace", no_argument, NULL, 't'},
	{"replay", no_argument, NULL, 'r'},
	{NULL, 0, NULL, 0},
};

static bool take_option(struct options *options, int option)
{
	switch (option) {
	case 's':
		options->singles = true;
		return true;
	case 'p':
		options->pairs = (unsigned)strtoul(optarg, NULL, 10);
		return true;
	case 'e':
		options->seed = strtoull(optarg, NULL, 10);
		return true;
	case 'n':
		options->schedules = strtoull(optarg, NULL, 10);
		return true;
	case 'c':
		options->complete = true;
		return true;
	case 'j':
		options->json = true;
		return true;
	case 'i':
		options->invariant = optarg;
		return true;
	case 'o':
		options->only = optarg;
		return true;
	case 'P':
		options->plan = (int)strtol(optarg, NULL, 10);
		return true;
	case 't':
		options->trace = true;
		return true;
	case 'r':
		options->replay = true;
		return true;
	default:
		return false;
	}
}

int main(int argc, char **argv)
{
	struct options options = {.seed = 1, .plan = PLAN_SINGLE};
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (!take_option(&options, option))
			return 2;
	options.files = argv + optind;
	if (options.only)
		return run_only(&options);
	if (options.replay)
		return replay(&options);
	return explore_and_tell(&options);
}
