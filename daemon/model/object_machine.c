/* The facts of what a hypervisor holds: machines, networks and storage pools. */
#include "model/object_shapes.h"

static const struct shape_field string_item = {"", SHAPE_STRING, .low = 1, .high = 1024};

static const struct shape_field disk_fields[] = {
	{"device", SHAPE_NAME, .required = true, .help = "device in the guest: vda"},
	{"path", SHAPE_STRING, .required = true, .help = "path of the image on the host"},
	{"format", SHAPE_NAME, .required = true, .help = "qcow2 or raw"},
	{"capacity", SHAPE_INTEGER, .required = true, .help = "virtual size, bytes"},
	{"pool", SHAPE_STRING, .help = "storage pool that holds it, when there is one"},
	{"bus", SHAPE_NAME, .help = "virtio, scsi, sata"},
	{"read_only", SHAPE_BOOLEAN, .help = "cannot be written by the guest"},
	{"chain", SHAPE_LIST, .item = &string_item, .high = 64,
		.help = "paths of its backing images"},
	{"kind", SHAPE_NAME, .help = "file, block, network"},
	{"shared", SHAPE_BOOLEAN, .help = "other machines may write it too"},
	{"encrypted", SHAPE_BOOLEAN, .help = "the hypervisor holds a key for it"},
	{0},
};
static const struct shape_field disk_item = {"", SHAPE_OBJECT, .fields = disk_fields};

static const struct shape_field nic_fields[] = {
	{"mac", SHAPE_STRING, .required = true, .low = 17, .high = 17,
		.help = "hardware address"},
	{"network", SHAPE_STRING, .help = "libvirt network"},
	{"bridge", SHAPE_STRING, .help = "bridge on the host"},
	{"model", SHAPE_NAME, .help = "virtio, e1000"},
	{0},
};
static const struct shape_field nic_item = {"", SHAPE_OBJECT, .fields = nic_fields};

static const char *const states[] = {"running", "paused", "off", "pmsuspended", NULL};

const struct shape_field object_machine_fields[] = {
	{"uuid", SHAPE_UUID, .required = true, .help = "libvirt's uuid of the domain"},
	{"name", SHAPE_NAME, .required = true, .help = "name of the domain"},
	{"host", SHAPE_NAME, .required = true, .help = "hypervisor it is defined on"},
	{"state", SHAPE_CHOICE, .required = true, .choices = states, .help = "power state"},
	{"memory", SHAPE_INTEGER, .required = true, .low = 1, .high = INT64_MAX,
		.help = "bytes"},
	{"vcpus", SHAPE_INTEGER, .required = true, .low = 1, .high = 4096, .help = "count"},
	{"domain_type", SHAPE_NAME, .required = true, .help = "kvm or qemu"},
	{"machine_type", SHAPE_NAME, .help = "pc-q35-7.2"},
	{"cpu", SHAPE_STRING, .help = "CPU mode or model"},
	{"firmware", SHAPE_NAME, .help = "bios or efi"},
	{"autostart", SHAPE_BOOLEAN, .required = true, .help = "started with its host"},
	{"persistent", SHAPE_BOOLEAN, .required = true, .help = "has a definition"},
	{"disks", SHAPE_LIST, .required = true, .item = &disk_item, .high = 64},
	{"nics", SHAPE_LIST, .required = true, .item = &nic_item, .high = 64},
	{"unmovable", SHAPE_LIST, .item = &string_item, .high = 64,
		.help = "devices that tie it to its host: hostdev pci"},
	{"snapshots", SHAPE_INTEGER, .low = 0, .high = 100000, .help = "libvirt snapshots"},
	{"xml", SHAPE_DIGEST, .help = "its definition, stored by content"},
	{"checkpoints", SHAPE_INTEGER, .low = 0, .high = 100000,
		.help = "libvirt checkpoints, each a bitmap in its disks"},
	{"disks_unread", SHAPE_LIST, .item = &string_item, .high = 64,
		.help = "disks that have no path: volume vdb"},
	{"nvram", SHAPE_NAME, .help = "where its UEFI variables are: none, file, network"},
	{"tpm", SHAPE_NAME, .help = "what backs its TPM: none, emulator, passthrough"},
	{"cpu_required", SHAPE_LIST, .item = &string_item, .high = 1024,
		.help = "CPU features that it was promised by name"},
	{0},
};

const struct shape_field object_network_fields[] = {
	{"name", SHAPE_STRING, .required = true},
	{"host", SHAPE_NAME, .required = true},
	{"mode", SHAPE_NAME, .help = "bridge, nat, routed, isolated"},
	{"bridge", SHAPE_STRING},
	{"mtu", SHAPE_INTEGER, .low = 0, .high = 65536, .help = "bytes, when set"},
	{"active", SHAPE_BOOLEAN},
	{0},
};

const struct shape_field object_pool_fields[] = {
	{"name", SHAPE_STRING, .required = true},
	{"host", SHAPE_NAME, .required = true},
	{"type", SHAPE_NAME, .help = "dir, logical, ..."},
	{"path", SHAPE_STRING},
	{"capacity", SHAPE_INTEGER, .low = 0, .high = INT64_MAX, .help = "bytes"},
	{"active", SHAPE_BOOLEAN},
	{0},
};
