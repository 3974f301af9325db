#include "probe.h"
#include "dns.h"

static const struct plugin_method methods[] = {
	{"page", page, page_fields, .threaded = true},
	{"mtu", mtu, mtu_fields, .threaded = true},
	{"website", website, website_fields, .threaded = true},
	{"names", names, names_fields, .threaded = true},
	{"ports", ports, ports_fields, .threaded = true},
	{"answers", answers, answers_fields, .threaded = true},
	{"zone", zone, zone_fields, .threaded = true},
	{0},
};

/* Before any call, and before there are threads. */
static int prepare(struct json_object *settings, struct error *error)
{
	return page_prepare(settings, error) < 0 ? -1 : dns_prepare(error);
}

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "probe",
	.release = PACKAGE_VERSION,
	.roles = PLUGIN_CHECK | PLUGIN_STEP,
	.methods = methods,
	.open = prepare,
};

PLUGIN_MAIN(program)
