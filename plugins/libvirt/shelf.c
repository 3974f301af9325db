#include "shelf.h"

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "handle.h"
#include "peek.h"
#include "xml.h"
#include <stdlib.h>
#include <string.h>

struct noted {
	struct noted *next;
	virStoragePoolPtr pool;
	char *folder;
};

struct shelf {
	struct json_object *pools; /* path -> name of the pool */
	struct noted *noted;       /* pools that are asked, the last first */
	bool gaps;                 /* some pools' volumes are in neither */
};

struct shelf *shelf_new(void)
{
	struct shelf *shelf = mem_alloc(sizeof(*shelf));

	shelf->pools = json_object_new_object();
	return shelf;
}

void shelf_free(struct shelf *shelf)
{
	struct noted *noted;

	if (!shelf)
		return;
	while ((noted = shelf->noted)) {
		shelf->noted = noted->next;
		virStoragePoolFree(noted->pool);
		free(noted->folder);
		free(noted);
	}
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

/* Only of an active one libvirt knows the volumes. */
static bool counts(virStoragePoolPtr pool)
{
	return virStoragePoolIsActive(pool) != 0 && !peek_owns(virStoragePoolGetName(pool));
}

void shelf_add(struct shelf *shelf, virStoragePoolPtr pool)
{
	AUTO_FREE char *folder = NULL;
	virStorageVolPtr *volumes = NULL;
	int count;

	if (!counts(pool))
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

void shelf_note(struct shelf *shelf, virStoragePoolPtr pool)
{
	char *folder;
	struct noted *noted;

	if (!counts(pool))
		return;
	folder = folder_of(pool);
	shelf->gaps = shelf->gaps || !folder;
	if (!folder)
		return;
	noted = mem_alloc(sizeof(*noted));
	*noted = (struct noted){shelf->noted, pool, folder};
	virStoragePoolRef(pool);
	shelf->noted = noted;
}

static bool holds(const struct noted *noted, const char *path)
{
	const char *name = strrchr(path, '/');
	size_t size = strlen(noted->folder);
	AUTO_VOLUME virStorageVolPtr volume = NULL;

	if (!name || (size_t)(name - path) != size || memcmp(path, noted->folder, size) != 0)
		return false;
	volume = virStorageVolLookupByName(noted->pool, name + 1);
	return volume != NULL;
}

static char *ask(virConnectPtr connection, const char *path)
{
	AUTO_VOLUME virStorageVolPtr volume = virStorageVolLookupByPath(connection, path);
	AUTO_POOL virStoragePoolPtr pool = volume ? virStoragePoolLookupByVolume(volume) : NULL;

	return pool ? mem_string(virStoragePoolGetName(pool)) : NULL;
}

char *shelf_find(const struct shelf *shelf, virDomainPtr domain, const char *path)
{
	const struct noted *noted = shelf ? shelf->noted : NULL;
	const char *known = shelf ? json_string(shelf->pools, path) : NULL;

	if (!shelf)
		return ask(virDomainGetConnect(domain), path);
	if (known)
		return mem_string(known);
	while (noted && !holds(noted, path))
		noted = noted->next;
	if (noted)
		return mem_string(virStoragePoolGetName(noted->pool));
	return shelf->gaps ? ask(virDomainGetConnect(domain), path) : NULL;
}
