/* IPv6 on a host, by what it says of itself. */
#include "readiness/node.h"
#include "base/address.h"
#include "base/language.h"
#include "base/memory.h"
#include "readiness/rules/rules.h"
#include <string.h>

enum has { NO, YES, UNREAD };

/* --- what a host has --- */

const char *judge_address(struct json_object *host, int family)
{
	return node_wide_address(json_member(host, "addresses"), family);
}

static enum has has_address(struct json_object *host, int family, const char **first)
{
	if (judge_unread(host, "addresses"))
		return UNREAD;
	*first = judge_address(host, family);
	return *first ? YES : NO;
}

static enum has has_router(struct json_object *host, int family, const char **gateway)
{
	struct json_object *list = json_member(host, "routes");

	if (judge_unread(host, "routes"))
		return UNREAD;
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *route = json_object_array_get_idx(list, i);

		if (text_equal(json_string(route, "destination"), "default") &&
			json_integer(route, "family", 0) == family &&
			!json_string(route, "type")) {
			*gateway = json_string(route, "gateway");
			return YES;
		}
	}
	return NO;
}

static enum has has_resolver(struct json_object *host, int family, const char **first)
{
	struct json_object *list = json_member(host, "resolvers");
	struct address address;

	if (judge_unread(host, "resolvers"))
		return UNREAD;
	for (size_t i = 0; i < json_length(list); i++) {
		const char *text = json_object_get_string(json_object_array_get_idx(list, i));

		if (address_parse(&address, text) == 0 && address.family == family) {
			*first = text;
			return YES;
		}
	}
	return NO;
}

void node_address(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *which = NULL;
	enum has has = has_address(judged->subject, 6, &which);

	if (has == UNREAD)
		judge_say(judged, rule, "unknown", "Its addresses were not read.");
	else if (has == YES)
		judge_say(judged, rule, "pass", "It has the IPv6 address %s.", which);
	else
		judge_say(judged, rule, "fail", "It has no IPv6 address beyond its own wire.");
}

void node_router(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *which = NULL;
	enum has has = has_router(judged->subject, 6, &which);

	if (has == UNREAD)
		judge_say(judged, rule, "unknown", "Its routes were not read.");
	else if (has == NO)
		judge_say(judged, rule, "fail", "It has no default router over IPv6.");
	else
		judge_say(judged, rule, "pass", "Its default router over IPv6 is %s.",
			which ? which : "::");
}

void node_resolver(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *which = NULL;
	enum has has = has_resolver(judged->subject, 6, &which);

	if (has == UNREAD)
		judge_say(judged, rule, "unknown", "Its resolvers were not read.");
	else if (has == YES)
		judge_say(judged, rule, "pass", "It asks the resolver %s.", which);
	else
		judge_say(judged, rule, "fail", "It asks no resolver over IPv6.");
}

/* --- services --- */

/* The services that only this family reaches. New list. */
static struct json_object *only(struct json_object *host, int family)
{
	struct json_object *list = json_member(host, "listening");
	struct json_object *found = json_object_new_array();

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (node_port_families(list, json_integer(one, "port", 0)) == family &&
			node_families(json_string(one, "address")))
			json_object_array_add(found, json_object_get(one));
	}
	return found;
}

void node_services(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *four;

	if (judge_unread(judged->subject, "listening")) {
		judge_say(judged, rule, "unknown", "Its listening sockets were not read.");
		return;
	}
	four = only(judged->subject, NODE_FOUR);
	if (json_length(four) == 0) {
		judge_say(judged, rule, "pass",
			"Each of its services that can be reached over IPv4 listens on IPv6.");
		json_object_put(four);
		return;
	}
	struct json_object *first = json_object_array_get_idx(four, 0);
	const char *program = json_string(first, "program");

	judge_say_why(judged, rule, four, "fail",
		"Sockets that listen on IPv4 alone: %zu, first %s port %lld (%s).",
		json_length(four), json_string(first, "address"),
		(long long)json_integer(first, "port", 0), program ? program : "?");
}

/* --- literals --- */

static struct json_object *literals_of(const struct judged *judged)
{
	return json_member(json_member(judged->measured, "literals"), judged->name);
}

/* Only a whole reading says that there is none. */
static enum has free_of_literals(const struct judged *judged)
{
	struct json_object *found = literals_of(judged);

