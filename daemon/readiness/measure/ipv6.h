/*
 * Measuring IPv6 from where banyund is: what DNS says of hosts, whether whole packets reach
 * them, which of their ports are open over each family, whether the pages of a system answer
 * the same, and whether the name servers of networks' zones are reached (all through the
 * probe).
 */
#ifndef READINESS_MEASURE_IPV6_H
#define READINESS_MEASURE_IPV6_H

#include "readiness/measure/measure.h"

struct ipv6;
struct reuse;

struct ipv6_order {
	const struct context *context;
	struct json_object *questions; /* of questions.h, as "ipv6"; outlives it */
	struct json_object *profile;
	const struct reuse *reuse;    /* what need not be asked again; outlives it */
	struct json_object *measures; /* to add to: {MEASURE: {KEY: answer or "unasked"}} */
	void (*told)(void *argument, const char *key); /* after each answer */
	void (*done)(void *argument);                  /* once, from the loop */
	void *argument;
};

/* Adds to `*count`: told() will be called for each that is asked, unless it is cancelled. */
struct ipv6 *ipv6_start(const struct ipv6_order *order, struct measure_count *count);
void ipv6_cancel(struct ipv6 *ipv6); /* done() comes nevertheless */

#endif
