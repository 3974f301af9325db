/* Which approvals of owners the waves of a plan have, and which are missing, of whom. */
#include "base/memory.h"
#include "cli/plan_show.h"
#include <stdio.h>

static void say_missing(const char *wave, struct json_object *owner)
{
	AUTO_FREE char *people = plan_list(json_member(owner, "people"));
	const char *department = json_string(owner, "department");

	if (json_length(json_member(owner, "people")) > 0)
		printf(_("Wave %s needs the approval of an owner of department %s: %s.\n"),
			wave, department, people);
	else
		printf(_("Wave %s needs the approval of an owner of department %s, and nobody "
			 "is "
			 "one: banyun.yaml tells who is.\n"),
			wave, department);
	if (json_member(owner, "consent"))
		printf("  %s\n", cli_said(owner, "why"));
}

static void say_wave(struct json_object *state, bool all)
{
	struct json_object *owners = json_member(state, "owners");

	for (size_t i = 0; i < json_length(owners); i++) {
		struct json_object *owner = json_object_array_get_idx(owners, i);

		if (!json_boolean(owner, "approved", false))
			say_missing(json_string(state, "wave"), owner);
		else if (all)
			printf(_("  Approved for department %s by %s.\n"),
				json_string(owner, "department"),
				json_string(json_member(owner, "consent"), "owner"));
	}
}

void plan_show_missing(const struct plan_view *view)
{
	for (size_t i = 0; i < json_length(view->states); i++)
		say_wave(json_object_array_get_idx(view->states, i), false);
}

void plan_show_owners(const struct plan_view *view, const char *wave)
{
	say_wave(plan_state(view, wave), true);
}
