#include "base/clock.h"
#include "base/memory.h"
#include "model/findings.h"
#include "model/snapshot.h"
#include "readiness/readiness.h"
#include "readiness/rules/parts.h"
#include "readiness/rules/rules.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The members of each kind, in the snapshot's order. */
struct judge_index {
	struct json_object *by_kind;       /* kind -> list of members */
	struct json_object *by_host;       /* "KIND HOST" -> list of members */
	struct json_object *by_department; /* the same */
	struct json_object *systems;   /* name of a machine -> list of facts of its systems */
	struct json_object *hosts;     /* department -> list of facts */
	struct json_object *targets;   /* the facts of the cloud's hosts */
	struct json_object *places;    /* department -> those of them that it is judged for */
	struct json_object *irregular; /* rule and subject, or rule and department -> facts */
	struct json_object *gateways;  /* department and next hop -> true */
};

static const char *department_of(const struct judged *judged)
{
	if (text_equal(judged->kind, "department"))
		return judged->id;
	return json_string(judged->machine ? judged->source : judged->subject, "department");
}

static void say(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *basis, const char *verdict, const char *format, va_list arguments)
{
	char evidence[1024];
	struct json_object *finding;

	vsnprintf(evidence, sizeof(evidence), format, arguments);
	finding = findings_add(judged->findings, rule->id, judged->kind, judged->id,
		judged->name, rule->for_target ? json_string(judged->target, "name") : NULL,
		verdict, evidence);
	json_set_string(finding, "subject", judged->digest);
	json_set_string(finding, "department", department_of(judged));
	if (text_equal(judged->kind, "host"))
		json_set_string(finding, "machine", json_string(judged->subject, "machine"));
	if (json_length(judged->machines) > 0)
		json_set(finding, "machines", json_object_get(judged->machines));
	if (basis)
		json_set(finding, "basis", basis);
}

void judge_say(const struct judged *judged, const struct readiness_rule *rule,
	const char *verdict, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(judged, rule, NULL, verdict, format, arguments);
	va_end(arguments);
}

void judge_say_why(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *basis, const char *verdict, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(judged, rule, basis, verdict, format, arguments);
	va_end(arguments);
}

struct json_object *judge_facts(const struct judged *judged, struct json_object *member)
{
	return member ? json_member(judged->objects, json_string(member, "digest")) : NULL;
}

struct json_object *judge_object(const struct judged *judged, const char *kind, const char *id)
{
	return judge_facts(judged, snapshot_member(judged->snapshot, kind, id));
}

static bool any_of(const struct judged *judged, struct json_object *members, judge_each *each,
	void *argument)
{
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (each(judged, member, judge_facts(judged, member), argument))
			return true;
	}
	return false;
}

bool judge_any(const struct judged *judged, const char *kind, judge_each *each, void *argument)
{
	return any_of(judged, json_member(judged->index->by_kind, kind), each, argument);
}

static char *part_key(const char *kind, const char *of)
{
	return mem_format("%s %s", kind, of ? of : "");
}

bool judge_any_on(const struct judged *judged, const char *kind, const char *host,
	judge_each *each, void *argument)
{
	AUTO_FREE char *key = part_key(kind, host);

	return any_of(judged, json_member(judged->index->by_host, key), each, argument);
}

bool judge_any_of(const struct judged *judged, const char *kind, const char *department,
	judge_each *each, void *argument)
{
	AUTO_FREE char *key = part_key(kind, department);

	return any_of(judged, json_member(judged->index->by_department, key), each, argument);
}

bool judge_unread(struct json_object *host, const char *fact)
{
	return json_has_string(json_member(host, "unknown"), fact) || !json_member(host, fact);
}

void judge_day_before(const struct judged *judged, int64_t days, char out[CLOCK_TEXT])
{
	const char *made = json_string(judged->snapshot, "made");
	int64_t wall = 0;

	if (!made || clock_parse(made, &wall) < 0)
		wall = 0;
	clock_format(wall - days * 86400 * CLOCK_SECOND, out);
	out[strcspn(out, "T")] = '\0';
}

/* --- the index --- */

static void index_system(struct json_object *systems, struct json_object *facts)
{
	struct json_object *names = json_member(facts, "machines");

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));

		if (!json_member(systems, name))
			json_set(systems, name, json_object_new_array());
		json_object_array_add(json_member(systems, name), json_object_get(facts));
	}
}

static void index_host(struct json_object *hosts, struct json_object *facts)
{
	const char *department = json_string(facts, "department");

	if (!department)
		return;
	if (!json_member(hosts, department))
		json_set(hosts, department, json_object_new_array());
	json_object_array_add(json_member(hosts, department), json_object_get(facts));
}

/* A name that is neither a rule nor a subject keeps the two apart. */
static char *irregular_key(const char *rule, const char *of, const char *name)
{
	return mem_format("%s %s %s", rule, of, name);
}

