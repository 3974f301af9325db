/*
 * page PROFILE: prints banyun-rules(7) from the table of rules, from what each of them
 * reads, which stands below, and from what that profile does with each. tests/lint compares the
 * page with what it prints; exit 1 names a rule that is not told below, or one that is told and
 * is none.
 */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/profile.h"
#include "readiness/rules/rules.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *rule;
	const char *reads;      /* what is unknown without it */
	const char *thresholds; /* keys of the profile; NULL: none */
} told[] = {
	{"machine.running", "the machine's state, from libvirt", NULL},
	{"machine.movable", "its passthrough devices and snapshots, from libvirt", NULL},
	{"target.space", "the free space of the target's pools, and the capacity of its disks",
		"planning.headroom_percent"},
	{"target.network", "the survey's landings, and the networks of the target", NULL},
	{"target.cpu", "architecture and CPU model of both hosts, and the CPU of the machine",
		NULL},
	{"target.machine_type", "the machine types that QEMU of the target knows", NULL},
	{"target.free", "uuids, names and hardware addresses on the target", NULL},
	{"target.reachable",
		"the keys that the SSH server of the target shows to the machine's host", NULL},
	{"target.ports",
		"connections of the machine's host to the ports at which QEMU of the target "
		"takes "
		"memory and disks",
		"planning.ports_from, planning.ports_to, readiness.valid_hours.hosts"},
	{"target.certificate", "the certificates that QEMU of both hosts is given",
		"readiness.valid_hours.hosts"},
	{"target.tools", "which of nbdcopy, qemu-nbd and sha256sum both hosts have", NULL},
	{"network.join", "the MTU of the tunnel to the landing network and of what it lies on",
		"planning.join_mtu"},
	{"page.ipv4", "the survey's page over IPv4, asked now", "readiness.valid_hours.pages"},
	{"page.ipv6", "the survey's page over IPv6, asked now", "readiness.valid_hours.pages"},
	{"link.capacity", "the newest test of the link, both ways",
		"bandwidth.tier_permille, bandwidth.valid_hours"},
	{"link.families", "the newest test of the link over each family",
		"bandwidth.valid_hours"},
	{"link.transfer", "the TCP transfers of the newest test, both ways",
		"bandwidth.transfer_permille, bandwidth.valid_hours"},
	{"link.quality", "what came back of small packets between tests, over the last day",
		"bandwidth.watch_minutes, bandwidth.watch_least, bandwidth.loss_permille, "
		"bandwidth.delay_permille, bandwidth.delay_us, bandwidth.available_permille"},
	{"node.address", "the host's addresses", NULL},
	{"node.router", "the host's routes", NULL},
	{"node.resolver", "the name servers that the host asks", NULL},
	{"node.services", "the sockets that the host listens on", NULL},
	{"node.literals", "the configuration files and command lines of the host",
		"readiness.valid_hours.files"},
	{"node.dual_stack", "what the other rules of the host read", NULL},
	{"node.v6_only", "what the other rules of the host read", NULL},
	{"node.names", "what DNS says of the host's name and of its IPv6 addresses", NULL},
	{"node.path_mtu", "packets of both sizes to the host over IPv6, and what comes back",
		"node.packet"},
	{"node.system", "the host's system and kernel, and whether IPv6 is switched on",
		"node.kernel_least, node.os_unfit"},
	{"node.forwarding", "how IPv6 of the host's kernel is set, and whether it routes",
		NULL},
	{"node.tunnels", "the host's network interfaces", NULL},
	{"service.ports", "the ports that the host listens on, tried over both families",
		"node.ports_most, node.port_ms"},
	{"service.answers", "the system's pages over both families", NULL},
	{"network.allotted", "the prefixes that are declared, and the address plan",
		"addresses.v6"},
	{"network.gateway6", "the routes of the hosts that are on the network", NULL},
	{"network.tunnels", "interfaces and routes of these hosts, and the declared gateways",
		NULL},
	{"network.zone", "the name servers of the zone, asked over IPv6", NULL},
	{"isolation.domains", "the networks that the host is on, and their domains", NULL},
	{"isolation.exits", "the routes of the department's hosts, and its declared exits",
		NULL},
	{"isolation.overlaps", "the routes of all hosts", NULL},
	{"network.prefix6", "the prefixes that its department declared", NULL},
	{"network.declared", "the prefixes that its department declared, and the hosts on them",
		NULL},
	{"website.aaaa", "the records of the website's name", "readiness.valid_hours.websites"},
	{"website.reachable", "tries of the home page over IPv6",
		"website.probes, readiness.valid_hours.websites"},
	{"website.delegation", "the name servers of its zone, asked over IPv6", NULL},
	{"website.delay", "delays and speed of the home page over both families",
		"website.slower_permille"},
	{"website.content", "the home page over both families", NULL},
	{"website.links", "the pages that the home page leads to, over IPv6", NULL},
	{"website.score", "what the other rules of the website read",
		"website.weights, website.pass_mark"},
	{"machine.disks", "the machine's disks, their formats, chains and checkpoints", NULL},
	{"machine.firmware", "the machine's firmware, its variables and its TPM", NULL},
	{"target.versions", "the versions of libvirt and QEMU on both hosts", NULL},
	{"target.cpu_features", "the CPU features that it requires, and those of the target",
		NULL},
	{"target.memory", "memory available and processors of the target",
		"planning.headroom_percent"},
	{"host.clock", "the host's clock beside banyund's, and how exactly it was read",
		"planning.clock_skew_ms"},
	{"machine.converges",
		"how fast it writes its memory, from libvirt, and the link to the target",
		"planning.converge_permille, planning.warm_permille, planning.link_percent, "
		"planning.concurrency, planning.pause_limit, readiness.valid_hours.machines"},
	{"machine.size", "what it used over the window, and what it has",
		"sizing.days_least, sizing.cpu_measure, sizing.cpu_permille, "
		"sizing.vcpus_least, sizing.memory_headroom_percent, sizing.memory_step, "
		"sizing.memory_least"},
	{"target.protection",
		"the level of protection of each system that names the machine, as told, and "
		"that "
		"of the target's cloud",
		"clouds"},
	{"target.quota",
		"the grants to the department, as told, and vcpus, memory and disks of the "
		"machines of its systems",
		"clouds"},
	{"system.recovery",
		"when its recovery copy was made and verified, and where it is, as "
		"told",
		"recovery.needed_from_level, recovery.fresh_days, recovery.elsewhere"},
	{"network.two_way",
		"whether hosts of what is kept and of the cloud reach each other's SSH "
		"servers, "
		"asked on both; else the day that its department tells",
		"retention.two_way_days, readiness.valid_hours.hosts"},
	{"network.demand",
		"the rate, delay and loss that it needs, as told, and the newest test "
		"of the link",
		"bandwidth.valid_hours"},
	{"zombie.idle", "the use of its machines over the window, and who logs in to them",
		"zombie.window_days, zombie.days_percent, zombie.cpu_mean_permille, "
		"zombie.cpu_peak_permille, zombie.net_day_bytes, zombie.logins_needed"},
	{"zombie.replaceable", "what its department tells", NULL},
	{"zombie.out_of_step", "what its department tells", NULL},
	{"zombie.unmaintained",
		"what its department tells, and system, kernel and firmware of its machines",
		"zombie.os_ended, zombie.kernel_least, zombie.firmware_days"},
	{"zombie.rarely_used", "how often and by whom it is used, as told",
		"zombie.seldom, zombie.often, zombie.narrow, zombie.wide"},
	{"zombie.candidate", "the other criteria", "zombie.criteria, zombie.needed"},
	{"shadow.similar", "name, function, users and data of all systems, as told",
		"shadow.alike_permille, shadow.systems_most, shadow.weights"},
};
#define TOLD (sizeof(told) / sizeof(told[0]))

