/*
 * The IPv4 addresses that stand as such in a host's configuration files and in the command
 * lines of what runs there: what literals.sh is told, and what it prints. Pure functions over
 * bytes that a hostile host may have written.
 */
#ifndef SSH_LITERALS_H
#define SSH_LITERALS_H

#include "ssh/sections.h"

struct error;
struct json_object;
struct text;

#define LITERALS_MOST 2000 /* that are told */

/*
 * The line of shell that sets the roots that literals.sh reads: strings of a list, or the usual
 * ones when it is NULL. ERROR_INPUT when one cannot be given safely: not absolute, with a
 * control character, or with what stands for other names but for one star that is the whole
 * name of a folder.
 */
int literals_assign(struct text *script, struct json_object *roots, struct error *error);

/*
 * {"literals": [{"file" | "program", "line", "address", "kind": "literal" | "bind"}],
 * "literals_left_out": of more than that, when there are, "files_read", "files_skipped",
 * "files_unreadable", "complete"}, given to the caller in `*result`. The list is sorted by
 * file, then by program, without twins, and small enough for a message (JSON_MESSAGE). Only a
 * reading that is complete shows that there are no others. Errors: ERROR_NOT_FOUND when the
 * host lacks a program that it takes, ERROR_INPUT when the answer is malformed.
 */
int literals_read(struct json_object **result, const char *boundary, struct span text,
	struct error *error);

#endif
