/*
 * What the files of the plugin share: probe.c has the table, page.c the fetching of a page,
 * mtu.c the path's MTU, website.c a website's IPv6, names.c what DNS says of a host, ports.c
 * which of its ports are open, answers.c whether both families answer the same, zone.c the
 * servers of a zone.
 */
#ifndef PROBE_PROBE_H
#define PROBE_PROBE_H

#include "banyun-plugin.h"

extern const struct shape_field page_fields[], mtu_fields[], website_fields[], names_fields[],
	ports_fields[], answers_fields[], zone_fields[];

/* Before any call. */
int page_prepare(struct json_object *settings, struct error *error);

/* Fetches a page over one family; an error when it does not answer, or not as expected. */
int page(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error);

/* Finds the largest packet that reaches an address whole. */
int mtu(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error);

/*
 * Measures what a website offers over IPv6, and the same over IPv4: as it is seen, unjudged.
 * What was not seen is told as "unknown" in the result and is no error.
 */
int website(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error);

/* What DNS says of a host's name, and of its addresses; as `website` does. */
int names(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error);

/* Which TCP ports of a host are open over each family. */
int ports(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error);

/* Whether two pages, one for each family, are one and the same. */
int answers(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error);

/* Whether the servers of a zone answer over IPv6. */
int zone(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error);

#endif
