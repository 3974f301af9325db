/*
 * What a script of ours tells while it runs: lines "BOUNDARY TEXT", the last of them "BOUNDARY
 * done". Other lines are what a login prints.
 */
#ifndef SSH_TOLD_H
#define SSH_TOLD_H

#include "base/text.h"
#include "ssh/sections.h"

struct plugin_call;

struct told {
	const char *boundary;
	/* Each line but the last, without the boundary; -1 with an error gives up. */
	int (*hear)(void *argument, struct span line, struct error *error);
	void *argument;
	struct text line;
	bool done;
};

void told_free(struct told *told);
#define AUTO_TOLD __attribute__((cleanup(told_free)))

/*
 * Puts the script to the host and hears what it tells, until it is done; its standard input is
 * held, so that it ends with the call. ERROR_FAILED when it ended without its last line; errors
 * else as those of host_ask().
 */
int told_ask(struct plugin_call *call, struct told *told, const char *assignments,
	const char *script, struct error *error);

/*
 * A line that is an object of measurement_fields becomes an item of the call; an "error" in it
 * an error: ERROR_NOT_FOUND when no program can be brought to the host, ERROR_CONFLICT when
 * somebody else measures there, else ERROR_FAILED.
 */
int told_item(struct plugin_call *call, struct span line, struct error *error);

#endif
