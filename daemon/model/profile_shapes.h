/*
 * The sections of a profile, for the whole of it in profile_fields.c. Nobody else includes
 * this.
 */
#ifndef MODEL_PROFILE_SHAPES_H
#define MODEL_PROFILE_SHAPES_H

#include "base/shape.h"

/* An item of a list of words, names or prefixes. */
extern const struct shape_field profile_word;
/* The two domains of the extranet; ended by NULL. */
extern const char *const profile_domains[];

/* What one of several things counts. */
#define PROFILE_WEIGHT(item)                                                                   \
	{                                                                                      \
		item, SHAPE_INTEGER, .required = true, .low = 0, .high = 1000                  \
	}

/* profile_planning.c */
extern const struct shape_field profile_planning_fields[];
extern const struct shape_field profile_prices_fields[];
extern const struct shape_field profile_cloud_item;

/* profile_systems.c */
extern const struct shape_field profile_zombie_fields[];
extern const struct shape_field profile_shadow_fields[];
extern const struct shape_field profile_sizing_fields[];
extern const struct shape_field profile_disposition_fields[];
extern const struct shape_field profile_groups_fields[];
extern const struct shape_field profile_priority_fields[];

/* profile_readiness.c */
extern const struct shape_field profile_bandwidth_fields[];
extern const struct shape_field profile_website_fields[];
extern const struct shape_field profile_node_fields[];
extern const struct shape_field profile_recovery_fields[];
extern const struct shape_field profile_readiness_fields[];
extern const struct shape_field profile_retention_fields[];

/* profile_networks.c */
extern const struct shape_field profile_addresses_fields[];
extern const struct shape_field profile_networks_fields[];

#endif
