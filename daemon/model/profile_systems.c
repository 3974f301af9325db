/* The sections of a profile that say what becomes of systems. */
#include "model/profile_shapes.h"

static const char *const criteria[] = {
	"idle", "replaceable", "out_of_step", "unmaintained", "rarely_used", NULL};
static const struct shape_field criterion_item = {"", SHAPE_CHOICE, .choices = criteria};

const struct shape_field profile_zombie_fields[] = {
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
	{"os_ended", SHAPE_LIST, .required = true, .item = &profile_word, .high = 256,
		.help = "ID and version of what its makers mend no more"},
	{"seldom", SHAPE_LIST, .required = true, .item = &profile_word, .high = 64,
		.help = "words for a low frequency of use"},
	{"often", SHAPE_LIST, .required = true, .item = &profile_word, .high = 64},
	{"narrow", SHAPE_LIST, .required = true, .item = &profile_word, .high = 64,
		.help = "words for a small scope of use"},
	{"wide", SHAPE_LIST, .required = true, .item = &profile_word, .high = 64},
	{0},
};

static const struct shape_field likeness_weights_fields[] = {
	PROFILE_WEIGHT("name"),
	PROFILE_WEIGHT("function"),
	PROFILE_WEIGHT("users"),
	PROFILE_WEIGHT("data"),
	{0},
};

const struct shape_field profile_shadow_fields[] = {
	{"alike_permille", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000,
		.help = "thousandths from which two systems are alike"},
	{"systems_most", SHAPE_INTEGER, .required = true, .low = 1, .high = 10000,
		.help = "how many are compared, each with each"},
	{"weights", SHAPE_OBJECT, .required = true, .fields = likeness_weights_fields},
	{0},
};

const struct shape_field profile_sizing_fields[] = {
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
	{"words", SHAPE_LIST, .required = true, .item = &profile_word, .low = 1, .high = 256,
		.help = "in the function or the name of a system"},
	{"cites", SHAPE_STRING, .required = true},
	{0},
};
static const struct shape_field class_item = {"", SHAPE_OBJECT, .fields = class_fields};

static const struct shape_field unified_fields[] = {
	{"words", SHAPE_LIST, .required = true, .item = &profile_word, .low = 1, .high = 256,
		.help = "in the name of a system"},
	{"disposition", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"consolidate", "site_consolidation", NULL}},
	{"platform", SHAPE_LABEL, .required = true, .help = "that does it for all"},
	{"by", SHAPE_DATE, .help = "until when"},
	{"cites", SHAPE_STRING, .required = true},
	{0},
};
static const struct shape_field unified_item = {"", SHAPE_OBJECT, .fields = unified_fields};

const struct shape_field profile_disposition_fields[] = {
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
	{"arrived", SHAPE_LIST, .item = &profile_word, .high = 64,
		.help = "words for the network of what is on the cloud already"},
	{"classes", SHAPE_LIST, .item = &class_item, .high = 64,
		.help = "which cloud a system is for; the first that has a word of it"},
	{"unified", SHAPE_LIST, .item = &unified_item, .high = 64,
		.help = "what one platform does for all"},
	{0},
};

const struct shape_field profile_groups_fields[] = {
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

const struct shape_field profile_priority_fields[] = {
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
