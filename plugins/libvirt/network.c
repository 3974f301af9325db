#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "collect.h"
#include "handle.h"
#include "xml.h"
#include <stdlib.h>

static const char *mode_word(const char *forward)
{
	if (!forward)
		return "isolated";
	return text_equal(forward, "route") ? "routed" : forward;
}

static void fill(struct json_object *facts, xmlNodePtr root)
{
	AUTO_FREE char *bridge = xml_attribute(xml_first(root, "bridge"), "name");
	AUTO_FREE char *mtu = xml_attribute(xml_first(root, "mtu"), "size");
	AUTO_FREE char *mode = NULL;
	xmlNodePtr forward = xml_first(root, "forward");

	mode = xml_attribute(forward, "mode");
	json_set_string(facts, "mode", mode_word(forward && !mode ? "nat" : mode));
	json_set_string(facts, "bridge", bridge);
	if (mtu)
		json_set_count(facts, "mtu", strtoull(mtu, NULL, 10));
}

int collect_network(
	struct json_object **item, virNetworkPtr network, const char *host, struct error *error)
{
	const char *name = virNetworkGetName(network);
	AUTO_FREE char *id = mem_format("%s/%s", host, name);
	AUTO_FREE char *text = virNetworkGetXMLDesc(network, 0);
	int active = virNetworkIsActive(network);
	AUTO_JSON struct json_object *facts = json_object_new_object();
	AUTO_XML xmlDocPtr document = NULL;

	if (!text || active < 0)
		return handle_failed(error, id, "reading the network");
	if (xml_parse(&document, text, error) < 0)
		return -1;
	json_set_string(facts, "name", name);
	json_set_string(facts, "host", host);
	json_set_boolean(facts, "active", active == 1);
	fill(facts, xml_root(document));
	*item = json_object_new_object();
	json_set_string(*item, "kind", "network");
	json_set_string(*item, "id", id);
	json_set(*item, "facts", mem_take(&facts));
	return 0;
}
