/*
 * The rules of readiness as one table, and what each family of them is given. A rule judges one
 * object of its kind, for one target where the target matters, and adds one finding. What could
 * not be read is "unknown", never "pass".
 */
#ifndef READINESS_RULES_RULES_H
#define READINESS_RULES_RULES_H

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include <stdbool.h>

struct judge_index;
struct readiness_told;

/* One case: an object, what it belongs to, and a target. */
struct judged {
	const struct readiness_told *told;
	struct json_object *findings; /* to add to: those of this object */
	struct json_object *snapshot, *objects, *profile, *measured;
	const struct judge_index *index;
	struct json_object *parts;             /* of parts.h */
	const char *kind, *id, *name, *digest; /* of the object */
	struct json_object *subject;           /* its facts */
	struct json_object *machine,
		*source;              /* a machine's facts; `source` is its host, or NULL */
	struct json_object *system;   /* NULL when no system names the machine */
	struct json_object *machines; /* uuids of a system's; NULL: none is known */
	/* Facts of a cloud host; NULL for rules without one, and where none is in question. */
	struct json_object *target;
};

struct readiness_rule {
	const char *id;        /* "target.space" */
	const char *kind;      /* of the objects that it judges: "machine" */
	bool for_target;       /* judged once for each target that is in question */
	const char *question;  /* "Has the target's pool room for the machine's disks?" */
	const char *advice;    /* what to do when it does not pass */
	const char *reference; /* requirement that it serves */
	void (*judge)(const struct judged *judged, const struct readiness_rule *rule);
};

/* Ended by a NULL id. */
extern const struct readiness_rule readiness_rules[];

/*
 * Adds the finding of this rule; the format is the evidence, a sentence with found and needed
 * values.
 */
void judge_say(const struct judged *judged, const struct readiness_rule *rule,
	const char *verdict, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The same, with the facts that it rests on (taken), for who asks why. */
void judge_say_why(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *basis, const char *verdict, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* The facts of an object, or of the member's; NULL when there is none. Borrowed. */
struct json_object *judge_facts(const struct judged *judged, struct json_object *member);
struct json_object *judge_object(const struct judged *judged, const char *kind, const char *id);

/* Calls for each member of that kind until it returns true; returns whether one did. */
typedef bool judge_each(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument);
bool judge_any(const struct judged *judged, const char *kind, judge_each *each, void *argument);
/* The same, of those alone that are on the host. */
bool judge_any_on(const struct judged *judged, const char *kind, const char *host,
	judge_each *each, void *argument);
/* The same, of those alone that are the department's. */
bool judge_any_of(const struct judged *judged, const char *kind, const char *department,
	judge_each *each, void *argument);

/*
 * The next of the systems that name the machine, by their department; `*at` begins with 0. NULL
 * when there is no more. Borrowed.
 */
struct json_object *judge_system(const struct judged *judged, size_t *at);

/* The facts of a department's hosts, as a list; NULL when it has none. Borrowed. */
struct json_object *judge_hosts(const struct judged *judged, const char *department);

/* The facts of the cloud's hosts, as a list. Borrowed. */
struct json_object *judge_targets_of(const struct judged *judged);

/*
 * The first irregularity by that rule that names the subject ("host fin-hv"), or the
 * department; NULL when there is none. Borrowed.
 */
struct json_object *judge_irregular(
	const struct judged *judged, const char *rule, const char *subject);
struct json_object *judge_irregular_at(
	const struct judged *judged, const char *rule, const char *department);

/* Whether a host of the department has that address as a next hop. */
bool judge_is_gateway(const struct judged *judged, const char *department, const char *address);

/* The day that lies so many days before the snapshot was made: "2026-01-31". */
void judge_day_before(const struct judged *judged, int64_t days, char out[CLOCK_TEXT]);

/* Whether the login of this host could not read that fact ("listening", "routes"). */
bool judge_unread(struct json_object *host, const char *fact);

/* Its first address of that family that goes beyond its own wire; NULL: none, or not read. */
const char *judge_address(struct json_object *host, int family);

/*
 * What was measured between a department's hosts and the target: {"up", "down"}, or what holds
 * "why" or "unasked"; NULL: nothing. Borrowed.
 */
struct json_object *judge_link(const struct judged *judged, const char *department, int family);

/*
 * What a system runs on, by the name that its department tells: a machine on a host of the
 * department or of the cloud, with its inside where that is known; or a host, which is its own
 * inside. False when neither is found.
 */
struct judged_part {
	const char *id;                     /* the machine's uuid, or NULL */
	struct json_object *machine, *host; /* facts, or NULL; `host` is the inside */
};
bool judge_part(const struct judged *judged, const char *name, struct judged_part *part);

/* One file a family. */
typedef void judge_rule(const struct judged *judged, const struct readiness_rule *rule);
judge_rule machine_movable, machine_running;
judge_rule target_space, target_tools, target_cpu, target_machine_type;
judge_rule target_network, target_free, network_join;
judge_rule target_reachable, target_ports, target_certificate;
judge_rule page_ipv4, page_ipv6;
judge_rule node_address, node_router, node_resolver, node_services, node_literals,
	node_dual_stack, node_v6_only, node_names, node_path_mtu, node_system, node_forwarding,
	node_tunnels, service_ports, service_answers;
judge_rule link_capacity, link_families, link_transfer, link_quality;
judge_rule isolation_domains, isolation_exits, isolation_overlaps;
judge_rule network_prefix6, network_declared, network_gateway6, network_tunnels, network_zone,
	network_allotted;
judge_rule website_aaaa, website_reachable, website_delegation, website_delay, website_content,
	website_links, website_score;
judge_rule machine_disks, machine_firmware, target_versions, target_cpu_features, target_memory,
	host_clock, machine_converges, machine_size;
judge_rule zombie_idle, zombie_replaceable, zombie_out_of_step, zombie_unmaintained,
	zombie_rarely_used, zombie_candidate, shadow_similar;
judge_rule target_protection, target_quota, system_recovery, network_two_way, network_demand;

#endif