	if (json_length(json_member(found, "literals")) > 0)
		return NO;
	return json_boolean(found, "complete", false) ? YES : UNREAD;
}

static void say_unread(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = literals_of(judged);
	const char *unasked = json_string(found, "unasked");

	if (unasked)
		judge_say(judged, rule, "unknown", "Its files could not be read: %s", unasked);
	else if (!found)
		judge_say(judged, rule, "unknown", "Its files were not read.");
	else
		judge_say(judged, rule, "unknown",
			"No address was found, but not all was read: of %lld files %lld may "
			"not "
			"be read.",
			(long long)(json_integer(found, "files_read", 0) +
				    json_integer(found, "files_skipped", 0) +
				    json_integer(found, "files_unreadable", 0)),
			(long long)json_integer(found, "files_unreadable", 0));
}

void node_literals(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = literals_of(judged), *list = json_member(found, "literals");
	enum has has = free_of_literals(judged);

	if (has == UNREAD) {
		say_unread(judged, rule);
		return;
	}
	if (has == YES) {
		judge_say(judged, rule, "pass", "There is none in the %lld files read.",
			(long long)json_integer(found, "files_read", 0));
		return;
	}
	struct json_object *first = json_object_array_get_idx(list, 0);

	judge_say_why(judged, rule, json_object_get(list), "fail",
		"IPv4 addresses: %zu, first %s in line %lld of %s.", json_length(list),
		json_string(first, "address"), (long long)json_integer(first, "line", 0),
		json_string(first, "file") ? json_string(first, "file")
					   : json_string(first, "program"));
}

/* --- the two verdicts --- */

struct part {
	enum has has;
	const char *lacks, *unread; /* sentences */
};

static enum has without(struct json_object *host, int family)
{
	AUTO_JSON struct json_object *list = NULL;

	if (judge_unread(host, "listening"))
		return UNREAD;
	list = only(host, family);
	return json_length(list) == 0 ? YES : NO;
}

/* All parts; the first that is not there is told. */
static void judge_parts(const struct judged *judged, const struct readiness_rule *rule,
	const struct part *parts, const char *good)
{
	const struct part *unread = NULL;

	for (; parts->lacks; parts++) {
		if (parts->has == NO) {
			judge_say(judged, rule, "fail", "%s", parts->lacks);
			return;
		}
		if (parts->has == UNREAD && !unread)
			unread = parts;
	}
	if (unread)
		judge_say(judged, rule, "unknown", "%s", unread->unread);
	else
		judge_say(judged, rule, "pass", "%s", good);
}

void node_dual_stack(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *unused;
	struct json_object *host = judged->subject;
	const struct part parts[] = {
		{has_address(host, 4, &unused), N_("It lacks an IPv4 address."),
			N_("Its addresses were not read.")},
		{has_address(host, 6, &unused),
			N_("It lacks an IPv6 address beyond its own wire."),
			N_("Its addresses were not read.")},
		{has_router(host, 6, &unused), N_("It lacks a default router over IPv6."),
			N_("Its routes were not read.")},
		{without(host, NODE_FOUR), N_("It lacks IPv6 on one of its services."),
			N_("Its listening sockets were not read.")},
		{0},
	};

	judge_parts(
		judged, rule, parts, N_("Both families reach it and each of its services."));
}

/* What would go on working if IPv4 were taken away. */
void node_v6_only(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *unused;
	struct json_object *host = judged->subject;
	const struct part parts[] = {
		{has_address(host, 6, &unused),
			N_("It lacks an IPv6 address beyond its own wire."),
			N_("Its addresses were not read.")},
		{has_router(host, 6, &unused), N_("It lacks a default router over IPv6."),
			N_("Its routes were not read.")},
		{has_resolver(host, 6, &unused), N_("It lacks a resolver over IPv6."),
			N_("Its resolvers were not read.")},
		{without(host, NODE_FOUR), N_("It lacks IPv6 on one of its services."),
			N_("Its listening sockets were not read.")},
		{free_of_literals(judged),
			N_("Its files or command lines name IPv4 addresses."),
			N_("Its files were not read whole.")},
		{0},
	};

	judge_parts(judged, rule, parts,
		N_("Addresses, router, resolver and services would do without IPv4."));
}
