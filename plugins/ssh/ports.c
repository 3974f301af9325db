#include "ssh/ports.h"
#include "base/error.h"
#include "base/json.h"
#include <string.h>

enum part { PART_BASH, PART_PORTS, PARTS };

static const char *const part_names[PARTS] = {"bash", "ports"};

struct answers {
	bool answered[PORTS_MOST];
	unsigned open, refused;
	int blocked;      /* a port that somebody on the way refuses; 0: none */
	char reason[128]; /* what it was refused with */
};

int ports_step(const struct ports_question *question)
{
	return (question->to - question->from) / PORTS_MOST + 1;
}

/* Which of those tried it is; -1: none. */
static int index_of(const struct ports_question *question, unsigned long long port)
{
	int step = ports_step(question);
	int offset = (int)port - question->from;

	if (port > (unsigned)question->to || offset < 0 || offset % step != 0)
		return -1;
	return offset / step;
}

static void keep_reason(struct answers *answers, int port, struct span reason)
{
	size_t size = reason.size < sizeof(answers->reason) - 1 ? reason.size
								: sizeof(answers->reason) - 1;

	if (answers->blocked)
		return;
	answers->blocked = port;
	if (span_printable(reason, sizeof(answers->reason) - 1))
		memcpy(answers->reason, reason.data, size);
}

/* Who is reset, and not refused, was taken first: it was closed before the shell had looked. */
static bool is_taken(struct span answer)
{
	return span_is(answer, "open") || span_is(answer, "Connection reset by peer");
}

/* A line that is none of ours counts as no answer. */
static void read_line(
	struct answers *answers, const struct ports_question *question, struct span line)
{
	unsigned long long port;
	struct span word, rest;
	int index;

	if (!span_word(&line, &word) || !span_number(word, 10, 65535, &port))
		return;
	index = index_of(question, port);
	rest = span_trim(line);
	if (index < 0 || answers->answered[index])
		return;
	answers->answered[index] = true;
	if (is_taken(rest))
		answers->open++;
	else if (span_is(rest, "Connection refused"))
		answers->refused++;
	else
		keep_reason(answers, (int)port, rest);
}

static int count_tried(const struct ports_question *question)
{
	return (question->to - question->from) / ports_step(question) + 1;
}

static int first_silent(const struct answers *answers, const struct ports_question *question)
{
	int index = 0;

	while (answers->answered[index])
		index++;
	return question->from + index * ports_step(question);
}

/*
 * IPv6 has a reason of its own for it (RFC 4443, 3.1), which the C library words as if it were
 * a matter of permissions on this host.
 */
static bool is_forbidden(const struct answers *answers)
{
	return answers->blocked && strcmp(answers->reason, "Permission denied") == 0;
}

/* Those on which we listen do not refuse: somebody on the way does. */
static bool is_refused_on_the_way(
	const struct answers *answers, const struct ports_question *question)
{
	return question->listened && answers->refused > question->taken;
}

static void explain(const struct answers *answers, const struct ports_question *question,
	unsigned tried, struct error *why)
{
	if (is_forbidden(answers))
		error_set(why, ERROR_UNREACHABLE, NULL,
			"of %u ports of %s from %d to %d only %u answered %s; a firewall on "
			"the way forbids port %d.",
			tried, question->address, question->from, question->to,
			answers->open + answers->refused, question->host, answers->blocked);
	else if (answers->blocked)
		error_set(why, ERROR_UNREACHABLE, NULL,
			"of %u ports of %s from %d to %d only %u answered %s; port %d: %s.",
			tried, question->address, question->from, question->to,
			answers->open + answers->refused, question->host, answers->blocked,
			answers->reason);
	else if (answers->open + answers->refused < tried)
		error_set(why, ERROR_UNREACHABLE, NULL,
			"of %u ports of %s from %d to %d only %u answered %s within 5 seconds; "
			"the first that did not is %d.",
			tried, question->address, question->from, question->to,
			answers->open + answers->refused, question->host,
			first_silent(answers, question));
	else
		error_set(why, ERROR_UNREACHABLE, NULL,
			"of %u ports of %s from %d to %d %u refused %s, though banyun listened "
			"on %u of them: a firewall on the way refuses.",
			tried, question->address, question->from, question->to,
			answers->refused, question->host, tried - question->taken);
}

static struct json_object *tell(
	const struct answers *answers, const struct ports_question *question)
{
	struct json_object *result = json_object_new_object();
	unsigned tried = (unsigned)count_tried(question);
	bool reached = answers->open + answers->refused == tried &&
		       !is_refused_on_the_way(answers, question);
	struct error why = {0};

	json_set_boolean(result, "reached", reached);
	json_set_integer(result, "tried", tried);
	json_set_integer(result, "open", answers->open);
	json_set_integer(result, "refused", answers->refused);
	json_set_boolean(result, "listened", question->listened);
	if (reached)
		return result;
	explain(answers, question, tried, &why);
	return json_set_string(result, "why", why.text);
}

int ports_verdict(struct json_object **result, const struct ports_question *question,
	const char *boundary, struct span text, struct error *error)
{
	struct answers answers = {0};
	struct section parts[PARTS];
	struct span line, content;

	if (sections_parse(parts, part_names, PARTS, boundary, text, error) < 0)
		return -1;
	if (!parts[PART_BASH].known)
		return error_set(error, ERROR_NOT_FOUND, question->host,
			"The host \"%s\" has no bash or no timeout, so whether it reaches the "
			"ports of %s is unknown.",
			question->host, question->address);
	if (!parts[PART_PORTS].known)
		return error_set(error, ERROR_INPUT, question->host,
			"The host's answer is malformed: it tells nothing of ports.");
	content = parts[PART_PORTS].content;
	while (span_line(&content, &line))
		read_line(&answers, question, line);
	*result = tell(&answers, question);
	return 0;
}
