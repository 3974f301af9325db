#include "planning/policy/disposition.h"
#include "base/clock.h"
#include "base/gang.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/sorted.h"
#include "base/text.h"
#include "model/ledger.h"
#include "planning/policy/disposition_rules.h"
#include "planning/policy/overriding.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PORTION 64 /* systems that one thread decides before it asks for more */

/* --- looking up --- */

bool disposition_has_word(struct json_object *words, const char *text)
{
	for (size_t i = 0; text && i < json_length(words); i++)
		if (strcasestr(
			    text, json_object_get_string(json_object_array_get_idx(words, i))))
			return true;
	return false;
}

/* Where the ids of a kind begin that are not before `prefix`. */
static size_t lower_id(struct city_objects objects, const char *prefix)
{
	return sorted_text(objects.first, objects.count, sizeof(*objects.first),
		offsetof(struct city_object, id), prefix);
}

/* What a department told of has its name, and a slash, before its own. */
struct city_objects disposition_owned(
	const struct city *city, const char *kind, const char *department)
{
	AUTO_FREE char *prefix = mem_format("%s/", department);
	struct city_objects all = city_of(city, kind);
	size_t from = lower_id(all, prefix), to = from;

	while (to < all.count && text_starts(all.first[to].id, prefix))
		to++;
	return (struct city_objects){all.first + from, to - from};
}

static const char *name_of(const struct city_object *object)
{
	const char *name = json_string(object->facts, "name");

	return name ? name : "";
}

static int compare_names(const void *left_pointer, const void *right_pointer)
{
	const struct city_object *left = *(const struct city_object *const *)left_pointer;
	const struct city_object *right = *(const struct city_object *const *)right_pointer;
	int order = strcmp(name_of(left), name_of(right));

	return order ? order : strcmp(left->id, right->id);
}

static size_t lower_name(const struct deciding *deciding, const char *name)
{
	size_t from = 0, to = deciding->network_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(name_of(deciding->network[middle]), name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* The dedicated network of that name: the department's, else anybody's; NULL: none. */
static struct json_object *network_called(
	const struct deciding *deciding, const char *name, const char *department)
{
	AUTO_FREE char *id = name ? mem_format("%s/%s", department, name) : NULL;
	struct json_object *own = city_facts(deciding->city, "dedicated_network", id);
	size_t at = name && !own ? lower_name(deciding, name) : deciding->network_count;

	if (own)
		return own;
	if (at == deciding->network_count || !text_equal(name_of(deciding->network[at]), name))
		return NULL;
	return deciding->network[at]->facts;
}

struct json_object *disposition_override(const struct decided_system *system, const char *kind)
{
	return overriding_find(system->deciding->overrides, kind, system->object->id, NULL);
}

/* --- retention --- */

/* A day, month or year that is over; of a year, its last day counts. */
static bool is_over(const char *date, const char *today)
{
	return date && strncmp(today, date, strlen(date)) > 0;
}

bool disposition_has_expired(const struct decided_system *system)
{
	return is_over(json_string(system->retention, "expires"), system->deciding->today);
}

/* What nobody approved is no retention. */
static struct json_object *retention_of(const struct decided_system *system)
{
	AUTO_FREE char *id = mem_format("%s/%s", system->department, system->name);
	struct json_object *kept = city_facts(system->deciding->city, "retention", id);

	return text_equal(json_string(kept, "subject"), "network") ||
			       !json_string(kept, "approved")
		       ? NULL
		       : kept;
}

/* --- class and domain --- */

const char *disposition_cloud(const char *domain)
{
	if (text_equal(domain, "admin_service_domain"))
		return "admin_service_cloud";
	return text_equal(domain, "public_service_domain") ? "public_service_cloud" : NULL;
}

const char *disposition_class(const struct decided_system *system, const char **cites)
{
	struct json_object *list = json_member(system->deciding->policy, "classes");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *class = json_object_array_get_idx(list, i);
		struct json_object *words = json_member(class, "words");

		if (!disposition_has_word(words, system->function) &&
			!disposition_has_word(words, system->name))
			continue;
		*cites = json_string(class, "cites");
		return json_string(class, "target");
	}
	return disposition_cloud(system->domain);
}

static bool names_domain(const char *network, const char *domain)
{
	const char *words = ledger_words("domain", domain);

	while (words && *words) {
		size_t size = strcspn(words, "|");

		if (memmem(network, strlen(network), words, size))
			return true;
		words += size + (words[size] == '|');
	}
	return strstr(network, domain);
}

/* As told; that of its dedicated network; or what the name of its network says. */
static const char *domain_of(const struct decided_system *system)
{
	static const char *const domains[] = {
		"admin_service_domain", "public_service_domain", "egov_intranet", NULL};
	const char *network = json_string(system->facts, "network");
	const char *told = json_string(system->facts, "domain");

	if (!told)
		told = json_string(system->network, "domain");
	for (int i = 0; !told && network && domains[i]; i++)
		if (names_domain(network, domains[i]))
			told = domains[i];
	return told;
}

/* --- one system --- */

bool disposition_is_server(const struct city *city, const char *name, const char *department)
{
	struct json_object *host = city_facts(city, "host", name);

	return host && text_equal(json_string(host, "department"), department) &&
	       !json_string(host, "machine") && !json_string(host, "hypervisor") &&
	       !json_string(host, "libvirt") &&
	       text_equal(json_string(host, "side"), "department");
}

static void count_machines(struct decided_system *system)
{
	struct json_object *names = json_member(system->facts, "machines");
	const struct city *city = system->deciding->city;
	struct city_machines named = city_machines(city, system->object);

	system->named = named.count;
	for (size_t i = 0; i < system->named; i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));
		const struct city_machine *machine = named.first[i];

		system->found += machine != NULL;
		system->arrived += machine && machine->on_cloud;
		if (!machine && disposition_is_server(city, name, system->department)) {
			system->found++;
			system->physical++;
		}
	}
}

