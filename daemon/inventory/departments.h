/* What each department told, by the ledger and by the survey. */
#ifndef INVENTORY_DEPARTMENTS_H
#define INVENTORY_DEPARTMENTS_H

struct error;
struct json_object;
struct store;

/*
 * What the departments told, in order of name: [{"name", "declared", "facts" (of the department
 * itself), "entries": [as the ledger keeps them: "kind", "key", "facts", "origin", "actor",
 * "time"], "classified": COUNT}]. A system that the survey alone told of is an entry whose
 * "origin" has no row; of one that both told of, the survey adds what the ledger lacks. New
 * reference.
 */
int inventory_departments(struct json_object **list, struct store *store, struct error *error);

/* The same of one; ERROR_NOT_FOUND when nobody told of it. New reference. */
int inventory_department(struct json_object **department, struct store *store, const char *name,
	struct error *error);

#endif
