/* The part of text.h that knows UTF-8: which bytes are a character, and how wide it is. */
#include <endian.h>
#include <locale.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/text.h"

/* The bounds of the second byte for each lead byte: Unicode 15, table 3-7. */
static size_t lead(unsigned char first, unsigned char *low, unsigned char *high)
{
	*low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	*high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

size_t text_utf8_length(const char *data, size_t size)
{
	const unsigned char *bytes = (const unsigned char *)data;
	unsigned char low, high;

	if (size == 0)
		return 0;
	size_t length = lead(bytes[0], &low, &high);
	if (length > size)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if (bytes[i] < low || bytes[i] > high)
			return 0;
		low = 0x80;
		high = 0xbf;
	}
	return length;
}

/* Eight bytes are looked at in one go: texts are long, and what is not plain is rare. */
#define EACH(byte) (0x0101010101010101ULL * (byte))

static uint64_t eight(const char *data)
{
	uint64_t word;

	memcpy(&word, data, sizeof(word));
	return le64toh(word); /* the first byte is the lowest */
}

/* The high bit of each byte below `limit`; one behind the first such byte may be wrong. */
static uint64_t below(uint64_t word, unsigned char limit)
{
	return (word - EACH(limit)) & ~word & EACH(0x80);
}

/* That of each byte that JSON does not write as it is. */
static uint64_t not_plain(uint64_t word)
{
	return (word & EACH(0x80)) | below(word, 0x20) | below(word ^ EACH('"'), 1) |
	       below(word ^ EACH('\\'), 1);
}

size_t text_plain(const char *data, size_t size)
{
	size_t at = 0;

	for (; size - at >= sizeof(uint64_t); at += sizeof(uint64_t)) {
		uint64_t found = not_plain(eight(data + at));

		if (found)
			return at + (size_t)__builtin_ctzll(found) / 8;
	}
	while (at < size && (unsigned char)data[at] >= 0x20 && (unsigned char)data[at] < 0x80 &&
		data[at] != '"' && data[at] != '\\')
		at++;
	return at;
}

static size_t ascii(const char *data, size_t size)
{
	size_t at = 0;

	while (size - at >= sizeof(uint64_t) && (eight(data + at) & EACH(0x80)) == 0)
		at += sizeof(uint64_t);
	return at;
}

long text_utf8_error(const char *data, size_t size)
{
	for (size_t at = ascii(data, size); at < size;) {
		size_t length = 1;
		if ((unsigned char)data[at] >= 0x80)
			length = text_utf8_length(data + at, size - at);
		if (length == 0)
			return (long)at;
		at += length;
	}
	return -1;
}

size_t text_fit(const char *string, size_t most)
{
	size_t size = strlen(string), at = 0;

	while (at < size) {
		size_t length = text_utf8_length(string + at, size - at);
		length = length ? length : 1;
		if (length > most - at)
			break;
		at += length;
	}
	return at;
}

static locale_t unicode;

static void open_unicode(void)
{
	unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (!unicode)
		abort();
}

uint32_t text_utf8_character(const char *data, size_t length)
{
	static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	uint32_t value = (unsigned char)data[0] & masks[length];

	for (size_t i = 1; i < length; i++)
		value = value << 6 | ((unsigned char)data[i] & 0x3f);
	return value;
}

bool text_steers(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
	       character == 0x061c || (character >= 0x200e && character <= 0x200f) ||
	       (character >= 0x2028 && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069) || character == 0xfeff;
}

/* What begins no character stands for itself. */
static size_t read_character(const char *string, size_t left, uint32_t *character)
{
	size_t length = text_utf8_length(string, left);

	*character = length > 0 ? text_utf8_character(string, length) : (unsigned char)*string;
	return length > 0 ? length : 1;
}

char *text_tame(const char *string)
{
	AUTO_TEXT struct text tame = {0};
	uint32_t character;

	for (size_t left = strlen(string), length; left > 0; string += length, left -= length) {
		length = read_character(string, left, &character);
		if (text_steers(character) && character != '\n' && character != '\t')
			text_format(&tame, "\\u%04x", (unsigned)character);
		else
			text_append(&tame, string, length);
	}
	return text_take(&tame);
}

void text_add_character(struct text *text, uint32_t character)
{
	static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
	unsigned char bytes[4];
	size_t size = character < 0x80      ? 1
		      : character < 0x800   ? 2
		      : character < 0x10000 ? 3
					    : 4;

	for (size_t i = size; i-- > 1; character >>= 6)
		bytes[i] = (unsigned char)(0x80 | (character & 0x3f));
	bytes[0] = (unsigned char)(leads[size] | character);
	text_append(text, bytes, size);
}

/* A byte that is no character is shown as one column, a control character as none. */
size_t text_width(const char *string)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	size_t width = 0, size = strlen(string);

	pthread_once(&once, open_unicode);
	locale_t before = uselocale(unicode);
	for (size_t at = 0; at < size;) {
		size_t length = text_utf8_length(string + at, size - at);
		int columns =
			length ? wcwidth((wchar_t)text_utf8_character(string + at, length)) : 1;
		width += columns > 0 ? (size_t)columns : 0;
		at += length ? length : 1;
	}
	uselocale(before);
	return width;
}
