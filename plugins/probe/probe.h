/*
 * What the files of the plugin share: probe.c has the table, page.c the fetching of a page,
 * mtu.c the path's MTU.
 */
#ifndef PROBE_PROBE_H
#define PROBE_PROBE_H

#include "banyun-plugin.h"

extern const struct shape_field page_fields[], mtu_fields[];

/* Before any call. */
int page_prepare(struct json_object *settings, struct error *error);

/* Fetches a page over one family; an error when it does not answer, or not as expected. */
int page(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error);

/* Finds the largest packet that reaches an address whole. */
int mtu(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error);

#endif
