#include "model/object.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/survey.h"

static const struct shape_field string_item = {"", SHAPE_STRING, .low = 1, .high = 1024};
static const struct shape_field address_item = {"", SHAPE_ADDRESS};

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

static const struct shape_field machine_fields[] = {
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

static const struct shape_field listen_fields[] = {
	{"address", SHAPE_STRING, .required = true, .help = "address it is bound to"},
	{"port", SHAPE_INTEGER, .required = true, .low = 1, .high = 65535},
	{"program", SHAPE_STRING, .low = 1, .high = 64, .help = "name of the process"},
	{0},
};
static const struct shape_field listen_item = {"", SHAPE_OBJECT, .fields = listen_fields};

static const struct shape_field vxlan_fields[] = {
	{"vni", SHAPE_INTEGER, .required = true, .low = 0, .high = 16777215},
	{"local", SHAPE_ADDRESS, .help = "address that it sends from"},
	{"remote", SHAPE_ADDRESS, .help = "the one other end"},
	{"group", SHAPE_ADDRESS, .help = "multicast group of the other ends"},
	{"port", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "UDP port of the other ends"},
	{0},
};

static const struct shape_field bridge_fields[] = {
	{"stp", SHAPE_BOOLEAN, .required = true, .help = "speaks the spanning tree protocol"},
	{"vlan_filtering", SHAPE_BOOLEAN, .required = true, .help = "keeps VLANs apart"},
	{0},
};

static const struct shape_field qdisc_fields[] = {
	{"kind", SHAPE_NAME, .required = true, .help = "tbf, htb, fq_codel, noqueue"},
	{"rate", SHAPE_INTEGER, .low = 1, .high = INT64_MAX,
		.help = "bit/s that tbf, or the one class at the top of htb, lets out"},
	{0},
};

static const char *const link_states[] = {"up", "down", "unknown", NULL};
static const struct shape_field link_fields[] = {
	{"name", SHAPE_STRING, .required = true},
	{"mtu", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000000, .help = "bytes"},
	{"kind", SHAPE_NAME, .help = "bridge, vxlan, veth; none for hardware"},
	{"master", SHAPE_STRING, .help = "bridge that it is a port of"},
	{"mac", SHAPE_STRING, .low = 17, .high = 17, .help = "hardware address"},
	{"state", SHAPE_CHOICE, .choices = link_states, .help = "whether it carries packets"},
	{"speed", SHAPE_INTEGER, .low = 1, .high = INT64_MAX, .help = "bit/s of its wire"},
	{"peer", SHAPE_STRING, .help = "other end of a veth, when it is on this host"},
	{"lower", SHAPE_STRING, .help = "interface that a vlan or vxlan lies on"},
	{"vlan", SHAPE_INTEGER, .low = 0, .high = 4095, .help = "id of the VLAN that it is"},
	{"vxlan", SHAPE_OBJECT, .fields = vxlan_fields},
	{"bridge", SHAPE_OBJECT, .fields = bridge_fields},
	{"qdisc", SHAPE_OBJECT, .fields = qdisc_fields, .help = "how packets queue to leave"},
	{0},
};
static const struct shape_field link_item = {"", SHAPE_OBJECT, .fields = link_fields};

static const char *const route_types[] = {
	"blackhole", "unreachable", "prohibit", "throw", NULL};
static const struct shape_field route_fields[] = {
	{"destination", SHAPE_STRING, .required = true, .low = 1, .high = 64,
		.help = "2001:db8::/32, one address, or default"},
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6, .help = "4 or 6"},
	{"gateway", SHAPE_ADDRESS, .help = "next hop; none for a network of its own wire"},
	{"device", SHAPE_STRING, .help = "network interface"},
	{"metric", SHAPE_INTEGER, .low = 0, .high = UINT32_MAX, .help = "the lower is taken"},
	{"table", SHAPE_INTEGER, .low = 0, .high = UINT32_MAX, .help = "254 is main"},
	{"type", SHAPE_CHOICE, .choices = route_types, .help = "why nothing passes"},
	{"protocol", SHAPE_NAME, .help = "by which it was learnt: static, ospf, bgp, ra"},
	{0},
};
static const struct shape_field route_item = {"", SHAPE_OBJECT, .fields = route_fields};

static const struct shape_field neighbour_fields[] = {
	{"address", SHAPE_ADDRESS, .required = true},
	{"mac", SHAPE_STRING, .required = true, .low = 17, .high = 17,
		.help = "hardware address that it answers with"},
	{"device", SHAPE_STRING, .required = true, .help = "network interface"},
	{0},
};
static const struct shape_field neighbour_item = {"", SHAPE_OBJECT, .fields = neighbour_fields};

