/*
 * What a mover was opened for, as plain values: one attempt of one move. Texts are borrowed
 * from the settings, which the order keeps.
 */
#ifndef LIBVIRT_ORDER_H
#define LIBVIRT_ORDER_H

#include "model/transfer.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct json_object;

struct order_disk {
	const char *device; /* in the guest: vda */
	const char *source_path;
	const char *format;
	const char *volume; /* in the target's pool */
	const char *path;   /* of the volume on the target's host */
	uint64_t capacity;  /* bytes */
};

struct order_nic {
	const char *mac;
	const char *source_network;
	const char *network;
};

struct order {
	struct json_object *settings;
	const char *run, *move;      /* the names */
	const char *machine;         /* uuid */
	const char *source, *target; /* names of the hosts */
	const char *pool, *address;
	int64_t attempt;
	int64_t opened;       /* when the move began, microseconds since 1970; 0: not told */
	uint64_t memory;      /* bytes */
	uint64_t rate;        /* bit/s, 0: no cap */
	uint64_t pause_limit; /* milliseconds */
	bool encrypted;
	enum transfer_strategy strategy;
	size_t disk_count, nic_count;
	struct order_disk disks[64];
	struct order_nic nics[64];
	struct json_object *facts; /* list of {kind, id, digest}; borrowed */
};

/*
 * Reads the settings of `open`, whose shape has been checked. ERROR_INPUT when the hosts of
 * the order are not the hosts of the settings or a volume's path is not in one folder with the
 * others.
 */
int order_read(struct order *order, struct json_object *settings, struct error *error);
void order_clear(struct order *order);

/* NULL when the order has none. */
const struct order_disk *order_find_disk(const struct order *order, const char *device);
const struct order_nic *order_find_nic(const struct order *order, const char *mac);

#endif
