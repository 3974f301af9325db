#include "device.h"

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "element.h"
#include "handle.h"
#include "shelf.h"
#include <stdlib.h>
#include <string.h>

struct size {
	unsigned long long capacity, allocation;
};

/* The parameter "block.N.name" of that device; NULL when there is none. */
static const virTypedParameter *block_of(virDomainStatsRecordPtr record, const char *device)
{
	static const char block[] = "block.";

	for (int i = 0; i < record->nparams; i++) {
		const virTypedParameter *at = &record->params[i];

		if (at->type == VIR_TYPED_PARAM_STRING && text_starts(at->field, block) &&
			text_equal(strchr(at->field + strlen(block), '.'), ".name") &&
			text_equal(at->value.s, device))
			return at;
	}
	return NULL;
}

static void add_number(struct size *size, const virTypedParameter *parameter, const char *what)
{
	if (parameter->type != VIR_TYPED_PARAM_ULLONG)
		return;
	if (text_equal(what, "capacity"))
		size->capacity = parameter->value.ul;
	else if (text_equal(what, "allocation"))
		size->allocation = parameter->value.ul;
}

static bool size_from_bulk(
	struct size *size, virDomainStatsRecordPtr record, const char *device)
{
	const virTypedParameter *block = record ? block_of(record, device) : NULL;
	size_t common = block ? strlen(block->field) - strlen("name") : 0;

	*size = (struct size){0};
	for (int i = 0; block && i < record->nparams; i++)
		if (strncmp(record->params[i].field, block->field, common) == 0)
			add_number(size, &record->params[i], record->params[i].field + common);
	return size->capacity > 0;
}

static bool size_of(struct size *size, virDomainPtr domain, virDomainStatsRecordPtr record,
	const char *device)
{
	virDomainBlockInfo info;

	if (size_from_bulk(size, record, device))
		return true;
	if (virDomainGetBlockInfo(domain, device, &info, 0) < 0)
		return false;
	*size = (struct size){info.capacity, info.allocation};
	return true;
}

static const char *image_path(const struct element *parent)
{
	const struct element *source = element_first(parent, "source");
	const char *path = element_attribute(source, "file");

	path = path ? path : element_attribute(source, "dev");
	return path ? path : element_attribute(source, "name");
}

static struct json_object *chain_of(const struct element *disk)
{
	struct json_object *list = json_object_new_array();

	for (const struct element *at = element_first(disk, "backingStore"); at;
		at = element_first(at, "backingStore")) {
		const char *path = image_path(at);

		if (path)
			json_object_array_add(list, json_object_new_string(path));
	}
	return list;
}

/* Whether the copy may touch it at all. */
static void describe_kind(struct json_object *tree, const struct element *disk)
{
	const char *kind = element_attribute(disk, "type");

	json_set_string(tree, "kind", kind);
	json_set_boolean(tree, "shared", element_first(disk, "shareable") != NULL);
	json_set_boolean(tree, "encrypted",
		element_first(disk, "encryption") || element_down(disk, "source/encryption"));
}

static void describe_disk(struct json_object *tree, const struct element *disk,
	const char *device, const char *path)
{
	const char *format = element_attribute(element_first(disk, "driver"), "type");
	const char *bus = element_attribute(element_first(disk, "target"), "bus");

	json_set_string(tree, "device", device);
	json_set_string(tree, "path", path);
	json_set_string(tree, "format", format ? format : "raw");
	json_set_string(tree, "bus", bus);
	json_set_boolean(tree, "read_only", element_first(disk, "readonly") != NULL);
	json_set(tree, "chain", chain_of(disk));
	describe_kind(tree, disk);
}

