/*
 * Inventory: what exists. A scan asks every trusted host through the source plugins, joins what
 * they stream with the survey into one snapshot, and stores it as the newest.
 */
#ifndef INVENTORY_INVENTORY_H
#define INVENTORY_INVENTORY_H

struct audit_log;
struct context;
struct error;
struct job;
struct json_object;
struct store_batch;

/*
 * Scans all hosts, a few at a time. Ends the job with {"snapshot": DIGEST, "members": COUNT,
 * "silent": [{"host", "why"}]}. A host that does not answer is listed as silent, with why, and
 * its objects are not in the snapshot. The parts of the context and the log outlive the job.
 */
void inventory_scan(const struct context *context, struct audit_log *log, struct job *job);

/* Puts a survey, whose shape was checked, into the batch; it replaces the one before. */
int inventory_import(
	struct store_batch *batch, struct json_object *survey, struct error *error);

#endif
