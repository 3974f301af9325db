/*
 * The shapes of the facts of those objects that are found or concluded, for the table of
 * object.c; those that departments tell have theirs in model/survey.h.
 */
#ifndef MODEL_OBJECT_SHAPES_H
#define MODEL_OBJECT_SHAPES_H

#include "base/shape.h"

/* object_host.c: what a login reads. */
extern const struct shape_field object_host_fields[];

/* object_machine.c: what a hypervisor tells. */
extern const struct shape_field object_machine_fields[];
extern const struct shape_field object_network_fields[];
extern const struct shape_field object_pool_fields[];

/* object_concluded.c: what follows from several. */
extern const struct shape_field object_stranger_fields[];
extern const struct shape_field object_contradiction_fields[];
extern const struct shape_field object_prefix_fields[];
extern const struct shape_field object_way_out_fields[];
extern const struct shape_field object_path_fields[];
extern const struct shape_field object_irregularity_fields[];

#endif
