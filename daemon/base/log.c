#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"

static atomic_int threshold = LOG_INFO;

void log_threshold(enum log_level level)
{
	atomic_store(&threshold, (int)level);
}

/*
 * Whether the character (0 bytes when it is none) could steer a terminal; U+0080 to U+009F can.
 */
static bool is_control(const unsigned char *character, size_t length)
{
	return length == 0 || character[0] < 0x20 || character[0] == 0x7f ||
	       (character[0] == 0xc2 && character[1] < 0xa0);
}

static void add_escape(struct text *line, const unsigned char *bytes, size_t length)
{
	if (*bytes == '\n') {
		text_add(line, "\\n");
		return;
	}
	for (size_t i = 0; i < length; i++)
		text_format(line, "\\x%02x", bytes[i]);
}

/* No name and no text of a host can forge a line or move the cursor of a terminal. */
static void add_escaped(struct text *line, const char *string)
{
	const unsigned char *bytes = (const unsigned char *)string;
	size_t size = strlen(string);

	for (size_t at = 0; at < size;) {
		size_t length = text_utf8_length(string + at, size - at);
		if (is_control(bytes + at, length))
			add_escape(line, bytes + at, length ? length : 1);
		else
			text_append(line, string + at, length);
		at += length ? length : 1;
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
