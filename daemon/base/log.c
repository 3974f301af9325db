#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"

static atomic_int threshold = LOG_INFO;

void log_threshold(enum log_level level)
{
	atomic_store(&threshold, (int)level);
}

/* What is not a printable character cannot forge a line or move the cursor of a terminal. */
static void add_escaped(struct text *line, const char *string)
{
	for (; *string; string++) {
		unsigned char byte = (unsigned char)*string;
		if (byte == '\n')
			text_add(line, "\\n");
		else if (byte < 0x20 || byte == 0x7f)
			text_format(line, "\\x%02x", byte);
		else
			text_append(line, string, 1);
	}
}

static void begin(
	struct text *line, enum log_level level, const char *subsystem, const char *object)
{
	static const char *const words[] = {"error", "warning", "info", "debug"};
	char time[CLOCK_TEXT];

	clock_format(clock_wall(), time);
	text_format(line, "%s %s %s", time, words[level], subsystem);
	if (object) {
		text_add(line, " [");
		add_escaped(line, object);
		text_add(line, "]");
	}
	text_add(line, ": ");
}

/* One write for one line, so that the lines of several processes do not mix. */
void log_write(enum log_level level, const char *subsystem, const char *object,
	const char *format, ...)
{
	AUTO_TEXT struct text line = {0};
	AUTO_FREE char *message = NULL;
	va_list arguments;

	if ((int)level > atomic_load(&threshold))
		return;
	va_start(arguments, format);
	int length = vasprintf(&message, format, arguments);
	va_end(arguments);
	if (length < 0)
		abort();

	begin(&line, level, subsystem, object);
	add_escaped(&line, message);
	text_add(&line, "\n");
	if (write(STDERR_FILENO, line.data, line.size) < 0)
		return; /* nobody listens: this log may be lost */
}
