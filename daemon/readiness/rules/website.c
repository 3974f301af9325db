/*
 * Websites: the eight items that the national platform measures, each as it was measured
 * (banyun-plugin-probe(8)), what it does not measure (the same content, the pages behind), and
 * a score with the profile's weights.
 */
#include "readiness/website.h"
#include "model/profile.h"
#include "readiness/rules/rules.h"

enum item { BAD, GOOD, UNSEEN };

/* The measures of the system's website; NULL with a finding when there are none. */
static struct json_object *measures_of(
	const struct judged *judged, const struct readiness_rule *rule)
{
	const char *url = website_of(judged->subject);
	struct json_object *found =
		url ? json_member(json_member(judged->measured, "websites"), url) : NULL;
	const char *why = json_string(found, "unasked");

	if (!why)
		why = json_string(found, "why");
	if (!url || (found && !why))
		return url ? found : NULL;
	if (why)
		judge_say(judged, rule, "unknown", "%s could not be measured: %s", url, why);
	else
		judge_say(judged, rule, "unknown", "%s was not measured.", url);
	return NULL;
}

static enum item read_word(struct json_object *object, const char *member)
{
	const char *word = json_string(object, member);

	if (text_equal(word, "yes"))
		return GOOD;
	return text_equal(word, "no") ? BAD : UNSEEN;
}

static const char *verdict_of(enum item item)
{
	return item == GOOD ? "pass" : item == BAD ? "fail" : "unknown";
}

/* Of so many tries that told something, all good; none told: nothing is known. */
static enum item all_good(int64_t good, int64_t bad)
{
	if (good + bad == 0)
		return UNSEEN;
	return bad == 0 ? GOOD : BAD;
}

/* --- the items --- */

static enum item item_aaaa(struct json_object *found)
{
	return read_word(json_member(found, "aaaa"), "verdict");
}

static enum item item_reached(struct json_object *found)
{
	struct json_object *six = json_member(found, "ipv6");

	return all_good(json_integer(six, "reached", 0), json_integer(six, "failed", 0));
}

static enum item item_delegation(struct json_object *found)
{
	struct json_object *zone = json_member(found, "delegation");
	int64_t servers = (int64_t)json_length(json_member(zone, "servers"));
	int64_t answering = json_integer(zone, "answering", 0);
	int64_t unknown = json_integer(zone, "unknown", 0);

	if (servers == 0)
		return read_word(zone, "verdict") == BAD ? BAD : UNSEEN;
	return unknown > 0 && answering + unknown == servers
		       ? UNSEEN
		       : all_good(answering, servers - answering);
}

static const char *const delays[] = {"dns_us", "tcp_us", "first_byte_us", "total_us", NULL};

/*
 * How much worse IPv6 does than IPv4, thousandths: (IPv6 - IPv4) / IPv4; of a speed the other
 * way round. INT64_MIN: one of them was not measured.
 */
static int64_t degradation(struct json_object *found, const char *member, bool more_is_better)
{
	int64_t six = json_integer(json_member(found, "ipv6"), member, -1);
	int64_t four = json_integer(json_member(found, "ipv4"), member, -1);

	if (six < 0 || four <= 0)
		return INT64_MIN;
	return more_is_better ? (four - six) * 1000 / four : (six - four) * 1000 / four;
}

static enum item item_delay(const struct judged *judged, struct json_object *found,
	const char *member, bool more_is_better)
{
	int64_t worse = degradation(found, member, more_is_better);

	if (worse == INT64_MIN)
		return UNSEEN;
	return worse <= profile_integer(judged->profile, "website", "slower_permille") ? GOOD
										       : BAD;
}

/* --- the rules --- */

void website_aaaa(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = measures_of(judged, rule);
	struct json_object *records = json_member(json_member(found, "aaaa"), "records");

	if (found)
		judge_say_why(judged, rule, json_object_get(json_member(found, "aaaa")),
			verdict_of(item_aaaa(found)), "Its name has %zu AAAA records.",
			json_length(records));
}

void website_reachable(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = measures_of(judged, rule);
	struct json_object *six = json_member(found, "ipv6"),
			   *four = json_member(found, "ipv4");

	if (found)
		judge_say_why(judged, rule, json_object_get(six),
			verdict_of(item_reached(found)),
			"Over IPv6 %lld tries of its home page reached it and %lld failed; "
			"over "
			"IPv4 %lld and %lld.",
			(long long)json_integer(six, "reached", 0),
			(long long)json_integer(six, "failed", 0),
			(long long)json_integer(four, "reached", 0),
			(long long)json_integer(four, "failed", 0));
}

