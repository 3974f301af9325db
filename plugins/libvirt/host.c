#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "collect.h"
#include "handle.h"
#include "processor.h"
#include "xml.h"
#include <stdlib.h>

static struct json_object *list_of(xmlNodePtr parent, const char *element)
{
	struct json_object *list = json_object_new_array();

	for (xmlNodePtr at = xml_first(parent, element); at; at = xml_next(at, element)) {
		AUTO_FREE char *value = xml_content(at);

		if (value)
			json_object_array_add(list, json_object_new_string(value));
	}
	return list;
}

static void add_text(struct json_object *facts, const char *name, char *owned)
{
	if (owned && *owned)
		json_set_string(facts, name, owned);
	free(owned);
}

/* The machine types of the guests that run on the host's own architecture. */
static struct json_object *machine_types(xmlNodePtr root, const char *architecture)
{
	for (xmlNodePtr guest = xml_first(root, "guest"); guest;
		guest = xml_next(guest, "guest")) {
		xmlNodePtr arch = xml_first(guest, "arch");

		if (xml_attribute_is(arch, "name", architecture))
			return list_of(arch, "machine");
	}
	return json_object_new_array();
}

static int add_capabilities(struct json_object *facts, virConnectPtr connection,
	const char *text, struct error *error)
{
	AUTO_XML xmlDocPtr document = NULL;
	AUTO_FREE char *architecture = NULL;
	xmlNodePtr cpu;

	if (xml_parse(&document, text, error) < 0)
		return -1;
	cpu = xml_down(xml_root(document), "host/cpu");
	architecture = xml_content(xml_first(cpu, "arch"));
	if (architecture)
		json_set_string(facts, "architecture", architecture);
	add_text(facts, "cpu_model", xml_content(xml_first(cpu, "model")));
	add_text(facts, "host_uuid", xml_content(xml_down(xml_root(document), "host/uuid")));
	json_set(facts, "cpu_features", processor_gives(connection, cpu));
	json_set(facts, "machine_types", machine_types(xml_root(document), architecture));
	return 0;
}

static void add_version(struct json_object *facts, const char *name, unsigned long version)
{
	add_text(facts, name,
		mem_format("%lu.%lu.%lu", version / 1000000, version / 1000 % 1000,
			version % 1000));
}

int collect_versions(struct json_object *facts, virConnectPtr connection)
{
	unsigned long library = 0, hypervisor = 0;

	if (virConnectGetLibVersion(connection, &library) < 0 ||
		virConnectGetVersion(connection, &hypervisor) < 0)
		return -1;
	add_version(facts, "libvirt", library);
	add_version(facts, "qemu", hypervisor);
	return 0;
}

static int add_numbers(struct json_object *facts, virConnectPtr connection)
{
	virNodeInfo node;

	if (collect_versions(facts, connection) < 0 || virNodeGetInfo(connection, &node) < 0)
		return -1;
	json_set_count(facts, "memory", (uint64_t)node.memory * 1024);
	json_set_integer(facts, "cpus", node.cpus);
	return 0;
}

#define MOST_STATS 16

/* Free memory, and what the kernel gives back when asked: its buffers and its cache. */
static unsigned long long available(virConnectPtr connection)
{
	static const char *const parts[] = {VIR_NODE_MEMORY_STATS_FREE,
		VIR_NODE_MEMORY_STATS_BUFFERS, VIR_NODE_MEMORY_STATS_CACHED};
	virNodeMemoryStats stats[MOST_STATS];
	int count = 0, all = VIR_NODE_MEMORY_STATS_ALL_CELLS;
	unsigned long long sum = 0;

	/* It must be asked for exactly as many as there are. */
	if (virNodeGetMemoryStats(connection, all, NULL, &count, 0) < 0 || count > MOST_STATS ||
		virNodeGetMemoryStats(connection, all, stats, &count, 0) < 0)
		return 0;
	for (int i = 0; i < count; i++)
		for (size_t part = 0; part < sizeof(parts) / sizeof(parts[0]); part++)
			if (text_equal(stats[i].field, parts[part]))
				sum += stats[i].value * 1024;
	return sum;
}

static struct json_object *measures(virConnectPtr connection)
{
	struct json_object *told = json_object_new_object();
	unsigned long long all = available(connection);

	json_set_count(told, "memory_free", virNodeGetFreeMemory(connection));
	if (all > 0)
		json_set_count(told, "memory_available", all);
	return told;
}

int collect_host(struct json_object **item, virConnectPtr connection,
	const struct collect_host *host, struct error *error)
{
	AUTO_FREE char *capabilities = virConnectGetCapabilities(connection);
	AUTO_JSON struct json_object *facts = json_object_new_object();

	json_set_string(facts, "name", host->name);
	json_set_string(facts, "department", host->department);
	json_set_string(facts, "side", host->side);
	json_set_string(facts, "hypervisor", virConnectGetType(connection));
	if (!capabilities || add_numbers(facts, connection) < 0)
		return handle_failed(error, host->name, "reading the host's capabilities");
	if (add_capabilities(facts, connection, capabilities, error) < 0)
		return -1;
	*item = json_object_new_object();
	json_set_string(*item, "kind", "host");
	json_set_string(*item, "id", host->name);
	json_set(*item, "facts", mem_take(&facts));
	json_set(*item, "measures", measures(connection));
	return 0;
}
