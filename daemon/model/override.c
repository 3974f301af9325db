#include "model/override.h"
#include "base/error.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/disposition.h"
#include <string.h>

const char *const override_kinds[] = {"disposition", "hold", "instruct", "cut", "join", NULL};

const char *const override_states[] = {
	"merged", "cancelled", "hosted", "retained", "interconnected", NULL};

#define ORDER                                                                                  \
	{"kind", SHAPE_CHOICE, .required = true, .choices = override_kinds},                   \
		{"subject", SHAPE_STRING, .required = true, .low = 1, .high = 256,             \
			.help = "the id or name of a system or dedicated network"},            \
		{"other", SHAPE_STRING, .low = 1, .high = 256,                                 \
			.help = "of the other system, for cut and join"},                      \
		{"value", SHAPE_NAME, .help = "what becomes of it, for disposition"},          \
	{                                                                                      \
		"reason", SHAPE_STRING, .required = true, .low = 1, .high = 1000               \
	}

const struct shape_field override_order_fields[] = {ORDER, {0}};
const struct shape_field override_fields[] = {ORDER,
	{"actor", SHAPE_STRING, .required = true, .low = 1, .high = 256},
	{"made", SHAPE_TIME, .required = true},
	{"department", SHAPE_OWNER, .help = "of a hold that its owner made"}, {0}};

/* Whether it is between two systems: "cut" and "join". */
static bool override_is_of_two(const char *kind)
{
	return override_opposite(kind) != NULL;
}

const char *override_opposite(const char *kind)
{
	if (text_equal(kind, "cut"))
		return "join";
	return text_equal(kind, "join") ? "cut" : NULL;
}

int override_check(struct json_object *order, struct error *error)
{
	const char *kind = json_string(order, "kind"), *other = json_string(order, "other");
	bool value = json_string(order, "value") != NULL;

	if (override_is_of_two(kind) != (other != NULL))
		return error_set(error, ERROR_INPUT, json_string(order, "subject"),
			other ? N_("A decision of the kind %s is about one system; leave "
				   "\"other\" out.")
			      : N_("A decision of the kind %s is between two systems; "
				   "\"other\" names the second."),
			kind);
	if (other && text_equal(other, json_string(order, "subject")))
		return error_set(error, ERROR_INPUT, other,
			"\"%s\" cannot be tied to, or cut from, itself; name another system.",
			other);
	if (value && !text_equal(kind, "disposition") && !text_equal(kind, "instruct"))
		return error_set(error, ERROR_INPUT, json_string(order, "subject"),
			"A decision of the kind %s has no disposition; leave \"value\" out.",
			kind);
	if (!value && text_equal(kind, "disposition"))
		return error_set(error, ERROR_INPUT, json_string(order, "subject"),
			"A decision of the kind %s needs one in \"value\".", kind);
	return 0;
}

static bool is_of(const char *const *words, const char *word)
{
	while (*words && !text_equal(*words, word))
		words++;
	return *words;
}

static char *list_of(const char *const *words)
{
	struct text text = {0};

	for (size_t i = 0; words[i]; i++)
		text_format(&text, "%s%s", i ? ", " : "", words[i]);
	return text_take(&text);
}

int override_check_of(struct json_object *order, const char *object, struct error *error)
{
	const char *kind = json_string(order, "kind"), *value = json_string(order, "value");
	const char *subject = json_string(order, "subject");
	bool system = text_equal(object, "system");
	const char *const *words = system ? disposition_choices : override_states;
	AUTO_FREE char *list = list_of(words);

	if (!system && override_is_of_two(kind))
		return error_set(error, ERROR_INPUT, subject,
			"\"%s\" is a network; only systems are cut and joined.", subject);
	if (value && system && text_equal(kind, "instruct"))
		return error_set(error, ERROR_INPUT, subject,
			"\"%s\" is a system, which is planned by the rules once its "
			"instruction is there; leave \"value\" out.",
			subject);
	if (value && !is_of(words, value))
		return error_set(error, ERROR_INPUT, subject,
			"\"%s\" cannot become \"%s\", but one of these: %s.", subject, value,
			list);
	return 0;
}

/* A tab sorts before all that a name can have, so that "a" comes before "a b". */
char *override_key(const char *kind, const char *subject, const char *other)
{
	return mem_format("%s\t%s\t%s", subject, kind, other ? other : "");
}

void override_sort(struct json_object *order)
{
	const char *subject = json_string(order, "subject");
	const char *other = json_string(order, "other");
	AUTO_FREE char *first = NULL;

	if (!other || strcmp(subject, other) <= 0)
		return;
	first = mem_string(other);
	json_set_string(order, "other", subject);
	json_set_string(order, "subject", first);
}
