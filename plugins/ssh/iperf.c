#include "ssh/iperf.h"
#include "base/error.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

#define SECOND       1000000
#define LONGEST      (120LL * SECOND)
#define BLOCK        16384 /* bytes that an end reads at once */
#define SEGMENT      1448  /* of payload, where the host does not say */
#define SEGMENT_MOST 65535
#define SEGMENT_LOW  1200 /* smaller ones would make the least that was carried more */

/* --- numbers --- */

/* What base/json.h does not take as a number, it takes as a text. */
static bool is_of_number(char byte)
{
	return (byte >= '0' && byte <= '9') || strchr("+-.eE", byte);
}

static void add_number(struct text *out, struct span number)
{
	bool whole = !memchr(number.data, '.', number.size) &&
		     !memchr(number.data, 'e', number.size) &&
		     !memchr(number.data, 'E', number.size);

	text_add(out, whole ? "" : "\"");
	text_append(out, number.data, number.size);
	text_add(out, whole ? "" : "\"");
}

static size_t string_size(struct span rest)
{
	size_t at = 1;

	while (at < rest.size && rest.data[at] != '"')
		at += rest.data[at] == '\\' ? 2 : 1;
	return at < rest.size ? at + 1 : rest.size;
}

static size_t number_size(struct span rest)
{
	size_t at = 0;

	while (at < rest.size && rest.data[at] && is_of_number(rest.data[at]))
		at++;
	return at;
}

/* A server writes this name twice in one object: each of them becomes another one. */
static void add_string(struct text *out, struct span string, unsigned *count)
{
	if (span_is(string, "\"target_bitrate\""))
		text_format(out, "\"target_bitrate %u\"", ++*count);
	else
		text_append(out, string.data, string.size);
}

/* The same text as base/json.h takes it: with its fractions as strings, and no name twice. */
static void tidy(struct text *out, struct span text)
{
	unsigned count = 0;

	while (text.size > 0) {
		bool number = (*text.data >= '0' && *text.data <= '9') || *text.data == '-';
		size_t size = 1;

		if (*text.data == '"')
			size = string_size(text);
		else if (number)
			size = number_size(text);
		if (number)
			add_number(out, (struct span){text.data, size});
		else if (*text.data == '"')
			add_string(out, (struct span){text.data, size}, &count);
		else
			text_append(out, text.data, size);
		text.data += size;
		text.size -= size;
	}
}

/* Up to six digits behind the point count. */
static int64_t millionths(const char *text)
{
	int64_t value = 0, unit = SECOND;
	const char *at = text;

	for (; *at >= '0' && *at <= '9' && value <= LONGEST; at++)
		value = value * 10 + (*at - '0') * (int64_t)SECOND;
	if (*at == '.')
		at++;
	for (; *at >= '0' && *at <= '9' && unit > 1; at++)
		value += (*at - '0') * (unit /= 10);
	while (*at >= '0' && *at <= '9')
		at++;
	return *at || value > LONGEST ? -1 : value;
}

/* Seconds as microseconds; -1: it is none. */
static int64_t read_time(struct json_object *object, const char *name)
{
	struct json_object *value = json_member(object, name);
	int64_t seconds;

	if (json_object_is_type(value, json_type_string))
		return millionths(json_object_get_string(value));
	if (!json_object_is_type(value, json_type_int))
		return -1;
	seconds = json_object_get_int64(value);
	return seconds < 0 || seconds > LONGEST / SECOND ? -1 : seconds * SECOND;
}

/* A count; -1: it is none. */
static int64_t read_count(struct json_object *object, const char *name)
{
	struct json_object *value = json_member(object, name);

	return json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : -1;
}

static struct json_object *object_of(struct json_object *object, const char *name)
{
	struct json_object *value = json_object_is_type(object, json_type_object)
					    ? json_member(object, name)
					    : NULL;

	return json_object_is_type(value, json_type_object) ? value : NULL;
}

static const char *string_of(struct json_object *object, const char *name)
{
	struct json_object *value = object ? json_member(object, name) : NULL;

	return json_object_is_type(value, json_type_string) ? json_object_get_string(value)
							    : NULL;
}

/* --- is it what was asked for --- */

static int unlike(const struct iperf_question *question, const char *what, struct error *error)
{
	return error_set(error, ERROR_INPUT, question->host,
		"What iperf3 on the host \"%s\" tells is not the transfer that was asked for: "
		"%s.",
		question->host, what);
}

/* An address of IPv4 may be told as one of IPv6. */
static bool is_peer(const char *told, const char *peer)
{
	return text_equal(told, peer) ||
	       (told && text_starts(told, "::ffff:") && text_equal(told + 7, peer));
}

static int check_start(
	const struct iperf_question *question, struct json_object *tree, struct error *error)
{
	struct json_object *start = object_of(tree, "start");
	struct json_object *test = start ? object_of(start, "test_start") : NULL;
	struct json_object *accepted = start ? object_of(start, "accepted_connection") : NULL;
	bool down = text_equal(question->direction, "down");

	if (!test || !text_equal(string_of(test, "protocol"), "TCP") ||
		read_count(test, "num_streams") != 1)
		return unlike(question, N_("not one stream of TCP"), error);
	if ((read_count(test, "reverse") == 1) != down)
		return unlike(question, N_("the other direction"), error);
	if (question->answers && question->peer &&
		!is_peer(string_of(accepted, "host"), question->peer))
		return unlike(question, N_("somebody else called"), error);
	return 0;
}

