/*
 * How the live copy of a machine is asked for: the flags that a decision depends on, without
 * libvirt. The mover gives libvirt exactly these, and the simulator behaves by them, so that a
 * flag that is dropped here is seen to lose a machine there.
 */
#ifndef MODEL_TRANSFER_H
#define MODEL_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>

enum transfer_flag {
	TRANSFER_LIVE = 1 << 0,           /* the guest runs on while it is copied */
	TRANSFER_PERSIST = 1 << 1,        /* the target gets a definition of its own */
	TRANSFER_PAUSED = 1 << 2,         /* the copy waits for us: without it two can run */
	TRANSFER_PROTECT = 1 << 3,        /* the definition cannot be changed under the copy */
	TRANSFER_ABORT_ON_ERROR = 1 << 4, /* an error of a disk ends the copy */
	TRANSFER_DISKS = 1 << 5,          /* the disks are not shared: they are copied too */
	TRANSFER_TLS = 1 << 6,            /* encrypted, with the peer verified */
	TRANSFER_UNSAFE = 1 << 7,
	TRANSFER_UNDEFINE_SOURCE = 1 << 8,
	TRANSFER_POSTCOPY = 1 << 9,
};

/* What every copy has, and what none ever has. */
#define TRANSFER_ALWAYS                                                                        \
	(TRANSFER_LIVE | TRANSFER_PERSIST | TRANSFER_PAUSED | TRANSFER_PROTECT |               \
		TRANSFER_ABORT_ON_ERROR | TRANSFER_DISKS)
#define TRANSFER_NEVER (TRANSFER_UNSAFE | TRANSFER_UNDEFINE_SOURCE | TRANSFER_POSTCOPY)

/* The flags of a move's copy. */
unsigned transfer_flags(bool encrypted);

/*
 * libvirt takes one cap, in MiB/s, and gives it to the mirror of each disk and to the memory
 * alike; all of them can send at once. The cap that keeps their sum within `rate` (bit/s) with
 * `disks` disks; 0, which is no cap, for rate 0. libvirt knows nothing smaller than 1: a rate
 * below transfer_least_rate() cannot be kept, and a plan must not ask for it.
 */
uint64_t transfer_stream_cap(uint64_t rate, unsigned disks);
uint64_t transfer_least_rate(unsigned disks); /* bit/s */

#endif
