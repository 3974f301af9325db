#include "inventory/countable.h"
#include "base/json.h"
#include "base/text.h"

static bool always(struct json_object *facts, struct json_object *host)
{
	(void)facts;
	(void)host;
	return true;
}

/* What is on the cloud, or an inside of a machine, is nothing that departments built. */
static bool is_departments(struct json_object *facts, struct json_object *host)
{
	return text_equal(json_string(host ? host : facts, "side"), "department");
}

static bool is_hypervisor(struct json_object *facts, struct json_object *host)
{
	return is_departments(facts, host) && json_member(facts, "libvirt");
}

const struct countable *countable_named(const char *name)
{
	static const struct countable table[] = {
		{"hosts", "host", is_departments, NULL, {"memory", "cpus"}, NULL, true},
		{"hypervisors", "host", is_hypervisor, NULL, {"memory", "cpus"}, NULL, true},
		{"machines", "machine", is_departments, NULL, {"memory", "vcpus"}, NULL, true},
		{"systems", "system", always, NULL, {"machines"}, "approved"},
		{"rooms", "room", always, NULL, {"racks"}, NULL},
		{"room_area", "room", always, "area", {"area"}, NULL},
		{"dedicated_networks", "dedicated_network", always, NULL, {"prefixes"}, NULL},
		{"leased_lines", "leased_line", always, NULL, {"nominal"}, NULL},
		{"internet_exits", "internet_exit", always, NULL, {"nominal"}, NULL},
	};

	for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(name, table[i].name))
			return &table[i];
	return NULL;
}