static int add_disk(struct json_object *list, const struct element *disk, virDomainPtr domain,
	const struct device_known *known, uint64_t *allocation, struct error *error)
{
	const char *device = element_attribute(element_first(disk, "target"), "dev");
	const char *path = image_path(disk);
	AUTO_FREE char *pool = NULL;
	AUTO_JSON struct json_object *tree = NULL;
	struct size size = {0};

	if (!path || !device)
		return 0;
	if (!size_of(&size, domain, known->stats, device))
		return handle_failed(
			error, virDomainGetName(domain), "reading the size of a disk");
	tree = json_object_new_object();
	describe_disk(tree, disk, device, path);
	pool = shelf_find(known->shelf, domain, path);
	json_set_string(tree, "pool", pool);
	json_set_count(tree, "capacity", size.capacity);
	*allocation += size.allocation;
	json_object_array_add(list, mem_take(&tree));
	return 0;
}

/* What lies behind a source without a path: a volume, a device, another process. */
static void add_unread(struct json_object *list, const struct element *disk)
{
	const char *kind = element_attribute(disk, "type");
	const char *device = element_attribute(element_first(disk, "target"), "dev");
	const char *path = image_path(disk);
	AUTO_FREE char *text = NULL;

	if ((path && device) || !element_first(disk, "source"))
		return;
	text = mem_format("%s %s", kind ? kind : "disk", device ? device : "");
	json_object_array_add(list, json_object_new_string(text));
}

static struct json_object *unread_disks(const struct element *devices)
{
	struct json_object *list = json_object_new_array();

	for (const struct element *at = element_first(devices, "disk"); at;
		at = element_next(at, "disk"))
		add_unread(list, at);
	return list;
}

int device_disks(struct json_object *facts, const struct element *root, virDomainPtr domain,
	const struct device_known *known, uint64_t *allocation, struct error *error)
{
	const struct element *devices = element_first(root, "devices");
	struct json_object *list = json_object_new_array();

	json_set(facts, "disks", list);
	json_set(facts, "disks_unread", unread_disks(devices));
	for (const struct element *at = element_first(devices, "disk"); at;
		at = element_next(at, "disk"))
		if (add_disk(list, at, domain, known, allocation, error) < 0)
			return -1;
	return 0;
}

/* Of a libvirt network only its name: the bridge behind it is the network's own fact. */
static struct json_object *describe_nic(const struct element *nic)
{
	const char *mac = element_attribute(element_first(nic, "mac"), "address");
	const char *network = element_attribute(element_first(nic, "source"), "network");
	const char *bridge = element_attribute(element_first(nic, "source"), "bridge");
	const char *model = element_attribute(element_first(nic, "model"), "type");
	struct json_object *tree = json_object_new_object();

	json_set_string(tree, "mac", mac);
	json_set_string(tree, "network", network);
	json_set_string(tree, "bridge", network ? NULL : bridge);
	json_set_string(tree, "model", model);
	return tree;
}

struct json_object *device_nics(const struct element *root)
{
	const struct element *devices = element_first(root, "devices");
	struct json_object *list = json_object_new_array();

	for (const struct element *at = element_first(devices, "interface"); at;
		at = element_next(at, "interface"))
		json_object_array_add(list, describe_nic(at));
	return list;
}

static void add_tie(
	struct json_object *list, const struct element *device, const char *attribute)
{
	const char *kind = element_attribute(device, attribute);
	AUTO_FREE char *text =
		mem_format("%s%s%s", device->name, kind ? " " : "", kind ? kind : "");

	json_object_array_add(list, json_object_new_string(text));
}

static bool ties(const struct element *device)
{
	static const char *const names[] = {"hostdev", "filesystem", "shmem", "vsock", "tpm"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (element_named(device, names[i]))
			return true;
	return element_named(device, "disk") && element_has(device, "device", "lun");
}

struct json_object *device_unmovable(const struct element *root)
{
	struct json_object *list = json_object_new_array();
	const struct element *devices = element_first(root, "devices");

	for (const struct element *at = element_first(devices, NULL); at;
		at = element_next(at, NULL))
		if (ties(at))
			add_tie(list, at, element_named(at, "disk") ? "device" : "type");
	return list;
}
