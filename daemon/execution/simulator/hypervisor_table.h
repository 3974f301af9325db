/*
 * What libvirt does, as data: the legs of a managed migration (protocol v3) and what each blow
 * does to each side in each of them. From libvirt's notes on migration recovery and from what
 * was measured on libvirt 9.0.0; a real surprise is entered here first.
 */
#ifndef SIMULATOR_HYPERVISOR_TABLE_H
#define SIMULATOR_HYPERVISOR_TABLE_H

#include "execution/simulator/state.h"

enum need { NEED_SOURCE = 1, NEED_TARGET = 2, NEED_DATA = 4, NEED_SERVICE = 8 };

/* One leg of the copy: how long, what must work for it to end, and whether the client drives
 * it on. */
struct leg {
	const char *word;
	uint32_t milliseconds;
	unsigned needs;
	bool client;
};
extern const struct leg legs[COPY_PHASES];

enum answer {
	ANSWER_LATER, /* the call goes on */
	ANSWER_FAILED,
	ANSWER_NEVER, /* it hangs until its worker is given up */
};

/* What a blow does; libvirt has up to three ways. */
struct way {
	enum effect source, target;
	enum answer answer;
};
#define WAYS 3
struct cell {
	uint8_t ways;
	struct way way[WAYS];
};
extern const struct cell cells[COPY_PHASES][BLOWS];

#endif
