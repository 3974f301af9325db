/* One test of one path: the two ends are started over SSH, told what to do, and heard. */
#ifndef READINESS_LINKS_TEST_H
#define READINESS_LINKS_TEST_H

#include "readiness/links/pairs.h"

struct context;
struct links_test;

/*
 * From the loop, once, when both ends are gone: an entry of links_fields, whose new owner is
 * the callee. An "unasked" says why nothing was sent; with "busy", because somebody else tests
 * at one of the ends.
 */
typedef void links_test_done(void *argument, struct json_object *entry);

struct links_test_order {
	const struct context *context;
	struct json_object *profile, *addresses;
	const struct links_pair *pair;
	links_test_done *done;
	void *argument;
};

/* What `order` points to outlives it. */
struct links_test *links_test_start(const struct links_test_order *order);

/* done() still comes, soon; never for a test that has ended. */
void links_test_cancel(struct links_test *test);

/* The entry of a path that is not tested, with the reason. */
struct json_object *links_untested(const struct links_pair *pair, const char *why);

#endif
