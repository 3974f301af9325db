#include "processor.h"

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "element.h"
#include "xml.h"

/* Of a host's CPU no feature has a policy: it has them. */
static bool is_there(const struct element *feature)
{
	const char *policy = element_attribute(feature, "policy");

	return !policy || text_equal(policy, "require") || text_equal(policy, "force");
}

static struct json_object *names(const struct element *cpu)
{
	struct json_object *list = json_object_new_array();

	for (const struct element *at = element_first(cpu, "feature"); at;
		at = element_next(at, "feature")) {
		const char *name = element_attribute(at, "name");

		if (name && is_there(at))
			json_object_array_add(list, json_object_new_string(name));
	}
	return list;
}

/* NULL for NULL, and when it lists none. */
static struct json_object *names_of(const char *text)
{
	AUTO_ELEMENTS struct elements document = {.root = NULL};
	AUTO_JSON struct json_object *list = NULL;

	if (!text || elements_read(&document, text, NULL) < 0)
		return NULL;
	list = names(document.root);
	return json_length(list) > 0 ? mem_take(&list) : NULL;
}

static xmlNodePtr host_model(xmlDocPtr capabilities)
{
	xmlNodePtr cpu = xml_first(xml_root(capabilities), "cpu");

	for (xmlNodePtr at = xml_first(cpu, "mode"); at; at = xml_next(at, "mode"))
		if (xml_attribute_is(at, "name", "host-model"))
			return xml_first(at, "model") ? at : NULL;
	return NULL;
}

/* An element as the CPU of a document of its own. */
static char *as_cpu(xmlNodePtr element)
{
	AUTO_XML xmlDocPtr document = xmlNewDoc((const xmlChar *)"1.0");
	xmlNodePtr cpu = xmlDocCopyNode(element, document, 1);

	xmlDocSetRootElement(document, cpu);
	xmlNodeSetName(cpu, (const xmlChar *)"cpu");
	while (cpu->properties)
		xmlRemoveProp(cpu->properties);
	return xml_write(document);
}

/* The model that the hypervisor would give to a machine, with all that is in it. */
static struct json_object *of_hypervisor(virConnectPtr connection)
{
	AUTO_FREE char *told =
		virConnectGetDomainCapabilities(connection, NULL, NULL, NULL, NULL, 0);
	AUTO_FREE char *cpu = NULL, *whole = NULL;
	AUTO_XML xmlDocPtr document = NULL;
	xmlNodePtr model;

	if (!told || xml_parse(&document, told, NULL) < 0 || !(model = host_model(document)))
		return NULL;
	cpu = as_cpu(model);
	whole = virConnectBaselineHypervisorCPU(connection, NULL, NULL, NULL, NULL,
		(const char **)&cpu, 1, VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES);
	return names_of(whole);
}

static struct json_object *of_host(virConnectPtr connection, const char *cpu)
{
	AUTO_FREE char *whole = NULL;

	if (!cpu)
		return NULL;
	whole = virConnectBaselineCPU(
		connection, &cpu, 1, VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES);
	return names_of(whole);
}

struct json_object *processor_gives(virConnectPtr connection, xmlNodePtr cpu)
{
	AUTO_FREE char *text = cpu ? as_cpu(cpu) : NULL;
	struct json_object *list = of_hypervisor(connection);

	list = list ? list : of_host(connection, text);
	list = list ? list : names_of(text);
	return list ? list : json_object_new_array();
}

struct json_object *processor_required(const struct element *cpu)
{
	return names(cpu);
}
