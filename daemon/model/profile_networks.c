/* The sections of a profile on networks and their addresses. */
#include "model/profile_shapes.h"

static const struct shape_field block4_fields[] = {
	{"prefix", SHAPE_LABEL, .required = true, .help = "an IPv4 prefix: 10.128.0.0/10"},
	{"domain", SHAPE_CHOICE, .choices = profile_domains,
		.help = "whose it is; else of any"},
	{"cites", SHAPE_STRING, .help = "the document that gives it"},
	{0},
};
static const struct shape_field block4_item = {"", SHAPE_OBJECT, .fields = block4_fields};

static const struct shape_field addresses4_fields[] = {
	{"blocks", SHAPE_LIST, .required = true, .item = &block4_item, .high = 256},
	{"smallest", SHAPE_INTEGER, .low = 8, .high = 30,
		.help = "the longest prefix that a network gets"},
	{0},
};

static const struct shape_field field_value_item = {
	"", SHAPE_INTEGER, .low = 0, .high = UINT32_MAX};
static const struct shape_field field_fields[] = {
	{"name", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"level", "domain", "department", "site", NULL},
		.help = "what these bits say"},
	{"bits", SHAPE_INTEGER, .required = true, .low = 1, .high = 32},
	{"values", SHAPE_OBJECT, .item = &field_value_item,
		.help = "what they are for each; else they are given out"},
	{0},
};
static const struct shape_field field_item = {"", SHAPE_OBJECT, .fields = field_fields};

static const struct shape_field addresses6_fields[] = {
	{"block", SHAPE_LABEL, .required = true, .help = "an IPv6 prefix: 3fff::/20"},
	{"fields", SHAPE_LIST, .required = true, .item = &field_item, .high = 16},
	{"subnet", SHAPE_INTEGER, .low = 32, .high = 64, .help = "bits of a network's prefix"},
	{"cites", SHAPE_STRING, .help = "the document that gives it"},
	{0},
};

const struct shape_field profile_addresses_fields[] = {
	{"v4", SHAPE_OBJECT, .fields = addresses4_fields},
	{"v6", SHAPE_OBJECT, .fields = addresses6_fields},
	{"growth_permille", SHAPE_INTEGER, .low = 0, .high = 100000,
		.help = "room for more hosts, of those found"},
	{"reserved", SHAPE_LIST, .item = &profile_word, .high = 1024,
		.help = "prefixes that are never given"},
	{0},
};

static const struct shape_field network_deadline_fields[] = {
	{"level", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"national", "provincial", "city",
			"departmental", NULL},
		.help = "who runs it"},
	{"by", SHAPE_TIME, .required = true, .help = "the time when it is due"},
	{"cites", SHAPE_STRING, .required = true, .help = "the document that asks it"},
	{0},
};
static const struct shape_field network_deadline_item = {
	"", SHAPE_OBJECT, .fields = network_deadline_fields};

static const char *const measures[] = {
	"subnet", "address_ranges", "vpn", "encrypted_vpn", "extranet", "link_capacity", NULL};
static const struct shape_field need_fields[] = {
	{"words", SHAPE_LIST, .required = true, .item = &profile_word, .low = 1, .high = 64,
		.help = "of what its department told"},
	{"met_by", SHAPE_CHOICE, .required = true, .choices = measures,
		.help = "what meets such a need"},
	{0},
};
static const struct shape_field need_item = {"", SHAPE_OBJECT, .fields = need_fields};

static const struct shape_field exchange_fields[] = {
	{"name", SHAPE_LABEL, .required = true},
	{"prefixes", SHAPE_LIST, .required = true, .item = &profile_word, .low = 1, .high = 64,
		.help = "its addresses, in either domain"},
	{0},
};
static const struct shape_field exchange_item = {"", SHAPE_OBJECT, .fields = exchange_fields};

const struct shape_field profile_networks_fields[] = {
	{"deadlines", SHAPE_LIST, .required = true, .item = &network_deadline_item, .high = 16,
		.help = "when dedicated networks must have come to their end"},
	{"needs", SHAPE_LIST, .required = true, .item = &need_item, .high = 64,
		.help = "what meets the needs of the old network"},
	{"default_domain", SHAPE_CHOICE, .choices = profile_domains,
		.help = "of a network whose domain nobody told; else it is held"},
	{"cancel_unused", SHAPE_BOOLEAN,
		.help = "cancels what nothing uses and nothing was found on; else a person "
			"does"},
	{"exchange", SHAPE_LIST, .item = &exchange_item, .high = 64,
		.help = "the only ways between the two domains"},
	{"exits_kept", SHAPE_LIST, .item = &profile_word, .high = 64,
		.help = "Internet exits that stay, DEPARTMENT/NAME; all others are closed"},
	{"exits_by", SHAPE_TIME, .help = "the time when all others must be"},
	{"levels_apart", SHAPE_INTEGER, .low = 0, .high = 5,
		.help = "levels of protection by which networks with a flow may differ"},
	{0},
};
