/*
 * What a worker writes to its stderr, as lines of the daemon's log under the worker's name: cut
 * at MUTTER_LINE bytes, without control characters, and no more of them than the log can bear.
 */
#ifndef CORE_MUTTER_H
#define CORE_MUTTER_H

#include <stddef.h>

#include "core/bucket.h"

#define MUTTER_LINE  500 /* bytes that are kept of a line */
#define MUTTER_BURST 100 /* lines at once */
#define MUTTER_RATE  20  /* and a second after that */

/* Zero-initialised has said nothing. */
struct mutter {
	char line[MUTTER_LINE + 1];
	size_t size;
	struct bucket bucket;
	unsigned left_out;
};

void mutter_add(struct mutter *mutter, const char *name, const char *data, size_t size);
/* Logs what no line feed ended, and how many lines were left out. */
void mutter_end(struct mutter *mutter, const char *name);

#endif
