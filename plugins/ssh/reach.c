#include "ssh/reach.h"
#include "base/error.h"
#include "base/json.h"
#include <string.h>

enum part { PART_SCANNER, PART_KEYS, PARTS };

static const char *const part_names[PARTS] = {"scanner", "keys"};

/* The kind and the key of a line of known_hosts(5), behind the names. */
struct pair {
	struct span kind, key;
};

static bool read_pair(struct span line, struct pair *pair)
{
	struct span names;

	return span_word(&line, &names) && !span_starts(names, "#") &&
	       !span_starts(names, "@") && span_word(&line, &pair->kind) &&
	       span_word(&line, &pair->key);
}

static bool same(struct span left, struct span right)
{
	return left.size == right.size && memcmp(left.data, right.data, left.size) == 0;
}

/* How many keys there are; `*found` when one of them is `wanted`. */
static unsigned count_keys(struct span text, const struct pair *wanted, bool *found)
{
	struct span line;
	struct pair pair;
	unsigned count = 0;

	while (span_line(&text, &line)) {
		if (!read_pair(line, &pair))
			continue;
		count++;
		*found = *found || (wanted && same(pair.kind, wanted->kind) &&
					   same(pair.key, wanted->key));
	}
	return count;
}

/* The number of keys shown; `*trusted` when a pinned one is among them. */
static unsigned compare(struct span shown, struct span pinned, bool *trusted)
{
	struct span line;
	struct pair pair;

	while (span_line(&pinned, &line))
		if (read_pair(line, &pair))
			count_keys(shown, &pair, trusted);
	return count_keys(shown, NULL, &(bool){false});
}

static struct json_object *answer(
	const struct reach_question *question, unsigned count, bool trusted)
{
	struct json_object *result =
		json_set_boolean(json_object_new_object(), "reached", trusted);
	struct error why = {0};

	if (trusted)
		return result;
	if (count == 0)
		error_set(&why, ERROR_UNREACHABLE, NULL,
			"no SSH server answers %s at %s port %d within 5 seconds.",
			question->host, question->address, question->port);
	else
		error_set(&why, ERROR_REFUSED, NULL,
			"the one who answers %s at %s port %d shows %u keys, and the trusted "
			"one "
			"is not among them.",
			question->host, question->address, question->port, count);
	return json_set_string(result, "why", why.text);
}

int reach_verdict(struct json_object **result, const struct reach_question *question,
	const char *boundary, struct span text, struct error *error)
{
	struct span pinned = {question->known_hosts, strlen(question->known_hosts)};
	struct section parts[PARTS];
	bool trusted = false;

	if (count_keys(pinned, NULL, &trusted) == 0)
		return error_set(error, ERROR_INPUT, question->host,
			"The pinned keys of %s hold no key, in the form of known_hosts(5).",
			question->address);
	if (sections_parse(parts, part_names, PARTS, boundary, text, error) < 0)
		return -1;
	if (!parts[PART_SCANNER].known)
		return error_set(error, ERROR_NOT_FOUND, question->host,
			"The host \"%s\" has no ssh-keyscan, so whether it reaches %s is "
			"unknown; install openssh-client there.",
			question->host, question->address);
	unsigned count = compare(parts[PART_KEYS].content, pinned, &trusted);
	*result = answer(question, count, trusted);
	return 0;
}
