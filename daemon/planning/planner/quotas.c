/*
 * What departments were granted of the clouds. Each grant is an amount more, from its first day
 * on; one that ends before the horizon is none for machines that stay. What machines of a
 * department have that are on the cloud already is taken of it. A group that asks of several
 * quotas is scheduled by the first; of the others its share is set aside at once.
 */
#include "base/clock.h"
#include "base/sorted.h"
#include "planning/planner/planner.h"
#include <stdlib.h>
#include <string.h>

struct quota {
	const char *department, *target; /* target NULL: anywhere */
	struct schedule_grant *grant;
	uint32_t count;
	int64_t taken[SCHEDULE_ASKS]; /* what is set aside */
};

struct asking {
	uint32_t quota; /* the first of those that it asks of */
	int64_t asks[SCHEDULE_ASKS];
	int64_t not_before;
};

struct planner_quotas {
	struct quota *quota;
	uint32_t count;
	struct asking *asking; /* by group */
	struct schedule_quota *given;
};

/* --- grants --- */

static void set_grant(struct schedule_grant *grant, struct json_object *facts, int64_t ahead)
{
	const char *day = json_string(facts, "from");
	int64_t unused;

	grant->from = INT64_MIN;
	if (day)
		clock_date_span(day, ahead, &grant->from, &unused);
	grant->amount[0] = json_integer(facts, "vcpus", 0);
	grant->amount[1] = json_integer(facts, "memory", 0);
	grant->amount[2] = json_integer(facts, "storage", 0);
}

static bool ends_before(struct json_object *facts, const struct calendar_frame *frame)
{
	const char *day = json_string(facts, "until");
	int64_t from, to;

	return day && clock_date_span(day, frame->ahead, &from, &to) == 0 && to < frame->to;
}

/* Those of a department are side by side, because their ids begin with its name. */
static struct quota *quota_of(struct planner_quotas *quotas, struct json_object *facts)
{
	const char *department = json_string(facts, "department");
	const char *target = json_string(facts, "target");

	for (uint32_t i = quotas->count;
		i > 0 && text_equal(quotas->quota[i - 1].department, department); i--)
		if (text_equal(quotas->quota[i - 1].target, target))
			return &quotas->quota[i - 1];
	quotas->quota = mem_grow(quotas->quota, quotas->count, sizeof(*quotas->quota));
	quotas->quota[quotas->count] =
		(struct quota){.department = department, .target = target};
	return &quotas->quota[quotas->count++];
}

static void add_grants(struct planner_quotas *quotas, const struct city *city,
	const struct calendar_frame *frame)
{
	struct city_objects objects = city_of(city, "quota");

	for (size_t i = 0; i < objects.count; i++) {
		struct quota *quota = quota_of(quotas, objects.first[i].facts);

		if (ends_before(objects.first[i].facts, frame))
			continue;
		quota->grant = mem_grow(quota->grant, quota->count, sizeof(*quota->grant));
		set_grant(&quota->grant[quota->count++], objects.first[i].facts, frame->ahead);
	}
}

static int compare_grants(const void *left_pointer, const void *right_pointer)
{
	const struct schedule_grant *left = left_pointer, *right = right_pointer;

	return left->from < right->from ? -1 : left->from > right->from;
}

/* What was granted by then is the sum of the grants until then. */
static void sum_grants(struct quota *quota)
{
	if (quota->count > 0)
		qsort(quota->grant, quota->count, sizeof(*quota->grant), compare_grants);
	for (uint32_t i = 1; i < quota->count; i++)
		for (unsigned j = 0; j < SCHEDULE_ASKS; j++)
			quota->grant[i].amount[j] += quota->grant[i - 1].amount[j];
}

/* --- who asks --- */

static bool is_at(const struct quota *quota, const char *host, const char *cloud)
{
	return !quota->target || text_equal(quota->target, host) ||
	       text_equal(quota->target, cloud);
}

static bool is_for(const struct quota *quota, const struct planner_move *move,
	const struct planner_host *host)
{
	return text_equal(quota->department, move->department) &&
	       is_at(quota, host->name, host->cloud);
}

static uint32_t first_of(const struct planner_quotas *quotas, const char *department)
{
	return (uint32_t)sorted_text(quotas->quota, quotas->count, sizeof(*quotas->quota),
		offsetof(struct quota, department), department);
}

static void add_asks(int64_t asks[SCHEDULE_ASKS], const struct city_machine *machine)
{
	asks[0] += machine->vcpus;
	asks[1] += machine->memory;
	asks[2] += machine->storage;
}

/* --- what stands there --- */

/* Of each quota of the department that holds where the machine is. */
static void take_standing(
	struct planner *planner, const struct city_machine *machine, const char *department)
{
	struct planner_quotas *quotas = planner->quotas;
	uint32_t host = hosts_find(planner, machine->host->id);
	const char *cloud = host == PLANNER_NONE ? hosts_cloud(planner, machine->host)
						 : planner->host[host].cloud;

	for (uint32_t i = first_of(quotas, department);
		i < quotas->count && text_equal(quotas->quota[i].department, department); i++)
		if (is_at(&quotas->quota[i], machine->host->id, cloud))
			add_asks(quotas->quota[i].taken, machine);
}

