#include "base/lines.h"

#include <string.h>

static void drop_read(struct lines *lines)
{
	text_cut(&lines->text, 0, lines->start);
	lines->seen -= lines->start;
	lines->start = 0;
}

void lines_add(struct lines *lines, const void *data, size_t size)
{
	if (lines->start > 0)
		drop_read(lines);
	text_append(&lines->text, data, size);
}

int lines_next(struct lines *lines, const char **line, size_t *size)
{
	struct text *text = &lines->text;
	char *end = NULL;

	if (lines->seen < text->size)
		end = memchr(text->data + lines->seen, '\n', text->size - lines->seen);
	lines->seen = end ? (size_t)(end - text->data) : text->size;
	if (lines->seen - lines->start > lines->limit)
		return -1;
	if (!end)
		return 0;
	*end = '\0';
	*line = text->data + lines->start;
	*size = lines->seen - lines->start;
	lines->start = ++lines->seen;
	return 1;
}

bool lines_partial(const struct lines *lines)
{
	return lines->start < lines->text.size;
}

void lines_clear(struct lines *lines)
{
	text_clear(&lines->text);
	lines->start = lines->seen = 0;
}
