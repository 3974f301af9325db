#include "ssh/echoes.h"
#include "base/error.h"
#include "base/json.h"
#include <stdlib.h>
#include <string.h>

#define LONGEST_MS 60000

enum part { PART_TOOL, PART_ECHOES, PARTS };

static const char *const part_names[PARTS] = {"tool", "echoes"};

struct echoes {
	int64_t took[ECHOES]; /* round trips, microseconds */
	bool came[ECHOES];
	size_t count;
	unsigned long long sent;
	bool summed;      /* ping came to its end and told how many it sent */
	bool wayless;     /* the host has no way there */
	char reason[128]; /* the last line that is none of these */
};

/* What stands behind `name` in a word like "time=0.123". */
static bool member(struct span word, const char *name, struct span *value)
{
	size_t size = strlen(name);

	if (!span_starts(word, name))
		return false;
	*value = (struct span){word.data + size, word.size - size};
	return true;
}

/* "0.123" milliseconds as microseconds; digits after the third are dropped. */
static bool read_time(struct span text, int64_t *took)
{
	const char *dot = memchr(text.data, '.', text.size);
	size_t whole = dot ? (size_t)(dot - text.data) : text.size;
	unsigned long long number, part = 0;
	unsigned scale = 1000;

	if (!span_number((struct span){text.data, whole}, 10, LONGEST_MS, &number))
		return false;
	for (size_t i = whole + 1; i < text.size && scale > 1; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		scale /= 10;
		part += (unsigned)(text.data[i] - '0') * scale;
	}
	*took = (int64_t)(number * 1000 + part);
	return true;
}

/* iputils counts from 1, busybox from 0. An echo that came twice counts once. */
static void keep_echo(struct echoes *echoes, unsigned long long sequence, int64_t took)
{
	size_t index = (size_t)sequence % ECHOES;

	if (echoes->came[index])
		return;
	echoes->came[index] = true;
	echoes->took[echoes->count++] = took;
}

/* "64 bytes from 192.0.2.2: icmp_seq=1 ttl=64 time=0.045 ms" */
static bool read_echo(struct echoes *echoes, struct span line)
{
	unsigned long long sequence = 0;
	bool numbered = false, timed = false;
	struct span word, value;
	int64_t took = 0;

	while (span_word(&line, &word)) {
		if (member(word, "icmp_seq=", &value) || member(word, "seq=", &value))
			numbered = span_number(value, 10, ECHOES, &sequence);
		else if (member(word, "time=", &value))
			timed = read_time(value, &took);
	}
	if (numbered && timed)
		keep_echo(echoes, sequence, took);
	return numbered && timed;
}

/* "10 packets transmitted, 8 received, 20% packet loss, time 1812ms" */
static bool read_sum(struct echoes *echoes, struct span line)
{
	struct span number, packets, transmitted;

	if (!span_word(&line, &number) || !span_word(&line, &packets) ||
		!span_word(&line, &transmitted) || !span_is(packets, "packets") ||
		!span_starts(transmitted, "transmitted"))
		return false;
	echoes->summed = span_number(number, 10, ECHOES, &echoes->sent);
	return true;
}

static bool contains(struct span line, const char *words)
{
	return memmem(line.data, line.size, words, strlen(words)) != NULL;
}

static void read_line(struct echoes *echoes, struct span line)
{
	line = span_trim(line);
	if (read_echo(echoes, line) || read_sum(echoes, line))
		return;
	if (contains(line, "etwork is unreachable") || contains(line, "o route to host") ||
		contains(line, "ddress not available") ||
		contains(line, "assign requested address"))
		echoes->wayless = true;
	if (span_printable(line, sizeof(echoes->reason) - 1)) {
		memcpy(echoes->reason, line.data, line.size);
		echoes->reason[line.size] = '\0';
	}
}

static int compare(const void *left, const void *right)
{
	int64_t one = *(const int64_t *)left, other = *(const int64_t *)right;

	return (one > other) - (one < other);
}

static struct json_object *tell(struct echoes *echoes)
{
	struct json_object *result = json_object_new_object();

	json_set_integer(result, "sent", (int64_t)echoes->sent);
	json_set_integer(result, "received", (int64_t)echoes->count);
	if (echoes->count == 0)
		return result;
	qsort(echoes->took, echoes->count, sizeof(echoes->took[0]), compare);
	json_set_integer(result, "least_us", echoes->took[0]);
	json_set_integer(result, "median_us", echoes->took[echoes->count / 2]);
	return json_set_integer(result, "most_us", echoes->took[echoes->count - 1]);
}

static int count(struct json_object **result, struct echoes *echoes,
	const struct echoes_question *question, struct error *error)
{
	if (echoes->summed && echoes->sent > 0 && echoes->count > echoes->sent)
		return error_set(error, ERROR_INPUT, question->host,
			"The host's answer is malformed: more came back to it than it sent.");
	if (!echoes->wayless && (!echoes->summed || echoes->sent == 0))
		return error_set(error, ERROR_NOT_FOUND, question->host,
			"On the host \"%s\" ping does not work, so the way to %s is not "
			"watched%s%s",
			question->host, question->address, echoes->reason[0] ? ": " : ".",
			echoes->reason);
	*result = tell(echoes);
	return 0;
}

int echoes_verdict(struct json_object **result, const struct echoes_question *question,
	const char *boundary, struct span text, struct error *error)
{
	struct echoes echoes = {0};
	struct section parts[PARTS];
	struct span line, content;

	if (sections_parse(parts, part_names, PARTS, boundary, text, error) < 0)
		return -1;
	if (!parts[PART_TOOL].known)
		return error_set(error, ERROR_NOT_FOUND, question->host,
			"The host \"%s\" has no ping, so the way to %s is not watched; install "
			"iputils-ping there.",
			question->host, question->address);
	if (!parts[PART_ECHOES].known)
		return error_set(error, ERROR_INPUT, question->host,
			"The host's answer is malformed: it tells nothing of echoes.");
	content = parts[PART_ECHOES].content;
	while (span_line(&content, &line))
		read_line(&echoes, line);
	return count(result, &echoes, question, error);
}
