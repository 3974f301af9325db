#include "store.h"

#include "base/memory.h"
#include "handle.h"
#include "xml.h"
#include <inttypes.h>
#include <libvirt/virterror.h>

virStoragePoolPtr store_open(
	virConnectPtr target, const struct order *order, struct error *error)
{
	virStoragePoolPtr pool = virStoragePoolLookupByName(target, order->pool);

	if (!pool)
		handle_failed(error, order->target, "looking for the storage pool of the plan");
	return pool;
}

/* NULL with `*failed` false when there is none of that name. */
static virStorageVolPtr find(virStoragePoolPtr pool, const char *name, bool *failed)
{
	virStorageVolPtr volume = virStorageVolLookupByName(pool, name);

	*failed = !volume && !handle_failed_with(VIR_ERR_NO_STORAGE_VOL);
	return volume;
}

int store_has(virStoragePoolPtr pool, const char *name)
{
	bool failed;
	AUTO_VOLUME virStorageVolPtr volume = find(pool, name, &failed);

	return failed ? -1 : volume != NULL;
}

int store_create(
	virStoragePoolPtr pool, const char *name, const char *format, uint64_t capacity)
{
	AUTO_XML xmlDocPtr document = xmlNewDoc((const xmlChar *)"1.0");
	AUTO_FREE char *bytes = mem_format("%" PRIu64, capacity), *text = NULL;
	AUTO_VOLUME virStorageVolPtr volume = NULL;
	xmlNodePtr root = xmlNewNode(NULL, (const xmlChar *)"volume");

	xmlDocSetRootElement(document, root);
	xmlNewTextChild(root, NULL, (const xmlChar *)"name", (const xmlChar *)name);
	xmlNewTextChild(root, NULL, (const xmlChar *)"capacity", (const xmlChar *)bytes);
	xmlNewTextChild(root, NULL, (const xmlChar *)"allocation", (const xmlChar *)"0");
	xml_set(xml_ensure(xml_ensure(root, "target"), "format"), "type", format);
	text = xml_write(document);
	volume = virStorageVolCreateXML(pool, text, 0);
	return volume ? 0 : -1;
}

int store_delete(virStoragePoolPtr pool, const char *name, struct error *error)
{
	bool failed;
	AUTO_VOLUME virStorageVolPtr volume = find(pool, name, &failed);

	if (failed || (volume && virStorageVolDelete(volume, 0) < 0))
		return handle_failed(error, name, "deleting a volume");
	return 0;
}
