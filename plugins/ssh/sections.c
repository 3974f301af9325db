#include "ssh/sections.h"
#include "base/error.h"
#include "base/text.h"
#include <string.h>

bool span_line(struct span *rest, struct span *line)
{
	if (rest->size == 0)
		return false;
	const char *end = memchr(rest->data, '\n', rest->size);
	size_t size = end != NULL ? (size_t)(end - rest->data) : rest->size;
	size_t taken = end != NULL ? size + 1 : size;

	*line = (struct span){rest->data, size};
	rest->data += taken;
	rest->size -= taken;
	return true;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

struct span span_trim(struct span span)
{
	while (span.size > 0 && is_blank(span.data[0])) {
		span.data++;
		span.size--;
	}
	while (span.size > 0 && is_blank(span.data[span.size - 1]))
		span.size--;
	return span;
}

bool span_word(struct span *rest, struct span *word)
{
	struct span left = span_trim(*rest);

	*word = (struct span){left.data, 0};
	while (word->size < left.size && !is_blank(left.data[word->size]))
		word->size++;
	*rest = (struct span){left.data + word->size, left.size - word->size};
	return word->size > 0;
}

bool span_is(struct span span, const char *word)
{
	return span.size == strlen(word) && memcmp(span.data, word, span.size) == 0;
}

bool span_starts(struct span span, const char *prefix)
{
	size_t size = strlen(prefix);

	return span.size >= size && memcmp(span.data, prefix, size) == 0;
}

bool span_printable(struct span span, size_t high)
{
	if (span.size == 0 || span.size > high || text_utf8_error(span.data, span.size) >= 0)
		return false;
	for (size_t at = 0, length; at < span.size; at += length) {
		length = text_utf8_length(span.data + at, span.size - at);
		if (length == 0 || text_steers(text_utf8_character(span.data + at, length)))
			return false;
	}
	return true;
}

static int digit_of(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	if (byte >= 'A' && byte <= 'F')
		return byte - 'A' + 10;
	return 16;
}

bool span_number(
	struct span span, unsigned base, unsigned long long high, unsigned long long *number)
{
	unsigned long long sum = 0;

	for (size_t i = 0; i < span.size; i++) {
		unsigned digit = (unsigned)digit_of(span.data[i]);
		if (digit >= base || digit > high || sum > (high - digit) / base)
			return false;
		sum = sum * base + digit;
	}
	*number = sum;
	return span.size > 0;
}

/* What the reader knows while it goes through the lines. */
struct reader {
	struct section *sections;
	const char *const *names;
	size_t count;
	size_t open;       /* index of the section we are in, or `count` */
	const char *start; /* of its content */
	bool begun, done;
};

static int broken(struct error *error, const char *what)
{
	return error_set(error, ERROR_INPUT, NULL, "The host's answer is malformed: %s.", what);
}

static size_t index_of(const struct reader *reader, struct span name)
{
	size_t i = 0;

	while (i < reader->count && !span_is(name, reader->names[i]))
		i++;
	return i;
}

static int section_begin(
	struct reader *reader, struct span name, const char *start, struct error *error)
{
	size_t index = index_of(reader, name);

	if (index == reader->count)
		return broken(error, "a section that was not asked for");
	if (reader->open != reader->count)
		return broken(error, "a section begins inside another");
	if (reader->sections[index].content.data != NULL)
		return broken(error, "a section comes twice");
	reader->open = index;
	reader->start = start;
	reader->begun = true;
	return 0;
}

static int section_end(
	struct reader *reader, struct span rest, const char *line, struct error *error)
{
	struct span name, status;
	unsigned long long number;

	if (!span_word(&rest, &name) || !span_word(&rest, &status) || span_trim(rest).size > 0)
		return broken(error, "the end of a section is not whole");
	if (reader->open == reader->count || index_of(reader, name) != reader->open)
		return broken(error, "a section ends that did not begin");
	if (line == reader->start || !span_number(status, 10, 255, &number))
		return broken(error, "the end of a section is not whole");
	reader->sections[reader->open] = (struct section){
		.content = {reader->start, (size_t)(line - reader->start) - 1},
		.known = number == 0,
	};
	reader->open = reader->count;
	return 0;
}

static int section_done(struct reader *reader, struct span rest, struct error *error)
{
	if (reader->open != reader->count)
		return broken(error, "a section is not closed");
	if (span_trim(rest).size > 0)
		return broken(error, "something stands behind the word that ends it");
	reader->done = true;
	return 0;
}

/* `line` begins with the boundary; `next` is where the line behind it starts. */
static int read_mark(struct reader *reader, size_t boundary, struct span line, const char *next,
	struct error *error)
{
	struct span rest = {line.data + boundary, line.size - boundary}, verb;

	if (reader->done)
		return broken(error, "it goes on behind its end");
	if (!span_word(&rest, &verb))
		return broken(error, "a mark without a word");
	if (span_is(verb, "begin"))
		return section_begin(reader, span_trim(rest), next, error);
	if (span_is(verb, "end"))
		return section_end(reader, rest, line.data, error);
	if (span_is(verb, "done"))
		return section_done(reader, rest, error);
	return broken(error, "a mark with a word that is not known");
}

static int read_line(struct reader *reader, struct span line, struct error *error)
{
	bool between = reader->begun && !reader->done && reader->open == reader->count;

	if (between && span_trim(line).size > 0)
		return broken(error, "text stands between two sections");
	return 0;
}

int sections_parse(struct section *sections, const char *const *names, size_t count,
	const char *boundary, struct span text, struct error *error)
{
	struct reader reader = {
		.sections = sections, .names = names, .count = count, .open = count};
	struct span line;

	memset(sections, 0, count * sizeof(*sections));
	while (span_line(&text, &line)) {
		int result = span_starts(line, boundary) ? read_mark(&reader, strlen(boundary),
								   line, text.data, error)
							 : read_line(&reader, line, error);
		if (result < 0)
			return -1;
	}
	return reader.done ? 0 : broken(error, "it ends too early");
}
