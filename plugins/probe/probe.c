#include "probe.h"

static const struct plugin_method methods[] = {
	{"page", page, page_fields, .threaded = true},
	{"mtu", mtu, mtu_fields, .threaded = true},
	{0},
};

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "probe",
	.release = PACKAGE_VERSION,
	.roles = PLUGIN_CHECK | PLUGIN_STEP,
	.methods = methods,
	.open = page_prepare,
};

PLUGIN_MAIN(program)
