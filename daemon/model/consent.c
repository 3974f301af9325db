#include "model/consent.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/approval.h"

const struct shape_field consent_fields[] = {
	{"plan", SHAPE_DIGEST, .required = true},
	{"wave", SHAPE_OWNER, .required = true},
	{"digest", SHAPE_DIGEST, .required = true},
	{"department", SHAPE_OWNER, .required = true},
	{"owner", SHAPE_STRING, .required = true},
	{"made", SHAPE_TIME, .required = true},
	{"expires", SHAPE_TIME, .required = true},
	{"of", SHAPE_DIGEST,
		.help = "the plan that was approved, when a later one kept the wave"},
	{0},
};

char *consent_key(const char *plan_digest, const char *wave, const char *department)
{
	return mem_format("%s %s/%s", plan_digest, wave, department);
}

bool consent_is_needed(struct json_object *profile)
{
	return json_boolean(json_member(profile, "approval"), "owners", false);
}

int consent_check(
	struct json_object *consent, const struct consent_case *asked, struct error *error)
{
	const char *owner = json_string(consent, "owner");
	int64_t expires;

	if (!consent || !text_equal(json_string(consent, "department"), asked->department))
		return error_set(error, ERROR_REFUSED, asked->wave,
			"Wave \"%s\" is not approved by an owner of department \"%s\", who "
			"does it with `banyun plan approve`.",
			asked->wave, asked->department);
	if (!text_equal(asked->digest, json_string(consent, "digest")))
		return error_set(error, ERROR_REFUSED, asked->wave,
			"Wave \"%s\" was changed after the owner of department \"%s\" "
			"approved it; have it approved again.",
			asked->wave, asked->department);
	if (approval_is_author(asked->plan, owner))
		return error_set(error, ERROR_REFUSED, asked->wave,
			"Wave \"%s\" was approved for department \"%s\" by its author, %s; "
			"another owner has to approve it.",
			asked->wave, asked->department, owner);
	if (clock_parse(json_string(consent, "expires"), &expires) < 0 || asked->now >= expires)
		return error_set(error, ERROR_REFUSED, asked->wave,
			"The approval of wave \"%s\" by the owner of department \"%s\" "
			"expired at %s; have it approved again.",
			asked->wave, asked->department, json_string(consent, "expires"));
	return 0;
}
