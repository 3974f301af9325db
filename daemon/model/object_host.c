/* The facts of a host. */
#include "model/object_shapes.h"

static const struct shape_field string_item = {"", SHAPE_STRING, .low = 1, .high = 1024};
static const struct shape_field address_item = {"", SHAPE_ADDRESS};

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
	{"vrf", SHAPE_STRING, .low = 1, .high = 64, .help = "the VRF whose table that is"},
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

const struct shape_field object_host_fields[] = {
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
