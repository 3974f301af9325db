#include "export.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "handle.h"
#include "volumes.h"
#include "xml.h"
#include <libvirt/virterror.h>

char *export_socket(const struct order *order)
{
	return mem_format("/var/lib/libvirt/qemu/banyun-%s.nbd", order->machine);
}

static void add_disk(xmlNodePtr disks, const struct order_disk *disk)
{
	AUTO_FREE char *scratch = mem_format("%s" VOLUMES_SCRATCH, disk->path);
	xmlNodePtr element = xmlNewChild(disks, NULL, (const xmlChar *)"disk", NULL);

	xml_set(element, "name", disk->device);
	xml_set(element, "backup", "yes");
	xml_set(element, "type", "file");
	xml_set(element, "exportname", disk->device);
	xml_set(xml_ensure(element, "driver"), "type", "qcow2");
	xml_set(xml_ensure(element, "scratch"), "file", scratch);
}

char *export_xml(const struct order *order)
{
	AUTO_XML xmlDocPtr document = xmlNewDoc((const xmlChar *)"1.0");
	AUTO_FREE char *path = export_socket(order);
	xmlNodePtr root = xmlNewNode(NULL, (const xmlChar *)"domainbackup"), server;

	xmlDocSetRootElement(document, root);
	xml_set(root, "mode", "pull");
	server = xml_ensure(root, "server");
	xml_set(server, "transport", "unix");
	xml_set(server, "socket", path);
	for (size_t i = 0; i < order->disk_count; i++)
		add_disk(xml_ensure(root, "disks"), &order->disks[i]);
	return xml_write(document);
}

int export_stands(virDomainPtr domain, const struct order *order, struct error *error)
{
	AUTO_FREE char *text = virDomainBackupGetXMLDesc(domain, 0);
	AUTO_FREE char *path = export_socket(order);
	AUTO_XML xmlDocPtr document = NULL;

	if (!text)
		return handle_failed_with(VIR_ERR_NO_DOMAIN_BACKUP)
			       ? 0
			       : handle_failed(error, order->move, "looking for its export");
	if (xml_parse(&document, text, error) < 0)
		return -1;
	if (xml_attribute_is(xml_first(xml_root(document), "server"), "socket", path))
		return 1;
	return error_set(error, ERROR_REFUSED, order->move,
		"A backup of %s that is not banyun's runs on the target; it is left alone.",
		order->move);
}
