/* The sections of a profile that say when and how machines move. */
#include "base/json.h"
#include "model/profile.h"
#include "model/profile_shapes.h"
#include "model/survey.h"

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

const struct shape_field profile_planning_fields[] = {
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

const struct shape_field profile_prices_fields[] = {
	{"unit", SHAPE_LABEL, .required = true, .help = "of all of them: 元/年"},
	{"machine", SHAPE_INTEGER, .low = 0, .high = PRICE_MOST, .help = "of each"},
	{"memory_gib", SHAPE_INTEGER, .low = 0, .high = PRICE_MOST, .help = "of each GiB"},
	{"storage_gib", SHAPE_INTEGER, .low = 0, .high = PRICE_MOST, .help = "of each GiB"},
	{0},
};

static const struct shape_field host_item = {"", SHAPE_NAME};
static const struct shape_field cloud_fields[] = {
	{"name", SHAPE_LABEL, .required = true},
	{"domain", SHAPE_CHOICE, .required = true, .choices = profile_domains},
	{"mlps_level", SHAPE_INTEGER, .required = true, .low = 1, .high = 5,
		.help = "its level of classified protection"},
	{"hosts", SHAPE_LIST, .item = &host_item, .low = 1, .high = 4096,
		.help = "its hosts; a cloud that names none may have any that no other names"},
	{0},
};
const struct shape_field profile_cloud_item = {"", SHAPE_OBJECT, .fields = cloud_fields};
