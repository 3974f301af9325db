#include "planning/build_part.h"
#include <stdio.h>
#include <string.h>

/* The pool with the most free space of a host; the first by name where they are equal. */
static void find_pool(const struct build *build, struct landing_host *host)
{
	struct json_object *members = json_member(build->snapshot, "members");

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = build_facts(build, member);
		int64_t free = json_integer(json_member(member, "measures"), "available", 0);

		if (!text_equal(json_string(member, "kind"), "pool") ||
			!text_equal(json_string(facts, "host"), host->name) ||
			!json_boolean(facts, "active", true) || !json_string(facts, "path"))
			continue;
		if (!host->pool || free > host->space) {
			host->pool = json_string(facts, "name");
			host->path = json_string(facts, "path");
			host->space = free;
		}
	}
}

/* Memory of the host that no machine found there has. */
static int64_t free_memory(const struct build *build, const char *host, int64_t memory)
{
	struct json_object *members = json_member(build->snapshot, "members");

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = build_facts(build, member);

		if (text_equal(json_string(member, "kind"), "machine") &&
			text_equal(json_string(facts, "host"), host))
			memory -= json_integer(facts, "memory", 0);
	}
	return memory;
}

static void add_host(struct build *build, struct json_object *facts)
{
	struct landing_host *host = &build->host[build->host_count];

	if (build->host_count == BUILD_HOSTS)
		return;
	host->name = json_string(facts, "name");
	host->address = json_string(facts, "address");
	host->memory = free_memory(build, host->name, json_integer(facts, "memory", 0));
	find_pool(build, host);
	if (host->pool && host->address)
		build->host_count++;
	else
		*host = (struct landing_host){0};
}

void place_hosts(struct build *build)
{
	struct json_object *members = json_member(build->snapshot, "members");

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = build_facts(build, member);

		if (text_equal(json_string(member, "kind"), "host") &&
			text_equal(json_string(facts, "side"), "cloud"))
			add_host(build, facts);
	}
}

static int64_t virtual_bytes(struct json_object *machine)
{
	struct json_object *disks = json_member(machine, "disks");
	int64_t bytes = 0;

	for (size_t i = 0; i < json_object_array_length(disks); i++)
		bytes += json_integer(json_object_array_get_idx(disks, i), "capacity", 0);
	return bytes;
}

static int64_t with_headroom(const struct build *build, int64_t bytes)
{
	return bytes +
	       bytes / 100 * profile_integer(build->profile, "planning", "headroom_percent");
}

static const char *department_of(const struct build *build, struct json_object *machine)
{
	return json_string(
		build_object(build, "host", json_string(machine, "host")), "department");
}

static bool fits(const struct build *build, const struct landing_host *host,
	struct json_object *machine, char *why)
{
	const struct findings_about about = {json_string(machine, "uuid"),
		department_of(build, machine), host->name,
		json_member(build->input, "accepted")};
	struct json_object *blocker = findings_blocker(build->findings, build->profile, &about);

	if (blocker) {
		snprintf(why, WHY_SIZE, "%s: %s", json_string(blocker, "rule"),
			json_string(blocker, "evidence"));
		return false;
	}
	if (host->space < with_headroom(build, virtual_bytes(machine))) {
		snprintf(why, WHY_SIZE,
			"no pool of the cloud has room for its disks beside what was "
			"placed before");
		return false;
	}
	if (host->memory < json_integer(machine, "memory", 0)) {
		snprintf(why, WHY_SIZE,
			"no hypervisor of the cloud has memory for it beside what was "
			"placed before");
		return false;
	}
	return true;
}

/*
 * Spreads by free memory: the fitting host with the most of it, the first by name where equal.
 */
static int choose(const struct build *build, struct json_object *machine, char *why)
{
	int best = -1;

	for (unsigned i = 0; i < build->host_count; i++)
		if (fits(build, &build->host[i], machine, why) &&
			(best < 0 || build->host[i].memory > build->host[best].memory))
			best = (int)i;
	return best;
}

int place_group(struct build *build, struct json_object *const *machines, unsigned count,
	unsigned *chosen, char *why)
{
	struct landing_host before[BUILD_HOSTS];

	memcpy(before, build->host, sizeof(before));
	snprintf(why, WHY_SIZE, "the snapshot has no hypervisor of the cloud with a pool");
	for (unsigned i = 0; i < count; i++) {
		int host = choose(build, machines[i], why);

		if (host < 0) {
			memcpy(build->host, before, sizeof(before));
			return -1;
		}
		build->host[host].space -= with_headroom(build, virtual_bytes(machines[i]));
		build->host[host].memory -= json_integer(machines[i], "memory", 0);
		chosen[i] = (unsigned)host;
	}
	return 0;
}
