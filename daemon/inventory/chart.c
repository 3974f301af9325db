#include "inventory/chart.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/chart_wires.h"
#include "inventory/picked.h"
#include "model/ledger.h"
#include <string.h>

struct charting {
	struct picked picked;
	const char *only;                /* the department; NULL: all */
	struct json_object *departments; /* name -> what is shown of it */
	struct json_object *domains;     /* id of a dedicated network -> its domain */
	struct json_object *overlapping; /* set of "prefix ID" */
	struct json_object *found; /* set of ids of declared exits and lines that were found */
	struct json_object *cloud, *links;
	struct json_object *wires; /* between departments (chart_wires.h) */
};

typedef int chart_member(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error);

/* Calls for each member of the kind, with its facts. */
static int each_member(
	struct charting *charting, const char *kind, chart_member *each, struct error *error)
{
	struct json_object *members = json_member(charting->picked.snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		AUTO_JSON struct json_object *facts = NULL;

		if (!text_equal(json_string(member, "kind"), kind))
			continue;
		if (picked_facts(&facts, &charting->picked, member, error) < 0 ||
			each(charting, member, facts, error) < 0)
			return -1;
	}
	return 0;
}

/* NULL for one that is not shown. */
static struct json_object *department_of(struct charting *charting, const char *name)
{
	struct json_object *department;

	if (!name || (charting->only && !text_equal(name, charting->only)))
		return NULL;
	department = json_member(charting->departments, name);
	if (department)
		return department;
	department = json_set_string(json_object_new_object(), "name", name);
	json_set_integer(department, "hosts", 0);
	json_set_integer(department, "machines", 0);
	json_set_integer(department, "systems", 0);
	json_set(department, "prefixes", json_object_new_array());
	json_set(department, "exits", json_object_new_array());
	json_set(department, "wires", json_object_new_array());
	json_set(charting->departments, name, department);
	return department;
}

static void count(struct json_object *counts, const char *what)
{
	if (counts)
		json_set_integer(counts, what, json_integer(counts, what, 0) + 1);
}

static void mark(struct json_object *set, struct json_object *list)
{
	for (size_t i = 0; i < json_length(list); i++)
		json_set_boolean(
			set, json_object_get_string(json_object_array_get_idx(list, i)), true);
}

/* --- what is learnt first --- */

static int learn_network(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	(void)error;
	json_set_string(
		charting->domains, json_string(member, "id"), json_string(facts, "domain"));
	return 0;
}

static int learn_irregularity(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	(void)member;
	(void)error;
	if (text_equal(json_string(facts, "rule"), "overlapping_prefixes"))
		mark(charting->overlapping, json_member(facts, "subjects"));
	return 0;
}

static int learn_way(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	(void)member;
	(void)error;
	mark(charting->found, json_member(facts, "exits"));
	return 0;
}

static int learn_path(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	(void)member;
	(void)error;
	mark(charting->found, json_member(facts, "lines"));
	return 0;
}

/* --- departments --- */

static int take_department(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	struct json_object *department = department_of(charting, json_string(member, "id"));

	(void)error;
	if (department) {
		json_set_string(department, "level", json_string(facts, "level"));
		json_set_string(department, "parent", json_string(facts, "parent"));
	}
	return 0;
}

static struct json_object *counts_of(struct charting *charting, struct json_object *host)
{
	return text_equal(json_string(host, "side"), "cloud")
		       ? charting->cloud
		       : department_of(charting, json_string(host, "department"));
}

/* The inside of a machine is no host of its own. */
static int take_host(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	struct json_object *counts = counts_of(charting, facts);

	if (!text_equal(json_string(facts, "side"), "machine"))
		count(counts, "hosts");
	if (counts && counts != charting->cloud)
		chart_wires_list(
			json_member(counts, "wires"), json_string(member, "id"), facts);
	return chart_wires_learn(charting->wires, &charting->picked, facts, error);
}

