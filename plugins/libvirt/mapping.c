#include "mapping.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "mark.h"
#include "xml.h"

/*
 * The path of the image, whatever the disk's type calls it. NULL for an empty drive; the
 * caller frees.
 */
static char *image_path(xmlNodePtr disk)
{
	xmlNodePtr source = xml_first(disk, "source");
	char *path = xml_attribute(source, "file");

	return path ? path : xml_attribute(source, "dev");
}

static int refuse_disk(const struct order *order, const char *device, const char *found,
	const char *planned, struct error *error)
{
	return error_set(error, ERROR_REFUSED, order->move,
		"Disk %s of %s is %s, and the plan knows %s: scan and plan again.", device,
		order->move, found, planned);
}

static void move_disk(xmlNodePtr disk, const struct order_disk *to)
{
	xmlNodePtr source = xml_first(disk, "source");

	xml_set(disk, "type", "file");
	xml_set(source, "dev", NULL);
	xml_set(source, "index", NULL);
	xml_set(source, "file", to->path);
	xml_remove_children(source, NULL);
	xml_remove_children(disk, "backingStore");
	xml_remove_children(disk, "mirror");
	xml_set(xml_ensure(disk, "driver"), "type", to->format);
}

static int map_disk(
	xmlNodePtr disk, const struct order *order, size_t *mapped, struct error *error)
{
	AUTO_FREE char *device = xml_attribute(xml_first(disk, "target"), "dev");
	AUTO_FREE char *path = image_path(disk);
	const struct order_disk *to = device ? order_find_disk(order, device) : NULL;

	if (!to && !path && !xml_first(disk, "source"))
		return 0; /* an empty drive */
	if (!to || !text_equal(path, to->source_path))
		return refuse_disk(order, device ? device : "without a name",
			path ? path : "not a file", to ? to->source_path : "no such disk",
			error);
	move_disk(disk, to);
	(*mapped)++;
	return 0;
}

static int map_nic(
	xmlNodePtr nic, const struct order *order, size_t *mapped, struct error *error)
{
	AUTO_FREE char *mac = xml_attribute(xml_first(nic, "mac"), "address");
	const struct order_nic *to = mac ? order_find_nic(order, mac) : NULL;
	xmlNodePtr source = xml_ensure(nic, "source");

	if (!to)
		return error_set(error, ERROR_REFUSED, order->move,
			"The interface %s of %s is not in the plan: scan and plan again.",
			mac ? mac : "without an address", order->move);
	xml_set(nic, "type", "network");
	while (source->properties)
		xmlRemoveProp(source->properties);
	xml_set(source, "network", to->network);
	xml_remove_children(nic, "target");
	xml_remove_children(nic, "virtualport");
	(*mapped)++;
	return 0;
}

typedef int map_device(xmlNodePtr, const struct order *, size_t *, struct error *);

static int map_all(xmlDocPtr domain, const char *name, map_device *map, size_t expected,
	const struct order *order, struct error *error)
{
	xmlNodePtr devices = xml_first(xml_root(domain), "devices");
	size_t mapped = 0;

	for (xmlNodePtr at = xml_first(devices, name); at; at = xml_next(at, name))
		if (map(at, order, &mapped, error) < 0)
			return -1;
	if (mapped != expected)
		return error_set(error, ERROR_REFUSED, order->move,
			"%s has %zu of the %zu devices of kind %s that the plan knows: scan "
			"and plan "
			"again.",
			order->move, mapped, expected, name);
	return 0;
}

int mapping_build(char **out, const char *xml, const struct order *order, struct error *error)
{
	AUTO_XML xmlDocPtr domain = NULL;
	struct mark_text mark;

	if (xml_parse(&domain, xml, error) < 0 ||
		map_all(domain, "disk", map_disk, order->disk_count, order, error) < 0 ||
		map_all(domain, "interface", map_nic, order->nic_count, order, error) < 0)
		return -1;
	mark_make(&mark, order, SIDE_TARGET, false);
	mark_put(domain, &mark);
	*out = xml_write(domain);
	return 0;
}
