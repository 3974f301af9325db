#include "inventory/sheet/xlsx_part.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "inventory/sheet/xlsx_package.h"

struct part {
	struct package *package;
	const char *name;
	const struct part_reader *reader;
	void *context;
	xmlParserCtxtPtr parser;
	struct text text;
	bool failed; /* and the error is set */
};

static const char *const namespaces[] = {
	"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
	"http://purl.oclc.org/ooxml/spreadsheetml/main",
	"http://schemas.openxmlformats.org/package/2006/relationships",
};

static bool is_ours(const xmlChar *namespace)
{
	for (size_t i = 0; i < sizeof(namespaces) / sizeof(namespaces[0]); i++)
		if (text_equal((const char *)namespace, namespaces[i]))
			return true;
	return false;
}

static void stop_on(struct part *part, int result)
{
	if (result == 0)
		return;
	part->failed = true;
	xmlStopParser(part->parser);
}

/*
 * libxml2 gives five pointers for each attribute: name, prefix, namespace, value and its end.
 */
static void start_element(void *context, const xmlChar *name, const xmlChar *prefix,
	const xmlChar *namespace, int namespaces_count, const xmlChar **declared, int count,
	int defaulted, const xmlChar **attributes)
{
	const struct element element = {(const char *)name, count, attributes};
	struct part *part = context;

	(void)prefix, (void)namespaces_count, (void)declared, (void)defaulted;
	text_cut(&part->text, 0, part->text.size);
	if (!part->failed && part->reader->open && is_ours(namespace))
		stop_on(part, part->reader->open(part->context, &element));
}

static void end_element(
	void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *namespace)
{
	struct part *part = context;

	(void)prefix;
	text_append(&part->text, "", 0);
	if (!part->failed && part->reader->close && is_ours(namespace))
		stop_on(part,
			part->reader->close(part->context, (const char *)name, &part->text));
	text_cut(&part->text, 0, part->text.size);
}

static void add_characters(void *context, const xmlChar *characters, int size)
{
	struct part *part = context;

	if (part->failed)
		return;
	if (part->text.size + (size_t)size > PART_TEXT)
		stop_on(part, package_fail(part->package,
				      "The part %.*s has a text of more than %d bytes at its "
				      "line %d, as no cell of a workbook can have: save it "
				      "again from a spreadsheet program.",
				      PACKAGE_SHORT(part->name), PART_TEXT,
				      xmlSAX2GetLineNumber(part->parser)));
	else
		text_append(&part->text, characters, (size_t)size);
}

/* Called before anything of a document type is read. */
static void refuse_document_type(
	void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	struct part *part = context;

	(void)name, (void)external, (void)system;
	if (!part->failed)
		stop_on(part, package_fail(part->package,
				      "The part %.*s declares a document type, as no part of "
				      "a workbook does: save it again from a spreadsheet "
				      "program.",
				      PACKAGE_SHORT(part->name)));
}

/* libxml2 would print what it finds wrong, in part without a word of the parser. */
static void keep_quiet(void *context, xmlErrorPtr error)
{
	(void)context, (void)error;
}

static int feed(void *context, const char *data, size_t size)
{
	struct part *part = context;

	if (!part->failed && xmlParseChunk(part->parser, data, (int)size, size == 0) == 0)
		return 0;
	if (part->failed)
		return -1;
	const xmlError *problem = xmlCtxtGetLastError(part->parser);
	return package_fail(part->package,
		"The part %.*s is not well-formed XML at its line %d: save the file again "
		"from a spreadsheet program.",
		PACKAGE_SHORT(part->name), problem ? problem->line : 1);
}

static void open_parser(struct part *part)
{
	xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = start_element,
		.endElementNs = end_element,
		.characters = add_characters,
		.ignorableWhitespace = add_characters,
		.cdataBlock = add_characters,
		.internalSubset = refuse_document_type,
	};

	xmlSetStructuredErrorFunc(NULL, keep_quiet);
	part->parser = xmlCreatePushParserCtxt(&handler, part, NULL, 0, NULL);
	if (!part->parser)
		abort();
	/* There are no entities but XML's own five, which this decodes in attributes too. */
	xmlCtxtUseOptions(part->parser, XML_PARSE_NONET | XML_PARSE_NOENT);
}

static void close_parser(struct part *part)
{
	if (part->parser->myDoc)
		xmlFreeDoc(part->parser->myDoc);
	xmlFreeParserCtxt(part->parser);
	xmlSetStructuredErrorFunc(NULL, NULL);
	text_clear(&part->text);
}

int part_read(struct package *package, const char *name, const struct part_reader *reader,
	void *context)
{
	struct part part = {package, name, reader, context};

	open_parser(&part);
	int result = package_unpack(package, name, feed, &part);
	if (result == 0)
		result = feed(&part, "", 0);
	close_parser(&part);
	return result;
}

const char *element_attribute(const struct element *element, const char *name, struct text *out)
{
	for (int i = 0; i < element->count; i++) {
		const unsigned char **attribute = element->attributes + 5L * i;
		if (!text_equal((const char *)attribute[0], name))
			continue;
		text_cut(out, 0, out->size);
		text_append(out, attribute[3], (size_t)(attribute[4] - attribute[3]));
		return out->data;
	}
	return NULL;
}

bool element_flag(const struct element *element, const char *name, struct text *out)
{
	const char *value = element_attribute(element, name, out);

	return text_equal(value, "1") || text_equal(value, "true");
}