static void index_names(struct json_object *irregular, struct json_object *facts,
	const char *of, const char *list)
{
	struct json_object *names = json_member(facts, list);

	for (size_t i = 0; i < json_length(names); i++) {
		AUTO_FREE char *key = irregular_key(json_string(facts, "rule"), of,
			json_object_get_string(json_object_array_get_idx(names, i)));

		if (!json_member(irregular, key))
			json_set(irregular, key, json_object_get(facts));
	}
}

struct json_object *judge_hosts(const struct judged *judged, const char *department)
{
	return json_member(judged->index->hosts, department);
}

struct json_object *judge_targets_of(const struct judged *judged)
{
	return judged->index->targets;
}

struct json_object *judge_irregular(
	const struct judged *judged, const char *rule, const char *subject)
{
	AUTO_FREE char *key = irregular_key(rule, "of", subject);

	return json_member(judged->index->irregular, key);
}

struct json_object *judge_irregular_at(
	const struct judged *judged, const char *rule, const char *department)
{
	AUTO_FREE char *key = irregular_key(rule, "at", department);

	return json_member(judged->index->irregular, key);
}

/* What is no next hop of its department may be one of another's. */
static void index_gateways(struct json_object *gateways, struct json_object *host)
{
	struct json_object *routes = json_member(host, "routes");
	const char *department = json_string(host, "department");

	for (size_t i = 0; department && i < json_length(routes); i++) {
		const char *gateway =
			json_string(json_object_array_get_idx(routes, i), "gateway");
		AUTO_FREE char *key = mem_format("%s %s", gateway ? gateway : "", department);

		if (gateway)
			json_set_boolean(gateways, key, true);
	}
}

bool judge_is_gateway(const struct judged *judged, const char *department, const char *address)
{
	AUTO_FREE char *key = mem_format("%s %s", address, department ? department : "");

	return json_member(judged->index->gateways, key);
}

static void index_facts(struct judge_index *index, const char *kind, struct json_object *facts)
{
	if (text_equal(kind, "host"))
		index_gateways(index->gateways, facts);
	if (text_equal(kind, "system"))
		index_system(index->systems, facts);
	else if (text_equal(kind, "host") && text_equal(json_string(facts, "side"), "cloud"))
		json_object_array_add(index->targets, json_object_get(facts));
	else if (text_equal(kind, "host"))
		index_host(index->hosts, facts);
	else if (text_equal(kind, "irregularity")) {
		index_names(index->irregular, facts, "of", "subjects");
		index_names(index->irregular, facts, "at", "departments");
	}
}

static void list_under(struct json_object *lists, const char *key, struct json_object *member)
{
	if (!json_member(lists, key))
		json_set(lists, key, json_object_new_array());
	json_object_array_add(json_member(lists, key), json_object_get(member));
}

static void index_part(
	struct json_object *parts, const char *kind, const char *of, struct json_object *member)
{
	AUTO_FREE char *key = part_key(kind, of);

	if (of)
		list_under(parts, key, member);
}

static void index_members(struct judge_index *index, const struct judged *judged)
{
	struct json_object *members = json_member(judged->snapshot, "members");

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = judge_facts(judged, member);
		const char *kind = json_string(member, "kind");

		list_under(index->by_kind, kind, member);
		index_part(index->by_host, kind, json_string(facts, "host"), member);
		index_part(
			index->by_department, kind, json_string(facts, "department"), member);
		index_facts(index, kind, facts);
	}
}

/* --- whom which rules judge --- */

static void judge_rules(const struct judged *judged, bool for_target)
{
	for (const struct readiness_rule *rule = readiness_rules; rule->id; rule++)
		if (rule->for_target == for_target && text_equal(rule->kind, judged->kind))
			rule->judge(judged, rule);
}

/* Whether a landing network is on the target. */
static bool is_there(const struct judged *judged, struct json_object *member,
	struct json_object *landing, void *argument)
{
	AUTO_FREE char *id =
		mem_format("%s/%s", (const char *)argument, json_string(landing, "network"));

	(void)member;
	return judge_object(judged, "network", id);
}

/* New reference. */
static struct json_object *find_places(const struct judged *judged, const char *department)
{
	struct json_object *targets = judged->index->targets;
	struct json_object *places = json_object_new_array();

	for (size_t i = 0; i < json_length(targets); i++) {
		struct json_object *target = json_object_array_get_idx(targets, i);

		if (judge_any_of(judged, "landing", department, is_there,
			    (void *)(uintptr_t)json_string(target, "name")))
			json_object_array_add(places, json_object_get(target));
	}
	if (json_length(places) > 0)
		return places;
	if (json_length(targets) > 0 && !judge_hosts(judged, department)) {
		json_object_array_add(places, NULL);
		return places;
	}
	json_object_put(places);
	return json_object_get(targets);
}

