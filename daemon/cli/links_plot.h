/*
 * The measurements of links over time, as SVG: a plot for each path, with the capacity of each
 * direction, what others left of it, and the tests that had no result.
 */
#ifndef CLI_LINKS_PLOT_H
#define CLI_LINKS_PLOT_H

#include "cli/cli.h"

struct text;

/* One that was measured; its names are borrowed. */
struct links_path {
	const char *source, *target;
	int family;
};

/* Those of a list of measurements, in the order in which they appear; free() it. */
struct links_path *links_paths(struct json_object *list, size_t *count);
bool links_path_has(const struct links_path *path, struct json_object *entry);

/* Appends the whole drawing. */
void links_plot(struct text *svg, struct json_object *list);

#endif
