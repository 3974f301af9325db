#include "base/json.h"
#include "base/memory.h"
#include "collect.h"
#include "handle.h"
#include "xml.h"

static void fill(struct json_object *facts, xmlNodePtr root)
{
	AUTO_FREE char *type = xml_attribute(root, "type");
	AUTO_FREE char *path = xml_content(xml_down(root, "target/path"));

	json_set_string(facts, "type", type);
	json_set_string(facts, "path", path);
}

static struct json_object *measures(const virStoragePoolInfo *info)
{
	struct json_object *tree = json_object_new_object();

	json_set_count(tree, "allocation", info->allocation);
	json_set_count(tree, "available", info->available);
	return tree;
}

int collect_pool(struct json_object **item, virStoragePoolPtr pool, const char *host,
	struct error *error)
{
	const char *name = virStoragePoolGetName(pool);
	AUTO_FREE char *id = mem_format("%s/%s", host, name);
	AUTO_FREE char *text = virStoragePoolGetXMLDesc(pool, 0);
	AUTO_JSON struct json_object *facts = json_object_new_object();
	AUTO_XML xmlDocPtr document = NULL;
	virStoragePoolInfo info;

	if (!text || virStoragePoolGetInfo(pool, &info) < 0)
		return handle_failed(error, id, "reading the storage pool");
	if (xml_parse(&document, text, error) < 0)
		return -1;
	json_set_string(facts, "name", name);
	json_set_string(facts, "host", host);
	fill(facts, xml_root(document));
	json_set_count(facts, "capacity", info.capacity);
	json_set_boolean(facts, "active", info.state != VIR_STORAGE_POOL_INACTIVE);
	*item = json_object_new_object();
	json_set_string(*item, "kind", "pool");
	json_set_string(*item, "id", id);
	json_set(*item, "facts", mem_take(&facts));
	json_set(*item, "measures", measures(&info));
	return 0;
}
