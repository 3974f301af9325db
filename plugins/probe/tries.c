#include "home.h"

#include <stdlib.h>
#include <string.h>

#include "html.h"

static const char *const measure_names[MEASURES] = {
	"dns_us", "tcp_us", "first_byte_us", "total_us", "speed_bps"};

void home_begin(struct home *home, int family)
{
	*home = (struct home){.family = family,
		.records = {.verdict = VERDICT_UNKNOWN},
		.tries = json_object_new_array(),
		.hops = json_object_new_array()};
}

void home_clear(struct home *home)
{
	json_put_at(&home->tries);
	json_put_at(&home->hops);
}

static void read_copy(const struct visit *visit, struct copy *copy)
{
	AUTO_TEXT struct text words = {0};
	const char *body = visit->body.data ? visit->body.data : "";

	html_words(body, visit->body.size, &words);
	digest_text(body, visit->body.size, copy->digest);
	digest_text(words.data ? words.data : "", words.size, copy->words);
}

static void add_samples(struct home *home, const int64_t values[MEASURES])
{
	for (int i = 0; i < MEASURES; i++)
		if (values[i] >= 0)
			home->samples[i].list[home->samples[i].count++] = values[i];
}

/*
 * A delay of DNS is one of an answer, whatever it says; that of a page is one of a good page.
 */
static void measure(const struct visit *visit, int64_t values[MEASURES])
{
	bool good = visit->verdict == VERDICT_YES,
	     asked = visit->found.verdict != VERDICT_UNKNOWN && !visit->literal;

	values[MEASURE_DNS] = asked ? visit->found.us : -1;
	values[MEASURE_TCP] = visit->tcp_us;
	values[MEASURE_FIRST_BYTE] = good ? visit->first_byte_us : -1;
	values[MEASURE_TOTAL] = good ? visit->total_us : -1;
	values[MEASURE_SPEED] = good ? visit->speed_bps : -1;
}

static struct json_object *tell_try(
	const struct visit *visit, const int64_t values[MEASURES], const struct copy *copy)
{
	struct json_object *told = json_object_new_object();

	json_set_string(told, "verdict", verdict_word(visit->verdict));
	if (visit->reason[0])
		json_set_string(told, "reason", visit->reason);
	if (visit->status > 0)
		json_set_integer(told, "status", visit->status);
	for (int i = 0; i < MEASURES; i++)
		if (values[i] >= 0)
			json_set_integer(told, measure_names[i], values[i]);
	if (!copy)
		return told;
	json_set_integer(told, "bytes", (int64_t)visit->body.size);
	json_set_string(told, "digest", copy->digest);
	return json_set_string(told, "words_digest", copy->words);
}

static struct json_object *tell_hops(const struct visit *visit)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < visit->hop_count; i++) {
		const struct visit_hop *hop = &visit->hops[i];
		struct json_object *told = json_object_new_object();
		json_set_string(told, "url", hop->url.text);
		if (hop->status > 0)
			json_set_integer(told, "status", hop->status);
		if (hop->address[0])
			json_set_string(told, "address", hop->address);
		json_object_array_add(list, told);
	}
	return list;
}

/* What DNS said once counts more than its silence, and a record more than none. */
static void keep_records(struct home *home, const struct dns_addresses *found)
{
	if (home->records.verdict == VERDICT_UNKNOWN || found->verdict == VERDICT_YES)
		home->records = *found;
}

void home_add(struct home *home, const struct visit *visit)
{
	struct copy *copy = NULL;
	int64_t values[MEASURES];

	home->counts[visit->verdict]++;
	keep_records(home, &visit->found);
	measure(visit, values);
	add_samples(home, values);
	if (visit->verdict == VERDICT_YES) {
		copy = &home->copies[home->copy_count++];
		read_copy(visit, copy);
	}
	json_object_array_add(home->tries, tell_try(visit, values, copy));
	json_put_at(&home->hops);
	home->hops = tell_hops(visit);
}

static int compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

/* Of an even number, the middle of the two in the middle. */
static int64_t median(struct samples *samples)
{
	size_t half = samples->count / 2;

	qsort(samples->list, samples->count, sizeof(samples->list[0]), compare);
	if (samples->count % 2 == 1)
		return samples->list[half];
	return samples->list[half - 1] + (samples->list[half] - samples->list[half - 1]) / 2;
}

static struct json_object *tell_records(const struct dns_addresses *records)
{
	struct json_object *told = json_object_new_object(), *list = json_object_new_array();
	char address[ADDRESS_TEXT];

	for (size_t i = 0; i < records->count; i++) {
		address_format(&records->list[i], address);
		json_object_array_add(list, json_object_new_string(address));
	}
	json_set_string(told, "verdict", verdict_word(records->verdict));
	json_set_string(told, "reason", records->reason);
	return json_set(told, "records", list);
}

void home_tell(struct home *home, struct json_object *result)
{
	struct json_object *told = json_object_new_object();

	json_set_integer(told, "reached", home->counts[VERDICT_YES]);
	json_set_integer(told, "failed", home->counts[VERDICT_NO]);
	json_set_integer(told, "unknown", home->counts[VERDICT_UNKNOWN]);
	for (int i = 0; i < MEASURES; i++)
		if (home->samples[i].count > 0)
			json_set_integer(told, measure_names[i], median(&home->samples[i]));
	json_set(told, "hops", json_object_get(home->hops));
	json_set(told, "tries", json_object_get(home->tries));
	json_set(result, home->family == 6 ? "aaaa" : "a", tell_records(&home->records));
	json_set(result, home->family == 6 ? "ipv6" : "ipv4", told);
}

static bool same_words(const struct copy *left, const struct copy *right)
{
	return strcmp(left->words, right->words) == 0;
}

static bool same_bytes(const struct copy *left, const struct copy *right)
{
	return strcmp(left->digest, right->digest) == 0;
}

static enum verdict share(const struct home *six, const struct home *four,
	bool (*same)(const struct copy *left, const struct copy *right))
{
	if (six->copy_count == 0 || four->copy_count == 0)
		return VERDICT_UNKNOWN;
	for (size_t i = 0; i < six->copy_count; i++)
		for (size_t j = 0; j < four->copy_count; j++)
			if (same(&six->copies[i], &four->copies[j]))
				return VERDICT_YES;
	return VERDICT_NO;
}

/*
 * Whether each family's copies say the same among themselves; when not, a difference between
 * the families says less.
 */
static enum verdict steady(const struct home *six, const struct home *four)
{
	const struct home *const homes[] = {six, four};

	for (int i = 0; i < 2; i++)
		for (size_t j = 1; j < homes[i]->copy_count; j++)
			if (!same_words(&homes[i]->copies[0], &homes[i]->copies[j]))
				return VERDICT_NO;
	return six->copy_count > 1 && four->copy_count > 1 ? VERDICT_YES : VERDICT_UNKNOWN;
}

void home_compare(const struct home *six, const struct home *four, struct json_object *result)
{
	struct json_object *told = json_object_new_object();

	json_set_string(told, "same", verdict_word(share(six, four, same_bytes)));
	json_set_string(told, "same_words", verdict_word(share(six, four, same_words)));
	json_set_string(told, "steady", verdict_word(steady(six, four)));
	json_set(result, "content", told);
}
