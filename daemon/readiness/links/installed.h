/*
 * A test by the iperf3 that is installed on both hosts: what its two ends tell of each
 * direction becomes one result. Pure.
 */
#ifndef READINESS_LINKS_INSTALLED_H
#define READINESS_LINKS_INSTALLED_H

struct json_object;

/*
 * What one end tells of a direction, an item of measurement_fields with "end". What both told
 * is the lesser of the two: neither can make it more alone.
 */
void installed_note(struct json_object *entry, const char *direction, struct json_object *item);

/*
 * At the end: what one end alone told of a direction is no result, and its bytes stand as
 * "spent_bytes", with a "why" unless there is one.
 */
void installed_close(struct json_object *entry);

#endif
