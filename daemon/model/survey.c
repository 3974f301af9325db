#include "model/survey.h"

static const struct shape_field name_item = {"", SHAPE_NAME};

static const struct shape_field link_fields[] = {
	{"name", SHAPE_NAME, .required = true,
		.help = "the link between the department and the cloud"},
	{"nominal", SHAPE_INTEGER, .required = true, .low = 1, .high = INT64_MAX,
		.help = "nominal rate, bit/s"},
	{0},
};

const struct shape_field survey_department_fields[] = {
	{"name", SHAPE_NAME, .required = true},
	{"link", SHAPE_OBJECT, .required = true, .fields = link_fields},
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
	{"name", SHAPE_NAME, .required = true},
	{"department", SHAPE_NAME, .required = true},
	{"machines", SHAPE_LIST, .required = true, .item = &name_item, .low = 1, .high = 256,
		.help = "names of its virtual machines; they move together"},
	{"pages", SHAPE_LIST, .required = true, .item = &page_item, .high = 16},
	{0},
};

const struct shape_field survey_landing_fields[] = {
	{"department", SHAPE_NAME, .required = true},
	{"source_network", SHAPE_STRING, .required = true,
		.help = "libvirt network at the department"},
	{"network", SHAPE_STRING, .required = true,
		.help = "libvirt network of the cloud that is joined to it"},
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
