#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "collect.h"
#include "connection.h"
#include "handle.h"
#include "methods.h"
#include "model/object.h"
#include "mover.h"
#include "observe.h"
#include <inttypes.h>
#include <libvirt/virterror.h>
#include <string.h>

int method_observe(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct world world;

	(void)call;
	(void)parameters;
	(void)error;
	observe_world(&world, MOVER_PATIENCE);
	*result = json_set(json_object_new_object(), "world", world_encode(&world));
	return 0;
}

static int drifted(
	struct error *error, const char *what, const char *planned, const char *found)
{
	return error_set(error, ERROR_REFUSED, mover_order()->move,
		"%s has drifted from the plan: %s was planned as %s and is %s now. Scan and "
		"plan again.",
		mover_order()->move, what, planned, found);
}

static int compare_text(
	struct error *error, const char *what, const char *planned, const char *found)
{
	if (text_equal(planned, found))
		return 0;
	return drifted(error, what, planned, found ? found : "not there");
}

static int compare_number(
	struct error *error, const char *what, uint64_t planned, int64_t found)
{
	AUTO_FREE char *before = NULL, *now = NULL;

	if (found >= 0 && planned == (uint64_t)found)
		return 0;
	before = mem_format("%" PRIu64, planned);
	now = mem_format("%" PRId64, found);
	return drifted(error, what, before, now);
}

static struct json_object *find_by(
	struct json_object *list, const char *member, const char *value)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		if (text_equal(json_string(entry, member), value))
			return entry;
	}
	return NULL;
}

static int compare_disk(
	const struct order_disk *disk, struct json_object *facts, struct error *error)
{
	struct json_object *found =
		find_by(json_member(facts, "disks"), "device", disk->device);
	AUTO_FREE char *path = mem_format("the image of disk %s", disk->device);
	AUTO_FREE char *format = mem_format("the format of disk %s", disk->device);
	AUTO_FREE char *capacity = mem_format("the capacity of disk %s in bytes", disk->device);

	if (compare_text(error, path, disk->source_path,
		    found ? json_string(found, "path") : NULL) < 0 ||
		compare_text(error, format, disk->format, json_string(found, "format")) < 0)
		return -1;
	return compare_number(
		error, capacity, disk->capacity, json_integer(found, "capacity", -1));
}

static int compare_nic(
	const struct order_nic *nic, struct json_object *facts, struct error *error)
{
	struct json_object *found = find_by(json_member(facts, "nics"), "mac", nic->mac);
	AUTO_FREE char *what = mem_format("the network of interface %s", nic->mac);
	const char *network = found ? json_string(found, "network") : NULL;

	return compare_text(error, what, nic->source_network,
		network ? network
		: found ? json_string(found, "bridge")
			: NULL);
}

/* The fields that the order itself names, so that the sentence can say planned and found. */
static int compare_fields(struct json_object *facts, struct error *error)
{
	const struct order *order = mover_order();

	if (compare_text(error, "its state", "running", json_string(facts, "state")) < 0 ||
		compare_number(error, "its memory in bytes", order->memory,
			json_integer(facts, "memory", -1)) < 0 ||
		compare_number(error, "the count of its disks", order->disk_count,
			(int64_t)json_object_array_length(json_member(facts, "disks"))) < 0 ||
		compare_number(error, "the count of its interfaces", order->nic_count,
			(int64_t)json_object_array_length(json_member(facts, "nics"))) < 0)
		return -1;
	for (size_t i = 0; i < order->disk_count; i++)
		if (compare_disk(&order->disks[i], facts, error) < 0)
			return -1;
	for (size_t i = 0; i < order->nic_count; i++)
		if (compare_nic(&order->nics[i], facts, error) < 0)
			return -1;
	return 0;
}

static int compare_digest(
	struct json_object *fact, struct json_object *item, struct error *error)
{
	const char *planned = json_string(fact, "digest");
	AUTO_FREE char *now = json_canonical_string(json_member(item, "facts"));
	char found[DIGEST_TEXT];

