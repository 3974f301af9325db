#include "volumes.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "handle.h"
#include "store.h"
#include "xml.h"
#include <stdlib.h>
#include <string.h>

static char *companion_name(const struct order *order, const char *state)
{
	return mem_format("banyun.%s.%s.%s", order->run, order->move, state);
}

static char *scratch_name(const struct order_disk *disk)
{
	return mem_format("%s" VOLUMES_SCRATCH, disk->volume);
}

static int companion_exists(
	virStoragePoolPtr pool, const struct order *order, const char *state)
{
	AUTO_FREE char *name = companion_name(order, state);

	return store_has(pool, name);
}

static int create_companion(virStoragePoolPtr pool, const struct order *order,
	const char *state, struct error *error)
{
	AUTO_FREE char *name = companion_name(order, state);

	if (store_create(pool, name, "raw", 0) < 0 && store_has(pool, name) != 1)
		return handle_failed(error, name, "marking the volumes on the target");
	return 0;
}

static int delete_companion(virStoragePoolPtr pool, const struct order *order,
	const char *state, struct error *error)
{
	AUTO_FREE char *name = companion_name(order, state);

	return store_delete(pool, name, error);
}

/* One call for the whole pool: the names of all volumes. */
static bool listed(virStorageVolPtr *volumes, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (text_equal(virStorageVolGetName(volumes[i]), name))
			return true;
	return false;
}

static enum volumes judge(virStorageVolPtr *volumes, int count, const struct order *order)
{
	AUTO_FREE char *partial = companion_name(order, "partial");
	AUTO_FREE char *complete = companion_name(order, "complete");

	if (listed(volumes, count, complete))
		return VOLUMES_COMPLETE;
	return listed(volumes, count, partial) ? VOLUMES_PARTIAL : VOLUMES_NONE;
}

int volumes_read(enum volumes *state, virConnectPtr target, const struct order *order,
	struct error *error)
{
	AUTO_POOL virStoragePoolPtr pool = store_open(target, order, error);
	virStorageVolPtr *volumes = NULL;
	int count;

	if (!pool)
		return -1;
	count = virStoragePoolListAllVolumes(pool, &volumes, 0);
	if (count < 0)
		return handle_failed(error, order->pool, "listing the volumes of the pool");
	*state = judge(volumes, count, order);
	for (int i = 0; i < count; i++)
		virStorageVolFree(volumes[i]);
	free(volumes);
	return 0;
}

/* The plan says the volume's path: the pool must lead there. */
static int check_path(virStoragePoolPtr pool, const struct order *order,
	const struct order_disk *disk, struct error *error)
{
	AUTO_FREE char *text = virStoragePoolGetXMLDesc(pool, 0), *folder = NULL, *path = NULL;
	AUTO_XML xmlDocPtr document = NULL;

	if (!text)
		return handle_failed(error, order->pool, "reading the storage pool");
	if (xml_parse(&document, text, error) < 0)
		return -1;
	folder = xml_content(xml_down(xml_root(document), "target/path"));
	path = mem_format("%s/%s", folder ? folder : "", disk->volume);
	if (!text_equal(path, disk->path))
		return error_set(error, ERROR_REFUSED, order->move,
			"The plan puts disk %s at \"%s\", and in the pool %s it would be "
			"\"%s\": scan "
			"and plan again.",
			disk->device, disk->path, order->pool, path);
	return 0;
}

static int check_capacity(virStoragePoolPtr pool, const struct order *order,
	const struct order_disk *disk, const char *name, struct error *error)
{
	AUTO_VOLUME virStorageVolPtr volume = virStorageVolLookupByName(pool, name);
	virStorageVolInfo info;

	if (!volume || virStorageVolGetInfo(volume, &info) < 0)
		return handle_failed(error, name, "reading a volume back");
	if (info.capacity != disk->capacity)
		return error_set(error, ERROR_REFUSED, order->move,
			"The volume %s on %s holds %llu bytes, and disk %s needs exactly "
			"%llu.",
			name, order->target, info.capacity, disk->device,
			(unsigned long long)disk->capacity);
	return 0;
}

static int check_name_free(virStoragePoolPtr pool, const struct order *order, const char *name,
	struct error *error)
{
	int there = store_has(pool, name);

	if (there < 0)
		return handle_failed(error, name, "looking for a volume");
	if (there)
		return error_set(error, ERROR_REFUSED, order->move,
			"The pool %s on %s has a volume %s already that this move did not "
			"make: remove it or plan another name.",
			order->pool, order->target, name);
	return 0;
}

