#include "shelf.h"

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "handle.h"
#include "peek.h"
#include "xml.h"
#include <stdlib.h>

struct shelf {
	struct json_object *pools; /* path -> name of the pool */
	bool gaps;                 /* some pools' volumes are not among them */
};

struct shelf *shelf_new(void)
{
	struct shelf *shelf = mem_alloc(sizeof(*shelf));

	shelf->pools = json_object_new_object();
	return shelf;
}

void shelf_free(struct shelf *shelf)
{
	if (!shelf)
		return;
	json_object_put(shelf->pools);
	free(shelf);
}

/* The folder of a pool whose volumes are the files in it, by their names; NULL for others. */
static char *folder_of(virStoragePoolPtr pool)
{
	static const char *const kinds[] = {"dir", "fs", "netfs"};
	AUTO_FREE char *text = virStoragePoolGetXMLDesc(pool, 0);
	AUTO_XML xmlDocPtr document = NULL;

	if (!text || xml_parse(&document, text, NULL) < 0)
		return NULL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (xml_attribute_is(xml_root(document), "type", kinds[i]))
			return xml_content(xml_down(xml_root(document), "target/path"));
	return NULL;
}

static void put(
	struct shelf *shelf, const char *folder, virStorageVolPtr volume, const char *pool)
{
	AUTO_FREE char *path = mem_format("%s/%s", folder, virStorageVolGetName(volume));

	json_set_string(shelf->pools, path, pool);
}

void shelf_add(struct shelf *shelf, virStoragePoolPtr pool)
{
	AUTO_FREE char *folder = NULL;
	virStorageVolPtr *volumes = NULL;
	int count;

	if (virStoragePoolIsActive(pool) == 0 || peek_owns(virStoragePoolGetName(pool)))
		return;
	folder = folder_of(pool);
	count = folder ? virStoragePoolListAllVolumes(pool, &volumes, 0) : -1;
	shelf->gaps = shelf->gaps || count < 0;
	for (int i = 0; i < count; i++) {
		put(shelf, folder, volumes[i], virStoragePoolGetName(pool));
		virStorageVolFree(volumes[i]);
	}
	free(volumes);
}

static char *ask(virConnectPtr connection, const char *path)
{
	AUTO_VOLUME virStorageVolPtr volume = virStorageVolLookupByPath(connection, path);
	AUTO_POOL virStoragePoolPtr pool = volume ? virStoragePoolLookupByVolume(volume) : NULL;

	return pool ? mem_string(virStoragePoolGetName(pool)) : NULL;
}

char *shelf_find(const struct shelf *shelf, virDomainPtr domain, const char *path)
{
	const char *known = shelf ? json_string(shelf->pools, path) : NULL;

	if (known || (shelf && !shelf->gaps))
		return mem_string(known);
	return ask(virDomainGetConnect(domain), path);
}
