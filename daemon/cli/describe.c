#include "cli/describe.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

/* How many a list has, with those that were left out of it. */
static int count_of(struct json_object *facts, const char *list)
{
	AUTO_FREE char *left_out = mem_format("%s_left_out", list);

	return (int)((int64_t)json_length(json_member(facts, list)) +
		     json_integer(facts, left_out, 0));
}

/* "a, b, ..." */
static char *join(struct json_object *facts, const char *name)
{
	struct json_object *list = json_member(facts, name);
	struct text text = {0};

	for (size_t i = 0; i < json_length(list) && i < 3; i++)
		text_format(&text, "%s%s", i ? ", " : "",
			json_object_get_string(json_object_array_get_idx(list, i)));
	if (count_of(facts, name) > 3)
		text_add(&text, ", ...");
	return text_take(&text);
}

static char *describe_machine(struct json_object *facts)
{
	char memory[48];

	return mem_format(_("%s on %s: %s, %d vCPU, %d disks"), json_string(facts, "state"),
		json_string(facts, "host"), cli_bytes(json_integer(facts, "memory", 0), memory),
		(int)json_integer(facts, "vcpus", 0),
		(int)json_length(json_member(facts, "disks")));
}

static char *describe_host(struct json_object *facts)
{
	const char *os = json_string(facts, "os");

	return mem_format("%s, libvirt %s, QEMU %s", os ? os : "?",
		or_dash(json_string(facts, "libvirt")), or_dash(json_string(facts, "qemu")));
}

static char *describe_pool(struct json_object *facts)
{
	const char *path = json_string(facts, "path");

	return mem_string(path ? path : "");
}

static char *describe_network(struct json_object *facts)
{
	return mem_format(_("bridge %s"), or_dash(json_string(facts, "bridge")));
}

static char *describe_prefix(struct json_object *facts)
{
	AUTO_FREE char *networks = join(facts, "networks");

	if (!json_boolean(facts, "found", false))
		return mem_format(_("declared by %s, not found"), networks);
	return mem_format(_("hosts: %d, machines: %d; declared by %s"),
		count_of(facts, "hosts"), count_of(facts, "machines"),
		*networks ? networks : _("nobody"));
}

static char *describe_way_out(struct json_object *facts)
{
	const char *leads_to = json_string(facts, "leads_to");
	AUTO_FREE char *exits = join(facts, "exits"), *networks = join(facts, "networks");

	if (text_equal(leads_to, "internet"))
		return mem_format(
			_("to the Internet; declared as %s"), *exits ? exits : _("nothing"));
	if (text_equal(leads_to, "network"))
		return mem_format(_("into %s"), networks);
	return mem_string(_("it is not known where it leads"));
}

static char *describe_path(struct json_object *facts)
{
	AUTO_FREE char *lines = join(facts, "lines"), *to = join(facts, "destinations");

	return mem_format(
		_("to %s; leased lines declared: %s"), to, *lines ? lines : _("none"));
}

static char *describe_irregularity(struct json_object *facts)
{
	AUTO_FREE char *whose = join(facts, "departments");

	return mem_format("%s%s%s", describe_rule(json_string(facts, "rule")),
		*whose ? _(": ") : "", whose);
}

static char *describe_stranger(struct json_object *facts)
{
	static const char *const names[] = {"name", "mac", "chassis"};
	const char *who = NULL;

	for (size_t i = 0; i < 3 && !who; i++)
		who = json_string(facts, names[i]);
	return mem_format(_("%s, seen by %s"), or_dash(who), json_string(facts, "seen_by"));
}

/* "rate, what", each where it is known. */
static char *describe_rate(struct json_object *facts, const char *what)
{
	int64_t nominal = json_integer(facts, "nominal", 0);
	char rate[48];

	return mem_format("%s%s%s", nominal > 0 ? cli_rate(nominal, rate) : "",
		nominal > 0 && what ? ", " : "", what ? what : "");
}

