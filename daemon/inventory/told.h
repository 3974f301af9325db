/*
 * What was told: the survey and the ledger in the store, and how they become objects of a
 * snapshot.
 */
#ifndef INVENTORY_TOLD_H
#define INVENTORY_TOLD_H

struct error;
struct json_object;
struct store;

#define SURVEY "survey" /* the kind of its documents, of which the newest counts */

/* Where one lies that was told before surveys were documents. */
#define SURVEY_SPACE "survey"
#define SURVEY_KEY   "current"

#define LEDGER_SPACE     "ledger"     /* "KIND KEY" -> the entry, with kind, actor and time */
#define CLASSIFIED_SPACE "classified" /* [KIND, FILE, DEPARTMENT] -> {"kind", "count", ...} */
#define OWNER_SPACE      "owner" /* a department's key -> {"name": as it was spelt first} */

/* The survey; NULL when none was told. New reference. */
int told_survey(struct json_object **survey, struct store *store, struct error *error);

/* The tree of a row of either space, as a walk hands it over. New reference. */
int told_row(struct json_object **row, const char *key, const char *value, struct error *error);

/*
 * Adds departments, systems, landing networks and all else that was told; nothing when nothing
 * was. Where the survey and the ledger tell a fact of one object differently, the survey's is
 * kept and an object of kind "contradiction" says so. A system that claims a machine which
 * another system of its department has already keeps none of its machines.
 */
int told_add(struct json_object *snapshot, struct json_object *objects, struct store *store,
	const char *seen, struct error *error);

#endif
