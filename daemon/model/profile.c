#include "model/profile.h"
#include "base/error.h"
#include "base/text.h"
#include "model/rate.h"
#include "model/survey.h"

static const struct shape_field text_item = {"", SHAPE_STRING, .low = 1, .high = 512};
static const char *const effects[] = {"block", "block_fail", "warn", "ignore", NULL};
static const struct shape_field effect_item = {"", SHAPE_CHOICE, .choices = effects};
static const char *const transports[] = {"forbidden", "allowed", NULL};

static const struct shape_field milestone_fields[] = {
	{"by", SHAPE_TIME, .required = true, .help = "the day it is due"},
	{"percent", SHAPE_INTEGER, .required = true, .low = 0, .high = 100},
	{"cites", SHAPE_STRING, .required = true, .help = "the document that asks it"},
	{0},
};
static const struct shape_field milestone_item = {"", SHAPE_OBJECT, .fields = milestone_fields};

static const struct shape_field target_fields[] = {
	{"formula", SHAPE_CHOICE, .required = true, .choices = rate_choices,
		.help = "what the on-cloud rate counts"},
	{"milestones", SHAPE_LIST, .required = true, .item = &milestone_item, .high = 64},
	{0},
};

static const struct shape_field transport_fields[] = {
	{"plain_text", SHAPE_CHOICE, .required = true, .choices = transports,
		.help = "whether migration data may cross the extranet unencrypted"},
	{0},
};

static const struct shape_field approval_fields[] = {
	{"valid_hours", SHAPE_INTEGER, .required = true, .low = 1, .high = 8760,
		.help = "hours after which an approval lapses"},
	{"owners", SHAPE_BOOLEAN,
		.help = "whether an owner of each department approves its waves too"},
	{0},
};

static const struct shape_field shut_fields[] = {
	{"from", SHAPE_DATE, .required = true, .help = "its first day, local time"},
	{"to", SHAPE_DATE, .required = true, .help = "its last day"},
	{"why", SHAPE_LABEL, .required = true, .help = "what is then"},
	{0},
};
static const struct shape_field shut_item = {"", SHAPE_OBJECT, .fields = shut_fields};

const struct shape_field profile_budget_fields[] = {
	{"days", SHAPE_LIST, .required = true, .item = &survey_day_item, .low = 1, .high = 7},
	{"from", SHAPE_CLOCK, .required = true, .help = "local time"},
	{"to", SHAPE_CLOCK, .required = true, .help = "local time, of the same day"},
	{"percent", SHAPE_INTEGER, .required = true, .low = 0, .high = 100,
		.help = "of a link that moves may use then"},
	{0},
};
static const struct shape_field budget_item = {
	"", SHAPE_OBJECT, .fields = profile_budget_fields};

const struct shape_field profile_limits_fields[] = {
	{"host_moves", SHAPE_INTEGER, .required = true, .low = 1, .high = 64,
		.help = "moves at once from or to one hypervisor"},
	{"pool_moves", SHAPE_INTEGER, .required = true, .low = 1, .high = 64,
		.help = "moves at once into one storage pool"},
	{"team_moves", SHAPE_INTEGER, .required = true, .low = 1, .high = 512,
		.help = "moves at once that one team looks after"},
	{0},
};

static const struct shape_field learn_fields[] = {
	{"moves_least", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000,
		.help = "moves over a link before they say anything"},
	{"moves_newest", SHAPE_INTEGER, .required = true, .low = 1, .high = 10000,
		.help = "how many of them count, the newest"},
	{"permille_least", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000,
		.help = "of what was computed: less is not believed"},
	{"permille_most", SHAPE_INTEGER, .required = true, .low = 1000, .high = 100000,
		.help = "and more neither"},
	{0},
};

