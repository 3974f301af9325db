#include "tell.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "hypervisor.h"
#include "login.h"
#include "parts.h"

static bool is_past(struct json_object *thing, const char *name, int64_t moment)
{
	int64_t wall = 0;

	return json_string(thing, name) && clock_parse(json_string(thing, name), &wall) == 0 &&
	       wall / CLOCK_SECOND <= moment;
}

static bool is_there(struct json_object *thing, int64_t moment)
{
	return (!json_string(thing, "born") || is_past(thing, "born", moment)) &&
	       !is_past(thing, "gone", moment);
}

struct telling {
	struct json_object *thing;
	int64_t moment;
	const struct tell_listener *listener;
};

/* Facts and measures are taken; measures may be NULL. */
static int emit(const struct telling *telling, const char *kind, const char *id,
	struct json_object *facts, struct json_object *measures, struct error *error)
{
	struct json_object *item = json_object_new_object();

	json_set_string(item, "kind", kind);
	json_set_string(item, "id", id);
	json_set(item, "facts", facts);
	if (measures)
		json_set(item, "measures", measures);
	return telling->listener->emit(telling->listener->argument, item, error);
}

static int emit_host(
	const struct telling *telling, struct json_object *facts, struct error *error)
{
	return emit(telling, "host", json_string(telling->thing, "name"), facts,
		login_measures(telling->thing, telling->moment), error);
}

static int tell_networks(const struct telling *telling, const char *host, struct error *error)
{
	struct json_object *names = json_member(telling->thing, "networks");

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(part_at(names, i));
		AUTO_FREE char *id = mem_format("%s/%s", host, name);

		if (emit(telling, "network", id, hypervisor_network(host, name), NULL, error) <
			0)
			return -1;
	}
	return 0;
}

static int tell_pool(const struct telling *telling, const char *host, struct error *error)
{
	AUTO_FREE char *id = mem_format("%s/%s", host, HYPERVISOR_POOL);

	if (!json_member(telling->thing, "pool"))
		return 0;
	return emit(telling, "pool", id, hypervisor_pool(telling->thing),
		hypervisor_pool_measures(telling->thing, telling->moment), error);
}

static int tell_server(const struct telling *telling, struct error *error)
{
	const char *host = json_string(telling->thing, "name");
	bool hypervisor = text_equal(json_string(telling->thing, "role"), "hypervisor");
	struct json_object *nics = json_member(telling->thing, "nics");
	const char *side = json_string(telling->thing, "side");
	struct json_object *facts = login_facts(telling->thing, side ? side : "department");

	json_set_string(facts, "address", part_first_address(nics));
	if (hypervisor)
		hypervisor_add(facts, telling->thing);
	if (emit_host(telling, facts, error) < 0)
		return -1;
	if (!hypervisor)
		return 0;
	return tell_networks(telling, host, error) < 0 ? -1 : tell_pool(telling, host, error);
}

static int tell_machine(const struct telling *telling, struct error *error)
{
	struct json_object *thing = telling->thing;
	bool runs = !is_past(thing, "off", telling->moment);

	if (emit(telling, "machine", json_string(thing, "uuid"),
		    hypervisor_machine(thing, runs),
		    hypervisor_machine_measures(thing, runs, telling->moment), error) < 0)
		return -1;
	if (!runs || !json_boolean(thing, "inside", false))
		return 0;
	return emit_host(telling, login_facts(thing, "machine"), error);
}

const char *tell_host(struct json_object *thing)
{
	const char *host = json_string(thing, "host");

	return host ? host : json_string(thing, "name");
}

int tell(struct json_object *thing, int64_t moment, const struct tell_listener *listener,
	struct error *error)
{
	struct telling telling = {thing, moment, listener};

	if (!is_there(thing, moment))
		return 0;
	if (text_equal(json_string(thing, "kind"), "vm"))
		return tell_machine(&telling, error);
	/* A spare server, or one that is off, does not answer. */
	if (text_equal(json_string(thing, "role"), "spare") || is_past(thing, "off", moment))
		return 0;
	return tell_server(&telling, error);
}
