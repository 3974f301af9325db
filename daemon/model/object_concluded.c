/* The facts of what is concluded from those of others. */
#include "model/object_shapes.h"

static const struct shape_field string_item = {"", SHAPE_STRING, .low = 1, .high = 1024};

const struct shape_field object_stranger_fields[] = {
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

const struct shape_field object_contradiction_fields[] = {
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

const struct shape_field object_prefix_fields[] = {
	{"prefix", SHAPE_STRING, .required = true, .help = "2001:db8::/32"},
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6, .help = "4 or 6"},
	{"department", SHAPE_OWNER, .help = "who has it; none for banyund's own"},
	{"vrf", SHAPE_STRING, .low = 1, .high = 64, .help = "in which it lies; none for most"},
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
const struct shape_field object_way_out_fields[] = {
	{"department", SHAPE_OWNER},
	{"vrf", SHAPE_STRING, .low = 1, .high = 64,
		.help = "that it is taken in; none for most"},
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6, .help = "4 or 6"},
	{"gateway", SHAPE_ADDRESS, .help = "next hop that is no known host"},
	{"leads_to", SHAPE_CHOICE, .required = true, .choices = led_to,
		.help = "by its address, what was declared, or not known"},
	NAMES("exits", "declared Internet exits that it is"),
	NAMES("networks", "declared dedicated networks that it leads into"),
	NAMES("hosts", "that take it"),
	{0},
};

const struct shape_field object_path_fields[] = {
	{"department", SHAPE_OWNER, .required = true},
	{"from", SHAPE_OWNER, .required = true},
	{"to", SHAPE_OWNER, .required = true},
	NAMES("destinations", "prefixes that the routes lead to"),
	NAMES("gateways", "next hops"),
	NAMES("hosts", "that have the routes"),
	NAMES("lines", "declared leased lines between the two"),
	{0},
};

const struct shape_field object_irregularity_fields[] = {
	{"rule", SHAPE_NAME, .required = true},
	NAMES("departments", "that it concerns"),
	NAMES("subjects", "the objects: KIND ID"),
	{0},
};
