/*
 * The survey: what people tell about departments, systems and links, as far as this version
 * needs it. One YAML file (`banyun inventory import`); it becomes objects of the next snapshot.
 */
#ifndef MODEL_SURVEY_H
#define MODEL_SURVEY_H

#include "base/shape.h"

/* {"departments": [...], "systems": [...], "landings": [...]} */
extern const struct shape_field survey_fields[];

/*
 * The facts of one department, system and landing network: the kinds "department", "system",
 * "landing".
 */
extern const struct shape_field survey_department_fields[];
extern const struct shape_field survey_system_fields[];
extern const struct shape_field survey_landing_fields[];

#endif
