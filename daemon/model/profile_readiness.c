/* The sections of a profile that say what is measured and how it is judged. */
#include "model/profile_shapes.h"

const struct shape_field profile_bandwidth_fields[] = {
	{"tier_permille", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000,
		.help = "of the IP layer's share of a link's nominal rate that must be "
			"measured"},
	{"valid_hours", SHAPE_INTEGER, .required = true, .low = 0, .high = 8760,
		.help = "hours for which a measurement is not made again"},
	{"test_bytes", SHAPE_INTEGER, .required = true, .low = 100000, .high = 10000000000,
		.help = "the most that one direction of a test may send"},
	{"test_ms", SHAPE_INTEGER, .required = true, .low = 50, .high = 60000,
		.help = "the longest that one direction may send, milliseconds"},
	{"transfer_ms", SHAPE_INTEGER, .required = true, .low = 0, .high = 60000,
		.help = "of a TCP transfer each way after it, milliseconds; 0: none"},
	{"transfer_permille", SHAPE_INTEGER, .required = true, .low = 1000, .high = 100000,
		.help = "thousandths of the ideal time that a transfer may take"},
	{"day_bytes", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000000000000,
		.help = "the most that tests from one host may send in a day"},
	{"from_hour", SHAPE_INTEGER, .required = true, .low = 0, .high = 23,
		.help = "the first hour of the day at which tests are allowed, local time"},
	{"to_hour", SHAPE_INTEGER, .required = true, .low = 0, .high = 24,
		.help = "the first hour after it at which they are not"},
	{"bring", SHAPE_BOOLEAN,
		.help = "whether banyun-measure may be brought to hosts; it may, unless told"},
	{"iperf3", SHAPE_BOOLEAN,
		.help = "whether an iperf3 of the hosts is used where it cannot be; it is, "
			"unless told"},
	{"watch_minutes", SHAPE_INTEGER, .low = 0, .high = 1440,
		.help = "from one watch of each measured link to the next; 0: none"},
	{"watch_least", SHAPE_INTEGER, .low = 1, .high = 1440,
		.help = "watches in the last day below which nothing is judged"},
	{"loss_permille", SHAPE_INTEGER, .low = 0, .high = 1000,
		.help = "thousandths of the watch's packets that may be lost in a day"},
	{"delay_permille", SHAPE_INTEGER, .low = 1000, .high = 1000000,
		.help = "thousandths of its least round trip that a link's median may be"},
	{"delay_us", SHAPE_INTEGER, .low = 0, .high = 60000000,
		.help = "median round trip up to which it is no delay, microseconds"},
	{"available_permille", SHAPE_INTEGER, .low = 0, .high = 1000,
		.help = "thousandths of a day's watches that an answer must come to"},
	{0},
};

static const struct shape_field weights_fields[] = {
	PROFILE_WEIGHT("aaaa"),
	PROFILE_WEIGHT("reachable"),
	PROFILE_WEIGHT("delegation"),
	PROFILE_WEIGHT("dns"),
	PROFILE_WEIGHT("tcp"),
	PROFILE_WEIGHT("first_byte"),
	PROFILE_WEIGHT("total"),
	PROFILE_WEIGHT("speed"),
	{0},
};

const struct shape_field profile_website_fields[] = {
	{"probes", SHAPE_INTEGER, .required = true, .low = 1, .high = 20,
		.help = "tries of a home page over each family"},
	{"slower_permille", SHAPE_INTEGER, .required = true, .low = 0, .high = 100000,
		.help = "thousandths by which IPv6 may be slower than IPv4"},
	{"pass_mark", SHAPE_INTEGER, .required = true, .low = 0, .high = 100,
		.help = "hundredths of the weights that a website must reach"},
	{"weights", SHAPE_OBJECT, .required = true, .fields = weights_fields,
		.help = "what each of the eight items counts"},
	{0},
};

const struct shape_field profile_node_fields[] = {
	{"kernel_least", SHAPE_LABEL, .required = true,
		.help = "an older kernel is not fit for IPv6"},
	{"os_unfit", SHAPE_LIST, .required = true, .item = &profile_word, .high = 256,
		.help = "ID and version of systems that are not fit for it"},
	{"packet", SHAPE_INTEGER, .required = true, .low = 1280, .high = 9000,
		.help = "bytes of a whole packet"},
	{"ports_most", SHAPE_INTEGER, .required = true, .low = 0, .high = 256,
		.help = "ports of a host that are tried over both families"},
	{"port_ms", SHAPE_INTEGER, .required = true, .low = 100, .high = 60000,
		.help = "until when a port must answer, milliseconds"},
	{0},
};

const struct shape_field profile_recovery_fields[] = {
	{"needed_from_level", SHAPE_INTEGER, .required = true, .low = 0, .high = 5,
		.help = "systems of this level of protection or above need a copy"},
	{"fresh_days", SHAPE_INTEGER, .required = true, .low = 1, .high = 3650,
		.help = "days that the copy may be old"},
	{"elsewhere", SHAPE_BOOLEAN, .required = true,
		.help = "whether it must lie in no room of its own department"},
	{0},
};

#define HOURS(family)                                                                          \
	{                                                                                      \
		family, SHAPE_INTEGER, .low = 0, .high = 8760                                  \
	}
static const struct shape_field valid_hours_fields[] = {
	HOURS("pages"),
	HOURS("websites"),
	HOURS("hosts"),
	HOURS("files"),
	HOURS("machines"),
	HOURS("ipv6"),
	{0},
};

const struct shape_field profile_readiness_fields[] = {
	{"valid_hours", SHAPE_OBJECT, .required = true, .fields = valid_hours_fields,
		.help = "for which a good answer is not asked for again; 0: for none"},
	{0},
};

const struct shape_field profile_retention_fields[] = {
	{"two_way_days", SHAPE_INTEGER, .required = true, .low = 1, .high = 3650,
		.help = "days for which it counts that data were seen to pass both ways"},
	{0},
};