static char *describe_line(struct json_object *facts)
{
	const char *from = json_string(facts, "from"), *to = json_string(facts, "to");
	AUTO_FREE char *ends =
		from || to ? mem_format("%s → %s", or_dash(from), or_dash(to)) : NULL;

	return describe_rate(facts, ends);
}

static char *describe_exit(struct json_object *facts)
{
	return describe_rate(facts, json_string(facts, "operator"));
}

static char *describe_dedicated(struct json_object *facts)
{
	return join(facts, "prefixes");
}

static char *describe_baseline(struct json_object *facts)
{
	return mem_format(_("%d as of %s"), (int)json_integer(facts, "count", 0),
		or_dash(json_string(facts, "as_of")));
}

static char *describe_quota(struct json_object *facts)
{
	char memory[48], storage[48];

	return mem_format(_("%d processors, %s of memory, %s of disks"),
		(int)json_integer(facts, "vcpus", 0),
		cli_bytes(json_integer(facts, "memory", 0), memory),
		cli_bytes(json_integer(facts, "storage", 0), storage));
}

static char *describe_contradiction(struct json_object *facts)
{
	struct json_object *values = json_member(facts, "values");
	struct text text = {0};

	text_format(&text, "%s: ", json_string(facts, "fact"));
	for (size_t i = 0; i < json_length(values); i++) {
		struct json_object *value = json_object_array_get_idx(values, i);
		const char *said = json_string(value, "value");

		text_format(&text, "%s%.*s%s (%s)", i ? "; " : "", (int)text_fit(said, 40),
			said, strlen(said) > 40 ? "..." : "", json_string(value, "source"));
	}
	return text_take(&text);
}

static char *describe_system(struct json_object *facts)
{
	const char *function = json_string(facts, "function");

	return mem_string(function ? function : json_string(facts, "department"));
}

char *describe_object(const char *kind, struct json_object *facts)
{
	static const struct {
		const char *kind;
		char *(*describe)(struct json_object *facts);
	} table[] = {
		{"machine", describe_machine},
		{"copy", describe_machine},
		{"host", describe_host},
		{"pool", describe_pool},
		{"network", describe_network},
		{"prefix", describe_prefix},
		{"way_out", describe_way_out},
		{"path", describe_path},
		{"irregularity", describe_irregularity},
		{"stranger", describe_stranger},
		{"leased_line", describe_line},
		{"internet_exit", describe_exit},
		{"dedicated_network", describe_dedicated},
		{"baseline", describe_baseline},
		{"quota", describe_quota},
		{"contradiction", describe_contradiction},
		{"system", describe_system},
	};
	const char *department = json_string(facts, "department");

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(kind, table[i].kind))
			return table[i].describe(facts);
	return mem_string(department ? department : "");
}

const char *describe_rule(const char *rule)
{
	static const struct {
		const char *rule, *words;
	} table[] = {
		{"undeclared_network", N_("a network that nobody declared")},
		{"network_not_found", N_("a declared network on which no host was found")},
		{"unreadable_prefix", N_("declared addresses that cannot be read")},
		{"overlapping_prefixes", N_("departments use the same addresses")},
		{"undeclared_exit", N_("a way to the Internet that is not declared")},
		{"exit_not_found", N_("a declared exit that nothing was found to use")},
		{"undeclared_link", N_("a way to another department without a declared line")},
		{"ambiguous_route", N_("a route to addresses that several departments have")},
		{"dual_homed", N_("it bridges two domains")},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(rule, table[i].rule))
			return _(table[i].words);
	return rule;
}

void describe_silent(struct json_object *silent)
{
	for (size_t i = 0; i < json_length(silent); i++) {
		struct json_object *row = json_object_array_get_idx(silent, i);

		const char *why = cli_said(row, "why");
		AUTO_FREE char *tame = text_tame(why ? why : "");

		printf(_("Silent: %s (%s)\n"), json_string(row, "host"), tame);
	}
}
