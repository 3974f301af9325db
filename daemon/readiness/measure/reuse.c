#include "readiness/measure/reuse.h"
#include "base/clock.h"
#include "base/text.h"

void reuse_digest(char digest[DIGEST_TEXT], const char *method, struct json_object *parameters,
	const char *facts)
{
	AUTO_JSON struct json_object *question = json_object_new_object();

	json_set_string(question, "method", method);
	json_set_string(question, "facts", facts);
	if (parameters)
		json_set(question, "parameters", json_object_get(parameters));
	digest_json(question, digest);
}

/*
 * Whether each try of a website was answered, and there is nothing that somebody may have
 * mended.
 */
static bool is_good_website(struct json_object *answer)
{
	struct json_object *six = json_member(answer, "ipv6");

	return text_equal(json_string(json_member(answer, "aaaa"), "verdict"), "yes") &&
	       json_integer(six, "reached", 0) > 0 && json_integer(six, "failed", 1) == 0;
}

/* What somebody may have mended since is asked again. */
static bool is_good(const char *member, struct json_object *answer)
{
	if (json_string(answer, "why") || json_string(answer, "unasked"))
		return false;
	if (text_equal(member, "reach") || text_equal(member, "arrivals"))
		return json_boolean(answer, "reached", false);
	if (text_equal(member, "literals"))
		return json_boolean(answer, "complete", false) &&
		       json_length(json_member(answer, "literals")) == 0;
	return !text_equal(member, "websites") || is_good_website(answer);
}

static bool is_fresh(const struct reuse *reuse, const char *family, struct json_object *answer)
{
	struct json_object *valid =
		json_member(json_member(reuse->profile, "readiness"), "valid_hours");
	int64_t hours = json_integer(valid, family, 0), at;

	return json_string(answer, "at") && clock_parse(json_string(answer, "at"), &at) == 0 &&
	       at <= reuse->now && reuse->now - at < hours * 3600 * CLOCK_SECOND;
}

struct json_object *reuse_answer(const struct reuse *reuse, const char *family,
	const char *member, const char *key, const char *digest)
{
	struct json_object *answer = json_member(json_member(reuse->before, member), key);

	if (answer && text_equal(json_string(answer, "question"), digest) &&
		is_good(member, answer) && is_fresh(reuse, family, answer))
		return answer;
	return NULL;
}
