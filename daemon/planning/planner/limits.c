/*
 * How many moves hosts, pools and teams bear at a time: each that has such a limit is a
 * resource of the schedule from the first move on that needs it.
 */
#include "planning/planner/planner.h"
#include <stdlib.h>

struct planner_limits {
	int64_t host_moves, pool_moves, team_moves; /* 0: as many as there are */
	/* 1 and the number of the resource, 0: none yet; by the number of the host's object. */
	uint32_t *host, *pool;
	char **pool_name;
	struct json_object *team; /* name -> number of the resource */
};

struct planner_limits *limits_make(const struct planner *planner)
{
	struct json_object *asked =
		json_member(json_member(planner->city->profile, "planning"), "limits");
	size_t hosts = city_of(planner->city, "host").count + 1;
	struct planner_limits *limits = mem_alloc(sizeof(*limits));

	*limits = (struct planner_limits){.host_moves = json_integer(asked, "host_moves", 0),
		.pool_moves = json_integer(asked, "pool_moves", 0),
		.team_moves = json_integer(asked, "team_moves", 0),
		.host = mem_array(hosts, sizeof(*limits->host)),
		.pool = mem_array(hosts, sizeof(*limits->pool)),
		.pool_name = mem_array(hosts, sizeof(*limits->pool_name)),
		.team = json_object_new_object()};
	return limits;
}

void limits_free(const struct planner *planner, struct planner_limits *limits)
{
	if (!limits)
		return;
	for (size_t i = 0; i < city_of(planner->city, "host").count; i++)
		free(limits->pool_name[i]);
	free(limits->pool_name);
	free(limits->host);
	free(limits->pool);
	json_object_put(limits->team);
	free(limits);
}

static void use(struct schedule_move *move, uint32_t resource)
{
	move->use[move->uses++] = (struct schedule_use){resource, 1};
}

static size_t number_of(const struct planner *planner, const struct city_object *host)
{
	return (size_t)(host - city_of(planner->city, "host").first);
}

static void use_host(
	struct planner *planner, const struct city_object *host, struct schedule_move *move)
{
	struct planner_limits *limits = planner->limits;
	uint32_t *known = &limits->host[number_of(planner, host)];

	if (limits->host_moves == 0)
		return;
	if (!*known)
		*known = 1 + problem_add_resource(
				     planner, SCHEDULE_HOST, host->id, limits->host_moves);
	use(move, *known - 1);
}

static void use_pool(
	struct planner *planner, const struct planner_host *host, struct schedule_move *move)
{
	struct planner_limits *limits = planner->limits;
	size_t number = number_of(planner, host->object);
	uint32_t *known = &limits->pool[number];

	if (limits->pool_moves == 0)
		return;
	if (!*known) {
		limits->pool_name[number] = mem_format("%s/%s", host->name, host->pool);
		*known = 1 + problem_add_resource(planner, SCHEDULE_POOL,
				     limits->pool_name[number], limits->pool_moves);
	}
	use(move, *known - 1);
}

static void use_team(
	struct planner *planner, const char *department, struct schedule_move *move)
{
	struct planner_limits *limits = planner->limits;
	const char *team;
	int64_t known;

	if (limits->team_moves == 0)
		return;
	team = json_string(city_facts(planner->city, "department", department), "team");
	if (!team)
		return;
	known = json_integer(limits->team, team, -1);
	if (known < 0) {
		known = problem_add_resource(planner, SCHEDULE_TEAM, team, limits->team_moves);
		json_set_integer(limits->team, team, known);
	}
	use(move, (uint32_t)known);
}

void limits_use(
	struct planner *planner, const struct planner_move *moved, struct schedule_move *move)
{
	const struct planner_host *host = &planner->host[moved->host];

	use_host(planner, moved->machine->host, move);
	use_host(planner, host->object, move);
	use_pool(planner, host, move);
	use_team(planner, json_string(moved->system, "department"), move);
}
