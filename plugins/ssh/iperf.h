/*
 * What iperf3 says of a TCP transfer that it made or took, as `iperf3 --json` writes it. A pure
 * function over bytes that a hostile host may have written.
 */
#ifndef SSH_IPERF_H
#define SSH_IPERF_H

#include "ssh/sections.h"
#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_object;

#define IPERF_REPORT (256 * 1024) /* bytes */

struct iperf_question {
	const char *host;      /* who was asked; for sentences */
	const char *direction; /* "up": from the caller; "down": to it */
	const char *peer;      /* who may have called; NULL: anybody */
	bool answers;          /* this end was called */
	int family;            /* 4 or 6 */
	int64_t most;          /* bytes of payload that are allowed */
};

/*
 * An item of measurement_fields with "method", "end" (which one it was), "direction", "family",
 * "settled" and "limited" (false: TCP tells the least that a path carries), "capacity" (bit/s
 * at the IP layer over the second half of the time), "payload_bytes", "sent_bytes" (at the IP
 * layer) and "took_us". ERROR_INPUT when it cannot be read, or is not the transfer that was
 * asked for; ERROR_FAILED when iperf3 says that there was none.
 */
int iperf_verdict(struct json_object **result, const struct iperf_question *question,
	struct span text, struct error *error);

#endif
