#include "readiness/rules.h"
#include "base/language.h"
#include "readiness/readiness.h"

const struct readiness_rule readiness_rules[] = {
	{"machine.running", "machine", false,
		N_("Does the machine run, so that it can be moved live?"),
		N_("Start it, or plan it without this playbook."), "MIG-10", machine_running},
	{"machine.movable", "machine", false,
		N_("Is the machine free of devices and snapshots that tie it to its host?"),
		N_("Detach the device or delete the snapshot."), "MIG-14", machine_movable},
	{"target.space", "machine", true,
		N_("Has a pool of the target room for the machine's disks with headroom?"),
		N_("Grow the pool or choose another target."), "CLD-07", target_space},
	{"target.network", "machine", true,
		N_("Has each of the machine's networks a landing network on the target?"),
		N_("Name it under \"landings\" in the survey and make it on the target."),
		"CLD-04", target_network},
	{"target.cpu", "machine", true, N_("Can the target run the machine's CPU?"),
		N_("Choose a CPU model that both hosts have."), "MIG-14", target_cpu},
	{"target.machine_type", "machine", true, N_("Does the target know the machine's type?"),
		N_("Update QEMU on the target."), "MIG-14", target_machine_type},
	{"target.free", "machine", true,
		N_("Are the machine's uuid, name and hardware addresses free on the target?"),
		N_("Rename or remove the other machine."), "MIG-14", target_free},
	{"target.reachable", "machine", true,
		N_("Does the machine's host reach the target, and is it the trusted one?"),
		N_("Mend the route or the firewall, or find out who answers there."), "NET-05",
		target_reachable},
	{"target.certificate", "machine", true,
		N_("Have both hosts certificates that the other will accept?"),
		N_("Renew them from the CA that both hosts trust."), "MIG-13",
		target_certificate},
	{"target.tools", "machine", true,
		N_("Have both hosts the programs that compare content?"),
		N_("Install libnbd-bin and qemu-utils."), "MIG-13", target_tools},
	{"network.join", "machine", true,
		N_("Does the join to the landing network carry whole packets?"),
		N_("Raise the MTU of the link below the tunnel."), "NET-14", network_join},
	{"page.ipv4", "machine", false, N_("Does the system's page answer over IPv4?"),
		N_("Mend the service before it is moved."), "MIG-10", page_ipv4},
	{"page.ipv6", "machine", false, N_("Does the system's page answer over IPv6?"),
		N_("Give the machine an IPv6 address and its page an AAAA record."), "IP6-03",
		page_ipv6},
	{"link.capacity", "department", true,
		N_("Does the link of the department carry what its tier asks, both ways?"),
		N_("Have the operator raise it, or plan with what was measured."), "BWD-01",
		link_capacity},
	{"link.families", "department", true,
		N_("Does the link of the department carry both families, both ways?"),
		N_("Have the operator route IPv6, and give both ends an address."), "IP6-01",
		link_families},
	{"node.address", "host", false, N_("Has the host an IPv6 address beyond its own wire?"),
		N_("Give it one from the address plan."), "IP6-01", node_address},
	{"node.router", "host", false, N_("Has the host a default router over IPv6?"),
		N_("Announce one on its network, or set a static route."), "IP6-01",
		node_router},
	{"node.resolver", "host", false, N_("Does the host ask a resolver over IPv6?"),
		N_("Add one to its resolv.conf."), "IP6-01", node_resolver},
	{"node.services", "host", false,
		N_("Does each service that IPv4 reaches listen on IPv6 too?"),
		N_("Let it listen on [::], or on the host's IPv6 address too."), "IP6-01",
		node_services},
	{"node.literals", "host", false,
		N_("Are its configuration files and command lines free of IPv4 addresses?"),
		N_("Write names instead, so that another address is found."), "IP6-01",
		node_literals},
	{"node.dual_stack", "host", false, N_("Is the host reached over both families?"),
		N_("Mend what the other rules of the host say."), "IP6-03", node_dual_stack},
	{"node.v6_only", "host", false, N_("Would the host go on working without IPv4?"),
		N_("Mend what the other rules of the host say."), "IP6-03", node_v6_only},
	{"isolation.domains", "host", false,
		N_("Is the host in no more than one of the two domains?"),
		N_("Take it off one of the networks; the two domains exchange only through the "
		   "unified channel."),
		"NET-07", isolation_domains},
	{"isolation.exits", "department", false,
		N_("Has the department no way into the Internet but those declared?"),
		N_("Close it, or declare it so that its closing is planned."), "EXT-01",
		isolation_exits},
	{"isolation.overlaps", "department", false,
		N_("Has no other department the same addresses?"),
		N_("Plan a new prefix for one of the two."), "ADR-01", isolation_overlaps},
	{"network.prefix6", "dedicated_network", false,
		N_("Is an IPv6 prefix allotted to the dedicated network?"),
		N_("Allot one from the unified address plan."), "IP6-01", network_prefix6},
	{"network.declared", "dedicated_network", false,
		N_("Is the dedicated network there as it was declared?"),
		N_("Ask its department whether it is cancelled already."), "NET-01",
		network_declared},
	{0},
};

struct json_object *readiness_rules_told(void)
{
	struct json_object *told = json_object_new_object();

	for (const struct readiness_rule *rule = readiness_rules; rule->id; rule++) {
		struct json_object *one = json_object_new_object();

		json_set_string(one, "kind", rule->kind);
		json_set_string(one, "question", rule->question);
		json_set_string(one, "advice", rule->advice);
		json_set_string(one, "reference", rule->reference);
		json_set(told, rule->id, one);
	}
	return told;
}