static const struct shape_field drive_fields[] = {
	{"name", SHAPE_STRING, .required = true, .low = 1, .high = 64, .help = "sda, nvme0n1"},
	{"size", SHAPE_INTEGER, .required = true, .low = 0, .high = INT64_MAX, .help = "bytes"},
	{"rotational", SHAPE_BOOLEAN, .help = "a disk that turns"},
	{"model", SHAPE_STRING, .low = 1, .high = 128},
	{0},
};
static const struct shape_field drive_item = {"", SHAPE_OBJECT, .fields = drive_fields};

static const struct shape_field filesystem_fields[] = {
	{"mount", SHAPE_STRING, .required = true, .low = 1, .high = 512, .help = "where"},
	{"device", SHAPE_STRING, .required = true, .low = 1, .high = 512,
		.help = "block device, or server and path"},
	{"type", SHAPE_STRING, .required = true, .low = 1, .high = 64, .help = "ext4, nfs4"},
	{"size", SHAPE_INTEGER, .low = 0, .high = INT64_MAX, .help = "bytes"},
	{0},
};
static const struct shape_field filesystem_item = {
	"", SHAPE_OBJECT, .fields = filesystem_fields};

static const struct shape_field login_fields[] = {
	{"account", SHAPE_STRING, .required = true, .low = 1, .high = 64},
	{"day", SHAPE_DATE, .required = true, .help = "of its last login, UTC"},
	{0},
};
static const struct shape_field login_item = {"", SHAPE_OBJECT, .fields = login_fields};

static const struct shape_field peer_fields[] = {
	{"protocol", SHAPE_NAME, .required = true, .help = "bgp, ospf, ospf6"},
	{"peer", SHAPE_STRING, .required = true, .low = 1, .high = 64,
		.help = "its address, or the interface that it is behind"},
	{"as", SHAPE_INTEGER, .low = 1, .high = UINT32_MAX, .help = "of BGP"},
	{"id", SHAPE_STRING, .low = 1, .high = 64, .help = "its router's number"},
	{0},
};
static const struct shape_field peer_item = {"", SHAPE_OBJECT, .fields = peer_fields};

static const struct shape_field router_fields[] = {
	{"software", SHAPE_NAME, .required = true, .help = "FRR"},
	{"version", SHAPE_STRING, .required = true, .low = 1, .high = 64},
	{"id", SHAPE_STRING, .low = 1, .high = 64, .help = "its number among routers"},
	{"as", SHAPE_INTEGER, .low = 1, .high = UINT32_MAX, .help = "of BGP"},
	{"peers", SHAPE_LIST, .required = true, .item = &peer_item, .high = 256,
		.help = "routers that it exchanges routes with"},
	{"peers_left_out", SHAPE_INTEGER, .low = 1, .high = INT64_MAX},
	{0},
};

static const struct shape_field lldp_fields[] = {
	{"device", SHAPE_STRING, .required = true, .low = 1, .high = 64,
		.help = "network interface of this host"},
	{"chassis", SHAPE_STRING, .required = true, .low = 1, .high = 255,
		.help = "how the other end names itself for good"},
	{"mac", SHAPE_STRING, .low = 17, .high = 17, .help = "when that is one"},
	{"name", SHAPE_STRING, .low = 1, .high = 255, .help = "of its system"},
	{"port", SHAPE_STRING, .low = 1, .high = 255, .help = "of the other end"},
	{"addresses", SHAPE_LIST, .item = &address_item, .high = 16,
		.help = "by which it is managed"},
	{0},
};
static const struct shape_field lldp_item = {"", SHAPE_OBJECT, .fields = lldp_fields};

static const char *const beside_kinds[] = {"host", "machine", NULL};
static const char *const beside_by[] = {"mac", "address", "name", NULL};
static const struct shape_field beside_fields[] = {
	{"device", SHAPE_STRING, .required = true, .low = 1, .high = 64,
		.help = "network interface of this host"},
	{"chassis", SHAPE_STRING, .required = true, .low = 1, .high = 255,
		.help = "of the neighbour in lldp"},
	{"kind", SHAPE_CHOICE, .required = true, .choices = beside_kinds},
	{"id", SHAPE_STRING, .required = true, .low = 1, .high = 256},
	{"by", SHAPE_CHOICE, .required = true, .choices = beside_by, .help = "what says so"},
	{0},
};
static const struct shape_field beside_item = {"", SHAPE_OBJECT, .fields = beside_fields};

