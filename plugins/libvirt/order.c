#include "order.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <string.h>

static uint64_t whole(struct json_object *tree, const char *name)
{
	return (uint64_t)json_integer(tree, name, 0);
}

static void read_disk(struct order_disk *disk, struct json_object *tree)
{
	disk->device = json_string(tree, "device");
	disk->source_path = json_string(tree, "source_path");
	disk->format = json_string(tree, "format");
	disk->volume = json_string(tree, "volume");
	disk->path = json_string(tree, "path");
	disk->capacity = whole(tree, "capacity");
}

static void read_nic(struct order_nic *nic, struct json_object *tree)
{
	nic->mac = json_string(tree, "mac");
	nic->source_network = json_string(tree, "source_network");
	nic->network = json_string(tree, "network");
}

static void read_devices(struct order *order, struct json_object *move)
{
	struct json_object *disks = json_member(move, "disks"),
			   *nics = json_member(move, "nics");

	order->disk_count = json_object_array_length(disks);
	for (size_t i = 0; i < order->disk_count; i++)
		read_disk(&order->disks[i], json_object_array_get_idx(disks, i));
	order->nic_count = json_object_array_length(nics);
	for (size_t i = 0; i < order->nic_count; i++)
		read_nic(&order->nics[i], json_object_array_get_idx(nics, i));
}

static void read_move(struct order *order, struct json_object *move)
{
	struct json_object *target = json_member(move, "target");

	order->move = json_string(move, "name");
	order->machine = json_string(move, "machine");
	order->source = json_string(json_member(move, "source"), "host");
	order->target = json_string(target, "host");
	order->pool = json_string(target, "pool");
	order->address = json_string(target, "address");
	order->memory = whole(move, "memory");
	order->rate = whole(move, "rate");
	order->pause_limit = whole(move, "pause_limit");
	order->encrypted = json_boolean(move, "encrypted", true);
	order->strategy = transfer_strategy_of(json_string(move, "strategy"));
	order->facts = json_member(move, "facts");
	read_devices(order, move);
}

/* The worker was given the credentials of these two hosts: the order must speak of the same. */
static int check_hosts(const struct order *order, struct error *error)
{
	const char *source = json_string(json_member(order->settings, "source"), "name");
	const char *target = json_string(json_member(order->settings, "target"), "name");

	if (text_equal(source, order->source) && text_equal(target, order->target) &&
		!text_equal(source, target))
		return 0;
	return error_set(error, ERROR_INPUT, order->move,
		"The order moves %s from %s to %s, and the worker was opened for %s and %s.",
		order->move, order->source, order->target, source, target);
}

static int check_volume(const struct order_disk *disk, const char *move, struct error *error)
{
	const char *name = strrchr(disk->path, '/');

	if (disk->path[0] == '/' && text_equal(name + 1, disk->volume) && *disk->volume)
		return 0;
	return error_set(error, ERROR_INPUT, move,
		"The volume \"%s\" of disk %s must be the last part of its absolute path, not "
		"\"%s\".",
		disk->volume, disk->device, disk->path);
}

int order_read(struct order *order, struct json_object *settings, struct error *error)
{
	struct json_object *tree = json_member(settings, "order");

	*order = (struct order){.settings = json_object_get(settings)};
	order->run = json_string(tree, "run");
	order->attempt = json_integer(tree, "attempt", 0);
	if (json_string(tree, "opened"))
		clock_parse(json_string(tree, "opened"), &order->opened);
	read_move(order, json_member(tree, "move"));
	if (check_hosts(order, error) < 0)
		return -1;
	for (size_t i = 0; i < order->disk_count; i++)
		if (check_volume(&order->disks[i], order->move, error) < 0)
			return -1;
	return 0;
}

void order_clear(struct order *order)
{
	json_object_put(order->settings);
	*order = (struct order){0};
}

const struct order_disk *order_find_disk(const struct order *order, const char *device)
{
	for (size_t i = 0; i < order->disk_count; i++)
		if (text_equal(order->disks[i].device, device))
			return &order->disks[i];
	return NULL;
}

const struct order_nic *order_find_nic(const struct order *order, const char *mac)
{
	for (size_t i = 0; i < order->nic_count; i++)
		if (text_equal(order->nics[i].mac, mac))
			return &order->nics[i];
	return NULL;
}