static int place_of(const char *rule)
{
	for (size_t i = 0; i < TOLD; i++)
		if (text_equal(told[i].rule, rule))
			return (int)i;
	return -1;
}

static bool is_rule(const char *id)
{
	const struct readiness_rule *rule = readiness_rules;

	while (rule->id && !text_equal(rule->id, id))
		rule++;
	return rule->id != NULL;
}

/* Whether the profile has each of the keys "SECTION.KEY, ...". */
static bool has_keys(struct json_object *profile, const char *keys)
{
	AUTO_FREE char *rest = mem_string(keys);
	char *at = rest, *key, *name;

	while ((key = strsep(&at, ","))) {
		struct json_object *value = profile;

		key += strspn(key, " ");
		while (value && (name = strsep(&key, ".")))
			value = json_member(value, name);
		if (!value)
			return false;
	}
	return true;
}

static bool agree(struct json_object *profile)
{
	bool agreed = true;

	for (const struct readiness_rule *rule = readiness_rules; rule->id; rule++)
		if (place_of(rule->id) < 0) {
			fprintf(stderr, "What %s reads is not told.\n", rule->id);
			agreed = false;
		}
	for (size_t i = 0; i < TOLD; i++)
		if (!is_rule(told[i].rule)) {
			fprintf(stderr, "%s is told, and is no rule.\n", told[i].rule);
			agreed = false;
		} else if (told[i].thresholds && !has_keys(profile, told[i].thresholds)) {
			fprintf(stderr, "The profile lacks a key that %s is told to have.\n",
				told[i].rule);
			agreed = false;
		}
	return agreed;
}

