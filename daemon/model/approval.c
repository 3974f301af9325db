#include "model/approval.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include <string.h>

const struct shape_field approval_fields[] = {
	{"plan", SHAPE_DIGEST, .required = true},
	{"wave", SHAPE_OWNER, .required = true},
	{"digest", SHAPE_DIGEST, .required = true},
	{"approver", SHAPE_STRING, .required = true},
	{"made", SHAPE_TIME, .required = true},
	{"expires", SHAPE_TIME, .required = true},
	{"of", SHAPE_DIGEST,
		.help = "the plan that was approved, when a later one kept the wave"},
	{0},
};

char *approval_key(const char *plan_digest, const char *wave)
{
	return mem_format("%s %s", plan_digest, wave);
}

bool approval_same_person(const char *one, const char *other)
{
	size_t size = one ? strcspn(one, " ") : 0;

	return one && other && size == strcspn(other, " ") && memcmp(one, other, size) == 0;
}

bool approval_is_author(struct json_object *plan, const char *person)
{
	struct json_object *others = json_member(plan, "authors");

	for (size_t i = 0; i < json_length(others); i++)
		if (approval_same_person(
			    json_object_get_string(json_object_array_get_idx(others, i)),
			    person))
			return true;
	return approval_same_person(json_string(plan, "author"), person);
}

int approval_check(struct json_object *approval, struct json_object *plan, const char *wave,
	const char *digest, int64_t now, struct error *error)
{
	int64_t expires;

	if (!approval)
		return error_set(error, ERROR_REFUSED, wave,
			"Wave \"%s\" is not approved; another person approves it with `banyun "
			"plan approve`.",
			wave);
	if (!text_equal(digest, json_string(approval, "digest")))
		return error_set(error, ERROR_REFUSED, wave,
			"Wave \"%s\" was changed after its approval: approved were the bytes "
			"%s, these are "
			"%s. Have it approved again.",
			wave, json_string(approval, "digest"), digest);
	if (approval_is_author(plan, json_string(approval, "approver")))
		return error_set(error, ERROR_REFUSED, wave,
			"Wave \"%s\" was approved by its author, %s; another person has to "
			"approve it.",
			wave, json_string(approval, "approver"));
	if (clock_parse(json_string(approval, "expires"), &expires) < 0 || now >= expires)
		return error_set(error, ERROR_REFUSED, wave,
			"The approval of wave \"%s\" expired at %s; have it approved again.",
			wave, json_string(approval, "expires"));
	return 0;
}
