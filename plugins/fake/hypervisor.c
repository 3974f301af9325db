#include "hypervisor.h"

#include "base/json.h"
#include "base/memory.h"
#include "load.h"
#include "parts.h"

#define IMAGES       "/var/lib/libvirt/images"
#define MICROSECONDS 1000 /* of a millisecond */

static void add_strings(struct json_object *facts, const char *name, const char *const *words)
{
	struct json_object *list = json_object_new_array();

	for (; *words; words++)
		json_object_array_add(list, json_object_new_string(*words));
	json_set(facts, name, list);
}

void hypervisor_add(struct json_object *facts, struct json_object *thing)
{
	static const char *const features[] = {"aes", "avx2", "sse4.2", "vmx", NULL};
	static const char *const types[] = {"pc-i440fx-7.2", "pc-q35-7.2", NULL};
	static const char *const tools[] = {"nbdcopy", "qemu-nbd", "sha256sum", NULL};

	json_set_string(facts, "hypervisor", "QEMU");
	json_set_string(facts, "libvirt", "9.0.0");
	json_set_string(facts, "qemu", "7.2.22");
	json_set_string(facts, "cpu_model", "Skylake-Server");
	json_set_string(facts, "host_uuid", json_string(thing, "uuid"));
	add_strings(facts, "cpu_features", features);
	add_strings(facts, "machine_types", types);
	add_strings(facts, "tools", tools);
}

struct json_object *hypervisor_network(const char *host, const char *name)
{
	struct json_object *facts = json_object_new_object();
	AUTO_FREE char *bridge = part_bridge(name);

	json_set_string(facts, "name", name);
	json_set_string(facts, "host", host);
	json_set_string(facts, "mode", "bridge");
	json_set_string(facts, "bridge", bridge);
	json_set_boolean(facts, "active", true);
	return facts;
}

struct json_object *hypervisor_pool_measures(struct json_object *thing, int64_t moment)
{
	int64_t capacity = json_integer(thing, "pool", 0);
	struct json_object *measures;
	struct load load;

	if (!load_at(&load, thing, moment))
		return NULL;
	measures = json_object_new_object();
	json_set_integer(measures, "allocation", capacity / 1000 * load.stored);
	return json_set_integer(
		measures, "available", capacity - capacity / 1000 * load.stored);
}

struct json_object *hypervisor_pool(struct json_object *thing)
{
	struct json_object *facts = json_object_new_object();

	json_set_string(facts, "name", HYPERVISOR_POOL);
	json_set_string(facts, "host", json_string(thing, "name"));
	json_set_string(facts, "type", "dir");
	json_set_string(facts, "path", IMAGES);
	json_set_integer(facts, "capacity", json_integer(thing, "pool", 0));
	json_set_boolean(facts, "active", true);
	return facts;
}

static struct json_object *disk_new(const char *machine, size_t index, int64_t capacity)
{
	struct json_object *disk = json_object_new_object();
	AUTO_FREE char *device = mem_format("vd%c", 'a' + (int)index % 26);
	AUTO_FREE char *path = mem_format("%s/%s-%zu.qcow2", IMAGES, machine, index);

	json_set_string(disk, "device", device);
	json_set_string(disk, "path", path);
	json_set_string(disk, "format", "qcow2");
	json_set_integer(disk, "capacity", capacity);
	json_set_string(disk, "pool", HYPERVISOR_POOL);
	json_set_string(disk, "bus", "virtio");
	json_set_boolean(disk, "read_only", false);
	json_set_string(disk, "kind", "file");
	return json_set(disk, "chain", json_object_new_array());
}

static struct json_object *disks(struct json_object *thing)
{
	struct json_object *list = json_object_new_array();
	struct json_object *sizes = json_member(thing, "disks");

	for (size_t i = 0; i < json_length(sizes); i++)
		json_object_array_add(list, disk_new(json_string(thing, "uuid"), i,
						    json_object_get_int64(part_at(sizes, i))));
	return list;
}

static struct json_object *cards(struct json_object *nics)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(nics); i++) {
		struct json_object *card = json_object_new_object();
		const char *network = json_string(part_at(nics, i), "domain");
		AUTO_FREE char *bridge = part_bridge(network);

		json_set_string(card, "mac", json_string(part_at(nics, i), "mac"));
		json_set_string(card, "network", network);
		json_set_string(card, "bridge", bridge);
		json_object_array_add(list, json_set_string(card, "model", "virtio"));
	}
	return list;
}

struct json_object *hypervisor_machine(struct json_object *thing, bool runs)
{
	static const char *const names[] = {"uuid", "name", "host", "memory", NULL};
	struct json_object *facts = json_object_new_object();

	part_copy(facts, thing, names);
	json_set_string(facts, "state", runs ? "running" : "off");
	json_set_integer(facts, "vcpus", json_integer(thing, "cpus", 1));
	json_set_string(facts, "domain_type", "kvm");
	json_set_string(facts, "machine_type", "pc-q35-7.2");
	json_set_string(facts, "cpu", "host-model");
	json_set_string(facts, "firmware", "bios");
	json_set_boolean(facts, "autostart", true);
	json_set_boolean(facts, "persistent", true);
	json_set(facts, "disks", disks(thing));
	json_set(facts, "nics", cards(json_member(thing, "nics")));
	json_set(facts, "unmovable", json_object_new_array());
	json_set_integer(facts, "checkpoints", 0);
	json_set_string(facts, "nvram", "none");
	json_set_string(facts, "tpm", "none");
	json_set(facts, "cpu_required", json_object_new_array());
	return json_set_integer(facts, "snapshots", 0);
}

static int64_t allocation(struct json_object *thing, int64_t stored)
{
	struct json_object *sizes = json_member(thing, "disks");
	int64_t sum = 0;

	for (size_t i = 0; i < json_length(sizes); i++)
		sum += json_object_get_int64(part_at(sizes, i)) / 1000 * stored;
	return sum;
}

/* Two thirds are read, and half is sent. */
static void add_counters(struct json_object *measures, const struct load *load)
{
	if (load->cpu_used <= JSON_INTEGER_MOST / MICROSECONDS)
		json_set_integer(measures, "cpu_time_us", load->cpu_used * MICROSECONDS);
	json_set_integer(measures, "memory_used", load->memory);
	json_set_integer(measures, "disk_read_bytes", load->disk / 3 * 2);
	json_set_integer(measures, "disk_write_bytes", load->disk / 3);
	json_set_integer(measures, "net_receive_bytes", load->net / 2);
	json_set_integer(measures, "net_send_bytes", load->net / 2);
}

struct json_object *hypervisor_machine_measures(
	struct json_object *thing, bool runs, int64_t moment)
{
	struct json_object *measures;
	struct load load;

	if (!load_at(&load, thing, moment))
		return NULL;
	measures = json_object_new_object();
	json_set_integer(measures, "allocation", allocation(thing, load.stored));
	if (runs)
		add_counters(measures, &load);
	return measures;
}
