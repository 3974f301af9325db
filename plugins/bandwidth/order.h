/* What one end of a measurement is told to do: banyun-measure(8), ORDER. */
#ifndef BANDWIDTH_ORDER_H
#define BANDWIDTH_ORDER_H

#include "bandwidth/end.h"
#include "bandwidth/pace.h"

#define LISTEN_MOST 64 /* ports */

/* TCP ports: the first, and each `step` up to the last. */
struct ports {
	int first, last, step;
};

struct order {
	bool answers; /* role: waits for the caller */
	bool listens; /* role: on `ports`, for whoever tries them */
	struct ports ports;
	bool up, down;
	struct limits limits;
	struct end end;
	struct pace_path path;
	int64_t transfer; /* ns of a TCP transfer each way; 0: none */
	bool transferred; /* to the caller: another gets nothing */
	int failed;       /* exit status */
};

/*
 * Reads the lines of `text`, which is cut up. False: `*wrong` is the line's word that cannot be
 * read.
 */
bool order_read(struct order *order, char *text, const char **wrong);

#endif