static const struct shape_field planning_fields[] = {
	{"concurrency", SHAPE_INTEGER, .required = true, .low = 1, .high = 64,
		.help = "moves that copy at the same time"},
	{"link_percent", SHAPE_INTEGER, .required = true, .low = 1, .high = 100,
		.help = "share of a link's nominal rate that moves may use"},
	{"headroom_percent", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000,
		.help = "space kept free in a pool, of what is placed there"},
	{"pause_limit", SHAPE_INTEGER, .required = true, .low = 1, .high = 600000,
		.help = "longest pause of a guest that a copy may plan, milliseconds"},
	{"pause_most", SHAPE_INTEGER, .low = 1, .high = 604800000,
		.help = "for how long a machine may stand still where the survey tells "
			"nothing"},
	{"unmeasured", SHAPE_CHOICE, .choices = (const char *const[]){"live", "stay", NULL},
		.help = "what is done with a machine whose writing was not measured"},
	{"attempts", SHAPE_INTEGER, .required = true, .low = 1, .high = 2,
		.help = "attempts of one move, the first included"},
	{"join_mtu", SHAPE_INTEGER, .required = true, .low = 576, .high = 65536,
		.help = "bytes that the join must carry whole"},
	{"clock_skew_ms", SHAPE_INTEGER, .low = 1, .high = 86400000,
		.help = "by how much a host's clock may differ from banyund's, milliseconds"},
	{"converge_permille", SHAPE_INTEGER, .low = 1, .high = 1000,
		.help = "of the rate of its copy at which a machine may write its memory"},
	{"warm_permille", SHAPE_INTEGER, .low = 1, .high = 990,
		.help = "the same of one whose last pause may be longer"},
	{"ports_from", SHAPE_INTEGER, .low = 1, .high = 65535,
		.help = "the first TCP port at which moves arrive"},
	{"ports_to", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "the last one"},
	{"windows", SHAPE_LIST, .item = &survey_window_item, .high = 64,
		.help = "when machines may move, every week; at any time when there is none"},
	{"freeze", SHAPE_LIST, .item = &shut_item, .high = 1000,
		.help = "days on which nothing moves"},
	{"timezone_minutes", SHAPE_INTEGER, .low = -840, .high = 840,
		.help = "by how much local time is ahead of UTC"},
	{"budgets", SHAPE_LIST, .item = &budget_item, .high = 64,
		.help = "where not all hours are alike: instead of link_percent"},
	{"limits", SHAPE_OBJECT, .fields = profile_limits_fields,
		.help = "how many moves may run at once; no limit when it is missing"},
	{"horizon_days", SHAPE_INTEGER, .low = 1, .high = 3660,
		.help = "how far ahead windows are looked for"},
	{"learn", SHAPE_OBJECT, .fields = learn_fields,
		.help = "how far estimates follow what earlier moves took; nothing when "
			"missing"},
	{"transfer_percent", SHAPE_INTEGER, .low = 100, .high = 1000,
		.help = "of the longest time that a move may take by its estimate, after which "
			"its copy is given up"},
	{"trial_days", SHAPE_INTEGER, .low = 0, .high = 3660,
		.help = "after its move until a system is accepted and its source may go"},
	{"seed", SHAPE_INTEGER, .low = 0, .high = JSON_INTEGER_MOST,
		.help = "of the search for a better schedule"},
	{"effort", SHAPE_INTEGER, .low = 1, .high = 1000000,
		.help = "how many schedules are tried"},
	{"replan_permille", SHAPE_INTEGER, .low = 0, .high = 1000,
		.help = "of the time until the finish: so much sooner must all be done that a "
			"new plan gives others' moves other times; 10 when missing"},
	{"class_needed", SHAPE_BOOLEAN,
		.help = "whether a system is planned whose class or network is not known"},
	{0},
};

#define PRICE_MOST 1000000000000LL

static const struct shape_field prices_fields[] = {
	{"unit", SHAPE_LABEL, .required = true, .help = "of all of them: 元/年"},
	{"machine", SHAPE_INTEGER, .low = 0, .high = PRICE_MOST, .help = "of each"},
	{"memory_gib", SHAPE_INTEGER, .low = 0, .high = PRICE_MOST, .help = "of each GiB"},
	{"storage_gib", SHAPE_INTEGER, .low = 0, .high = PRICE_MOST, .help = "of each GiB"},
	{0},
};

const char *const profile_counts[] = {"hosts", "hypervisors", "machines", "systems", "rooms",
	"room_area", "dedicated_networks", "leased_lines", "internet_exits", NULL};
