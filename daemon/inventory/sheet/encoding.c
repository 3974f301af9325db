#include "inventory/sheet/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

static const char utf8[] = "UTF-8", gb18030[] = "GB18030", utf16le[] = "UTF-16LE",
		  utf16be[] = "UTF-16BE";

/* What speaks for and against an encoding. */
struct tally {
	size_t broken;   /* sequences that are nothing */
	size_t unlikely; /* characters that stand for nothing: private ones, and U+FFFD */
	size_t wide; /* UTF-8 of three or four bytes, which other encodings rarely look like */
};

/* 0xfc to 0xff start no UTF-8; a byte to continue one follows. */
static void add_broken(struct text *out, char byte)
{
	unsigned value = (unsigned char)byte;
	const char kept[] = {(char)(0xfc | value >> 6), (char)(0x80 | (value & 0x3f))};

	text_append(out, kept, sizeof(kept));
}

int encoding_broken_byte(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;

	return bytes[0] >= 0xfc ? (bytes[0] & 3) << 6 | (bytes[1] & 0x3f) : -1;
}

static void decode_utf8(struct text *out, const char *data, size_t size, struct tally *tally)
{
	size_t start = 0, at = 0;

	while (at < size) {
		bool plain = (unsigned char)data[at] < 0x80;
		size_t length = plain ? 1 : text_utf8_length(data + at, size - at);
		if (length > 0) {
			tally->wide += length > 2;
			at += length;
			continue;
		}
		text_append(out, data + start, at - start);
		add_broken(out, data[at]);
		tally->broken++;
		start = ++at;
	}
	text_append(out, data + start, at - start);
}

/* Keeps the `unit` bytes, or what there is of them, that are no character. */
static void pass_broken(struct text *out, char **from, size_t *size, size_t unit)
{
	for (; unit > 0 && *size > 0; unit--) {
		add_broken(out, *(*from)++);
		--*size;
	}
}

static void convert(struct text *out, iconv_t converter, const char *data, size_t size,
	size_t unit, struct tally *tally)
{
	char chunk[16 * 1024], *from = (char *)data;

	while (size > 0) {
		char *to = chunk;
		size_t room = sizeof(chunk);
		size_t result = iconv(converter, &from, &size, &to, &room);
		int failure = errno;

		text_append(out, chunk, (size_t)(to - chunk));
		if (result != (size_t)-1 || failure == E2BIG)
			continue;
		pass_broken(out, &from, &size, unit);
		tally->broken++;
	}
}

/* By the C library; its smallest character has `unit` bytes. */
static int decode_other(struct text *out, const char *encoding, const char *data, size_t size,
	struct tally *tally)
{
	iconv_t converter = iconv_open(utf8, encoding);

	if (converter == (iconv_t)-1)
		return -1;
	convert(out, converter, data, size, encoding == gb18030 ? 1 : 2, tally);
	iconv_close(converter);
	return 0;
}

/* Private characters are 0xee 0x80 to 0xef 0xa3, and U+FFFD is 0xef 0xbf 0xbd. */
static size_t count_unlikely(const struct text *text)
{
	const unsigned char *bytes = (const unsigned char *)text->data;
	size_t count = 0;

	for (size_t at = 0; at + 2 < text->size; at++) {
		if (bytes[at] == 0xee)
			count++;
		if (bytes[at] == 0xef && (bytes[at + 1] <= 0xa3 || bytes[at + 1] == 0xbf))
			count += bytes[at + 1] <= 0xa3 || bytes[at + 2] == 0xbd;
	}
	return count;
}

/*
 * Whether the pairs of bytes whose high byte is at `high` (0 or 1) look like UTF-16: among them
 * are ASCII characters, with their high byte NUL, and what separates cells or rows.
 */
static bool looks_wide(const char *data, size_t size, size_t high)
{
	size_t zero = 0, other = 0, separators = 0;

	for (size_t at = 0; at + 1 < size; at += 2) {
		other += data[at + 1 - high] == '\0';
		if (data[at + high] != '\0')
			continue;
		zero++;
		separators += memchr("\t\n\r,;", data[at + 1 - high], 5) != NULL;
	}
	return separators > 0 && zero > 1 && zero >= size / 40 && other <= zero / 4;
}

/* The encoding that a byte order mark or the NULs give away, or NULL. `*mark` is its size. */
static const char *tell_apart(const char *data, size_t size, size_t *mark)
{
	static const struct {
		const char *mark, *encoding;
	} marks[] = {{"\xef\xbb\xbf", utf8}, {"\xff\xfe", utf16le}, {"\xfe\xff", utf16be},
		{"\x84\x31\x95\x33", gb18030}};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		*mark = strlen(marks[i].mark);
		if (size >= *mark && memcmp(data, marks[i].mark, *mark) == 0)
			return marks[i].encoding;
	}
	*mark = 0;
	if (!memchr(data, '\0', size))
		return NULL;
	if (looks_wide(data, size, 1))
		return utf16le;
	return looks_wide(data, size, 0) ? utf16be : NULL;
}

/*
 * UTF-8 where that breaks less than GB18030 would. A wide character of UTF-8 counts against
 * GB18030, in which it would be other characters by chance.
 */
static const char *weigh(struct text *out, const char *data, size_t size)
{
	AUTO_TEXT struct text other = {0};
	struct tally ours = {0}, theirs = {0};

	decode_utf8(out, data, size, &ours);
	if (ours.broken <= ours.wide)
		return utf8;
	if (decode_other(&other, gb18030, data, size, &theirs) < 0)
		return NULL;
	theirs.unlikely = count_unlikely(&other);
	if (ours.broken <= theirs.broken + theirs.unlikely + ours.wide)
		return utf8;
	text_clear(out);
	*out = other;
	other = (struct text){0};
	return gb18030;
}

int encoding_decode(struct text *out, const char **encoding, const char *name, const char *data,
	size_t size, struct error *error)
{
	struct tally tally = {0};
	size_t mark;
	int result = 0;

	*encoding = tell_apart(data, size, &mark);
	if (!*encoding)
		result = (*encoding = weigh(out, data, size)) ? 0 : -1;
	else if (*encoding == utf8)
		decode_utf8(out, data + mark, size - mark, &tally);
	else
		result = decode_other(out, *encoding, data + mark, size - mark, &tally);
	if (result == 0)
		return 0;
	return error_set(error, ERROR_FAILED, name,
		"The C library of this machine cannot read the file's encoding: save the file "
		"as UTF-8.");
}