/*
 * The targets on which a landing network of its department is, for elsewhere it cannot be
 * placed. Where none is, all of them; but one that has no host either, from which something
 * could move or be measured, is judged once, for none of them (NULL). So what is judged grows
 * with the city, and not with its square.
 */
static struct json_object *places_of(const struct judged *judged)
{
	struct json_object *known = judged->index->places;
	const char *department = department_of(judged);

	if (!department)
		return judged->index->targets;
	if (!json_member(known, department))
		json_set(known, department, find_places(judged, department));
	return json_member(known, department);
}

static void judge_targets(const struct judged *judged)
{
	struct json_object *targets = places_of(judged);
	struct judged one = *judged;

	for (size_t i = 0; i < json_length(targets); i++) {
		one.target = json_object_array_get_idx(targets, i);
		judge_rules(&one, true);
	}
}

/* What has arrived, and where it arrives, is judged no more. */
static bool is_of_the_cloud(const struct judged *judged)
{
	struct json_object *host = judged->machine ? judged->source : judged->subject;

	return text_equal(json_string(host, "side"), "cloud");
}

/* Another department may have a machine of the same name. */
static bool is_of_system(const struct judged *judged, struct json_object *system)
{
	const char *owner = json_string(judged->source, "department");

	return !owner || text_equal(owner, json_string(system, "department"));
}

struct json_object *judge_system(const struct judged *judged, size_t *at)
{
	struct json_object *list = json_member(judged->index->systems, judged->name);

	while (*at < json_length(list)) {
		struct json_object *system = json_object_array_get_idx(list, (*at)++);

		if (is_of_system(judged, system))
			return system;
	}
	return NULL;
}

/* The uuids of a system's machines; NULL when none is known. */
static struct json_object *machines_of(const struct judged *judged)
{
	struct json_object *names = json_member(judged->subject, "machines"), *list = NULL;
	struct judged_part part;

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));

		if (!judge_part(judged, name, &part) || !part.id)
			continue;
		list = list ? list : json_object_new_array();
		json_object_array_add(list, json_object_new_string(part.id));
	}
	return list;
}

/* What was found so far, which is forgotten here. */
static void tell(const struct judged *judged)
{
	const struct readiness_told *told = judged->told;
	struct json_object *list = json_member(judged->findings, "findings");

	for (size_t i = 0; i < json_length(list); i++)
		told->found(told->argument, json_object_array_get_idx(list, i));
	if (json_length(list) > 0)
		json_object_array_del_idx(list, 0, json_length(list));
}

static bool judge_subject(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	struct judged one = *judged;
	const char *name = json_string(facts, "name");

	one.kind = argument;
	one.id = json_string(member, "id");
	one.digest = json_string(member, "digest");
	one.name = name ? name : one.id;
	one.subject = facts;
	if (text_equal(one.kind, "machine")) {
		one.machine = facts;
		one.source = judge_object(judged, "host", json_string(facts, "host"));
		one.system = judge_system(&one, &(size_t){0});
	}
	AUTO_JSON struct json_object *machines =
		text_equal(one.kind, "system") ? machines_of(&one) : NULL;
	one.machines = machines;
	if (is_of_the_cloud(&one))
		return false;
	judge_rules(&one, false);
	judge_targets(&one);
	tell(&one);
	return false;
}

void readiness_judge(const struct readiness_told *told, struct json_object *snapshot,
	struct json_object *objects, struct json_object *profile, struct json_object *measured)
{
	static const char *const kinds[] = {"machine", "host", "department",
		"dedicated_network", "system", "retention", NULL};
	struct judge_index index = {.by_kind = json_object_new_object(),
		.by_host = json_object_new_object(),
		.by_department = json_object_new_object(),
		.systems = json_object_new_object(),
		.hosts = json_object_new_object(),
		.targets = json_object_new_array(),
		.places = json_object_new_object(),
		.irregular = json_object_new_object(),
		.gateways = json_object_new_object()};
	AUTO_JSON struct json_object *parts = parts_index(snapshot, objects);
	AUTO_JSON struct json_object *findings = findings_new("", "", "");
	const struct judged judged = {.told = told,
		.findings = findings,
		.parts = parts,
		.snapshot = snapshot,
		.objects = objects,
		.profile = profile,
		.measured = measured,
		.index = &index};

	index_members(&index, &judged);
	for (const char *const *kind = kinds; *kind; kind++)
		judge_any(&judged, *kind, judge_subject, (void *)(uintptr_t)*kind);
	json_object_put(index.by_kind);
	json_object_put(index.by_host);
	json_object_put(index.by_department);
	json_object_put(index.systems);
	json_object_put(index.hosts);
	json_object_put(index.targets);
	json_object_put(index.places);
	json_object_put(index.irregular);
	json_object_put(index.gateways);
}