static const struct shape_field asset_item = {"", SHAPE_LABEL};
static const struct shape_field freeze_fields[] = {
	{"rule", SHAPE_NAME, .required = true},
	{"counts", SHAPE_CHOICE, .required = true, .choices = profile_counts,
		.help = "what must not grow"},
	{"assets", SHAPE_LIST, .required = true, .item = &asset_item, .low = 1, .high = 64,
		.help = "what baselines call it"},
	{"effect", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"violation", "warn", NULL},
		.help = "what growth is"},
	{"since", SHAPE_DATE, .help = "since when, where the baseline has no date"},
	{"cites", SHAPE_STRING, .required = true, .help = "the document that asks it"},
	{0},
};
static const struct shape_field freeze_item = {"", SHAPE_OBJECT, .fields = freeze_fields};

static const struct shape_field bandwidth_fields[] = {
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

#define WEIGHT(item)                                                                           \
	{                                                                                      \
		item, SHAPE_INTEGER, .required = true, .low = 0, .high = 1000                  \
	}
static const struct shape_field weights_fields[] = {
	WEIGHT("aaaa"),
	WEIGHT("reachable"),
	WEIGHT("delegation"),
	WEIGHT("dns"),
	WEIGHT("tcp"),
	WEIGHT("first_byte"),
	WEIGHT("total"),
	WEIGHT("speed"),
	{0},
};

static const struct shape_field website_fields[] = {
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

static const struct shape_field system_item = {"", SHAPE_LABEL};
static const struct shape_field node_fields[] = {
	{"kernel_least", SHAPE_LABEL, .required = true,
		.help = "an older kernel is not fit for IPv6"},
	{"os_unfit", SHAPE_LIST, .required = true, .item = &system_item, .high = 256,
		.help = "ID and version of systems that are not fit for it"},
	{"packet", SHAPE_INTEGER, .required = true, .low = 1280, .high = 9000,
		.help = "bytes of a whole packet"},
	{"ports_most", SHAPE_INTEGER, .required = true, .low = 0, .high = 256,
		.help = "ports of a host that are tried over both families"},
	{"port_ms", SHAPE_INTEGER, .required = true, .low = 100, .high = 60000,
		.help = "until when a port must answer, milliseconds"},
	{0},
};

static const char *const criteria[] = {
	"idle", "replaceable", "out_of_step", "unmaintained", "rarely_used", NULL};
static const struct shape_field criterion_item = {"", SHAPE_CHOICE, .choices = criteria};
static const struct shape_field word_item = {"", SHAPE_LABEL};

static const struct shape_field zombie_fields[] = {
	{"criteria", SHAPE_LIST, .required = true, .item = &criterion_item, .low = 1, .high = 5,
		.help = "which of the five are joined"},
	{"needed", SHAPE_INTEGER, .required = true, .low = 1, .high = 5,
		.help = "how many of them make a candidate"},
	{"window_days", SHAPE_INTEGER, .required = true, .low = 1, .high = 3650,
		.help = "days over which use is judged"},
	{"days_percent", SHAPE_INTEGER, .required = true, .low = 1, .high = 100,
		.help = "hundredths of these days that must be known"},
	{"cpu_mean_permille", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000,
		.help = "an idle machine's processors do less than that"},
	{"cpu_peak_permille", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000,
		.help = "and never more than that"},
	{"net_day_bytes", SHAPE_INTEGER, .required = true, .low = 0, .high = INT64_MAX,
		.help = "and move less than that in a day"},
	{"logins_needed", SHAPE_BOOLEAN, .required = true,
		.help = "whether nobody may be called idle whose log-ins are not known"},
	{"firmware_days", SHAPE_INTEGER, .required = true, .low = 1, .high = 36500,
		.help = "days after which firmware is old"},
	{"kernel_least", SHAPE_LABEL, .required = true, .help = "an older kernel is old"},
	{"os_ended", SHAPE_LIST, .required = true, .item = &word_item, .high = 256,
		.help = "ID and version of what its makers mend no more"},
	{"seldom", SHAPE_LIST, .required = true, .item = &word_item, .high = 64,
		.help = "words for a low frequency of use"},
	{"often", SHAPE_LIST, .required = true, .item = &word_item, .high = 64},
	{"narrow", SHAPE_LIST, .required = true, .item = &word_item, .high = 64,
		.help = "words for a small scope of use"},
	{"wide", SHAPE_LIST, .required = true, .item = &word_item, .high = 64},
	{0},
};

static const struct shape_field likeness_weights_fields[] = {
	WEIGHT("name"),
	WEIGHT("function"),
	WEIGHT("users"),
	WEIGHT("data"),
	{0},
};

static const struct shape_field shadow_fields[] = {
	{"alike_permille", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000,
		.help = "thousandths from which two systems are alike"},
	{"systems_most", SHAPE_INTEGER, .required = true, .low = 1, .high = 10000,
		.help = "how many are compared, each with each"},
	{"weights", SHAPE_OBJECT, .required = true, .fields = likeness_weights_fields},
	{0},
};

static const struct shape_field sizing_fields[] = {
	{"days_least", SHAPE_INTEGER, .required = true, .low = 1, .high = 3650,
		.help = "days of which its use must be known"},
	{"cpu_measure", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"p95", "peak", NULL},
		.help = "the busiest sample, or the 95th percentile of the busiest day"},
	{"cpu_permille", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000,
		.help = "that this may load each processor"},
	{"vcpus_least", SHAPE_INTEGER, .required = true, .low = 1, .high = 1024},
	{"memory_headroom_percent", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000,
		.help = "beyond the most that was used"},
	{"memory_step", SHAPE_INTEGER, .required = true, .low = 1, .high = 1099511627776,
		.help = "bytes of which a size is a multiple"},
	{"memory_least", SHAPE_INTEGER, .required = true, .low = 1, .high = 1099511627776},
	{0},
};

static const struct shape_field class_fields[] = {
	{"target", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"admin_service_cloud", "public_service_cloud",
			NULL}},
	{"words", SHAPE_LIST, .required = true, .item = &word_item, .low = 1, .high = 256,
		.help = "in the function or the name of a system"},
	{"cites", SHAPE_STRING, .required = true},
	{0},
};
static const struct shape_field class_item = {"", SHAPE_OBJECT, .fields = class_fields};