void website_delegation(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = measures_of(judged, rule);
	struct json_object *zone = json_member(found, "delegation");

	if (found)
		judge_say_why(judged, rule, json_object_get(zone),
			verdict_of(item_delegation(found)),
			"Of the %zu name servers of its zone %lld answer over IPv6.",
			json_length(json_member(zone, "servers")),
			(long long)json_integer(zone, "answering", 0));
}

/* Five items at once: four delays and the speed. */
void website_delay(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = measures_of(judged, rule);
	int64_t worst = INT64_MIN, one;
	const char *which = "speed_bps";

	if (!found)
		return;
	worst = degradation(found, which, true);
	for (const char *const *delay = delays; *delay && worst != INT64_MIN; delay++) {
		one = degradation(found, *delay, false);
		if (one > worst || one == INT64_MIN) {
			worst = one;
			which = *delay;
		}
	}
	if (worst == INT64_MIN)
		judge_say(judged, rule, "unknown", "%s was not measured over both families.",
			which);
	else
		judge_say(judged, rule,
			worst <= profile_integer(judged->profile, "website", "slower_permille")
				? "pass"
				: "fail",
			"What degrades most over IPv6 is %s, by %lld thousandths.", which,
			(long long)worst);
}

void website_content(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = measures_of(judged, rule);
	struct json_object *content = json_member(found, "content");
	enum item same = read_word(content, "same_words");

	if (!found)
		return;
	if (same == GOOD)
		judge_say(judged, rule, "pass", "Both families serve the same words.");
	else if (same == UNSEEN)
		judge_say(judged, rule, "unknown",
			"Its content was not seen over both families.");
	else if (read_word(content, "steady") == BAD)
		judge_say(judged, rule, "unknown",
			"Its words change from one try to the next, over one family already.");
	else
		judge_say_why(judged, rule, json_object_get(content), "fail",
			"IPv6 and IPv4 serve different content.");
}

void website_links(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = measures_of(judged, rule);
	struct json_object *links = json_member(found, "links");
	struct json_object *second = json_member(links, "second");
	struct json_object *third = json_member(links, "third");
	int64_t good = json_integer(second, "reached", 0) + json_integer(third, "reached", 0);
	int64_t bad = json_integer(second, "failed", 0) + json_integer(third, "failed", 0);

	if (!found)
		return;
	if (read_word(links, "read") == GOOD && good + bad == 0 &&
		json_integer(second, "found", 0) == 0)
		judge_say(judged, rule, "pass", "Its home page links to no page of its own.");
	else
		judge_say_why(judged, rule, json_object_get(links),
			verdict_of(all_good(good, bad)),
			"Of the pages behind it %lld were reached over IPv6, and %lld were "
			"not.",
			(long long)good, (long long)bad);
}

/* --- the score --- */

struct score {
	const struct judged *judged;
	int64_t got, of, unseen;
};

static void add(struct score *score, const char *item, enum item found)
{
	struct json_object *weights =
		json_member(json_member(score->judged->profile, "website"), "weights");
	int64_t weight = json_integer(weights, item, 0);

	score->of += weight;
	score->got += found == GOOD ? weight : 0;
	score->unseen += found == UNSEEN ? weight : 0;
}

/* What was not seen counts neither way, as long as it cannot turn the verdict. */
static const char *judge_score(const struct score *score, int64_t mark)
{
	if (score->of == 0)
		return "unknown";
	if (score->got * 100 >= mark * score->of)
		return "pass";
	return (score->got + score->unseen) * 100 < mark * score->of ? "fail" : "unknown";
}

void website_score(const struct judged *judged, const struct readiness_rule *rule)
{
	static const char *const names[] = {"dns", "tcp", "first_byte", "total"};
	struct json_object *found = measures_of(judged, rule);
	int64_t mark = profile_integer(judged->profile, "website", "pass_mark");
	struct score score = {judged, 0, 0, 0};

	if (!found)
		return;
	add(&score, "aaaa", item_aaaa(found));
	add(&score, "reachable", item_reached(found));
	add(&score, "delegation", item_delegation(found));
	for (int i = 0; i < 4; i++)
		add(&score, names[i], item_delay(judged, found, delays[i], false));
	add(&score, "speed", item_delay(judged, found, "speed_bps", true));
	judge_say(judged, rule, judge_score(&score, mark),
		"By the profile's weights it has %lld of %lld, with %lld not seen; the mark is "
		"%lld in a hundred.",
		(long long)score.got, (long long)score.of, (long long)score.unseen,
		(long long)mark);
}
