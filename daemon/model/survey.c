#include "model/survey.h"

/* What people say of a thing. */
#define WORDS SHAPE_STRING, .low = 1, .high = 2048

static const char *const levels[] = {"province", "city", "county", "township", "village", NULL};
static const char *const owner_levels[] = {"department", "division", NULL};
static const char *const vertical_levels[] = {
	"national", "provincial", "city", "departmental", NULL};
static const char *const fundings[] = {
	"government", "joint", "service", "government_om", "other", NULL};
static const char *const system_states[] = {"running", "planned", NULL};
static const char *const spreads[] = {"apart", "together", NULL};
static const char *const subjects[] = {"system", "network", NULL};
static const char *const domains[] = {
	"admin_service_domain", "public_service_domain", "egov_intranet", "internet", NULL};

#define PAUSE                                                                                  \
	{                                                                                      \
		"pause_ms", SHAPE_INTEGER,                                                     \
			.low = 1, .high = 604800000,                                           \
			.help = "longest time that its machines may stand still, "             \
				"milliseconds"                                                 \
	}

static const struct shape_field name_item = {"", SHAPE_NAME};
static const struct shape_field label_item = {"", SHAPE_LABEL};

static const struct shape_field link_fields[] = {
	{"name", SHAPE_NAME, .required = true,
		.help = "the link between the department and the cloud"},
	{"nominal", SHAPE_INTEGER, .required = true, .low = 1, .high = INT64_MAX,
		.help = "nominal rate, bit/s"},
	{0},
};

static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};
const struct shape_field survey_day_item = {"", SHAPE_CHOICE, .choices = days};

const struct shape_field survey_window_fields[] = {
	{"days", SHAPE_LIST, .required = true, .item = &survey_day_item, .low = 1, .high = 7,
		.help = "of the week on which it opens"},
	{"from", SHAPE_CLOCK, .required = true, .help = "local time: 22:00"},
	{"to", SHAPE_CLOCK, .required = true,
		.help = "local time; not after `from`: of the next day"},
	{0},
};
const struct shape_field survey_window_item = {
	"", SHAPE_OBJECT, .fields = survey_window_fields};

const struct shape_field survey_department_fields[] = {
	{"name", SHAPE_OWNER, .required = true},
	{"windows", SHAPE_LIST, .item = &survey_window_item, .high = 64,
		.help = "when its machines may move, instead of the profile's windows"},
	{"team", SHAPE_LABEL, .help = "who looks after its moves"},
	{"level", SHAPE_CHOICE, .choices = levels},
	{"parent", SHAPE_LABEL, .help = "the department or county that it belongs to"},
	{"information_centre", SHAPE_BOOLEAN, .help = "has one of its own"},
	{"responsible_person", SHAPE_LABEL},
	PAUSE,
	{"link", SHAPE_OBJECT, .fields = link_fields},
	{0},
};

static const struct shape_field page_fields[] = {
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6,
		.help = "4 for IPv4, 6 for IPv6"},
	{"url", SHAPE_STRING, .required = true, .low = 8, .high = 1024,
		.help = "page that answers when the system is well, with a literal address"},
	{0},
};
static const struct shape_field page_item = {"", SHAPE_OBJECT, .fields = page_fields};

const struct shape_field survey_system_fields[] = {
	{"name", SHAPE_LABEL, .required = true},
	{"department", SHAPE_OWNER, .required = true},
	{"machines", SHAPE_LIST, .item = &name_item, .low = 1, .high = 256,
		.help = "names of its virtual machines; they move together"},
	{"pages", SHAPE_LIST, .item = &page_item, .high = 16},
	{"after", SHAPE_LIST, .item = &label_item, .high = 64,
		.help = "systems of its department that must have moved before"},
	{"deadline", SHAPE_DATE, .help = "by when it is to have moved"},
	{"state", SHAPE_CHOICE, .choices = system_states, .help = "whether it is there yet"},
	{"domain", SHAPE_CHOICE, .choices = domains, .help = "domain that it belongs to"},
	{"function", WORDS},
	{"usage_scope", WORDS},
	{"usage_frequency", SHAPE_LABEL},
	{"approving_authority", SHAPE_LABEL},
	{"approved", SHAPE_DATE, .help = "when it was approved"},
	{"funding_source", WORDS},
	{"funding_model", SHAPE_CHOICE, .choices = fundings,
		.help = "whether it is in scope: who pays for it, and how"},
	{"build_contractor", SHAPE_LABEL},
	{"om_contractor", SHAPE_LABEL},
	{"network", SHAPE_LABEL, .help = "network that it uses"},
	{"cleaned", SHAPE_BOOLEAN, .help = "cleaned up already"},
	{"owner_level", SHAPE_CHOICE, .choices = owner_levels,
		.help = "whether it is run in a division's name"},
	{"vertical_level", SHAPE_CHOICE, .choices = vertical_levels,
		.help = "who runs the vertical system that it is part of"},
	{"mlps_level", SHAPE_INTEGER, .low = 0, .high = 5,
		.help = "level of classified protection; 0: not graded"},
	{"project", WORDS, .help = "reference of its project's approval"},
	{"om_funding", WORDS},
	{"data", WORDS, .help = "which data it holds"},
	{"maintained", SHAPE_BOOLEAN, .help = "maintained and updated still"},
	{"out_of_step", SHAPE_BOOLEAN, .help = "long out of step with the real process"},
	{"replaceable", SHAPE_BOOLEAN, .help = "another system could do its work"},
	{"recovery_copy", SHAPE_DATE, .help = "when its last recovery copy was made"},
	{"recovery_place", SHAPE_LABEL, .help = "where that is"},
	{"recovery_verified", SHAPE_DATE, .help = "when it was last restored from, as a trial"},
	{"demand_mbps", SHAPE_INTEGER, .low = 0, .high = 10000000,
		.help = "Mbit/s that it needs of the way to its users"},
	{"demand_delay_ms", SHAPE_INTEGER, .low = 1, .high = 600000,
		.help = "longest round trip that it bears, milliseconds"},
	{"demand_loss_permille", SHAPE_INTEGER, .low = 0, .high = 1000,
		.help = "of its packets that may be lost, thousandths"},
	PAUSE,
	{"offline", SHAPE_BOOLEAN,
		.help = "its machines are to stand still while their memory is copied"},
	{"spread", SHAPE_CHOICE, .choices = spreads,
		.help = "whether its machines stand on hypervisors of their own, or on one"},
	{0},
};

