/* A survey on its way into the store. */
#ifndef INVENTORY_IMPORT_H
#define INVENTORY_IMPORT_H

struct error;
struct json_object;
struct store_batch;

/*
 * Whether a survey, whose shape was checked, fits together; ERROR_INPUT says where it does not.
 */
int inventory_check_survey(struct json_object *survey, struct error *error);

/* Puts such a survey into the batch; it replaces the one before. */
void inventory_import(struct store_batch *batch, struct json_object *survey);

/* How much it tells of: {"departments", "systems", "landings": COUNT}. New reference. */
struct json_object *inventory_count_survey(struct json_object *survey);

#endif
