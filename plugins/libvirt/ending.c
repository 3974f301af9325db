#include "ending.h"

#include "base/clock.h"
#include "base/text.h"
#include "peek.h"
#include <stdio.h>
#include <string.h>

#define TAIL 8192 /* bytes of the log's end, in which its last life's end must lie */

static const char starting[] = ": starting up ";
static const char ending[] = ": shutting down, reason=";

/* "2026-11-25 21:00:00.123+0000" */
#define TIME (sizeof("0000-00-00 00:00:00.000+0000") - 1)

/* The time that a line begins with; false when it begins with something else. */
static bool read_time(const char *line, int64_t *time)
{
	char text[CLOCK_TEXT];

	if (line[10] != ' ' || strncmp(line + TIME - 5, "+0000", 5) != 0)
		return false;
	snprintf(text, sizeof(text), "%.*sT%.*sZ", 10, line, (int)(TIME - 5 - 11), line + 11);
	return clock_parse(text, time) == 0;
}

/* What follows the words in the last line that has them right behind its time; or NULL. */
static const char *last_line(const char *log, const char *words, int64_t *time)
{
	const char *found = NULL;

	for (const char *at = strstr(log, words); at; at = strstr(at + 1, words)) {
		size_t before = (size_t)(at - log);
		bool begins =
			before == TIME || (before > TIME && log[before - TIME - 1] == '\n');

		if (begins && read_time(at - TIME, time))
			found = at + strlen(words);
	}
	return found;
}

static bool word_is(const char *text, const char *word)
{
	return text_starts(text, word) && text[strlen(word)] == '\n';
}

enum reason ending_told(const char *log, int64_t since)
{
	static const enum reason told[] = {REASON_SHUTDOWN, REASON_DESTROYED, REASON_CRASHED};
	int64_t beginning = 0, end = 0;
	const char *began = last_line(log, starting, &beginning);
	const char *ended = last_line(log, ending, &end);

	if (!ended || (began && began > ended) || end < since)
		return REASON_UNKNOWN;
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (word_is(ended, reason_word(told[i])))
			return told[i];
	return REASON_UNKNOWN;
}

enum reason ending_read(virDomainPtr domain, int64_t since)
{
	char file[256], log[TAIL];
	const struct peek what = {
		.pool = PEEK_POOL("log"), .folder = "/var/log/libvirt/qemu", .file = file};

	if (!since ||
		snprintf(file, sizeof(file), "%s.log", virDomainGetName(domain)) >=
			(int)sizeof(file) ||
		!peek_read(virDomainGetConnect(domain), &what, log, sizeof(log)))
		return REASON_UNKNOWN;
	return ending_told(log, since);
}
