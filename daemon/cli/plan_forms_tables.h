/* The tables of a plan's forms, each added to the page's tables (cli/page.h). */
#ifndef CLI_PLAN_FORMS_TABLES_H
#define CLI_PLAN_FORMS_TABLES_H

#include "cli/plan_view.h"

/* A time, or nothing for -1. */
void plan_put_time(struct json_object *row, const struct plan_view *view, int64_t second);

/*
 * plan_forms_costs.c: what each move needs of the cloud, with its sums, and what that costs by
 * the profile's prices; without a price the cells are empty, for the hand to fill in.
 */
void plan_tell_resources(const struct plan_view *view, struct json_object *tables);
void plan_tell_costs(const struct plan_view *view, struct json_object *tables);
/* What a wave costs by those prices; -1: there are none. */
int64_t plan_wave_cost(const struct plan_view *view, struct json_object *wave);

/*
 * plan_forms_sizes.c: what machines have, and what is proposed; then the sums of departments.
 */
void plan_tell_sizes(const struct plan_view *view, struct json_object *tables);

/*
 * plan_forms_networks.c: the new addresses, what becomes free, and what is to be configured,
 * line by line, where `configuration` is not NULL.
 */
void plan_tell_addresses(const struct plan_view *view, struct json_object *tables);
void plan_tell_freed(const struct plan_view *view, struct json_object *tables);
void plan_tell_configuration(const char *configuration, struct json_object *tables);

#endif