/* A backslash and a hyphen are written otherwise, and no line begins with a dot. */
static void put_text(const char *text)
{
	size_t column = 0;

	for (const char *at = text; *at; at++) {
		if (*at == ' ' && column > 80) {
			putchar('\n');
			column = 0;
			continue;
		}
		column++;
		if (*at == '-' || *at == '\\')
			putchar('\\');
		putchar(*at == '\\' ? 'e' : *at);
	}
	putchar('\n');
}

static void put_part(const char *name, const char *text)
{
	if (!text)
		return;
	printf(".TP\n.B %s\n", name);
	put_text(text);
}

static void put_rule(const struct readiness_rule *rule, struct json_object *profile)
{
	int place = place_of(rule->id);

	printf(".SS %s\n", rule->id);
	put_text(rule->question);
	put_part("judges", rule->for_target ? "for each target" : NULL);
	put_part("reads", told[place].reads);
	put_part("profile", told[place].thresholds);
	put_part("default", profile_rule(profile, rule->id));
	put_part("advice", rule->advice);
	put_part("serves", rule->reference);
}

static void put_kind(const char *kind, struct json_object *profile)
{
	printf(".SH \"RULES OF ");
	for (const char *at = kind; *at; at++)
		putchar(*at == '_' ? ' ' : toupper((unsigned char)*at));
	printf("S\"\n");
	for (const struct readiness_rule *rule = readiness_rules; rule->id; rule++)
		if (text_equal(rule->kind, kind))
			put_rule(rule, profile);
}

static const char head[] =
	".\\\" Made by daemon/readiness/rules/page.c; tests/lint/documented.bats compares.\n"
	".TH BANYUN-RULES 7 2026-11-26 banyun \"banyun's manual\"\n"
	".SH NAME\n"
	"banyun-rules \\- the rules by which readiness is judged\n"
	".SH DESCRIPTION\n"
	"Each rule puts one question to each object of its kind, and those that judge for "
	"each\n"
	"target to each pair. Targets are the hosts of the cloud on which a landing network of "
	"the\n"
	"object's department is, for elsewhere it cannot be placed. Where none is, all of "
	"them;\n"
	"but a department that has no host either is judged once, for none of them.\n"
	"The verdict is\n"
	".B pass\n"
	"when the answer is yes,\n"
	".B fail\n"
	"when it is no, and\n"
	".B unknown\n"
	"when what the rule reads is not known: too little data is never pass. What is said "
	"here as\n"
	".B default\n"
	"is what the default profile has a finding do to a plan, under\n"
	".IR rules ;\n"
	"another profile may say otherwise, see\n"
	".BR banyun\\-profile (5),\n"
	"which also tells the keys that are named under\n"
	".BR profile .\n"
	".B banyun readiness show \\-\\-why\n"
	"tells what a finding rests on.\n";

static const char tail[] = ".SH SEE ALSO\n"
			   ".BR banyun (1),\n"
			   ".BR banyun\\-profile (5),\n"
			   ".BR banyun\\-ledger (5)\n";

int main(int argc, char **argv)
{
	static const char *const kinds[] = {"machine", "host", "department",
		"dedicated_network", "system", "retention", NULL};
	AUTO_JSON struct json_object *profile = NULL;
	struct error error = {0};

	if (argc != 2) {
		fprintf(stderr, "Usage: page PROFILE\n");
		return 2;
	}
	if (shape_read_file(&profile, SOURCE_YAML, argv[1], profile_fields, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		return 1;
	}
	if (!agree(profile))
		return 1;
	fputs(head, stdout);
	for (const char *const *kind = kinds; *kind; kind++)
		put_kind(*kind, profile);
	fputs(tail, stdout);
	return 0;
}