static const struct shape_field ipv6_fields[] = {
	{"disabled", SHAPE_BOOLEAN, .required = true,
		.help = "not in its kernel, or off on all interfaces or those to come"},
	{"forwarding", SHAPE_BOOLEAN, .help = "from each interface to each other"},
	{"temporary", SHAPE_BOOLEAN, .help = "has addresses that change by themselves"},
	{"use_tempaddr", SHAPE_INTEGER, .low = 0, .high = 255,
		.help = "how interfaces to come begin: above 0 they make such addresses"},
	{0},
};

static const struct shape_field host_fields[] = {
	{"name", SHAPE_NAME, .required = true, .help = "name given with `host add`"},
	{"department", SHAPE_STRING, .help = "who owns it"},
	{"side", SHAPE_NAME, .help = "department or cloud"},
	{"hypervisor", SHAPE_NAME, .help = "QEMU"},
	{"libvirt", SHAPE_STRING, .help = "version of libvirt: 9.0.0"},
	{"qemu", SHAPE_STRING, .help = "version of the hypervisor: 7.2.22"},
	{"architecture", SHAPE_NAME, .help = "x86_64"},
	{"cpu_model", SHAPE_STRING, .help = "CPU model of the host as libvirt names it"},
	{"cpu_features", SHAPE_LIST, .item = &string_item, .high = 1024,
		.help = "that it gives to its machines"},
	{"machine_types", SHAPE_LIST, .item = &string_item, .high = 512},
	{"host_uuid", SHAPE_UUID, .help = "uuid libvirt uses to tell hosts apart"},
	{"memory", SHAPE_INTEGER, .low = 0, .high = INT64_MAX, .help = "bytes"},
	{"cpus", SHAPE_INTEGER, .low = 0, .high = 65536, .help = "count"},
	{"os", SHAPE_STRING, .help = "PRETTY_NAME of os-release"},
	{"os_id", SHAPE_STRING, .low = 1, .high = 256,
		.help = "ID of os-release: debian, kylin, openEuler, uos"},
	{"os_version", SHAPE_STRING, .low = 1, .high = 256, .help = "VERSION_ID of os-release"},
	{"kernel", SHAPE_STRING},
	{"hostname", SHAPE_STRING, .low = 1, .high = 253,
		.help = "that DNS should know it by, with its domain where that is told"},
	{"ipv6", SHAPE_OBJECT, .fields = ipv6_fields, .help = "how its kernel is set"},
	{"processor", SHAPE_STRING, .low = 1, .high = 256,
		.help = "its model, as the system itself names it"},
	{"machine_id", SHAPE_STRING},
	{"uuid", SHAPE_UUID, .help = "of its firmware"},
	{"vendor", SHAPE_STRING, .low = 1, .high = 128},
	{"product", SHAPE_STRING, .low = 1, .high = 128},
	{"serial", SHAPE_STRING, .low = 1, .high = 128},
	{"firmware_date", SHAPE_DATE, .help = "when its firmware was made: about its age"},
	{"disks", SHAPE_LIST, .item = &drive_item, .high = 1024},
	{"filesystems", SHAPE_LIST, .item = &filesystem_item, .high = 256},
	{"last_logins", SHAPE_LIST, .item = &login_item, .high = 64},
	{"resolvers", SHAPE_LIST, .item = &address_item, .high = 16,
		.help = "name servers that it asks, in their order"},
	{"machine", SHAPE_UUID, .help = "the machine that this is the inside of"},
	{"machine_by", SHAPE_NAME, .help = "what says so: uuid or mac"},
	{"addresses", SHAPE_LIST, .item = &address_item, .high = 4096,
		.help = "of both families"},
	{"listening", SHAPE_LIST, .item = &listen_item, .high = 4096, .help = "TCP sockets"},
	{"links", SHAPE_LIST, .item = &link_item, .high = 4096, .help = "network interfaces"},
	{"routes", SHAPE_LIST, .item = &route_item, .high = 4096,
		.help = "of all tables but local; more than one hop, more than one entry"},
	{"neighbours", SHAPE_LIST, .item = &neighbour_item, .high = 4096,
		.help = "who answers on its wires"},
	{"router", SHAPE_OBJECT, .fields = router_fields, .help = "what it routes with"},
	{"lldp", SHAPE_LIST, .item = &lldp_item, .high = 256,
		.help = "who says to be at the other end of its wires"},
	{"beside", SHAPE_LIST, .item = &beside_item, .high = 256,
		.help = "those of them that are known"},
	{"lldp_left_out", SHAPE_INTEGER, .low = 1, .high = INT64_MAX},
	{"addresses_left_out", SHAPE_INTEGER, .low = 1, .high = INT64_MAX,
		.help = "how many more there are than the list holds; so too below"},
	{"links_left_out", SHAPE_INTEGER, .low = 1, .high = INT64_MAX},
	{"routes_left_out", SHAPE_INTEGER, .low = 1, .high = INT64_MAX},
	{"neighbours_left_out", SHAPE_INTEGER, .low = 1, .high = INT64_MAX},
	{"address", SHAPE_ADDRESS, .help = "where it is logged in to, and moves land"},
	{"jump", SHAPE_NAME, .help = "host through which it is logged in to"},
	{"tools", SHAPE_LIST, .item = &string_item, .high = 64,
		.help = "programs found that a move needs: nbdcopy, qemu-nbd, sha256sum"},
	{"unknown", SHAPE_LIST, .item = &string_item, .high = 64,
		.help = "facts that it has and its login could not read"},
	{0},
};