static struct decided_system look_at(
	const struct deciding *deciding, const struct city_object *object)
{
	struct decided_system system = {.deciding = deciding,
		.object = object,
		.facts = object->facts,
		.name = json_string(object->facts, "name"),
		.department = json_string(object->facts, "department"),
		.function = json_string(object->facts, "function"),
		.planned = text_equal(json_string(object->facts, "state"), "planned")};

	system.network = network_called(
		deciding, json_string(system.facts, "network"), system.department);
	system.domain = domain_of(&system);
	system.retention = retention_of(&system);
	count_machines(&system);
	return system;
}

static bool is_off_cloud(enum disposition disposition)
{
	return disposition == DISPOSITION_HOST || disposition == DISPOSITION_INTERFACE ||
	       disposition == DISPOSITION_RETAIN;
}

static struct json_object *then_json(const struct decision *decision)
{
	struct json_object *then = json_object_new_object();

	json_set_string(then, "disposition", disposition_words[decision->then]);
	return json_set_string(then, "by", decision->by);
}

static struct json_object *override_json(struct json_object *override)
{
	struct json_object *told = json_object_new_object();

	json_set_string(told, "actor", json_string(override, "actor"));
	json_set_string(told, "reason", json_string(override, "reason"));
	return json_set_string(told, "made", json_string(override, "made"));
}

/* The servers that are hosted where the system's virtual machines go (MIG-06). */
static struct json_object *list_hardware(const struct decided_system *system)
{
	struct json_object *names = json_member(system->facts, "machines");
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < system->named; i++) {
		struct json_object *name = json_object_array_get_idx(names, i);

		if (disposition_is_server(system->deciding->city, json_object_get_string(name),
			    system->department))
			json_object_array_add(list, json_object_get(name));
	}
	return list;
}

static struct json_object *row_of(const struct decided_system *system,
	const struct decision *decision, const struct disposition_rule *rule)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "id", system->object->id);
	json_set_string(row, "name", system->name);
	json_set_string(row, "department", system->department);
	json_set_string(row, "disposition", disposition_words[decision->disposition]);
	json_set_string(row, "target", decision->target);
	json_set_string(row, "rule", rule->id);
	json_set_string(row, "cites", decision->cites ? decision->cites : rule->cites);
	json_set_string(row, "why", decision->why);
	json_set_string(row, "change", rule->change);
	if (decision->then != DISPOSITIONS)
		json_set(row, "then", then_json(decision));
	if (system->physical > 0 && (decision->disposition == DISPOSITION_HOST ||
					    disposition_moves(decision->disposition)))
		json_set(row, "hardware", list_hardware(system));
	if (decision->override)
		json_set(row, "override", override_json(decision->override));
	if (decision->hosted)
		json_set_boolean(row, "hosted", true);
	if (disposition_has_expired(system))
		json_set_string(row, "reopened", json_string(system->retention, "expires"));
	if (system->planned && is_off_cloud(decision->disposition))
		json_set_string(row, "violation",
			N_("What is new must be on the cloud (CLD-06: 000 二(十), 004 "
			   "四(二)1(3))."));
	return row;
}

