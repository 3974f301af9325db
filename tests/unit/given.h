/*
 * What tests of several rooms are given: JSON texts, and the default profile as it is shipped.
 */
#ifndef UNIT_GIVEN_H
#define UNIT_GIVEN_H

struct json_object;

/* The tree of a text; the test fails when it is none. New reference. */
struct json_object *given_json(const char *text);

struct json_object *given_profile(void); /* new reference */

#endif
