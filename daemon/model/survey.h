/*
 * The survey: what people tell about departments, systems and links. The facts of each kind
 * have one shape, however they are told: in one YAML file that joins the survey with the
 * machines (survey_fields), or in the tables of the ledger (model/ledger.h). They become
 * objects of the next snapshot.
 */
#ifndef MODEL_SURVEY_H
#define MODEL_SURVEY_H

#include "base/shape.h"

/* {"departments": [...], "systems": [...], "landings": [...]} */
extern const struct shape_field survey_fields[];

/* When machines may move, every week: {"days", "from", "to"}, local time. */
extern const struct shape_field survey_window_fields[];
extern const struct shape_field survey_window_item;
extern const struct shape_field survey_day_item; /* "mon" to "sun" */

/* The facts of one of each kind: "department", "system", "landing" and so on. */
extern const struct shape_field survey_department_fields[];
extern const struct shape_field survey_system_fields[];
extern const struct shape_field survey_landing_fields[];
extern const struct shape_field survey_room_fields[];
extern const struct shape_field survey_dedicated_network_fields[];
extern const struct shape_field survey_leased_line_fields[];
extern const struct shape_field survey_internet_exit_fields[];
extern const struct shape_field survey_retention_fields[];
extern const struct shape_field survey_quota_fields[];
extern const struct shape_field survey_baseline_fields[];

#endif
