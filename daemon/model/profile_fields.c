/* A profile as a whole, and its short sections. */
#include "base/json.h"
#include "model/profile.h"
#include "model/profile_shapes.h"
#include "model/rate.h"

const struct shape_field profile_word = {"", SHAPE_LABEL};
const char *const profile_domains[] = {"admin_service_domain", "public_service_domain", NULL};

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

const char *const profile_counts[] = {"hosts", "hypervisors", "machines", "systems", "rooms",
	"room_area", "dedicated_networks", "leased_lines", "internet_exits", NULL};
static const struct shape_field freeze_fields[] = {
	{"rule", SHAPE_NAME, .required = true},
	{"counts", SHAPE_CHOICE, .required = true, .choices = profile_counts,
		.help = "what must not grow"},
	{"assets", SHAPE_LIST, .required = true, .item = &profile_word, .low = 1, .high = 64,
		.help = "what baselines call it"},
	{"effect", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"violation", "warn", NULL},
		.help = "what growth is"},
	{"since", SHAPE_DATE, .help = "since when, where the baseline has no date"},
	{"cites", SHAPE_STRING, .required = true, .help = "the document that asks it"},
	{0},
};
static const struct shape_field freeze_item = {"", SHAPE_OBJECT, .fields = freeze_fields};

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
	{"planning", SHAPE_OBJECT, .required = true, .fields = profile_planning_fields},
	{"prices", SHAPE_OBJECT, .fields = profile_prices_fields,
		.help = "of what a move needs of the cloud; none are summed without"},
	{"bandwidth", SHAPE_OBJECT, .required = true, .fields = profile_bandwidth_fields,
		.help = "how links are measured"},
	{"website", SHAPE_OBJECT, .required = true, .fields = profile_website_fields,
		.help = "how websites are judged"},
	{"deadlines", SHAPE_OBJECT, .required = true, .item = &deadline_item,
		.help = "milliseconds that each operation of a move may take"},
	{"addresses", SHAPE_OBJECT, .fields = profile_addresses_fields,
		.help = "the unified address plan"},
	{"networks", SHAPE_OBJECT, .fields = profile_networks_fields,
		.help = "what becomes of dedicated networks"},
	{"node", SHAPE_OBJECT, .fields = profile_node_fields,
		.help = "how IPv6 of hosts is judged"},
	{"zombie", SHAPE_OBJECT, .fields = profile_zombie_fields,
		.help = "which systems are candidates for clean-up"},
	{"shadow", SHAPE_OBJECT, .fields = profile_shadow_fields,
		.help = "which systems are alike"},
	{"sizing", SHAPE_OBJECT, .fields = profile_sizing_fields,
		.help = "how large machines should be, by what they use"},
	{"disposition", SHAPE_OBJECT, .fields = profile_disposition_fields,
		.help = "what becomes of systems"},
	{"groups", SHAPE_OBJECT, .fields = profile_groups_fields,
		.help = "which systems move together"},
	{"priority", SHAPE_OBJECT, .fields = profile_priority_fields,
		.help = "which systems are wanted on the cloud the sooner"},
	{"clouds", SHAPE_LIST, .item = &profile_cloud_item, .high = 64,
		.help = "what systems move to, and its level of protection"},
	{"readiness", SHAPE_OBJECT, .fields = profile_readiness_fields,
		.help = "what a check need not ask again"},
	{"recovery", SHAPE_OBJECT, .fields = profile_recovery_fields,
		.help = "which systems need a recovery copy"},
	{"retention", SHAPE_OBJECT, .fields = profile_retention_fields,
		.help = "what is asked of what is kept"},
	{0},
};