/* The rule that decides; what it says is the caller's to give back. */
static const struct disposition_rule *ask_rules(
	const struct decided_system *system, struct decision *decision)
{
	const struct disposition_rule *rule = disposition_rules;

	*decision = (struct decision){.then = DISPOSITIONS};
	while (rule->id && !rule->decide(system, decision)) {
		*decision = (struct decision){.then = DISPOSITIONS};
		rule++;
	}
	return rule;
}

static void decision_free(struct decision *decision)
{
	free(decision->why);
	free(decision->target);
}

enum disposition disposition_beside(
	const struct deciding *deciding, const struct city_object *object)
{
	struct decided_system system = look_at(deciding, object);
	struct decision decision;

	system.beside = true;
	ask_rules(&system, &decision);
	decision_free(&decision);
	return decision.disposition;
}

/* A portion of the systems: each by itself, whoever decides the others meanwhile. */
struct decided {
	const struct deciding *deciding;
	enum disposition *of;
	struct json_object **row; /* NULL: none are wanted */
};

static void decide(struct decided *decided, size_t index)
{
	const struct city_object *object = city_of(decided->deciding->city, "system").first;
	const struct decided_system system = look_at(decided->deciding, object + index);
	struct decision decision;
	const struct disposition_rule *rule = ask_rules(&system, &decision);

	if (decided->row)
		decided->row[index] = row_of(&system, &decision, rule);
	decided->of[index] = decision.disposition;
	decision_free(&decision);
}

static int decide_portion(void *argument, size_t index, struct error *error)
{
	struct decided *decided = argument;
	size_t count = city_of(decided->deciding->city, "system").count;

	(void)error;
	for (size_t i = index * PORTION; i < count && i < (index + 1) * PORTION; i++)
		decide(decided, i);
	return 0;
}

static void decide_all(
	const struct deciding *deciding, enum disposition *of, struct json_object *rows)
{
	size_t count = city_of(deciding->city, "system").count;
	AUTO_FREE struct json_object **row = mem_array(count + 1, sizeof(struct json_object *));
	struct decided decided = {deciding, of, rows ? row : NULL};

	gang_run(gang_processors(), (count + PORTION - 1) / PORTION, decide_portion, &decided,
		NULL);
	for (size_t i = 0; rows && i < count; i++)
		json_object_array_add(rows, row[i]);
}

/* --- all --- */

static void index_networks(struct deciding *deciding)
{
	struct city_objects all = city_of(deciding->city, "dedicated_network");

	deciding->network = mem_array(all.count + 1, sizeof(*deciding->network));
	deciding->network_count = all.count;
	for (size_t i = 0; i < all.count; i++)
		deciding->network[i] = &all.first[i];
	qsort(deciding->network, all.count, sizeof(struct city_object *), compare_names);
}

static void read_order(struct deciding *deciding)
{
	struct json_object *order = deciding->city->order;
	const char *made = json_string(order, "made"), *from = json_string(order, "from");

	clock_parse(made ? made : "", &deciding->now);
	if (!from || clock_parse(from, &deciding->from) < 0)
		deciding->from = deciding->now;
	snprintf(deciding->today, sizeof(deciding->today), "%.10s", made ? made : "");
}

void dispositions_decide(
	const struct city *city, enum disposition *of, struct json_object *rows)
{
	struct deciding deciding = {.city = city,
		.policy = json_member(city->profile, "disposition"),
		.planning = json_member(city->profile, "planning"),
		.overrides = json_member(city->order, "overrides")};

	read_order(&deciding);
	index_networks(&deciding);
	decide_all(&deciding, of, rows);
	free(deciding.network);
}

struct json_object *disposition_rules_told(void)
{
	struct json_object *list = json_object_new_array();

	for (const struct disposition_rule *rule = disposition_rules; rule->id; rule++) {
		struct json_object *one = json_object_new_object();

		json_set_string(one, "id", rule->id);
		json_set_string(one, "question", rule->question);
		json_set_string(one, "cites", rule->cites);
		json_set_string(one, "change", rule->change);
		json_object_array_add(list, one);
	}
	return list;
}
