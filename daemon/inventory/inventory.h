/*
 * Inventory: what exists. A scan asks every trusted host through the source plugins, joins what
 * they stream with the survey into one snapshot, and stores it as the newest.
 */
#ifndef INVENTORY_INVENTORY_H
#define INVENTORY_INVENTORY_H

struct audit_log;
struct context;
struct job;

/* What the machine that banyund runs on is called: no host of the register has this name. */
#define INVENTORY_OWN_HOST "banyund"
/* What the world of a rehearsal is called: no host of the register has this name either. */
#define INVENTORY_WORLD "world"

#define INVENTORY_SCAN    "inventory.scan" /* the kind of its job */
#define INVENTORY_SPACE   "inventory"
#define INVENTORY_SCANNED "scanned" /* -> when the newest snapshot was begun, RFC 3339 */

/*
 * Scans all hosts and the machine that banyund runs on, a few at a time. Ends the job with
 * {"snapshot": DIGEST, "members": COUNT, "silent": [{"host", "why"}]}. A host that does not
 * answer is listed as silent, with why, and its objects are not in the snapshot. The parts of
 * the context and the log outlive the job.
 */
void inventory_scan(const struct context *context, struct audit_log *log, struct job *job);

#endif
