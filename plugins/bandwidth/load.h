/* The two sides of one direction: who sends the load, and who receives it and judges. */
#ifndef BANDWIDTH_LOAD_H
#define BANDWIDTH_LOAD_H

#include "bandwidth/arrivals.h"
#include "bandwidth/end.h"
#include "bandwidth/pace.h"

struct outcome {
	struct estimate estimate;
	uint64_t arrived; /* datagrams */
	uint64_t sent;    /* bytes at the IP layer, as the sender says; 0: it did not say */
	int64_t sending;  /* ns, as the sender says */
	int64_t took;     /* ns from the first arrival to the last */
};

/*
 * Sends until the far end knows enough or a limit is reached; what it used is taken from the
 * limits, so that asking again gives no more. -1 with errno: the far end is not there any more,
 * or the test is over.
 */
int load_send(struct end *end, enum wire_direction direction, struct limits *limits,
	const struct pace_path *path);

/*
 * `hello` is said until something comes; NULL: nothing is. Receives until the estimate settles,
 * the sender has reached its limits, or all is lost. -1 with errno when nothing ever came, or
 * it broke off before it settled; outcome->arrived tells which.
 */
int load_receive(struct end *end, enum wire_direction direction, const struct limits *limits,
	const struct pace_path *path, const struct wire *hello, struct outcome *outcome);

#endif
