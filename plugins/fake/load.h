/*
 * The use of a machine over time, without a sample kept: a mean, a shape of the day and the
 * week, a trend, and noise that the machine's uuid and the day decide. Every counter is the sum
 * over all hours since the last boot, so that two readings agree with all between them.
 */
#ifndef FAKE_LOAD_H
#define FAKE_LOAD_H

#include "base/shape.h"
#include <stdint.h>

extern const struct shape_field load_fields[]; /* of "load" in the world */

/* What a machine does at a moment and has done since it booted. */
struct load {
	int64_t cpu;       /* of all its processors, thousandths */
	int64_t memory;    /* bytes in use */
	int64_t stored;    /* bytes of each 1000 of its disks that are in use */
	int64_t booted;    /* seconds since 1970 */
	int64_t cpu_used;  /* of all its processors since it booted, milliseconds */
	int64_t disk, net; /* bytes since it booted, both ways */
};

/*
 * Of a server or machine of the world whose shape was checked; `moment` is in seconds since
 * 1970. False, with `load` empty, when nothing of it is measured.
 */
bool load_at(struct load *load, struct json_object *thing, int64_t moment);

#endif
