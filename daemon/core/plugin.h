/*
 * The plugins that are installed: banyund asks each program once, at start, to describe itself,
 * and finds by role and name the program to start a worker of.
 */
#ifndef CORE_PLUGIN_H
#define CORE_PLUGIN_H

#include <stdbool.h>

struct error;
struct json_object;
struct loop;
struct nursery;
struct plugins;

/* What a plugin said of itself ("describe"). */
struct plugin {
	const char *name; /* "libvirt" */
	const char *version;
	const char *program;             /* its path */
	bool source, check, step, mover; /* roles */
	struct json_object *methods;     /* list of names; borrowed */
	struct nursery *nursery;         /* that forks its workers; NULL: there is none */
};

/*
 * Describes every banyun-plugin-* of the folder, in order of name, all at once; runs the loop
 * until they have answered. One that does not answer within 5 seconds, speaks another protocol
 * version or calls itself other than its program is left out with a warning. Fails when the
 * folder cannot be read.
 */
int plugins_load(
	struct plugins **plugins, struct loop *loop, const char *folder, struct error *error);
void plugins_free(struct plugins *plugins); /* NULL is allowed */

/* NULL when there is none of that name. */
const struct plugin *plugin_find(const struct plugins *plugins, const char *name);
const struct plugin *plugin_at(
	const struct plugins *plugins, unsigned index); /* NULL at the end */

#endif
