#include "mark.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "xml.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void mark_make(
	struct mark_text *mark, const struct order *order, enum side side, bool autostart)
{
	*mark = (struct mark_text){
		.attempt = order->attempt, .side = side, .autostart = autostart};
	snprintf(mark->run, sizeof(mark->run), "%s", order->run);
	snprintf(mark->move, sizeof(mark->move), "%s", order->move);
}

static void fill(xmlNodePtr element, const struct mark_text *mark)
{
	AUTO_FREE char *attempt = mem_format("%" PRId64, mark->attempt);

	xml_set(element, "run", mark->run);
	xml_set(element, "name", mark->move);
	xml_set(element, "attempt", attempt);
	xml_set(element, "side", side_word(mark->side));
	xml_set(element, "autostart", mark->autostart ? "yes" : "no");
	xml_set(element, "done", mark->done ? "yes" : NULL);
}

char *mark_write(const struct mark_text *mark)
{
	AUTO_XML xmlDocPtr document = xmlNewDoc((const xmlChar *)"1.0");

	xmlDocSetRootElement(document, xmlNewNode(NULL, (const xmlChar *)"move"));
	fill(xml_root(document), mark);
	return xml_write(document);
}

static int copy_name(char out[MARK_NAME], xmlNodePtr element, const char *name)
{
	AUTO_FREE char *value = xml_attribute(element, name);

	return value && snprintf(out, MARK_NAME, "%s", value) < MARK_NAME ? 0 : -1;
}

static int take(struct mark_text *mark, xmlNodePtr element)
{
	AUTO_FREE char *attempt = xml_attribute(element, "attempt");

	*mark = (struct mark_text){.attempt = attempt ? strtoll(attempt, NULL, 10) : 0};
	if (!xml_named(element, "move") || mark->attempt < 1 ||
		copy_name(mark->run, element, "run") < 0 ||
		copy_name(mark->move, element, "name") < 0)
		return -1;
	mark->side = xml_attribute_is(element, "side", "target") ? SIDE_TARGET : SIDE_SOURCE;
	mark->autostart = xml_attribute_is(element, "autostart", "yes");
	mark->done = xml_attribute_is(element, "done", "yes");
	return 0;
}

int mark_read(struct mark_text *mark, const char *xml, struct error *error)
{
	AUTO_XML xmlDocPtr document = NULL;

	if (xml_parse(&document, xml, error) < 0)
		return -1;
	if (take(mark, xml_root(document)) < 0)
		return error_set(error, ERROR_INPUT, NULL,
			"The metadata that banyun writes on a machine was changed by somebody: "
			"it "
			"must have run, name and attempt.");
	return 0;
}

enum mark mark_judge(const struct mark_text *mark, const struct order *order)
{
	if (!text_equal(mark->run, order->run) || !text_equal(mark->move, order->move))
		return mark->done ? MARK_NONE : MARK_FOREIGN;
	if (mark->attempt == order->attempt)
		return MARK_OURS;
	return mark->attempt < order->attempt ? MARK_EARLIER : MARK_FOREIGN;
}

static bool is_mark(xmlNodePtr node)
{
	return node->ns && text_equal((const char *)node->ns->href, MARK_NAMESPACE);
}

void mark_strip(xmlDocPtr domain)
{
	xmlNodePtr metadata = xml_first(xml_root(domain), "metadata");
	xmlNodePtr node = xml_first(metadata, NULL);

	while (node) {
		xmlNodePtr next = xml_next(node, NULL);

		if (is_mark(node))
			xml_remove(node);
		node = next;
	}
	if (metadata && !xml_first(metadata, NULL))
		xml_remove(metadata);
}

void mark_put(xmlDocPtr domain, const struct mark_text *mark)
{
	xmlNodePtr metadata, element;

	mark_strip(domain);
	metadata = xml_ensure(xml_root(domain), "metadata");
	element = xmlNewChild(metadata, NULL, (const xmlChar *)"move", NULL);
	xmlSetNs(element, xmlNewNs(element, (const xmlChar *)MARK_NAMESPACE,
				  (const xmlChar *)MARK_PREFIX));
	fill(element, mark);
}
