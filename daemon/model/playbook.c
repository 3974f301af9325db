#include "model/playbook.h"

static const char *const steps[] = {"check_page", "check_content", NULL};
static const struct shape_field step_item = {"", SHAPE_CHOICE, .choices = steps};
static const char *const clean_ups[] = {
	"drop_paused_copy", "undefine_our_copy", "delete_partial_volume", NULL};
static const struct shape_field clean_up_item = {"", SHAPE_CHOICE, .choices = clean_ups};
static const char *const movers[] = {"libvirt", NULL};

const struct shape_field playbook_fields[] = {
	{"name", SHAPE_NAME, .required = true},
	{"version", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000000},
	{"before", SHAPE_LIST, .required = true, .item = &step_item, .high = 7,
		.help = "steps that must pass before anything is touched"},
	{"mover", SHAPE_CHOICE, .required = true, .choices = movers},
	{"after", SHAPE_LIST, .required = true, .item = &step_item, .high = 7,
		.help = "steps that prove the move"},
	{"allow", SHAPE_LIST, .required = true, .item = &clean_up_item, .high = 3,
		.help = "clean-up that approving the plan approves by name"},
	{0},
};