static const struct shape_field unified_fields[] = {
	{"words", SHAPE_LIST, .required = true, .item = &word_item, .low = 1, .high = 256,
		.help = "in the name of a system"},
	{"disposition", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"consolidate", "site_consolidation", NULL}},
	{"platform", SHAPE_LABEL, .required = true, .help = "that does it for all"},
	{"by", SHAPE_DATE, .help = "until when"},
	{"cites", SHAPE_STRING, .required = true},
	{0},
};
static const struct shape_field unified_item = {"", SHAPE_OBJECT, .fields = unified_fields};

static const struct shape_field disposition_fields[] = {
	{"candidates", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"hold", "plan", NULL},
		.help = "what is done with a zombie candidate that nobody has confirmed"},
	{"physical", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"host", "interface", NULL},
		.help = "what becomes of a system on servers"},
	{"mixed", SHAPE_CHOICE,
		.choices = (const char *const[]){"rehost", "host", "interface", NULL},
		.help = "and of one that has virtual machines too; hosted when missing"},
	{"second_step_days", SHAPE_INTEGER, .required = true, .low = 0, .high = 36500,
		.help = "days after which what was not moved goes onto the cloud"},
	{"arrived", SHAPE_LIST, .item = &word_item, .high = 64,
		.help = "words for the network of what is on the cloud already"},
	{"classes", SHAPE_LIST, .item = &class_item, .high = 64,
		.help = "which cloud a system is for; the first that has a word of it"},
	{"unified", SHAPE_LIST, .item = &unified_item, .high = 64,
		.help = "what one platform does for all"},
	{0},
};

static const struct shape_field groups_fields[] = {
	{"machines_most", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000000,
		.help = "of a group that what was seen may make"},
	{"hub_systems", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000000,
		.help = "the most that an end of flows ties; with more it is a hub"},
	{"connections_least", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000000,
		.help = "at once that make a tie"},
	{"both_permille", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000,
		.help = "how certain a flow is that both of its ends saw"},
	{"one_permille", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000,
		.help = "how certain it is when one did"},
	{"confidence_least", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000,
		.help = "that makes a tie"},
	{0},
};

static const char *const network_domains[] = {
	"admin_service_domain", "public_service_domain", NULL};
