#include "execution/rehearsal_course.h"
#include "execution/simulator/fault.h"
#include <string.h>

#define EVENTS   120u /* about so many has a move, at each of which a fault may strike */
#define PATIENCE 4    /* times the longest wait, until a simulation is given up */

/* --- one move --- */

uint32_t course_draw(struct random *random, const struct line *line)
{
	if (random_below(random, 2))
		return line->low + random_below(random, line->mean - line->low + 1);
	return line->mean + random_below(random, line->high - line->mean + 1);
}

/* Not an owner's act and not an operator's. */
static uint8_t draw_kind(struct random *random)
{
	uint8_t kind = (uint8_t)random_below(random, FAULT_CLOCK_JUMPS);

	return kind == FAULT_ABORT ? FAULT_WORKER_DIES : kind;
}

static void draw_faults(
	struct simulation_schedule *schedule, struct random *random, uint32_t per_mille)
{
	uint32_t count = per_mille / 1000 + (random_below(random, 1000) < per_mille % 1000);

	schedule->count = (uint8_t)(count > SIMULATION_FAULTS ? SIMULATION_FAULTS : count);
	for (unsigned i = 0; i < schedule->count; i++)
		schedule->fault[i] =
			(struct simulation_fault){.at = random_below(random, EVENTS),
				.kind = draw_kind(random),
				.variant = (uint8_t)random_below(random, 4)};
}

static enum ending ending_of(const struct simulation_course *course)
{
	if (course->outcome[OUTCOME_DONE])
		return END_DONE;
	if (course->outcome[OUTCOME_BACK])
		return END_BACK;
	return course->held ? END_HELD : END_OTHER;
}

/* Milliseconds for which nothing may change: a copy, or one that does not end. */
static uint64_t longest(const struct line *line)
{
	uint64_t copy = 1000ULL * line->high, limit = line->order.deadline[OPERATION_TRANSFER];

	return copy > limit ? copy : limit;
}

/* Milliseconds of its copy in which it runs. */
static uint32_t running(const struct line *line, uint32_t seconds)
{
	return seconds * 1000 > line->still ? seconds * 1000 - line->still : 1;
}

static void pass(
	struct stage *stage, struct rehearsal_course *course, uint16_t index, int64_t now)
{
	const struct line *line = &stage->line[index];
	struct passage *passage = &course->passage[index];
	struct random random = {.state = course->seed + 0x10001ULL * (index + 1)};
	struct simulation_course result;
	uint32_t seconds = line->mean;

	passage->schedule = (struct simulation_schedule){.seed = course->seed};
	if (course->seed) {
		random.state = random_next(&random);
		seconds = course_draw(&random, line);
		draw_faults(&passage->schedule, &random, course->faults);
	}
	stage->scratch = (struct simulation_move){.order = line->order,
		.host = {0, 1},
		.copy_ms = running(line, seconds),
		.still_ms = line->still,
		.steady = true};
	simulation_patience(stage->simulation, PATIENCE * longest(line));
	simulation_run(stage->simulation, &passage->schedule, &result, NULL, 0);
	passage->start = now;
	passage->end = now + (int64_t)result.milliseconds;
	passage->blackout = result.blackout_ms;
	passage->ending = (uint8_t)ending_of(&result);
	passage->retried = result.retried > 0;
	passage->invariant = result.invariant;
	passage->sentence = result.sentence;
}

/* --- one wave --- */

struct playing {
	struct stage *stage;
	struct rehearsal_course *course;
	struct run run;
	int64_t due[RUN_MOVES]; /* milliseconds: when the move closes or is held */
	int64_t wake, now;
};

static void give(struct playing *playing, enum run_event_kind kind, uint16_t move,
	enum move_outcome outcome)
{
	struct run_event event = {
		.kind = kind, .now = playing->now / 1000, .move = move, .outcome = outcome};
	struct run_action actions[RUN_ACTIONS];
	unsigned count = run_step(&playing->run, &event, actions);

	for (unsigned i = 0; i < count; i++) {
		uint16_t index = actions[i].move;

		if (actions[i].kind == RUN_WAKE_AT)
			playing->wake = actions[i].at * 1000;
		if (actions[i].kind != RUN_OPEN_MOVE)
			continue;
		pass(playing->stage, playing->course, index, playing->now);
		playing->due[index] = playing->course->passage[index].end;
	}
}

/* The move that is the next to end; RUN_MOVES when none is under way. */
static uint16_t next_move(const struct playing *playing)
{
	uint16_t next = RUN_MOVES;

	for (uint16_t i = 0; i < playing->run.count; i++)
		if (playing->due[i] != REHEARSAL_NEVER &&
			(next == RUN_MOVES || playing->due[i] < playing->due[next]))
			next = i;
	return next;
}

static void end_move(struct playing *playing, uint16_t index)
{
	enum ending ending = playing->course->passage[index].ending;

	playing->now = playing->due[index];
	playing->due[index] = REHEARSAL_NEVER;
	playing->course->finish = playing->now;
	if (ending == END_HELD)
		give(playing, RUN_MOVE_HELD, index, OUTCOME_NONE);
	else
		give(playing, RUN_MOVE_CLOSED, index,
			ending == END_DONE   ? OUTCOME_DONE
			: ending == END_BACK ? OUTCOME_BACK
					     : OUTCOME_REFUSED);
}

static void wake(struct playing *playing)
{
	if (playing->wake > playing->now)
		playing->now = playing->wake;
	playing->wake = REHEARSAL_NEVER;
	give(playing, RUN_TICK, 0, OUTCOME_NONE);
}

void course_play(struct stage *stage, struct rehearsal_course *course)
{
	struct playing playing = {.stage = stage,
		.course = course,
		.run = stage->run,
		.wake = REHEARSAL_NEVER,
		.now = course->begin};

	memset(course->passage, 0, sizeof(course->passage));
	course->finish = course->begin;
	for (unsigned i = 0; i < RUN_MOVES; i++)
		playing.due[i] = REHEARSAL_NEVER;
	give(&playing, RUN_START, 0, OUTCOME_NONE);
	for (;;) {
		uint16_t move = next_move(&playing);

		if (move < RUN_MOVES && playing.due[move] <= playing.wake)
			end_move(&playing, move);
		else if (playing.wake != REHEARSAL_NEVER)
			wake(&playing);
		else
			return;
	}
}
