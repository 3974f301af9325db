#include "model/profile.h"
#include "readiness/rules/rules.h"

/* --- space --- */

struct pools {
	int64_t most;     /* free bytes of the best pool */
	const char *name; /* NULL: none was found */
};

static bool look_at_pool(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	struct pools *pools = argument;
	int64_t free = json_integer(json_member(member, "measures"), "available", -1);

	(void)judged;
	if (free > pools->most) {
		pools->most = free;
		pools->name = json_string(facts, "name");
	}
	return false;
}

static int64_t virtual_bytes(struct json_object *machine)
{
	struct json_object *disks = json_member(machine, "disks");
	int64_t bytes = 0;

	for (size_t i = 0; i < json_object_array_length(disks); i++)
		bytes += json_integer(json_object_array_get_idx(disks, i), "capacity", 0);
	return bytes;
}

void target_space(const struct judged *judged, const struct readiness_rule *rule)
{
	int64_t percent = profile_integer(judged->profile, "planning", "headroom_percent");
	int64_t bytes = virtual_bytes(judged->machine), needed = bytes + bytes / 100 * percent;
	struct pools pools = {.most = -1};

	judge_any_on(judged, "pool", json_string(judged->target, "name"), look_at_pool, &pools);
	if (!pools.name)
		judge_say(judged, rule, "unknown", "No pool of %s tells its free space.",
			json_string(judged->target, "name"));
	else
		judge_say(judged, rule, pools.most >= needed ? "pass" : "fail",
			"Pool %s has %lld bytes free; %lld bytes of disks and %lld%% headroom "
			"need %lld.",
			pools.name, (long long)pools.most, (long long)bytes, (long long)percent,
			(long long)needed);
}

/* --- tools --- */

static const char *const tools[] = {"nbdcopy", "qemu-nbd", "sha256sum", NULL};

static const char *missing_tool(struct json_object *host)
{
	for (const char *const *tool = tools; *tool; tool++)
		if (!json_has_string(json_member(host, "tools"), *tool))
			return *tool;
	return NULL;
}

void target_tools(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *hosts[] = {judged->source, judged->target};

	for (unsigned i = 0; i < 2; i++) {
		const char *name = json_string(hosts[i], "name");

		if (!json_member(hosts[i], "tools")) {
			judge_say(judged, rule, "unknown", "The programs of %s were not read.",
				name ? name : "the source");
			return;
		}
		if (missing_tool(hosts[i])) {
			judge_say(judged, rule, "fail", "%s has no %s.", name,
				missing_tool(hosts[i]));
			return;
		}
	}
	judge_say(judged, rule, "pass", "Both hosts have nbdcopy, qemu-nbd and sha256sum.");
}

/* --- CPU and machine type --- */

void target_cpu(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *asked = json_string(judged->machine, "cpu");
	const char *source = json_string(judged->source, "cpu_model");
	const char *target = json_string(judged->target, "cpu_model");
	const char *from = json_string(judged->source, "architecture");
	const char *to = json_string(judged->target, "architecture");
	bool emulated = text_equal(json_string(judged->machine, "domain_type"), "qemu");
	bool tied = asked &&
		    (text_equal(asked, "host-passthrough") || text_equal(asked, "host-model"));

	if (!from || !to)
		judge_say(judged, rule, "unknown", "The architecture of %s was not read.",
			from ? "the target" : "the source");
	else if (!text_equal(from, to))
		judge_say(
			judged, rule, "fail", "The architectures differ: %s and %s.", from, to);
	else if (emulated && !tied)
		judge_say(judged, rule, "pass",
			"The CPU is emulated (%s), alike on every host.",
			asked ? asked : "default");
	else if (!source || !target)
		judge_say(judged, rule, "unknown", "The CPU model of %s was not read.",
			source ? "the target" : "the source");
	else
		judge_say(judged, rule, text_equal(source, target) ? "pass" : "fail",
			"The machine uses %s; the source has %s, the target %s.",
			asked ? asked : "default", source, target);
}

void target_machine_type(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *type = json_string(judged->machine, "machine_type");
	struct json_object *types = json_member(judged->target, "machine_types");

	if (!type || !types)
		judge_say(judged, rule, "unknown", "%s was not read.",
			type ? "What machine types the target knows" : "The machine's type");
	else
		judge_say(judged, rule, json_has_string(types, type) ? "pass" : "fail",
			"The target %s the machine type %s.",
			json_has_string(types, type) ? "knows" : "does not know", type);
}

/* --- what must not be there yet --- */

static bool same_mac(struct json_object *left, struct json_object *right)
{
	struct json_object *ours = json_member(left, "nics"),
			   *theirs = json_member(right, "nics");

	for (size_t i = 0; i < json_object_array_length(ours); i++)
		for (size_t j = 0; j < json_object_array_length(theirs); j++)
			if (text_equal(json_string(json_object_array_get_idx(ours, i), "mac"),
				    json_string(json_object_array_get_idx(theirs, j), "mac")))
				return true;
	return false;
}

/*
 * Another definition of the same uuid on the target, or one that shares a name or an address.
 */
static bool collides(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	(void)member;
	if (!text_equal(json_string(facts, "uuid"), json_string(judged->machine, "uuid")) &&
		!text_equal(json_string(facts, "name"), json_string(judged->machine, "name")) &&
		!same_mac(facts, judged->machine))
		return false;
	*(const char **)argument = json_string(facts, "name");
	return true;
}

void target_free(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *target = json_string(judged->target, "name"), *other = NULL;

	if (judge_any_on(judged, "machine", target, collides, &other) ||
		judge_any_on(judged, "copy", target, collides, &other))
		judge_say(judged, rule, "fail",
			"On %s there is the machine %s, which has its uuid, name or hardware "
			"address.",
			target, other);
	else
		judge_say(judged, rule, "pass",
			"No machine of %s has its uuid, name or hardware address.", target);
}