/* --- what was carried --- */

struct carried {
	int64_t bytes, took; /* of payload, microseconds */
	int64_t late_bytes, late_from;
	int64_t segment;
};

static bool read_sum(struct carried *carried, struct json_object *tree, bool sends)
{
	struct json_object *end = object_of(tree, "end");
	struct json_object *sum =
		end ? object_of(end, sends ? "sum_sent" : "sum_received") : NULL;

	if (!sum)
		return false;
	carried->bytes = read_count(sum, "bytes");
	carried->took = read_time(sum, "seconds");
	return carried->bytes >= 0 && carried->took > 0;
}

/* The bytes of the intervals that began in the second half. */
static bool read_intervals(struct carried *carried, struct json_object *tree)
{
	struct json_object *list = json_member(tree, "intervals");

	if (!json_object_is_type(list, json_type_array))
		return false;
	carried->late_from = carried->took;
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *sum = object_of(json_object_array_get_idx(list, i), "sum");
		int64_t from = sum ? read_time(sum, "start") : -1;
		int64_t bytes = sum ? read_count(sum, "bytes") : -1;

		if (from < 0 || bytes < 0 || bytes > carried->bytes)
			return false;
		if (from < carried->took / 2)
			continue;
		carried->late_from = from < carried->late_from ? from : carried->late_from;
		carried->late_bytes += bytes;
	}
	return carried->late_bytes <= carried->bytes;
}

static void read_segment(struct carried *carried, struct json_object *tree)
{
	int64_t told = read_count(object_of(tree, "start"), "tcp_mss_default");

	carried->segment = told > 0 && told <= SEGMENT_MOST ? told : SEGMENT;
	if (carried->segment < SEGMENT_LOW)
		carried->segment = SEGMENT_LOW;
}

/* With the headers of full packets: there were no fewer. */
static int64_t ip_layer(const struct carried *carried, int family, int64_t payload)
{
	return payload + payload / carried->segment * (family == 6 ? 60 : 40);
}

/* Bit/s. A block that was read late in the interval may have come in the one before. */
static int64_t rate_of(const struct carried *carried, int family)
{
	int64_t bytes = carried->late_bytes - BLOCK, span = carried->took - carried->late_from;

	if (bytes <= 0 || span < carried->took / 4)
		return 0;
	return ip_layer(carried, family, bytes) * 8 * 1000 / (span / 1000 + 1);
}

static struct json_object *tell(
	const struct iperf_question *question, const struct carried *carried, bool sends)
{
	struct json_object *result = json_object_new_object();

	json_set_string(result, "method", "iperf3");
	json_set_string(result, "end", sends ? "sender" : "receiver");
	json_set_string(result, "direction", question->direction);
	json_set_integer(result, "family", question->family);
	json_set_boolean(result, "settled", false);
	json_set_boolean(result, "limited", false);
	json_set_integer(result, "capacity", rate_of(carried, question->family));
	json_set_integer(result, "payload_bytes", carried->bytes);
	json_set_integer(
		result, "sent_bytes", ip_layer(carried, question->family, carried->bytes));
	return json_set_integer(result, "took_us", carried->took);
}

static int count(struct json_object **result, const struct iperf_question *question,
	struct json_object *tree, struct error *error)
{
	bool sends = question->answers == text_equal(question->direction, "down");
	struct carried carried = {0};

	if (!read_sum(&carried, tree, sends) || !read_intervals(&carried, tree))
		return unlike(question, N_("its figures do not agree with each other"), error);
	if (carried.bytes > question->most)
		return unlike(question, N_("more bytes than were allowed"), error);
	read_segment(&carried, tree);
	*result = tell(question, &carried, sends);
	return 0;
}

/* --- all --- */

static int parse(struct json_object **tree, const struct iperf_question *question,
	struct span text, struct error *error)
{
	AUTO_TEXT struct text tidied = {0};
	struct error why = {0};

	tidy(&tidied, text);
	const struct source source = {
		SOURCE_JSON, "iperf3", tidied.data ? tidied.data : "", tidied.size};
	if (text.size <= IPERF_REPORT &&
		json_parse(tree, &source, 2 * IPERF_REPORT, &why) == 0 &&
		json_object_is_type(*tree, json_type_object))
		return 0;
	return error_set(error, ERROR_INPUT, question->host,
		"What iperf3 on the host \"%s\" tells cannot be read%s%s", question->host,
		why.text[0] ? ": " : ".", why.text);
}

int iperf_verdict(struct json_object **result, const struct iperf_question *question,
	struct span text, struct error *error)
{
	AUTO_JSON struct json_object *tree = NULL;
	const char *said;

	if (span_trim(text).size == 0)
		return error_set(error, ERROR_FAILED, question->host,
			"On the host \"%s\" iperf3 did not come to its end in time.",
			question->host);
	if (parse(&tree, question, text, error) < 0)
		return -1;
	said = string_of(tree, "error");
	if (said && span_printable((struct span){said, strlen(said)}, 200))
		return error_set(error, ERROR_FAILED, question->host,
			"On the host \"%s\" iperf3 says: %s.", question->host, said);
	if (json_member(tree, "error"))
		return unlike(question, N_("an error that cannot be shown"), error);
	if (check_start(question, tree, error) < 0)
		return -1;
	return count(result, question, tree, error);
}