const struct shape_field survey_landing_fields[] = {
	{"department", SHAPE_OWNER, .required = true},
	{"source_network", SHAPE_STRING, .required = true,
		.help = "libvirt network at the department"},
	{"network", SHAPE_STRING, .required = true,
		.help = "libvirt network of the cloud that is joined to it"},
	{0},
};

const struct shape_field survey_room_fields[] = {
	{"name", SHAPE_LABEL, .required = true},
	{"department", SHAPE_OWNER, .required = true},
	{"area", SHAPE_INTEGER, .low = 0, .high = 1000000, .help = "square metres"},
	{"racks", SHAPE_INTEGER, .low = 0, .high = 100000, .help = "count"},
	{"backup", SHAPE_BOOLEAN, .help = "a backup room"},
	{0},
};

const struct shape_field survey_dedicated_network_fields[] = {
	{"name", SHAPE_LABEL, .required = true},
	{"department", SHAPE_OWNER, .required = true},
	{"vertical_level", SHAPE_CHOICE, .choices = vertical_levels},
	{"traits", WORDS, .help = "of the business that it carries"},
	{"coverage", WORDS},
	{"security_needs", WORDS},
	{"prefixes", SHAPE_LIST, .item = &label_item, .high = 256, .help = "its addresses"},
	{"gateways", SHAPE_LIST, .item = &label_item, .high = 64,
		.help = "addresses of its routers, those of their own wire (fe80::) too"},
	{"zone", SHAPE_LABEL, .help = "DNS zone of its names"},
	{"domain", SHAPE_CHOICE, .choices = domains},
	{0},
};

const struct shape_field survey_leased_line_fields[] = {
	{"name", SHAPE_LABEL, .required = true},
	{"department", SHAPE_OWNER, .required = true},
	{"network", SHAPE_LABEL, .help = "dedicated network that it is a part of"},
	{"from", SHAPE_LABEL},
	{"to", SHAPE_LABEL},
	{"operator", SHAPE_LABEL},
	{"nominal", SHAPE_INTEGER, .low = 1, .high = INT64_MAX, .help = "bit/s"},
	{0},
};

const struct shape_field survey_internet_exit_fields[] = {
	{"name", SHAPE_LABEL, .required = true},
	{"department", SHAPE_OWNER, .required = true},
	{"operator", SHAPE_LABEL},
	{"nominal", SHAPE_INTEGER, .low = 1, .high = INT64_MAX, .help = "bit/s"},
	{"nat_range", SHAPE_LABEL, .help = "public addresses"},
	{0},
};

const struct shape_field survey_retention_fields[] = {
	{"name", SHAPE_LABEL, .required = true, .help = "of what is kept"},
	{"department", SHAPE_OWNER, .required = true},
	{"subject", SHAPE_CHOICE, .choices = subjects},
	{"approved", SHAPE_DATE},
	{"expires", SHAPE_DATE},
	{"reason", WORDS},
	{"data_link", SHAPE_BOOLEAN, .help = "its data are exchanged over a link"},
	{"two_way", SHAPE_DATE, .help = "when they were last seen to pass both ways"},
	{0},
};

const struct shape_field survey_quota_fields[] = {
	{"name", SHAPE_LABEL, .required = true, .help = "of the grant"},
	{"department", SHAPE_OWNER, .required = true, .help = "to whom it is granted"},
	{"target", SHAPE_LABEL, .help = "cloud of the profile, or host; none: anywhere"},
	{"vcpus", SHAPE_INTEGER, .low = 0, .high = 10000000, .help = "count"},
	{"memory", SHAPE_INTEGER, .low = 0, .high = INT64_MAX, .help = "bytes"},
	{"storage", SHAPE_INTEGER, .low = 0, .high = INT64_MAX, .help = "bytes"},
	{"granted", SHAPE_DATE, .help = "when"},
	{"from", SHAPE_DATE, .help = "the first day that it holds"},
	{"until", SHAPE_DATE, .help = "the last one"},
	{0},
};

const struct shape_field survey_baseline_fields[] = {
	{"name", SHAPE_LABEL, .required = true, .help = "kind of asset: servers, rooms"},
	{"department", SHAPE_OWNER, .required = true},
	{"count", SHAPE_INTEGER, .required = true, .low = 0, .high = INT64_MAX},
	{"as_of", SHAPE_DATE},
	{0},
};

static const struct shape_field department_item = {
	"", SHAPE_OBJECT, .fields = survey_department_fields};
static const struct shape_field system_item = {
	"", SHAPE_OBJECT, .fields = survey_system_fields};
static const struct shape_field landing_item = {
	"", SHAPE_OBJECT, .fields = survey_landing_fields};

const struct shape_field survey_fields[] = {
	{"departments", SHAPE_LIST, .required = true, .item = &department_item, .high = 10000},
	{"systems", SHAPE_LIST, .required = true, .item = &system_item, .high = 100000},
	{"landings", SHAPE_LIST, .required = true, .item = &landing_item, .high = 10000,
		.help = "which network of the cloud continues which of a department"},
	{0},
};
