/*
 * A measurement of what a path can carry, in one direction and family, as one end of it tells:
 * banyun-measure(8).
 */
#ifndef MODEL_MEASUREMENT_H
#define MODEL_MEASUREMENT_H

#include "base/shape.h"

/*
 * What an end says, one of these: {"port"} once it can be called, or calls; {"error":
 * SENTENCE}, and before it {"spent_bytes"}, what the load sent that broke off; or the result of
 * a direction. Rates are bit/s at the IP layer, times microseconds.
 */
extern const struct shape_field measurement_fields[];

/* The rate of IP packets that a line of that rate carries, bit/s: RFC 9097's layer. */
int64_t measurement_ip_layer(int64_t line);

/*
 * What RFC 6349 makes of a transfer over a path of that capacity (bit/s at the IP layer), in
 * thousandths: the time it took by the ideal time, and the share of its bytes that had to be
 * sent once only. 0: it cannot be told.
 */
int64_t measurement_time_ratio(struct json_object *transfer, int family, int64_t capacity);
int64_t measurement_efficiency(struct json_object *transfer);

/*
 * What is known of the capacity: "settled" (it is that), "at_least" (the path can do more than
 * was sent) or "not_settled".
 */
const char *measurement_certainty(struct json_object *measurement);

#endif
