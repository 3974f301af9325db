#include "ssh/answer.h"
#include "base/error.h"
#include <stdio.h>
#include <string.h>

int answer_of_host(struct error *error)
{
	if (error->object[0] == '\0')
		snprintf(error->object, sizeof(error->object), "%s", host_identity()->name);
	return -1;
}

void answer_free(struct answer *answer)
{
	text_clear(&answer->text);
}

int answer_keep(void *argument, const char *data, size_t size, struct error *error)
{
	struct answer *answer = argument;

	(void)error;
	if (answer->text.size == 0)
		answer->began = clock_wall();
	text_append(&answer->text, data, size);
	return 0;
}

int answer_ask(struct answer *answer, struct plugin_call *call, const char *boundary,
	const char *assignments, const char *script, struct error *error)
{
	struct host_question question = {
		.boundary = boundary,
		.assignments = assignments,
		.script = script,
		.longest = SHORT_TIME,
		.output = answer_keep,
		.argument = answer,
	};

	return host_ask(call, &question, &answer->ending, error);
}

/* What a person may learn from an answer that was not the one asked for: its first line. */
static const char *first_line(const struct answer *answer, char out[200])
{
	size_t size = 0;

	while (size < answer->text.size && size < 199 && answer->text.data[size] >= ' ')
		size++;
	bool whole = size < answer->text.size && answer->text.data[size] == '\n';
	snprintf(out, 200, "%.*s", whole ? (int)size : 0, whole ? answer->text.data : "");
	return out;
}

int answer_explain(const struct answer *answer, struct error *error)
{
	const struct session_ending *ending = &answer->ending;
	size_t size = strlen(error->text);
	char line[200], how[40] = "was ended by a signal";
	const char *said =
		ending->errors[0] != '\0' ? ending->errors : first_line(answer, line);

	if (ending->status >= 0)
		snprintf(how, sizeof(how), "ended with %d", ending->status);
	snprintf(error->text + size, sizeof(error->text) - size,
		" The shell of the user \"%s\" there %s%s%s", host_identity()->user, how,
		*said != '\0' ? " and said: " : ".", said);
	return answer_of_host(error);
}