	digest_json(json_member(item, "facts"), found);
	if (text_equal(planned, found))
		return 0;
	return error_set(error, ERROR_REFUSED, mover_order()->move,
		"%s has drifted from the plan: the %s %s was planned with the facts of %s and "
		"has %s "
		"now, which are %.300s. Scan and plan again.",
		mover_order()->move, json_string(fact, "kind"), json_string(fact, "id"),
		planned, found, now);
}

/* "HOST/NAME", "HOST", or the machine itself, which is on the source. */
static int side_of(const char *kind, const char *id)
{
	const struct order *order = mover_order();
	size_t size = strcspn(id, "/");

	if (text_equal(kind, "machine"))
		return text_equal(id, order->machine) ? SIDE_SOURCE : -1;
	for (int side = 0; side < SIDES; side++)
		if (strlen(mover_host((enum side)side)) == size &&
			strncmp(mover_host((enum side)side), id, size) == 0)
			return side;
	return -1;
}

static int read_fact(struct json_object **item, struct json_object *fact, struct error *error)
{
	const char *kind = json_string(fact, "kind"), *id = json_string(fact, "id");
	int side = side_of(kind, id);
	AUTO_CONNECTION virConnectPtr connection = NULL;
	struct collect_host host = {0};

	if (side < 0)
		return error_set(error, ERROR_INPUT, id,
			"The plan rests on the %s %s, which is neither on %s nor on %s.", kind,
			id, mover_host(SIDE_SOURCE), mover_host(SIDE_TARGET));
	host.name = mover_host((enum side)side);
	connection = mover_connect((enum side)side, error);
	if (!connection || collect_one(item, connection, &host, kind, id, error) < 0)
		return -1;
	return object_check(*item, NULL, error);
}

static int check_fact(struct json_object *fact, struct error *error)
{
	AUTO_JSON struct json_object *item = NULL;

	if (read_fact(&item, fact, error) < 0) {
		if (error->code == ERROR_NOT_FOUND)
			error->code = ERROR_REFUSED;
		return -1;
	}
	if (text_equal(json_string(fact, "kind"), "machine") &&
		compare_fields(json_member(item, "facts"), error) < 0)
		return -1;
	return compare_digest(fact, item, error);
}

/*
 * Nothing of the machine's name or uuid may be there, which the facts of the target cannot
 * say.
 */
static int check_target_free(struct error *error)
{
	AUTO_CONNECTION virConnectPtr target = mover_connect(SIDE_TARGET, error);
	AUTO_DOMAIN virDomainPtr by_uuid = NULL, by_name = NULL;

	if (!target)
		return -1;
	by_uuid = virDomainLookupByUUIDString(target, mover_order()->machine);
	if (!by_uuid && !handle_failed_with(VIR_ERR_NO_DOMAIN))
		return handle_failed(error, mover_host(SIDE_TARGET), "looking for the uuid");
	by_name = virDomainLookupByName(target, mover_order()->move);
	if (!by_name && !handle_failed_with(VIR_ERR_NO_DOMAIN))
		return handle_failed(error, mover_host(SIDE_TARGET), "looking for the name");
	if (by_uuid || by_name)
		return error_set(error, ERROR_REFUSED, mover_order()->move,
			"%s has a machine with the %s of %s already.", mover_host(SIDE_TARGET),
			by_uuid ? "uuid" : "name", mover_order()->move);
	return 0;
}

int method_drift(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct json_object *facts = mover_order()->facts;

	(void)parameters;
	if (check_target_free(error) < 0)
		return -1;
	for (size_t i = 0; i < json_object_array_length(facts); i++)
		if (plugin_cancelled(call) ||
			check_fact(json_object_array_get_idx(facts, i), error) < 0)
			return -1;
	*result = json_object_new_object();
	return 0;
}
