#include "xml.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "parser.h"
#include <stdlib.h>
#include <string.h>

#define NAME(text) ((const xmlChar *)(text))

int xml_parse(xmlDocPtr *document, const char *text, struct error *error)
{
	*document = xmlCtxtReadMemory(parser_own(NULL, NULL), text, (int)strlen(text), "domain",
		NULL,
		XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
			XML_PARSE_COMPACT);
	if (*document && xmlDocGetRootElement(*document) && !(*document)->intSubset)
		return 0;
	xml_free_at(document);
	*document = NULL;
	return error_set(error, ERROR_INPUT, NULL,
		"libvirt gave XML that is not well-formed or declares a document type.");
}

char *xml_write(xmlDocPtr document)
{
	xmlBufferPtr buffer = xmlBufferCreate();
	char *text;

	xmlNodeDump(buffer, document, xmlDocGetRootElement(document), 0, 1);
	text = mem_bytes(xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
	xmlBufferFree(buffer);
	return text;
}

void xml_free_at(xmlDocPtr *document)
{
	if (*document)
		xmlFreeDoc(*document);
}

xmlNodePtr xml_root(xmlDocPtr document)
{
	return xmlDocGetRootElement(document);
}

bool xml_named(xmlNodePtr node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       (!name || text_equal((const char *)node->name, name));
}

static xmlNodePtr seek(xmlNodePtr node, const char *name)
{
	while (node && !xml_named(node, name))
		node = node->next;
	return node;
}

xmlNodePtr xml_first(xmlNodePtr parent, const char *name)
{
	return parent ? seek(parent->children, name) : NULL;
}

xmlNodePtr xml_next(xmlNodePtr sibling, const char *name)
{
	return sibling ? seek(sibling->next, name) : NULL;
}

xmlNodePtr xml_down(xmlNodePtr from, const char *path)
{
	while (from && *path) {
		size_t size = strcspn(path, "/");
		AUTO_FREE char *name = mem_bytes(path, size);

		from = xml_first(from, name);
		path += size + (path[size] ? 1 : 0);
	}
	return from;
}

static char *own(xmlChar *text)
{
	char *copy = mem_string((const char *)text);

	xmlFree(text);
	return copy;
}

char *xml_attribute(xmlNodePtr node, const char *name)
{
	return node ? own(xmlGetNoNsProp(node, NAME(name))) : NULL;
}

char *xml_content(xmlNodePtr node)
{
	return node ? own(xmlNodeGetContent(node)) : NULL;
}

bool xml_attribute_is(xmlNodePtr node, const char *name, const char *value)
{
	AUTO_FREE char *found = xml_attribute(node, name);

	return text_equal(found, value);
}

xmlNodePtr xml_ensure(xmlNodePtr parent, const char *name)
{
	xmlNodePtr child = xml_first(parent, name);

	return child ? child : xmlNewChild(parent, NULL, NAME(name), NULL);
}

void xml_set(xmlNodePtr node, const char *name, const char *value)
{
	if (value)
		xmlSetProp(node, NAME(name), NAME(value));
	else
		xmlUnsetProp(node, NAME(name));
}

void xml_remove(xmlNodePtr node)
{
	if (!node)
		return;
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

void xml_remove_children(xmlNodePtr parent, const char *name)
{
	xmlNodePtr child = xml_first(parent, name);

	while (child) {
		xmlNodePtr next = xml_next(child, name);

		xml_remove(child);
		child = next;
	}
}
