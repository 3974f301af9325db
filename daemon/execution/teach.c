#include "execution/runner_private.h"
#include "model/lesson.h"

/* What it was computed, and told, to take; of a plan that learnt nothing both are one. */
static void set_predicted(struct json_object *into, struct json_object *estimate)
{
	int64_t seconds = json_integer(estimate, "seconds", 0);

	json_set_integer(into, "computed", json_integer(estimate, "computed", seconds));
	json_set_integer(into, "predicted_low", json_integer(estimate, "seconds_low", 0));
	json_set_integer(into, "predicted", seconds);
	json_set_integer(into, "predicted_high", json_integer(estimate, "seconds_high", 0));
}

static int64_t took(const struct active_move *move)
{
	int64_t passed = move->closed - move->opened;

	return passed > 0 ? passed / CLOCK_SECOND : 0;
}

/* libvirt's last round, and what went by after it until the target was resumed. */
int64_t teach_blackout(const struct active_move *move)
{
	struct json_object *copied =
		json_member(move->notes, operation_word(OPERATION_TRANSFER));
	struct json_object *resumed =
		json_member(move->notes, operation_word(OPERATION_RESUME_TARGET));

	if (!json_member(copied, "pause") || !json_member(resumed, "after"))
		return -1;
	return json_integer(copied, "pause", 0) + json_integer(resumed, "after", 0);
}

/* The same of its pause, where both are known. */
static void set_blackout(
	const struct active_move *move, struct json_object *into, struct json_object *estimate)
{
	int64_t stood = teach_blackout(move), told = json_integer(estimate, "blackout", 0);

	if (stood < 0 || told < 1)
		return;
	json_set_string(into, "strategy", json_string(estimate, "strategy"));
	json_set_integer(
		into, "blackout_computed", json_integer(estimate, "blackout_computed", told));
	json_set_integer(into, "blackout", stood);
}

void teach_tell(const struct active_move *move, struct json_object *detail)
{
	struct json_object *estimate = order_estimate(move->run->plan, move->json);

	if (move->opened == 0)
		return;
	json_set_integer(detail, "took", took(move));
	if (!estimate)
		return;
	set_predicted(detail, estimate);
	set_blackout(move, detail, estimate);
}

/* A second attempt, a person's help or a boot between is time that no estimate is of. */
static bool teaches(const struct active_move *move)
{
	return move->state.outcome == OUTCOME_DONE && move->state.attempt == 1 &&
	       !move->disturbed && move->opened > 0 && move->closed >= move->opened;
}

static struct json_object *lesson_of(
	const struct active_move *move, struct json_object *estimate)
{
	struct json_object *lesson = json_object_new_object();
	struct json_object *copied =
		json_member(move->notes, operation_word(OPERATION_TRANSFER));

	json_set_string(lesson, "run", move->run->id);
	json_set_string(lesson, "move", move->name);
	json_set_string(lesson, "machine", json_string(move->json, "machine"));
	json_set_string(lesson, "plan", move->run->plan_digest);
	json_set_string(lesson, "link", json_string(move->json, "link"));
	json_set_integer(lesson, "opened", move->opened);
	json_set_integer(lesson, "closed", move->closed);
	json_set_integer(lesson, "bytes", json_integer(estimate, "bytes", 0));
	set_predicted(lesson, estimate);
	json_set_integer(lesson, "took", took(move));
	set_blackout(move, lesson, estimate);
	if (json_member(copied, "pause"))
		json_set_integer(lesson, "pause_ms", json_integer(copied, "pause", 0));
	return lesson;
}

void teach(const struct active_move *move, struct store_batch *batch)
{
	struct json_object *estimate = order_estimate(move->run->plan, move->json);
	AUTO_JSON struct json_object *lesson = NULL;
	AUTO_FREE char *key = NULL, *value = NULL;

	if (!teaches(move) || json_integer(estimate, "seconds", 0) < 1)
		return;
	lesson = lesson_of(move, estimate);
	key = lesson_key(move->closed, move->run->id, move->name);
	value = json_canonical_string(lesson);
	batch_state(batch, LESSON_SPACE, key, value);
}