static const struct shape_field block4_fields[] = {
	{"prefix", SHAPE_LABEL, .required = true, .help = "an IPv4 prefix: 10.128.0.0/10"},
	{"domain", SHAPE_CHOICE, .choices = network_domains,
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

static const struct shape_field addresses_fields[] = {
	{"v4", SHAPE_OBJECT, .fields = addresses4_fields},
	{"v6", SHAPE_OBJECT, .fields = addresses6_fields},
	{"growth_permille", SHAPE_INTEGER, .low = 0, .high = 100000,
		.help = "room for more hosts, of those found"},
	{"reserved", SHAPE_LIST, .item = &asset_item, .high = 1024,
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
static const struct shape_field need_word_item = {"", SHAPE_LABEL};
static const struct shape_field need_fields[] = {
	{"words", SHAPE_LIST, .required = true, .item = &need_word_item, .low = 1, .high = 64,
		.help = "of what its department told"},
	{"met_by", SHAPE_CHOICE, .required = true, .choices = measures,
		.help = "what meets such a need"},
	{0},
};
static const struct shape_field need_item = {"", SHAPE_OBJECT, .fields = need_fields};

static const struct shape_field exchange_fields[] = {
	{"name", SHAPE_LABEL, .required = true},
	{"prefixes", SHAPE_LIST, .required = true, .item = &asset_item, .low = 1, .high = 64,
		.help = "its addresses, in either domain"},
	{0},
};
static const struct shape_field exchange_item = {"", SHAPE_OBJECT, .fields = exchange_fields};

static const struct shape_field networks_fields[] = {
	{"deadlines", SHAPE_LIST, .required = true, .item = &network_deadline_item, .high = 16,
		.help = "when dedicated networks must have come to their end"},
	{"needs", SHAPE_LIST, .required = true, .item = &need_item, .high = 64,
		.help = "what meets the needs of the old network"},
	{"default_domain", SHAPE_CHOICE, .choices = network_domains,
		.help = "of a network whose domain nobody told; else it is held"},
	{"cancel_unused", SHAPE_BOOLEAN,
		.help = "cancels what nothing uses and nothing was found on; else a person "
			"does"},
	{"exchange", SHAPE_LIST, .item = &exchange_item, .high = 64,
		.help = "the only ways between the two domains"},
	{"exits_kept", SHAPE_LIST, .item = &asset_item, .high = 64,
		.help = "Internet exits that stay, DEPARTMENT/NAME; all others are closed"},
	{"exits_by", SHAPE_TIME, .help = "the time when all others must be"},
	{"levels_apart", SHAPE_INTEGER, .low = 0, .high = 5,
		.help = "levels of protection by which networks with a flow may differ"},
	{0},
};

static const struct shape_field priority_fields[] = {
	{"new", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000000,
		.help = "points of a planned system"},
	{"own", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000000,
		.help = "of one that is no part of a ministry's or the province's"},
	{"aged_year", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000000,
		.help = "of each year of age of its hardware, from `aged_years` on"},
	{"aged_years", SHAPE_INTEGER, .required = true, .low = 0, .high = 100,
		.help = "years from which hardware is aged"},
	{"aged_years_most", SHAPE_INTEGER, .required = true, .low = 0, .high = 100,
		.help = "years from which no more count"},
	{0},
};

static const struct shape_field host_item = {"", SHAPE_NAME};
static const struct shape_field cloud_fields[] = {
	{"name", SHAPE_LABEL, .required = true},
	{"domain", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"admin_service_domain",
			"public_service_domain", NULL}},
	{"mlps_level", SHAPE_INTEGER, .required = true, .low = 1, .high = 5,
		.help = "its level of classified protection"},
	{"hosts", SHAPE_LIST, .item = &host_item, .low = 1, .high = 4096,
		.help = "its hosts; a cloud that names none may have any that no other names"},
	{0},
};
static const struct shape_field cloud_item = {"", SHAPE_OBJECT, .fields = cloud_fields};

static const struct shape_field recovery_fields[] = {
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

static const struct shape_field readiness_fields[] = {
	{"valid_hours", SHAPE_OBJECT, .required = true, .fields = valid_hours_fields,
		.help = "for which a good answer is not asked for again; 0: for none"},
	{0},
};

static const struct shape_field retention_fields[] = {
	{"two_way_days", SHAPE_INTEGER, .required = true, .low = 1, .high = 3650,
		.help = "days for which it counts that data were seen to pass both ways"},
	{0},
};

static const struct shape_field deadline_item = {
	"", SHAPE_INTEGER, .low = 1, .high = 604800000};

const struct shape_field profile_fields[] = {
	{"name", SHAPE_NAME, .required = true},
	{"version", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000000},
	{"title", SHAPE_STRING, .required = true},
	{"cites", SHAPE_LIST, .item = &text_item, .high = 64,
		.help = "documents it was made from"},
	{"target", SHAPE_OBJECT, .required = true, .fields = target_fields},
	{"rules", SHAPE_OBJECT, .required = true, .item = &effect_item,
		.help = "what a finding does to a plan, by rule"},
	{"freeze", SHAPE_LIST, .item = &freeze_item, .high = 64,
		.help = "what must not be built anew or grow"},
	{"transport", SHAPE_OBJECT, .required = true, .fields = transport_fields},
	{"approval", SHAPE_OBJECT, .required = true, .fields = approval_fields},
	{"planning", SHAPE_OBJECT, .required = true, .fields = planning_fields},
	{"prices", SHAPE_OBJECT, .fields = prices_fields,
		.help = "of what a move needs of the cloud; none are summed without"},
	{"bandwidth", SHAPE_OBJECT, .required = true, .fields = bandwidth_fields,
		.help = "how links are measured"},
	{"website", SHAPE_OBJECT, .required = true, .fields = website_fields,
		.help = "how websites are judged"},
	{"deadlines", SHAPE_OBJECT, .required = true, .item = &deadline_item,
		.help = "milliseconds that each operation of a move may take"},
	{"addresses", SHAPE_OBJECT, .fields = addresses_fields,
		.help = "the unified address plan"},
	{"networks", SHAPE_OBJECT, .fields = networks_fields,
		.help = "what becomes of dedicated networks"},
	{"node", SHAPE_OBJECT, .fields = node_fields, .help = "how IPv6 of hosts is judged"},
	{"zombie", SHAPE_OBJECT, .fields = zombie_fields,
		.help = "which systems are candidates for clean-up"},
	{"shadow", SHAPE_OBJECT, .fields = shadow_fields, .help = "which systems are alike"},
	{"sizing", SHAPE_OBJECT, .fields = sizing_fields,
		.help = "how large machines should be, by what they use"},
	{"disposition", SHAPE_OBJECT, .fields = disposition_fields,
		.help = "what becomes of systems"},
	{"groups", SHAPE_OBJECT, .fields = groups_fields,
		.help = "which systems move together"},
	{"priority", SHAPE_OBJECT, .fields = priority_fields,
		.help = "which systems are wanted on the cloud the sooner"},
	{"clouds", SHAPE_LIST, .item = &cloud_item, .high = 64,
		.help = "what systems move to, and its level of protection"},
	{"readiness", SHAPE_OBJECT, .fields = readiness_fields,
		.help = "what a check need not ask again"},
	{"recovery", SHAPE_OBJECT, .fields = recovery_fields,
		.help = "which systems need a recovery copy"},
	{"retention", SHAPE_OBJECT, .fields = retention_fields,
		.help = "what is asked of what is kept"},
	{0},
};

const char *profile_rule(struct json_object *profile, const char *rule)
{
	const char *effect = json_string(json_member(profile, "rules"), rule);

	return effect ? effect : "block";
}

int64_t profile_integer(struct json_object *profile, const char *section, const char *name)
{
	return json_integer(json_member(profile, section), name, 0);
}

static bool names_host(struct json_object *cloud, const char *host)
{
	struct json_object *hosts = json_member(cloud, "hosts");

	for (size_t i = 0; i < json_length(hosts); i++)
		if (text_equal(
			    json_object_get_string(json_object_array_get_idx(hosts, i)), host))
			return true;
	return false;
}

struct json_object *profile_cloud(struct json_object *profile, const char *host)
{
	struct json_object *clouds = json_member(profile, "clouds"), *lowest = NULL;

	for (size_t i = 0; i < json_length(clouds); i++) {
		struct json_object *cloud = json_object_array_get_idx(clouds, i);

		if (names_host(cloud, host))
			return cloud;
		if (!json_member(cloud, "hosts") &&
			(!lowest || json_integer(cloud, "mlps_level", 0) <
					    json_integer(lowest, "mlps_level", 0)))
			lowest = cloud;
	}
	return lowest;
}
