/*
 * The objects of an inventory in words.
 */
#ifndef CLI_DESCRIBE_H
#define CLI_DESCRIBE_H

#include "cli/cli.h"

/* What of an object one line can say. The caller frees. */
char *describe_object(const char *kind, struct json_object *facts);

/* What a rule on networks means: "two departments use the same addresses". */
const char *describe_rule(const char *rule);

/* Prints a line for each host that did not answer. */
void describe_silent(struct json_object *silent);

#endif
