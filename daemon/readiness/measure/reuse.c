#include "readiness/measure/reuse.h"
#include "base/clock.h"
#include "base/text.h"
#include "readiness/node.h"

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

/* Whether each port is open over both families or over none. */
static bool is_good_ports(struct json_object *answer)
{
	struct json_object *ports = json_member(answer, "ports");

	for (size_t i = 0; i < json_length(ports); i++) {
		struct json_object *port = json_object_array_get_idx(ports, i);
		const char *four = json_string(port, "ipv4"), *six = json_string(port, "ipv6");

		if (text_equal(four, "unknown") || text_equal(six, "unknown") ||
			text_equal(four, "open") != text_equal(six, "open"))
			return false;
	}
	return ports && !json_member(answer, "left_out");
}

static bool is_good_zone(struct json_object *answer)
{
	size_t servers = json_length(json_member(answer, "servers"));

	return servers > 0 && json_integer(answer, "answering", 0) == (int64_t)servers;
}

/*
 * What somebody may have mended since is asked again. Names are always: whether those that DNS
 * told are right is more than their answer knows.
 */
static bool is_good(const char *member, struct json_object *answer)
{
	if (json_string(answer, "why") || json_string(answer, "unasked"))
		return false;
	if (text_equal(member, "reach") || text_equal(member, "arrivals"))
		return json_boolean(answer, "reached", false);
	if (text_equal(member, "literals"))
		return json_boolean(answer, "complete", false) &&
		       json_length(json_member(answer, "literals")) == 0;
	if (text_equal(member, "paths"))
		return json_integer(answer, "mtu", 0) >= NODE_LEAST_MTU &&
		       !json_member(answer, "lost");
	if (text_equal(member, "ports"))
		return is_good_ports(answer);
	if (text_equal(member, "answers"))
		return text_equal(
			json_string(json_member(answer, "content"), "same_words"), "yes");
	if (text_equal(member, "zones"))
		return is_good_zone(answer);
	if (text_equal(member, "websites"))
		return is_good_website(answer);
	return !text_equal(member, "names");
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