static const struct shape_field network_fields[] = {
	{"name", SHAPE_STRING, .required = true},
	{"host", SHAPE_NAME, .required = true},
	{"mode", SHAPE_NAME, .help = "bridge, nat, routed, isolated"},
	{"bridge", SHAPE_STRING},
	{"mtu", SHAPE_INTEGER, .low = 0, .high = 65536, .help = "bytes, when set"},
	{"active", SHAPE_BOOLEAN},
	{0},
};

static const struct shape_field pool_fields[] = {
	{"name", SHAPE_STRING, .required = true},
	{"host", SHAPE_NAME, .required = true},
	{"type", SHAPE_NAME, .help = "dir, logical, ..."},
	{"path", SHAPE_STRING},
	{"capacity", SHAPE_INTEGER, .low = 0, .high = INT64_MAX, .help = "bytes"},
	{"active", SHAPE_BOOLEAN},
	{0},
};

const char *const object_kinds[] = {"host", "machine", "copy", "network", "pool", "department",
	"system", "landing", "room", "dedicated_network", "leased_line", "internet_exit",
	"retention", "quota", "baseline", "contradiction", "stranger", "prefix", "way_out",
	"path", "irregularity", NULL};
static const struct shape_field any_measure = {
	"", SHAPE_INTEGER, .low = INT64_MIN, .high = INT64_MAX};

static const struct shape_field stranger_fields[] = {
	{"mac", SHAPE_STRING, .low = 17, .high = 17, .help = "hardware address"},
	{"address", SHAPE_ADDRESS},
	{"seen_by", SHAPE_NAME, .required = true, .help = "host that has it as a neighbour"},
	{"device", SHAPE_STRING, .required = true, .help = "network interface of that host"},
	{"chassis", SHAPE_STRING, .low = 1, .high = 255,
		.help = "how it names itself for good, by LLDP"},
	{"name", SHAPE_STRING, .low = 1, .high = 255, .help = "of its system, by LLDP"},
	{"port", SHAPE_STRING, .low = 1, .high = 255, .help = "of its own, by LLDP"},
	{0},
};

static const struct shape_field value_fields[] = {
	{"source", SHAPE_STRING, .required = true, .help = "who told it"},
	{"value", SHAPE_STRING, .required = true, .help = "what was told, as JSON"},
	{0},
};
static const struct shape_field value_item = {"", SHAPE_OBJECT, .fields = value_fields};

static const struct shape_field contradiction_fields[] = {
	{"kind", SHAPE_NAME, .required = true, .help = "of the object that is meant"},
	{"id", SHAPE_STRING, .required = true},
	{"fact", SHAPE_NAME, .required = true},
	{"values", SHAPE_LIST, .required = true, .item = &value_item, .low = 2, .high = 64,
		.help = "the first is the one that the object has"},
	{0},
};

/* A list that was cut is followed by how many more there are. */
#define NAMES(list, what)                                                                      \
	{list, SHAPE_LIST, .item = &string_item, .high = 64, .help = what},                    \
	{                                                                                      \
		list "_left_out", SHAPE_INTEGER, .low = 1, .high = INT64_MAX                   \
	}

