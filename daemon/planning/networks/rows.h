/* Rows of a networks' plan, as they are written and checked. */
#ifndef PLANNING_NETWORKS_ROWS_H
#define PLANNING_NETWORKS_ROWS_H

struct address;
struct json_object;

/* Appends a string to the list of that name, which is made when there is none. */
void row_add(struct json_object *row, const char *list, const char *value);
/* An address or prefix as a text; nothing of one without a family. */
void row_set_address(struct json_object *row, const char *name, const struct address *address);

#endif
