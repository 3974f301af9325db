/* Whether DNS knows a host by its IPv6 address, and its address by its name. */
#include "readiness/rules/rules.h"
#include <string.h>
#include <strings.h>

struct naming {
	const char *name;
	struct json_object *host, *found;
	const char *own, *foreign;           /* records that the host has, and has not */
	const char *unknown, *wrong, *other; /* addresses whose names are so; a name */
};

/* Names of DNS are the same in capitals, and with a dot at their end. */
static bool is_same_name(const char *left, const char *right)
{
	size_t size = strlen(left);

	size -= size > 0 && left[size - 1] == '.';
	return strlen(right) == size && strncasecmp(left, right, size) == 0;
}

static void look_back(struct naming *naming, const char *address)
{
	struct json_object *pointer =
		json_find(json_member(naming->found, "pointers"), "address", address);
	struct json_object *names = json_member(pointer, "names");
	const char *verdict = json_string(pointer, "verdict");

	for (size_t i = 0; i < json_length(names); i++)
		if (is_same_name(json_string_at(names, i), naming->name))
			return;
	if (!verdict || text_equal(verdict, "unknown")) {
		naming->unknown = address;
		return;
	}
	naming->wrong = address;
	naming->other = json_length(names) > 0 ? json_string_at(names, 0) : NULL;
}

static void look(struct naming *naming)
{
	struct json_object *aaaa = json_member(naming->found, "aaaa");
	struct json_object *records = json_member(aaaa, "records");

	for (size_t i = 0; i < json_length(records); i++) {
		const char *address = json_string_at(records, i);

		if (json_has_string(json_member(naming->host, "addresses"), address)) {
			naming->own = address;
			look_back(naming, address);
		} else {
			naming->foreign = address;
		}
	}
}

static void say(const struct judged *judged, const struct readiness_rule *rule,
	const struct naming *naming)
{
	struct json_object *basis = json_object_get(naming->found);

	if (!naming->own)
		judge_say_why(judged, rule, basis, "fail",
			"DNS has %s for its name %s, and it has not that address.",
			naming->foreign, naming->name);
	else if (naming->other)
		judge_say_why(judged, rule, basis, "fail",
			"DNS has %s for its name %s, and the name %s for that address.",
			naming->wrong, naming->name, naming->other);
	else if (naming->wrong)
		judge_say_why(judged, rule, basis, "fail",
			"DNS has %s for its name %s, and no name for that address.",
			naming->wrong, naming->name);
	else if (naming->unknown)
		judge_say_why(judged, rule, basis, "unknown",
			"DNS has %s for its name %s, and did not tell the name of that "
			"address.",
			naming->unknown, naming->name);
	else if (naming->foreign)
		judge_say_why(judged, rule, basis, "warn",
			"DNS has %s for its name %s, and also %s, which it has not.",
			naming->own, naming->name, naming->foreign);
	else
		judge_say_why(judged, rule, basis, "pass",
			"DNS has %s for its name %s, and that name for the address.",
			naming->own, naming->name);
}

static void judge_names(
	const struct judged *judged, const struct readiness_rule *rule, struct naming *naming)
{
	struct json_object *aaaa = json_member(naming->found, "aaaa");
	const char *verdict = json_string(aaaa, "verdict");
	const char *unasked = json_string(naming->found, "unasked");

	if (!verdict && unasked)
		judge_say(
			judged, rule, "unknown", "DNS could not be asked for it: %s", unasked);
	else if (!verdict)
		judge_say(judged, rule, "unknown", "DNS was not asked for it.");
	else if (text_equal(verdict, "unknown"))
		judge_say(judged, rule, "unknown",
			"DNS did not tell whether %s has an address.", naming->name);
	else if (text_equal(verdict, "no"))
		judge_say(judged, rule, "fail", "DNS has no AAAA record for its name %s.",
			naming->name);
	else {
		look(naming);
		say(judged, rule, naming);
	}
}

void node_names(const struct judged *judged, const struct readiness_rule *rule)
{
	struct naming naming = {.name = json_string(judged->subject, "hostname"),
		.host = judged->subject,
		.found = json_member(json_member(judged->measured, "names"), judged->name)};

	if (!naming.name)
		judge_say(judged, rule, "unknown", "The host's own name was not read.");
	else if (!strchr(naming.name, '.'))
		judge_say(judged, rule, "unknown",
			"Its name %s has no domain by which DNS could know it.", naming.name);
	else if (judge_unread(judged->subject, "addresses"))
		judge_say(judged, rule, "unknown", "Its addresses were not read.");
	else if (!judge_address(judged->subject, 6))
		judge_say(judged, rule, "fail",
			"It has no IPv6 address that DNS could have for its name %s.",
			naming.name);
	else
		judge_names(judged, rule, &naming);
}