static int take_machine(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	struct json_object *host;

	(void)member;
	if (picked_host(&host, &charting->picked, facts, error) < 0)
		return -1;
	count(counts_of(charting, host), "machines");
	return 0;
}

static int take_prefix(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	struct json_object *department =
		department_of(charting, json_string(facts, "department"));
	AUTO_FREE char *subject = mem_format("prefix %s", json_string(member, "id"));
	struct json_object *row;

	(void)error;
	if (!department)
		return 0;
	row = json_set_string(json_copy(facts), "id", json_string(member, "id"));
	json_set_boolean(row, "overlaps", json_member(charting->overlapping, subject));
	json_object_array_add(json_member(department, "prefixes"), row);
	return 0;
}

static int take_exit(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	struct json_object *department =
		department_of(charting, json_string(facts, "department"));
	struct json_object *row;

	(void)error;
	if (!department)
		return 0;
	row = json_set_string(json_object_new_object(), "name", json_string(facts, "name"));
	json_set_integer(row, "nominal", json_integer(facts, "nominal", 0));
	json_set_string(row, "operator", json_string(facts, "operator"));
	json_set_boolean(row, "declared", true);
	json_set_boolean(row, "found", json_member(charting->found, json_string(member, "id")));
	json_set_string(row, "leads_to", "internet");
	json_object_array_add(json_member(department, "exits"), row);
	return 0;
}

/* What is declared is shown as that. */
static int take_way(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	struct json_object *department =
		department_of(charting, json_string(facts, "department"));
	const char *gateway = json_string(facts, "gateway");
	struct json_object *row;

	(void)error;
	if (!department || json_member(facts, "exits") ||
		text_equal(json_string(facts, "leads_to"), "network"))
		return 0;
	row = json_set_string(json_object_new_object(), "name",
		gateway ? gateway : json_string(member, "id"));
	json_set_boolean(row, "declared", false);
	json_set_boolean(row, "found", true);
	json_set_string(row, "leads_to", json_string(facts, "leads_to"));
	json_object_array_add(json_member(department, "exits"), row);
	return 0;
}

/* --- links --- */

/* Of a line's network: that of the declared one, or what its name itself says. */
static const char *domain_of(
	const struct charting *charting, const char *department, const char *network)
{
	AUTO_FREE char *id = mem_format("%s/%s", department, network);
	const char *domain = json_string(charting->domains, id);

	return domain ? domain : ledger_domain(network);
}

static bool concerns(const struct charting *charting, struct json_object *link)
{
	return !charting->only || text_equal(json_string(link, "from"), charting->only) ||
	       text_equal(json_string(link, "to"), charting->only) ||
	       text_equal(json_string(link, "department"), charting->only);
}

static void add_link(struct charting *charting, struct json_object *link)
{
	chart_wires_mark(charting->wires, link);
	if (concerns(charting, link))
		json_object_array_add(charting->links, link);
	else
		json_object_put(link);
}

static int take_line(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	static const char *const strings[] = {"name", "department", "from", "to"};
	const char *network = json_string(facts, "network");
	const char *department = json_string(facts, "department");
	struct json_object *link = json_object_new_object();

	(void)error;
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		json_set_string(link, strings[i], json_string(facts, strings[i]));
	json_set_integer(link, "nominal", json_integer(facts, "nominal", 0));
	if (network)
		json_set_string(link, "domain", domain_of(charting, department, network));
	json_set_boolean(link, "declared", true);
	json_set_boolean(
		link, "found", json_member(charting->found, json_string(member, "id")));
	add_link(charting, link);
	return 0;
}

