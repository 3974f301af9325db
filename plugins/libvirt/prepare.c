#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "handle.h"
#include "methods.h"
#include "mover.h"
#include "observe.h"
#include "volumes.h"
#include "xml.h"

static int check(const struct world *world, struct error *error)
{
	const struct side_view *source = &world->side[SIDE_SOURCE],
			       *target = &world->side[SIDE_TARGET];

	if (source->power != POWER_RUNNING || !source->persistent)
		return mover_refuse(error, world, "prepare",
			"the source must be running and have a definition");
	if (source->job || source->fenced || source->mark == MARK_FOREIGN)
		return mover_refuse(error, world, "prepare",
			"the source must hold no job, no fence and no mark of another move");
	if (target->power != POWER_ABSENT)
		return mover_refuse(error, world, "prepare",
			"the target must have answered and know no such machine");
	if (target->volumes == VOLUMES_COMPLETE)
		return mover_refuse(error, world, "prepare",
			"the target holds complete volumes of this move, which are never "
			"written again");
	return 0;
}

/* What the owner chose: of the mark when a call before this one has turned it off already. */
static int read_autostart(bool *autostart, virDomainPtr domain, struct error *error)
{
	struct mark_text mark;
	int found = observe_mark(&mark, domain, error), now = 0;

	if (found < 0)
		return -1;
	if (found == 1 && mark_judge(&mark, mover_order()) != MARK_NONE) {
		*autostart = mark.autostart;
		return 0;
	}
	if (virDomainGetAutostart(domain, &now) < 0)
		return handle_failed(error, mover_order()->move, "reading its autostart");
	*autostart = now == 1;
	return 0;
}

static int write_mark(virDomainPtr domain, bool autostart, struct error *error)
{
	struct mark_text mark;
	AUTO_FREE char *text = NULL;

	mark_make(&mark, mover_order(), SIDE_SOURCE, autostart);
	text = mark_write(&mark);
	if (virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, text, MARK_PREFIX,
		    MARK_NAMESPACE, VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG) < 0)
		return handle_failed(error, mover_order()->move, "marking the source");
	return 0;
}

/* The definition as its owner wrote it, without our mark and without secrets. */
static char *read_definition(virDomainPtr domain, struct error *error)
{
	AUTO_FREE char *text = virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE);
	AUTO_XML xmlDocPtr document = NULL;

	if (!text) {
		handle_failed(error, mover_order()->move, "reading its definition");
		return NULL;
	}
	if (xml_parse(&document, text, error) < 0)
		return NULL;
	mark_strip(document);
	return xml_write(document);
}

/* The mark before the autostart: what is turned off must be known to be ours to turn on. */
static int prepare_source(bool *autostart, char **definition, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;

	if (mover_reach(&connection, &domain, SIDE_SOURCE, error) < 0)
		return -1;
	*definition = read_definition(domain, error);
	if (!*definition || read_autostart(autostart, domain, error) < 0 ||
		write_mark(domain, *autostart, error) < 0)
		return -1;
	if (virDomainSetAutostart(domain, 0) < 0)
		return handle_failed(error, mover_order()->move, "turning its autostart off");
	return 0;
}

static int prepare_target(struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = mover_connect(SIDE_TARGET, error);

	return connection ? volumes_make(connection, mover_order(), error) : -1;
}

static int read_back(struct world *world, struct error *error)
{
	const struct side_view *source = &world->side[SIDE_SOURCE];

	observe_world(world, MOVER_PATIENCE);
	if (source->mark == MARK_OURS && !source->autostart &&
		world->side[SIDE_TARGET].volumes == VOLUMES_PARTIAL)
		return 0;
	return error_set(error, ERROR_FAILED, mover_order()->move,
		"Preparing %s did not hold: the mark on the source is %s, its autostart is %s, "
		"the "
		"volumes on the target are %s.",
		mover_order()->move, mark_word(source->mark), source->autostart ? "on" : "off",
		volumes_word(world->side[SIDE_TARGET].volumes));
}

int method_prepare(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_FREE char *definition = NULL;
	bool autostart = false;
	struct world world;

	(void)call;
	(void)parameters;
	observe_world(&world, MOVER_PATIENCE);
	if (check(&world, error) < 0 || prepare_source(&autostart, &definition, error) < 0 ||
		prepare_target(error) < 0 || read_back(&world, error) < 0)
		return -1;
	*result = json_set(json_object_new_object(), "world", world_encode(&world));
	json_set_boolean(*result, "autostart", autostart);
	json_set_string(*result, "definition", definition);
	return 0;
}

/* libvirt's own carrier copies everything live: there is nothing to copy before. */
int method_seed(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	(void)call;
	(void)parameters;
	(void)error;
	*result = mover_answer(false);
	return 0;
}