/* Before the companion is made: what lies there by these names is another's. */
static int check_names_free(
	virStoragePoolPtr pool, const struct order *order, struct error *error)
{
	for (size_t i = 0; i < order->disk_count; i++) {
		AUTO_FREE char *scratch = scratch_name(&order->disks[i]);

		if (check_name_free(pool, order, order->disks[i].volume, error) < 0 ||
			check_name_free(pool, order, scratch, error) < 0)
			return -1;
	}
	return 0;
}

static int claim(virStoragePoolPtr pool, const struct order *order, struct error *error)
{
	int ours = companion_exists(pool, order, "partial");

	if (ours < 0)
		return handle_failed(
			error, order->pool, "looking for the companion of the volumes");
	if (ours)
		return 0;
	if (check_names_free(pool, order, error) < 0)
		return -1;
	return create_companion(pool, order, "partial", error);
}

static int make_one(virStoragePoolPtr pool, const struct order *order,
	const struct order_disk *disk, const char *name, const char *format,
	struct error *error)
{
	int there = store_has(pool, name);

	if (there < 0)
		return handle_failed(error, name, "looking for a volume");
	if (!there && store_create(pool, name, format, disk->capacity) < 0)
		return handle_failed(error, name, "making a volume on the target");
	return check_capacity(pool, order, disk, name, error);
}

static int make_scratch(virStoragePoolPtr pool, const struct order *order,
	const struct order_disk *disk, struct error *error)
{
	AUTO_FREE char *name = scratch_name(disk);

	return make_one(pool, order, disk, name, "qcow2", error);
}

static int delete_scratch(
	virStoragePoolPtr pool, const struct order *order, struct error *error)
{
	for (size_t i = 0; i < order->disk_count; i++) {
		AUTO_FREE char *name = scratch_name(&order->disks[i]);

		if (store_delete(pool, name, error) < 0)
			return -1;
	}
	return 0;
}

int volumes_make(virConnectPtr target, const struct order *order, struct error *error)
{
	AUTO_POOL virStoragePoolPtr pool = store_open(target, order, error);

	if (!pool)
		return -1;
	for (size_t i = 0; i < order->disk_count; i++)
		if (check_path(pool, order, &order->disks[i], error) < 0)
			return -1;
	if (claim(pool, order, error) < 0)
		return -1;
	for (size_t i = 0; i < order->disk_count; i++)
		if (make_one(pool, order, &order->disks[i], order->disks[i].volume,
			    order->disks[i].format, error) < 0 ||
			make_scratch(pool, order, &order->disks[i], error) < 0)
			return -1;
	return 0;
}

int volumes_complete(virConnectPtr target, const struct order *order, struct error *error)
{
	AUTO_POOL virStoragePoolPtr pool = store_open(target, order, error);

	return pool ? create_companion(pool, order, "complete", error) : -1;
}

int volumes_renew_scratch(virConnectPtr target, const struct order *order, struct error *error)
{
	AUTO_POOL virStoragePoolPtr pool = store_open(target, order, error);

	if (!pool || delete_scratch(pool, order, error) < 0)
		return -1;
	for (size_t i = 0; i < order->disk_count; i++)
		if (make_scratch(pool, order, &order->disks[i], error) < 0)
			return -1;
	return 0;
}

int volumes_delete(virConnectPtr target, const struct order *order, struct error *error)
{
	AUTO_POOL virStoragePoolPtr pool = store_open(target, order, error);
	int complete = pool ? companion_exists(pool, order, "complete") : -1;
	int partial = pool ? companion_exists(pool, order, "partial") : -1;

	if (!pool)
		return -1;
	if (complete < 0 || partial < 0)
		return handle_failed(
			error, order->pool, "looking for the companion of the volumes");
	if (complete)
		return error_set(error, ERROR_REFUSED, order->move,
			"The volumes of %s on %s are complete: a move never deletes them.",
			order->move, order->target);
	if (partial && delete_scratch(pool, order, error) < 0)
		return -1;
	for (size_t i = 0; partial && i < order->disk_count; i++)
		if (store_delete(pool, order->disks[i].volume, error) < 0)
			return -1;
	return delete_companion(pool, order, "partial", error);
}

int volumes_release(virConnectPtr target, const struct order *order, struct error *error)
{
	AUTO_POOL virStoragePoolPtr pool = store_open(target, order, error);

	if (!pool || delete_scratch(pool, order, error) < 0 ||
		delete_companion(pool, order, "partial", error) < 0)
		return -1;
	return delete_companion(pool, order, "complete", error);
}
