/* Why a move has another time or place than in the plan before, as far as the plans show it. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/plan_diff.h"
#include <stdlib.h>

/* Machine -> the machines of its group. New reference. */
static struct json_object *index_groups(const struct plan_view *view)
{
	struct json_object *index = json_object_new_object();
	struct json_object *groups = json_member(view->document, "groups");

	for (size_t i = 0; i < json_length(groups); i++) {
		struct json_object *machines =
			json_member(json_object_array_get_idx(groups, i), "machines");

		for (size_t j = 0; j < json_length(machines); j++)
			json_set(index,
				json_object_get_string(json_object_array_get_idx(machines, j)),
				json_object_get(machines));
	}
	return index;
}

struct plan_whys plan_whys_make(const struct plan_view *old, const struct plan_view *new,
	struct json_object *before, struct json_object *after)
{
	return (struct plan_whys){
		old, new, before, after, index_groups(old), index_groups(new)};
}

void plan_whys_free(struct plan_whys *whys)
{
	json_object_put(whys->old_groups);
	json_object_put(whys->new_groups);
}

static int minutes_of(struct json_object *move)
{
	return (int)((plan_second(move, "end") - plan_second(move, "start")) / 60);
}

static bool is_past(const struct plan_whys *whys, struct json_object *old)
{
	return plan_second(old, "start") < plan_second(whys->new->document, "from");
}

/* What of the machine itself asks for another time; NULL: nothing. */
static char *why_itself(const struct plan_whys *whys, const char *machine)
{
	struct json_object *old = json_member(whys->before, machine);
	struct json_object *new = json_member(whys->after, machine);
	int took, takes;

	if (!old || !new)
		return NULL;
	took = minutes_of(old);
	takes = minutes_of(new);
	if (is_past(whys, old))
		return mem_string(_("that time had passed when it was planned again"));
	if (took != takes)
		return mem_format(_("it takes %d min, and took %d"), takes, took);
	return NULL;
}

/* The same of another machine of its group. */
static char *why_with_it(const struct plan_whys *whys, const char *machine)
{
	struct json_object *old = json_member(whys->old_groups, machine);
	struct json_object *new = json_member(whys->new_groups, machine);

	if (old && new && !json_object_equal(old, new))
		return mem_string(_("other machines than before move with it"));
	for (size_t i = 0; i < json_length(new); i++) {
		const char *other = json_object_get_string(json_object_array_get_idx(new, i));
		AUTO_FREE char *why =
			text_equal(other, machine) ? NULL : why_itself(whys, other);

		if (why)
			return mem_format(_("%s moves with it: %s"),
				json_string(json_member(whys->after, other), "name"), why);
	}
	return NULL;
}

static bool is_made_of_it(const struct plan_whys *whys)
{
	return text_equal(json_string(whys->new->document, "earlier"),
		json_string(whys->old->answer, "plan"));
}

/* What of the whole plan did. */
static char *why_of_all(const struct plan_whys *whys)
{
	struct json_object *old = json_member(whys->old->document, "schedule");
	struct json_object *new = json_member(whys->new->document, "schedule");
	int64_t sooner = plan_second(old, "finish") - plan_second(new, "finish");
	char span[48];

	if (!is_made_of_it(whys))
		return mem_string(_("the second plan was not made from the first"));
	if (sooner > 60)
		return mem_format(_("so all is done %s sooner"), cli_seconds(sooner, span));
	return mem_string(_("what changed elsewhere took its room"));
}

char *plan_why_moved(const struct plan_whys *whys, const char *machine)
{
	char *why = why_itself(whys, machine);

	if (!why)
		why = why_with_it(whys, machine);
	return why ? why : why_of_all(whys);
}