static const struct shape_field prefix_fields[] = {
	{"prefix", SHAPE_STRING, .required = true, .help = "2001:db8::/32"},
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6, .help = "4 or 6"},
	{"department", SHAPE_OWNER, .help = "who has it; none for banyund's own"},
	{"found", SHAPE_BOOLEAN, .required = true,
		.help = "a host is on it; else it is only declared"},
	NAMES("networks", "dedicated networks that it belongs to, as declared"),
	NAMES("domains", "those that these are in"),
	NAMES("hosts", "that are on it"),
	NAMES("machines", "whose NICs are on a bridge of it, by uuid"),
	NAMES("gateways", "next hops of these hosts"),
	NAMES("ways", "routes out of it: DESTINATION via GATEWAY"),
	NAMES("shared_with", "other owners that are on the same wire"),
	NAMES("strangers", "addresses that answer on it and are nobody's"),
	{0},
};

static const char *const led_to[] = {"internet", "network", "unknown", NULL};
static const struct shape_field way_out_fields[] = {
	{"department", SHAPE_OWNER},
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6, .help = "4 or 6"},
	{"gateway", SHAPE_ADDRESS, .help = "next hop that is no known host"},
	{"leads_to", SHAPE_CHOICE, .required = true, .choices = led_to,
		.help = "by its address, what was declared, or not known"},
	NAMES("exits", "declared Internet exits that it is"),
	NAMES("networks", "declared dedicated networks that it leads into"),
	NAMES("hosts", "that take it"),
	{0},
};

static const struct shape_field path_fields[] = {
	{"department", SHAPE_OWNER, .required = true},
	{"from", SHAPE_OWNER, .required = true},
	{"to", SHAPE_OWNER, .required = true},
	NAMES("destinations", "prefixes that the routes lead to"),
	NAMES("gateways", "next hops"),
	NAMES("hosts", "that have the routes"),
	NAMES("lines", "declared leased lines between the two"),
	{0},
};

static const struct shape_field irregularity_fields[] = {
	{"rule", SHAPE_NAME, .required = true},
	NAMES("departments", "that it concerns"),
	NAMES("subjects", "the objects: KIND ID"),
	{0},
};

const struct shape_field object_item_fields[] = {
	{"kind", SHAPE_CHOICE, .required = true, .choices = object_kinds},
	{"id", SHAPE_STRING, .required = true, .low = 1, .high = 256},
	{"facts", SHAPE_OBJECT, .required = true,
		.item = &(const struct shape_field){"", SHAPE_ANY}},
	{"measures", SHAPE_OBJECT, .item = &any_measure,
		.help = "name -> integer, not digested"},
	{0},
};

const struct shape_field *object_fields(const char *kind)
{
	static const struct {
		const char *kind;
		const struct shape_field *fields;
	} table[] = {
		{"host", host_fields},
		{"machine", machine_fields},
		{"copy", machine_fields},
		{"network", network_fields},
		{"pool", pool_fields},
		{"department", survey_department_fields},
		{"system", survey_system_fields},
		{"landing", survey_landing_fields},
		{"room", survey_room_fields},
		{"dedicated_network", survey_dedicated_network_fields},
		{"leased_line", survey_leased_line_fields},
		{"internet_exit", survey_internet_exit_fields},
		{"retention", survey_retention_fields},
		{"quota", survey_quota_fields},
		{"baseline", survey_baseline_fields},
		{"contradiction", contradiction_fields},
		{"stranger", stranger_fields},
		{"prefix", prefix_fields},
		{"way_out", way_out_fields},
		{"path", path_fields},
		{"irregularity", irregularity_fields},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(kind, table[i].kind))
			return table[i].fields;
	return NULL;
}

int object_check(struct json_object *item, const struct source *source, struct error *error)
{
	if (shape_check(object_item_fields, item, source, error) < 0)
		return -1;
	return shape_check(object_fields(json_string(item, "kind")), json_member(item, "facts"),
		NULL, error);
}

bool object_is_of_host(struct json_object *item, const char *host)
{
	const char *kind = json_string(item, "kind"), *id = json_string(item, "id");
	struct json_object *facts = json_member(item, "facts");
	AUTO_FREE char *within = mem_format("%s/", host);

	if (text_equal(kind, "host"))
		return text_equal(id, host) && text_equal(json_string(facts, "name"), host);
	if (!text_equal(json_string(facts, "host"), host))
		return false;
	if (text_equal(kind, "machine"))
		return text_equal(id, json_string(facts, "uuid"));
	return (text_equal(kind, "network") || text_equal(kind, "pool")) &&
	       text_starts(id, within);
}
