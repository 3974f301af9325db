#include "fence.h"

#include "base/memory.h"
#include "base/text.h"
#include "xml.h"
#include <stdlib.h>

char *fence_sentence(const struct order *order)
{
	return mem_format(
		"/%s was moved to %s by run %s of banyun and runs there: its disks here are "
		"old. Do not start it here; ask 'banyun run show %s'.",
		order->move, order->target, order->run, order->run);
}

static bool is_fence(xmlNodePtr disk)
{
	return xml_attribute_is(xml_first(disk, "alias"), "name", FENCE_ALIAS);
}

static xmlNodePtr find(xmlDocPtr domain)
{
	xmlNodePtr disk = xml_first(xml_first(xml_root(domain), "devices"), "disk");

	while (disk && !is_fence(disk))
		disk = xml_next(disk, "disk");
	return disk;
}

static xmlNodePtr make_disk(const char *sentence, const char *bus)
{
	xmlNodePtr disk = xmlNewNode(NULL, (const xmlChar *)"disk");
	xmlNodePtr driver = xml_ensure(disk, "driver"), target;

	xml_set(disk, "type", "file");
	xml_set(disk, "device", "disk");
	xml_set(driver, "name", "qemu");
	xml_set(driver, "type", "raw");
	xml_set(xml_ensure(disk, "source"), "file", sentence);
	target = xml_ensure(disk, "target");
	xml_set(target, "dev", text_equal(bus, "virtio") ? "vdzz" : "sdzz");
	xml_set(target, "bus", bus);
	xml_ensure(disk, "readonly");
	xml_set(xml_ensure(disk, "alias"), "name", FENCE_ALIAS);
	return disk;
}

void fence_put(xmlDocPtr domain, const struct order *order)
{
	AUTO_FREE char *sentence = fence_sentence(order);
	xmlNodePtr devices = xml_ensure(xml_root(domain), "devices"), first;
	AUTO_FREE char *bus = NULL;

	fence_strip(domain);
	first = xml_first(devices, "disk");
	bus = xml_attribute(xml_first(first, "target"), "bus");
	if (!text_equal(bus, "scsi") && !text_equal(bus, "sata")) {
		free(mem_take(&bus));
		bus = mem_string("virtio");
	}
	if (first)
		xmlAddPrevSibling(first, make_disk(sentence, bus));
	else
		xmlAddChild(devices, make_disk(sentence, bus));
}

void fence_strip(xmlDocPtr domain)
{
	for (xmlNodePtr disk = find(domain); disk; disk = find(domain))
		xml_remove(disk);
}

bool fence_stands(xmlDocPtr domain, const struct order *order)
{
	AUTO_FREE char *sentence = fence_sentence(order);

	return xml_attribute_is(xml_first(find(domain), "source"), "file", sentence);
}