/* A machine is its department's whose system names it first. */
static void take_system(struct planner *planner, const struct city_object *system, bool *seen)
{
	struct city_machines named = city_machines(planner->city, system);

	for (size_t i = 0; i < named.count; i++) {
		const struct city_machine *machine = named.first[i];

		if (!machine || !machine->on_cloud || seen[machine - planner->city->machine])
			continue;
		seen[machine - planner->city->machine] = true;
		take_standing(planner, machine, json_string(system->facts, "department"));
	}
}

static void take_all_standing(struct planner *planner)
{
	struct city_objects systems = city_of(planner->city, "system");
	bool *seen = mem_array(planner->city->machine_count + 1, sizeof(*seen));

	for (size_t i = 0; i < systems.count; i++)
		take_system(planner, &systems.first[i], seen);
	free(seen);
}

/* --- when --- */

/* When so much was granted in all; NEVER when it is not. */
static int64_t granted_at(const struct quota *quota, const int64_t asks[SCHEDULE_ASKS])
{
	for (uint32_t i = 0; i < quota->count; i++) {
		const int64_t *amount = quota->grant[i].amount;

		if (amount[0] >= asks[0] && amount[1] >= asks[1] && amount[2] >= asks[2])
			return quota->grant[i].from;
	}
	return SCHEDULE_NEVER;
}

/*
 * The first of them decides with the others when it moves; of the next its share is set aside.
 */
static void ask(struct planner_quotas *quotas, struct asking *asking, uint32_t index,
	const int64_t asks[SCHEDULE_ASKS])
{
	struct quota *quota = &quotas->quota[index];
	int64_t since;

	if (asking->quota == SCHEDULE_NO_QUOTA) {
		asking->quota = index;
		memcpy(asking->asks, asks, sizeof(asking->asks));
		return;
	}
	for (unsigned i = 0; i < SCHEDULE_ASKS; i++)
		quota->taken[i] += asks[i];
	since = granted_at(quota, quota->taken);
	asking->not_before = since > asking->not_before ? since : asking->not_before;
}

static int64_t asks_of(const struct planner *planner, const struct planner_group *group,
	const struct quota *quota, int64_t asks[SCHEDULE_ASKS])
{
	int64_t machines = 0;

	memset(asks, 0, SCHEDULE_ASKS * sizeof(*asks));
	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		const struct planner_move *move = &planner->move[i];

		if (move->host == PLANNER_NONE || move->machine->on_cloud ||
			!is_for(quota, move, &planner->host[move->host]))
			continue;
		add_asks(asks, move->machine);
		machines++;
	}
	return machines;
}

static void ask_department(struct planner *planner, uint32_t index, const char *department)
{
	struct planner_quotas *quotas = planner->quotas;
	int64_t asks[SCHEDULE_ASKS];

	for (uint32_t i = first_of(quotas, department);
		i < quotas->count && text_equal(quotas->quota[i].department, department); i++)
		if (asks_of(planner, &planner->group[index], &quotas->quota[i], asks) > 0)
			ask(quotas, &quotas->asking[index], i, asks);
}

/* Each department of a group once; those of one are side by side. */
static void ask_group(struct planner *planner, uint32_t index)
{
	const struct planner_group *group = &planner->group[index];
	struct json_object *seen = json_object_new_object();

	planner->quotas->asking[index].quota = SCHEDULE_NO_QUOTA;
	for (uint32_t i = group->first; !group->why && i < group->first + group->count; i++) {
		const char *department = planner->move[i].department;

		if (!json_member(seen, department))
			ask_department(planner, index, department);
		json_set_boolean(seen, department, true);
	}
	json_object_put(seen);
}

void quotas_list(struct planner *planner, const struct calendar_frame *frame)
{
	struct planner_quotas *quotas = mem_alloc(sizeof(*quotas));

	planner->quotas = quotas;
	quotas->asking = mem_array(planner->groups + 1U, sizeof(*quotas->asking));
	add_grants(quotas, planner->city, frame);
	for (uint32_t i = 0; i < quotas->count; i++)
		sum_grants(&quotas->quota[i]);
	take_all_standing(planner);
	for (uint32_t i = 0; i < planner->groups; i++)
		ask_group(planner, i);
}

void quotas_ask(const struct planner *planner, uint32_t group, struct schedule_group *into)
{
	const struct asking *asking = &planner->quotas->asking[group];

	into->quota = asking->quota;
	memcpy(into->asks, asking->asks, sizeof(into->asks));
	into->not_before = asking->not_before;
}

static void leave_rest(struct quota *quota)
{
	for (uint32_t i = 0; i < quota->count; i++)
		for (unsigned j = 0; j < SCHEDULE_ASKS; j++) {
			int64_t rest = quota->grant[i].amount[j] - quota->taken[j];

			quota->grant[i].amount[j] = rest > 0 ? rest : 0;
		}
}

void quotas_give(const struct planner *planner, struct schedule_problem *problem)
{
	struct planner_quotas *quotas = planner->quotas;

	quotas->given = mem_array(quotas->count + 1U, sizeof(*quotas->given));
	for (uint32_t i = 0; i < quotas->count; i++) {
		struct quota *quota = &quotas->quota[i];

		leave_rest(quota);
		quotas->given[i] =
			(struct schedule_quota){quota->department, quota->grant, quota->count};
	}
	problem->quota = quotas->given;
	problem->quotas = quotas->count;
}

void quotas_free(struct planner *planner)
{
	for (uint32_t i = 0; i < planner->quotas->count; i++)
		free(planner->quotas->quota[i].grant);
	free(planner->quotas->quota);
	free(planner->quotas->asking);
	free(planner->quotas->given);
	free(planner->quotas);
}