static int take_path(struct charting *charting, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	struct json_object *link;

	(void)error;
	if (json_member(facts, "lines"))
		return 0;
	link = json_set_string(json_object_new_object(), "name", json_string(member, "id"));
	json_set_string(link, "department", json_string(facts, "from"));
	json_set_string(link, "from", json_string(facts, "from"));
	json_set_string(link, "to", json_string(facts, "to"));
	json_set_integer(link, "nominal", 0);
	json_set_boolean(link, "declared", false);
	json_set_boolean(link, "found", true);
	add_link(charting, link);
	return 0;
}

/* Those that neither a line nor a route tells of. */
static void add_wires(struct charting *charting)
{
	AUTO_JSON struct json_object *links = chart_wires_links(charting->wires);

	for (size_t i = 0; i < json_length(links); i++)
		add_link(charting, json_object_get(json_object_array_get_idx(links, i)));
}

/* --- all of it --- */

/* The id begins with the department, whose name has no "/". */
static void count_systems(struct charting *charting)
{
	struct json_object *members = json_member(charting->picked.snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		const char *id = json_string(member, "id");
		AUTO_FREE char *owner = mem_format("%.*s", (int)strcspn(id, "/"), id);

		if (text_equal(json_string(member, "kind"), "system"))
			count(department_of(charting, owner), "systems");
	}
}

static int take_all(struct charting *charting, struct error *error)
{
	static const struct {
		const char *kind;
		chart_member *each;
	} table[] = {
		{"dedicated_network", learn_network},
		{"irregularity", learn_irregularity},
		{"way_out", learn_way},
		{"path", learn_path},
		{"department", take_department},
		{"host", take_host},
		{"machine", take_machine},
		{"prefix", take_prefix},
		{"internet_exit", take_exit},
		{"way_out", take_way},
		{"leased_line", take_line},
		{"path", take_path},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (each_member(charting, table[i].kind, table[i].each, error) < 0)
			return -1;
	add_wires(charting);
	count_systems(charting);
	if (charting->only && json_object_object_length(charting->departments) == 0)
		return error_set(error, ERROR_NOT_FOUND, charting->only,
			"The snapshot knows nothing of a department \"%s\"; `banyun inventory "
			"completeness` lists those that told something.",
			charting->only);
	return 0;
}

static int by_name(const void *left, const void *right)
{
	return strcmp(json_string(*(struct json_object *const *)left, "name"),
		json_string(*(struct json_object *const *)right, "name"));
}

static struct json_object *chart_of(const struct charting *charting)
{
	struct json_object *chart = json_object_new_object();
	struct json_object *list = json_object_new_array();

	json_object_object_foreach (charting->departments, name, department) {
		(void)name;
		json_object_array_add(list, json_object_get(department));
	}
	json_object_array_sort(list, by_name);
	json_set_string(chart, "digest", charting->picked.digest);
	json_set_string(chart, "made", json_string(charting->picked.snapshot, "made"));
	json_set(chart, "cloud", json_object_get(charting->cloud));
	json_set(chart, "departments", list);
	return json_set(chart, "links", json_object_get(charting->links));
}

int inventory_chart(struct json_object **chart, struct store *store, const char *department,
	struct error *error)
{
	AUTO_JSON struct json_object *departments = json_object_new_object();
	AUTO_JSON struct json_object *domains = json_object_new_object();
	AUTO_JSON struct json_object *overlapping = json_object_new_object();
	AUTO_JSON struct json_object *found = json_object_new_object();
	AUTO_JSON struct json_object *cloud = json_object_new_object();
	AUTO_JSON struct json_object *links = json_object_new_array();
	AUTO_JSON struct json_object *wires = json_object_new_object();
	struct charting charting = {
		{0}, department, departments, domains, overlapping, found, cloud, links, wires};
	int done = picked_open(&charting.picked, store, NULL, error);

	json_set_integer(cloud, "hosts", 0);
	json_set_integer(cloud, "machines", 0);
	if (done == 0)
		done = take_all(&charting, error);
	*chart = done == 0 ? chart_of(&charting) : NULL;
	picked_close(&charting.picked);
	return done;
}
