/* The hypervisors of the cloud: what each has free, and which cloud it is of. */
#include "base/sorted.h"
#include "planning/planner/planner.h"
#include <stdlib.h>
#include <string.h>

uint32_t hosts_find(const struct planner *planner, const char *name)
{
	size_t at = name ? sorted_text(planner->host, planner->hosts, sizeof(*planner->host),
				   offsetof(struct planner_host, name), name)
			 : planner->hosts;

	return at < planner->hosts && text_equal(planner->host[at].name, name) ? (uint32_t)at
									       : PLANNER_NONE;
}

/* The pool with the most free space of a host; the first by name where they are equal. */
static void take_pool(struct planner *planner, const struct city_object *pool)
{
	uint32_t index = hosts_find(planner, json_string(pool->facts, "host"));
	int64_t free = json_integer(pool->measures, "available", 0);
	struct planner_host *host;

	if (index == PLANNER_NONE || !json_boolean(pool->facts, "active", true) ||
		!json_string(pool->facts, "path"))
		return;
	host = &planner->host[index];
	if (host->pool && free <= host->space)
		return;
	host->pool = json_string(pool->facts, "name");
	host->path = json_string(pool->facts, "path");
	host->space = free;
}

/* Memory that no machine found there has. */
static void take_memory(struct planner *planner)
{
	const struct city *city = planner->city;
	int64_t *used = mem_array(city->object_count + 1, sizeof(*used));

	for (size_t i = 0; i < city->machine_count; i++)
		if (city->machine[i].host)
			used[city->machine[i].host - city->object] += city->machine[i].memory;
	for (uint32_t i = 0; i < planner->hosts; i++)
		planner->host[i].memory -= used[planner->host[i].object - city->object];
	free(used);
}

static const char *service_cloud(const char *domain)
{
	return text_equal(domain, "admin_service_domain")    ? "admin_service_cloud"
	       : text_equal(domain, "public_service_domain") ? "public_service_cloud"
							     : NULL;
}

static bool names_host(struct json_object *cloud, const char *host)
{
	struct json_object *hosts = json_member(cloud, "hosts");

	for (size_t i = 0; i < json_length(hosts); i++)
		if (text_equal(
			    json_object_get_string(json_object_array_get_idx(hosts, i)), host))
			return true;
	return false;
}

const char *hosts_cloud(const struct planner *planner, const struct city_object *found)
{
	struct json_object *clouds = json_member(planner->city->profile, "clouds");
	const char *owner = json_string(found->facts, "department");

	if (text_equal(owner, "admin_service_cloud") ||
		text_equal(owner, "public_service_cloud"))
		return owner;
	for (size_t i = 0; i < json_length(clouds); i++) {
		struct json_object *cloud = json_object_array_get_idx(clouds, i);

		if (names_host(cloud, found->id))
			return service_cloud(json_string(cloud, "domain"));
	}
	return NULL;
}

void hosts_list(struct planner *planner)
{
	struct city_objects hosts = city_of(planner->city, "host");
	struct city_objects pools = city_of(planner->city, "pool");

	for (size_t i = 0; i < hosts.count; i++) {
		struct json_object *facts = hosts.first[i].facts;
		struct planner_host *host;

		if (!text_equal(json_string(facts, "side"), "cloud") ||
			!json_string(facts, "address"))
			continue;
		planner->host = mem_grow(planner->host, planner->hosts, sizeof(*host));
		host = &planner->host[planner->hosts++];
		host->object = &hosts.first[i];
		host->name = host->object->id;
		host->address = json_string(facts, "address");
		host->memory = json_integer(facts, "memory", 0);
		host->cloud = hosts_cloud(planner, &hosts.first[i]);
	}
	for (size_t i = 0; i < pools.count; i++)
		take_pool(planner, &pools.first[i]);
	take_memory(planner);
}
