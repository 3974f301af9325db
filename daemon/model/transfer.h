/*
 * How the copy of a machine is asked for: the flags that a decision depends on, without
 * libvirt. The mover gives libvirt exactly these, and the simulator behaves by them, so that a
 * flag that is dropped here is seen to lose a machine there. And when such a copy comes to an
 * end, which readiness tells of a machine and a plan decides by.
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
	(TRANSFER_PERSIST | TRANSFER_PAUSED | TRANSFER_PROTECT | TRANSFER_ABORT_ON_ERROR |     \
		TRANSFER_DISKS)
#define TRANSFER_NEVER (TRANSFER_UNSAFE | TRANSFER_UNDEFINE_SOURCE | TRANSFER_POSTCOPY)

enum transfer_strategy {
	STRATEGY_LIVE,    /* its memory is copied while it runs, to the usual pause */
	STRATEGY_WARM,    /* the same, to a longer pause */
	STRATEGY_OFFLINE, /* it stands still while its memory is copied */
	STRATEGIES
};

/* "live", "warm", "offline", ended by NULL; and what a word says: live for none. */
extern const char *const transfer_strategies[];
enum transfer_strategy transfer_strategy_of(const char *word);

/* The flags of a move's copy: only one that is not offline is live. */
unsigned transfer_flags(bool encrypted, enum transfer_strategy strategy);

/*
 * libvirt takes one cap, in MiB/s, and gives it to the mirror of each disk and to the memory
 * alike. The disks go side by side, and the memory when they are done: so the cap is the
 * disks' share of `rate` (bit/s), which they keep to the end; 0, which is no cap, for rate 0.
 * libvirt knows nothing smaller than 1: a rate below transfer_least_rate() cannot be kept, and
 * a plan must not ask for it.
 */
uint64_t transfer_stream_cap(uint64_t rate, unsigned disks);
uint64_t transfer_least_rate(unsigned disks); /* bit/s */

/*
 * The cap of the memory, MiB/s, once its turn has come and while the disks send `sent` (bit/s),
 * which is what the machine writes: what is left of the rate, at least 1. 0 for rate 0.
 */
uint64_t transfer_memory_cap(uint64_t rate, uint64_t sent);

/* At what it then goes: by that cap of a move (bit/s, 0: none) over a link of `link`. */
int64_t transfer_memory_rate(int64_t link, int64_t cap);

/* Milliseconds, rounded up, in which so many bytes pass at that rate (bit/s, above 0). */
int64_t transfer_milliseconds(int64_t bytes, int64_t rate);

/*
 * A machine that was seen to write `dirty` bytes of its memory a second, in a look of so many
 * seconds, may be one that writes the same pages over and over: then each round of its copy
 * leaves all of these, however short it is. The last pause, milliseconds, in which they pass;
 * -1: none ends the copy, because it writes as fast as it is copied.
 */
int64_t transfer_last_pause(int64_t dirty, int64_t seconds, int64_t rate);

/* Whether it writes below so many thousandths of the rate of its copy: that leaves a margin. */
bool transfer_slow_enough(int64_t dirty, int64_t rate, int64_t permille);
#define TRANSFER_PERMILLE      500 /* of a profile that names none */
#define TRANSFER_WARM_PERMILLE 800 /* the same of one whose last pause may be longer */

/*
 * Milliseconds that a machine does not run besides its last pause: libvirt hands it over, the
 * commit is made durable, the source is fenced, the target resumed.
 */
#define TRANSFER_BESIDES_LOW  250
#define TRANSFER_BESIDES      500
#define TRANSFER_BESIDES_HIGH 2000

#endif
