#include "base/scan.h"

#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/place.h"
#include "base/text.h"

int __attribute__((format(printf, 3, 4)))
scan_fail(struct scan *scan, size_t offset, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	place_fail(scan->error, scan->source, offset, format, arguments);
	va_end(arguments);
	return -1;
}

int scan_peek(const struct scan *scan)
{
	if (scan->at >= scan->source->size)
		return -1;
	return (unsigned char)scan->source->data[scan->at];
}

int scan_space(struct scan *scan)
{
	while (scan_peek(scan) == ' ' || scan_peek(scan) == '\t' || scan_peek(scan) == '\n' ||
		scan_peek(scan) == '\r')
		scan->at++;
	return scan_peek(scan);
}

int scan_expected(struct scan *scan, const char *expected)
{
	int byte = scan_peek(scan);

	if (byte < 0)
		return scan_fail(
			scan, scan->at, "The text ends here, but %s was expected.", expected);

	const char *next = scan->source->data + scan->at;
	size_t length = text_utf8_length(next, scan->source->size - scan->at);
	if (length == 0 || byte < 0x20 || byte == 0x7f)
		return scan_fail(scan, scan->at,
			"Here %s was expected, but there is the byte 0x%02x.", expected,
			(unsigned)byte);
	return scan_fail(scan, scan->at, "Here %s was expected, but there is '%.*s'.", expected,
		(int)length, next);
}

/* Four hexadecimal digits after "\u". */
static int read_unit(struct scan *scan, unsigned *unit)
{
	*unit = 0;
	for (int i = 0; i < 4; i++, scan->at++) {
		static const char digits[] = "0123456789abcdef0123456789ABCDEF";
		int byte = scan_peek(scan);
		const char *digit = byte > 0 ? strchr(digits, byte) : NULL;
		if (!digit)
			return scan_expected(scan, "a hexadecimal digit of a \\u escape");
		*unit = *unit << 4 | ((unsigned)(digit - digits) & 15);
	}
	return 0;
}

/* What follows "\u"; `start` is the offset of the backslash. */
static int read_unicode(struct scan *scan, size_t start, struct text *out)
{
	unsigned high, low;

	if (read_unit(scan, &high) < 0)
		return -1;
	if (high == 0)
		return scan_fail(scan, start, "A text must not contain the character NUL.");
	if (high < 0xd800 || high > 0xdfff) {
		text_add_character(out, high);
		return 0;
	}
	if (high <= 0xdbff && scan->source->size - scan->at >= 2 &&
		memcmp(scan->source->data + scan->at, "\\u", 2) == 0) {
		scan->at += 2;
		if (read_unit(scan, &low) < 0)
			return -1;
		if (low >= 0xdc00 && low <= 0xdfff) {
			text_add_character(
				out, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
			return 0;
		}
	}
	return scan_fail(scan, start, "This \\u escape is half of a surrogate pair.");
}

static int read_escape(struct scan *scan, struct text *out)
{
	static const char letters[] = "\"\\/bfnrt", plain[] = "\"\\/\b\f\n\r\t";
	size_t start = scan->at++;
	int byte = scan_peek(scan);
	const char *letter = byte > 0 ? strchr(letters, byte) : NULL;

	if (!letter && byte != 'u')
		return scan_expected(scan, "one of \" \\ / b f n r t u after the backslash");
	scan->at++;
	if (!letter)
		return read_unicode(scan, start, out);
	text_append(out, plain + (letter - letters), 1);
	return 0;
}

/* Copies what needs no decoding, up to a quote, a backslash or a byte that is refused. */
static void read_run(struct scan *scan, struct text *out)
{
	const char *data = scan->source->data;
	size_t start = scan->at, end = scan->source->size, length = 2;

	while (length >= 2) {
		scan->at += text_plain(data + scan->at, end - scan->at);
		length = text_utf8_length(data + scan->at, end - scan->at);
		scan->at += length >= 2 ? length : 0;
	}
	text_append(out, data + start, scan->at - start);
}

/* A string, from its opening quote on. */
int scan_string(struct scan *scan, struct text *out)
{
	text_cut(out, 0, out->size);
	scan->at++;
	for (;;) {
		read_run(scan, out);
		int byte = scan_peek(scan);
		if (byte == '"') {
			scan->at++;
			return 0;
		}
		if (byte < 0)
			return scan_expected(scan, "the closing quote of a text");
		if (byte >= 0x80)
			return scan_fail(scan, scan->at, "The byte 0x%02x is not UTF-8 here.",
				(unsigned)byte);
		if (byte != '\\')
			return scan_fail(scan, scan->at,
				"The control character 0x%02x must be written as \\u%04x.",
				(unsigned)byte, (unsigned)byte);
		if (read_escape(scan, out) < 0)
			return -1;
	}
}
