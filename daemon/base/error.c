#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* What each kind of failure is called in JSON, and how the command ends for it. */
static const struct {
	const char *word;
	int exit_code;
} kinds[] = {
	[ERROR_NONE] = {"none", 0},
	[ERROR_FAILED] = {"failed", 1},
	[ERROR_USAGE] = {"usage", 2},
	[ERROR_INPUT] = {"input", 1},
	[ERROR_NOT_FOUND] = {"not_found", 1},
	[ERROR_CONFLICT] = {"conflict", 1},
	[ERROR_REFUSED] = {"refused", 3},
	[ERROR_OPERATOR] = {"operator", 4},
	[ERROR_UNREACHABLE] = {"unreachable", 5},
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* Prints into `out`; what does not fit is cut, but never inside a character. */
static void __attribute__((format(printf, 3, 0)))
print_cut(char *out, size_t size, const char *format, va_list arguments)
{
	int length = vsnprintf(out, size, format, arguments);
	if (length < 0)
		out[0] = '\0';
	if (length < (int)size)
		return;

	size_t last = size - 1;
	while (last > 0 && ((unsigned char)out[last - 1] & 0xc0) == 0x80)
		last--;
	if (last == 0)
		return;
	last--;
	if (text_utf8_length(out + last, size - 1 - last) == 0)
		out[last] = '\0';
}

static void __attribute__((format(printf, 3, 4)))
print(char *out, size_t size, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	print_cut(out, size, format, arguments);
	va_end(arguments);
}

/* Built aside and copied last, because the arguments may point into the old error. */
static void __attribute__((format(printf, 4, 0))) fill(struct error *error, struct error made,
	const char *object, const char *format, va_list arguments)
{
	if (!error)
		return;
	if (object)
		print(made.object, sizeof(made.object), "%s", object);
	print_cut(made.text, sizeof(made.text), format, arguments);
	*error = made;
}

int error_set(
	struct error *error, enum error_code code, const char *object, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fill(error, (struct error){.code = code}, object, format, arguments);
	va_end(arguments);
	return -1;
}

int error_at(
	struct error *error, const char *input, int line, int column, const char *format, ...)
{
	struct error made = {.code = ERROR_INPUT, .line = line, .column = column};
	va_list arguments;
	va_start(arguments, format);
	fill(error, made, input, format, arguments);
	va_end(arguments);
	return -1;
}

int error_exit_code(enum error_code code)
{
	return (size_t)code < KINDS ? kinds[code].exit_code : 1;
}

const char *error_word(enum error_code code)
{
	return kinds[(size_t)code < KINDS ? code : ERROR_FAILED].word;
}

enum error_code error_from_word(const char *word)
{
	for (size_t i = 0; word && i < KINDS; i++)
		if (strcmp(kinds[i].word, word) == 0)
			return (enum error_code)i;
	return ERROR_FAILED;
}

char *error_format(const struct error *error, char *out, unsigned long size)
{
	char place[32] = "";

	if (size == 0)
		return out;
	if (error->line > 0 && error->column > 0)
		print(place, sizeof(place), "%d:%d: ", error->line, error->column);
	else if (error->line > 0)
		print(place, sizeof(place), "%d: ", error->line);

	const char *colon = "";
	if (error->object[0])
		colon = place[0] ? ":" : ": ";
	print(out, size, "%s%s%s%s", error->object, colon, place, error->text);
	return out;
}
