#include "element.h"

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "parser.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK       16384 /* bytes of memory that a document takes at a time */
#define XMLNS       "xmlns"
#define INDENT_MOST 30 /* levels; libxml2 indents what lies deeper no further */

static void *take_chunk(long size)
{
	return mem_resize(NULL, (size_t)size, 1);
}

#define obstack_chunk_alloc take_chunk
#define obstack_chunk_free  free

/* --- reading --- */

struct reader {
	struct elements *document;
	struct element *at; /* it is open */
	bool doctype;
};

static const char *keep_string(struct obstack *memory, const xmlChar *text)
{
	return text ? obstack_copy0(memory, text, (int)strlen((const char *)text)) : NULL;
}

/* Behind each other, the first with its NUL, the second without one; returns the second. */
static const char *put_two(char *room, const void *first, size_t first_size, const void *second,
	size_t second_size)
{
	char *behind = room + first_size;

	memcpy(room, first, first_size);
	memcpy(behind, second, second_size);
	behind[second_size] = '\0';
	return behind;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

/* What was read since the last tag. Text beside elements is indentation, or rare. */
static void end_text(struct reader *reader, bool closes)
{
	struct obstack *memory = &reader->document->memory;
	char *text;

	if (obstack_object_size(memory) == 0)
		return;
	obstack_1grow(memory, '\0');
	text = obstack_finish(memory);
	if (reader->at && closes && !reader->at->children)
		reader->at->text = text;
	else if (is_blank(text))
		obstack_free(memory, text);
	else
		reader->document->odd = true;
}

/* One piece of memory has it and its texts. */
static struct attribute *add_attribute(struct elements *document, const struct attribute ***end,
	const xmlChar *prefix, const xmlChar *name, const void *value, size_t size)
{
	size_t name_size = strlen((const char *)name) + 1;
	struct attribute *attribute = obstack_alloc(
		&document->memory, (int)(sizeof(*attribute) + name_size + size + 1));
	char *room = (char *)(attribute + 1);

	*attribute = (struct attribute){.prefix = keep_string(&document->memory, prefix),
		.name = room,
		.value = put_two(room, name, name_size, value, size)};
	**end = attribute;
	*end = &attribute->next;
	return attribute;
}

/* The bytes from here on that are written as they are. */
static size_t plain(const char *text)
{
	size_t count = 0;

	while ((signed char)text[count] >= ' ' && text[count] != '&' && text[count] != '<' &&
		text[count] != '>' && text[count] != '"')
		count++;
	return count;
}

/* libxml2 writes the name of a namespace without escapes, in quotes that it lacks. */
static void add_namespaces(struct elements *document, const struct attribute ***end,
	const xmlChar **pairs, int count)
{
	for (int i = 0; i < count; i++, pairs += 2) {
		const xmlChar *prefix = pairs[0];
		const char *name = pairs[1] ? (const char *)pairs[1] : "";
		struct attribute *made =
			add_attribute(document, end, prefix ? BAD_CAST XMLNS : NULL,
				prefix ? prefix : BAD_CAST XMLNS, name, strlen(name));

		if (!*made->value || made->value[plain(made->value)])
			document->odd = true;
	}
}

static void add_attributes(struct elements *document, const struct attribute ***end,
	const xmlChar **fives, int count)
{
	for (int i = 0; i < count; i++, fives += 5)
		add_attribute(document, end, fives[1], fives[0], fives[3],
			(size_t)(fives[4] - fives[3]));
}

static void append(struct reader *reader, struct element *element)
{
	struct element *parent = element->parent;

	if (!parent)
		reader->document->root = element;
	else if (parent->last)
		parent->last->next = element;
	else
		parent->children = element;
	if (parent)
		parent->last = element;
}

static void open_element(void *argument, const xmlChar *name, const xmlChar *prefix,
	const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
	int attribute_count, int defaulted, const xmlChar **attributes)
{
	struct reader *reader = argument;
	struct elements *document = reader->document;
	struct element *element;
	const struct attribute **end;

	(void)uri;
	(void)defaulted;
	end_text(reader, false);
	element = obstack_alloc(&document->memory, sizeof(*element));
	*element = (struct element){.parent = reader->at,
		.prefix = keep_string(&document->memory, prefix),
		.name = keep_string(&document->memory, name)};
	end = &element->attributes;
	add_namespaces(document, &end, namespaces, namespace_count);
	add_attributes(document, &end, attributes, attribute_count);
	append(reader, element);
	reader->at = element;
}

static void close_element(
	void *argument, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct reader *reader = argument;

	(void)name;
	(void)prefix;
	(void)uri;
	end_text(reader, true);
	reader->at = reader->at->parent;
}

static void add_text(void *argument, const xmlChar *text, int size)
{
	struct reader *reader = argument;

	obstack_grow(&reader->document->memory, text, size);
}

static void refuse_doctype(
	void *argument, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	struct reader *reader = argument;

	(void)name;
	(void)external;
	(void)system;
	reader->doctype = true;
}

static const xmlSAXHandler handlers = {.internalSubset = refuse_doctype,
	.characters = add_text,
	.ignorableWhitespace = add_text,
	.cdataBlock = add_text,
	.initialized = XML_SAX2_MAGIC,
	.startElementNs = open_element,
	.endElementNs = close_element};

/* What an element alone does not keep: comments, instructions, what blanks stand for. */
static bool is_odd(const char *text)
{
	return strstr(text, "<!") || strstr(text, "<?") || strstr(text, "&#") ||
	       strstr(text, "xml:") || strchr(text, '\r');
}

/*
 * NOENT is for &amp; and its like in attributes: no others are ever declared, since nobody
 * hears a declaration.
 */
int elements_read(struct elements *document, const char *text, struct error *error)
{
	struct reader reader = {.document = document};
	xmlParserCtxtPtr parser = parser_own(&handlers, &reader);

	*document = (struct elements){.odd = is_odd(text)};
	obstack_begin(&document->memory, CHUNK);
	xmlCtxtReadMemory(parser, text, (int)strlen(text), NULL, NULL,
		XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (parser->wellFormed && document->root && !reader.doctype)
		return 0;
	document->root = NULL;
	return error_set(error, ERROR_INPUT, NULL,
		"libvirt gave XML that is not well-formed or declares a document type.");
}

void elements_clear(struct elements *document)
{
	if (document->memory.chunk)
		obstack_free(&document->memory, NULL);
	*document = (struct elements){.root = NULL};
}

/* --- writing --- */

static void put(struct obstack *out, const char *text)
{
	obstack_grow(out, text, (int)strlen(text));
}

/* The escapes of libxml2 in an attribute: it writes what is beyond ASCII as a number. */
static size_t put_escape(struct obstack *out, const char *at, bool attribute)
{
	size_t length = text_utf8_length(at, strlen(at));
	char number[16];

	if (*at == '&')
		put(out, "&amp;");
	else if (*at == '<')
		put(out, "&lt;");
	else if (*at == '>')
		put(out, "&gt;");
	else if (attribute && *at == '"')
		put(out, "&quot;");
	else if (attribute && length > 1) {
		snprintf(number, sizeof(number), "&#x%X;", text_utf8_character(at, length));
		put(out, number);
	} else
		obstack_grow(out, at, (int)length);
	return length;
}

static void put_escaped(struct obstack *out, const char *text, bool attribute)
{
	while (*text) {
		size_t count = plain(text);

		obstack_grow(out, text, (int)count);
		text += count;
		if (*text)
			text += put_escape(out, text, attribute);
	}
}

static void put_name(struct obstack *out, const char *prefix, const char *name)
{
	if (prefix) {
		put(out, prefix);
		obstack_1grow(out, ':');
	}
	put(out, name);
}

static void put_attribute(struct obstack *out, const struct attribute *attribute)
{
	obstack_1grow(out, ' ');
	put_name(out, attribute->prefix, attribute->name);
	obstack_grow(out, "=\"", 2);
	put_escaped(out, attribute->value, true);
	obstack_1grow(out, '"');
}

static void put_line(struct obstack *out, int level)
{
	static const char blanks[] =
		"\n                                                            ";

	obstack_grow(out, blanks, 1 + 2 * (level < INDENT_MOST ? level : INDENT_MOST));
}

static void put_opening(struct obstack *out, const struct element *element)
{
	obstack_1grow(out, '<');
	put_name(out, element->prefix, element->name);
	for (const struct attribute *at = element->attributes; at; at = at->next)
		put_attribute(out, at);
	if (!element->text && !element->children)
		obstack_1grow(out, '/');
	obstack_1grow(out, '>');
	if (element->text)
		put_escaped(out, element->text, false);
}

static void put_closing(struct obstack *out, const struct element *element)
{
	obstack_grow(out, "</", 2);
	put_name(out, element->prefix, element->name);
	obstack_1grow(out, '>');
}

/* Each element on a line of its own; one with children ends on another. */
static void put_element(struct obstack *out, const struct element *element, int level)
{
	put_opening(out, element);
	for (const struct element *at = element->children; at; at = at->next) {
		put_line(out, level + 1);
		put_element(out, at, level + 1);
	}
	if (element->children)
		put_line(out, level);
	if (element->text || element->children)
		put_closing(out, element);
}

char *elements_write(const struct elements *document)
{
	struct obstack out;
	char *text;
	size_t size;

	obstack_begin(&out, CHUNK);
	put_element(&out, document->root, 0);
	size = (size_t)obstack_object_size(&out);
	text = mem_bytes(obstack_finish(&out), size);
	obstack_free(&out, NULL);
	return text;
}

/* --- finding --- */

bool element_named(const struct element *element, const char *name)
{
	return !name || text_equal(element->name, name);
}

static const struct element *seek(const struct element *element, const char *name)
{
	while (element && !element_named(element, name))
		element = element->next;
	return element;
}

const struct element *element_first(const struct element *parent, const char *name)
{
	return parent ? seek(parent->children, name) : NULL;
}

const struct element *element_next(const struct element *sibling, const char *name)
{
	return sibling ? seek(sibling->next, name) : NULL;
}

const struct element *element_down(const struct element *from, const char *path)
{
	while (from && *path) {
		size_t size = strcspn(path, "/");
		const struct element *at = from->children;

		while (at && (strncmp(at->name, path, size) != 0 || at->name[size]))
			at = at->next;
		from = at;
		path += size + (path[size] ? 1 : 0);
	}
	return from;
}

const char *element_attribute(const struct element *element, const char *name)
{
	const struct attribute *at = element ? element->attributes : NULL;

	while (at && (at->prefix || !text_equal(at->name, name)))
		at = at->next;
	return at ? at->value : NULL;
}

bool element_has(const struct element *element, const char *name, const char *value)
{
	return text_equal(element_attribute(element, name), value);
}

const char *element_content(const struct element *element)
{
	if (!element)
		return NULL;
	return element->text ? element->text : "";
}

static int64_t unit_bytes(const char *unit)
{
	static const struct {
		const char *unit;
		int64_t bytes;
	} units[] = {
		{"bytes", 1},
		{"b", 1},
		{"KB", 1000},
		{"MB", 1000000},
		{"GB", 1000000000},
		{"M", 1 << 20},
		{"MiB", 1 << 20},
		{"G", 1 << 30},
		{"GiB", 1 << 30},
		{"T", 1LL << 40},
		{"TiB", 1LL << 40},
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text_equal(unit, units[i].unit))
			return units[i].bytes;
	return 1024;
}

int64_t element_bytes(const struct element *element)
{
	const char *text = element_content(element);
	const char *unit = element_attribute(element, "unit");
	int64_t bytes = 0;

	if (!text || __builtin_mul_overflow(strtoll(text, NULL, 10), unit_bytes(unit), &bytes))
		return 0;
	return bytes >= 0 && bytes <= JSON_INTEGER_MOST ? bytes : 0;
}
