#include "model/world.h"

#include "base/error.h"
#include "base/json.h"
#include "base/shape.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One more than there are values: shape.h wants the list to end with NULL. */
static const char *const powers[POWERS + 1] = {
	[POWER_UNREAD] = "unread",
	[POWER_ABSENT] = "absent",
	[POWER_OFF] = "off",
	[POWER_RUNNING] = "running",
	[POWER_PAUSED] = "paused",
	[POWER_PMSUSPENDED] = "pmsuspended",
};
static const char *const reasons[REASONS + 1] = {
	[REASON_OTHER] = "other",
	[REASON_MIGRATED] = "migrated",
	[REASON_SHUTDOWN] = "shutdown",
	[REASON_DESTROYED] = "destroyed",
	[REASON_CRASHED] = "crashed",
	[REASON_UNKNOWN] = "unknown",
	[REASON_USER] = "user",
	[REASON_MIGRATION] = "migration",
};
static const char *const marks[MARKS + 1] = {
	[MARK_NONE] = "none",
	[MARK_OURS] = "ours",
	[MARK_EARLIER] = "earlier",
	[MARK_FOREIGN] = "foreign",
};
static const char *const volumes[VOLUMES_STATES + 1] = {
	[VOLUMES_NONE] = "none",
	[VOLUMES_PARTIAL] = "partial",
	[VOLUMES_COMPLETE] = "complete",
};
static const char *const sides[SIDES + 1] = {
	[SIDE_SOURCE] = "source",
	[SIDE_TARGET] = "target",
};

/* A boot id does not fit the integers of JSON: 16 lower-case hexadecimal digits. */
#define BOOT_DIGITS 16

static const struct shape_field side_fields[] = {
	{"power", SHAPE_CHOICE, .required = true, .choices = powers},
	{"reason", SHAPE_CHOICE, .required = true, .choices = reasons},
	{"mark", SHAPE_CHOICE, .required = true, .choices = marks},
	{"volumes", SHAPE_CHOICE, .required = true, .choices = volumes},
	{"job", SHAPE_BOOLEAN, .required = true},
	{"fenced", SHAPE_BOOLEAN, .required = true},
	{"autostart", SHAPE_BOOLEAN, .required = true},
	{"persistent", SHAPE_BOOLEAN, .required = true},
	{"boot", SHAPE_STRING, .required = true, .low = BOOT_DIGITS, .high = BOOT_DIGITS},
	{0},
};
static const struct shape_field world_fields[] = {
	{"source", SHAPE_OBJECT, .required = true, .fields = side_fields},
	{"target", SHAPE_OBJECT, .required = true, .fields = side_fields},
	{0},
};

static const char *word_of(const char *const *words, unsigned count, unsigned value)
{
	return value < count ? words[value] : words[0];
}

/* The word is known to be one of the list. */
static uint8_t value_of(const char *const *words, struct json_object *object, const char *name)
{
	const char *word = json_string(object, name);
	uint8_t value = 0;

	while (words[value] && strcmp(words[value], word) != 0)
		value++;
	assert(words[value]);
	return value;
}

const char *power_word(enum power power)
{
	return word_of(powers, POWERS, power);
}

const char *reason_word(enum reason reason)
{
	return word_of(reasons, REASONS, reason);
}

const char *mark_word(enum mark mark)
{
	return word_of(marks, MARKS, mark);
}

const char *volumes_word(enum volumes state)
{
	return word_of(volumes, VOLUMES_STATES, state);
}

const char *side_word(enum side side)
{
	return word_of(sides, SIDES, side);
}

static struct json_object *side_encode(const struct side_view *view)
{
	struct json_object *object = json_object_new_object();
	char boot[BOOT_DIGITS + 1];

	snprintf(boot, sizeof(boot), "%016" PRIx64, view->boot);
	json_set_string(object, "power", power_word(view->power));
	json_set_string(object, "reason", reason_word(view->reason));
	json_set_string(object, "mark", mark_word(view->mark));
	json_set_string(object, "volumes", volumes_word(view->volumes));
	json_set_boolean(object, "job", view->job);
	json_set_boolean(object, "fenced", view->fenced);
	json_set_boolean(object, "autostart", view->autostart);
	json_set_boolean(object, "persistent", view->persistent);
	return json_set_string(object, "boot", boot);
}

static int boot_decode(
	uint64_t *boot, const char *side, const char *digits, struct error *error)
{
	if (strspn(digits, "0123456789abcdef") != BOOT_DIGITS)
		return error_set(error, ERROR_INPUT, side,
			"\"boot\" is \"%s\", where 16 lower-case hexadecimal digits were "
			"expected.",
			digits);
	*boot = strtoull(digits, NULL, 16);
	return 0;
}

static int side_decode(struct side_view *view, const char *side, struct json_object *object,
	struct error *error)
{
	view->power = value_of(powers, object, "power");
	view->reason = value_of(reasons, object, "reason");
	view->mark = value_of(marks, object, "mark");
	view->volumes = value_of(volumes, object, "volumes");
	view->job = json_boolean(object, "job", false);
	view->fenced = json_boolean(object, "fenced", false);
	view->autostart = json_boolean(object, "autostart", false);
	view->persistent = json_boolean(object, "persistent", false);
	return boot_decode(&view->boot, side, json_string(object, "boot"), error);
}

struct json_object *world_encode(const struct world *world)
{
	struct json_object *tree = json_object_new_object();

	for (unsigned i = 0; i < SIDES; i++)
		json_set(tree, sides[i], side_encode(&world->side[i]));
	return tree;
}

int world_decode(struct world *world, struct json_object *tree, struct error *error)
{
	struct world read = {0};

	memset(world, 0, sizeof(*world));
	if (shape_check(world_fields, tree, NULL, error) < 0)
		return -1;
	for (unsigned i = 0; i < SIDES; i++)
		if (side_decode(&read.side[i], sides[i], json_member(tree, sides[i]), error) <
			0)
			return -1;
	*world = read;
	return 0;
}
