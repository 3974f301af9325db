/*
 * What the files of a scan share: scan.c (the scan as a queue of visits), scan_visit.c (one
 * visit), scan_picture.c (the picture of what they brought). Nobody else includes this.
 */
#ifndef INVENTORY_SCAN_PRIVATE_H
#define INVENTORY_SCAN_PRIVATE_H

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "core/context.h"
#include "inventory/inventory.h"

struct audit_log;
struct clerk;
struct kept;
struct scan;
struct spool;
struct worker;

/* Who is asked about a host: a value of scan.asked. */
#define SCAN_ITSELF "itself"
#define SCAN_WORLD  "world"

struct visit {
	struct scan *scan;
	struct json_object *host; /* borrowed from the scan's list */
	const char *plugin;
	struct worker *worker;
	struct kept *kept; /* where the worker may stay after the visit */
	unsigned items;
	struct json_object *held; /* digest -> a raw text that no object names yet */
	size_t held_bytes, sent_bytes;
	bool answered;
	char *why; /* it is not to be believed */
};

struct scan {
	const struct context *context;
	struct audit_log *log;
	struct job *job;
	struct json_object *hosts, *silent;
	/*
	 * The machine that banyund runs on and the world of a rehearsal: not of the register.
	 */
	struct json_object *own, *world;
	struct json_object
		*asked; /* a host's name -> SCAN_ITSELF, or SCAN_WORLD when that told of it */
	struct spool *items;       /* what the visits brought, for the picture */
	struct spool *definitions; /* raw texts that are not on their way to the store yet */
	size_t bytes;              /* of them */
	unsigned taking;           /* spools on their way to the store */
	struct clerk *clerk;       /* while the picture is made */
	struct json_object *picture;
	struct error error; /* why nothing can come of it */
	struct visit *visits;
	unsigned count, next, over;
	bool cancelled;
	char made[CLOCK_TEXT];
	char *actor;
};

/* scan.c: frees it; its job has ended. */
void scan_free(struct scan *scan);
/* Begins what may begin; after the last visit the scan ends. */
void scan_visit_next(struct scan *scan);

/* scan_visit.c: its worker starts; what it tells goes into the scan. */
int visit_start(struct visit *visit, struct error *error);
/* The first reason is kept; the visit is over when its worker has left. */
void visit_spoil(struct visit *visit, const char *why);
/* A visit without a worker, or whose worker has left, is over. */
void visit_close(struct visit *visit);

/* scan_picture.c: after the last visit; from here the scan ends by itself. */
void scan_end(void *scan);
/* The job ends with this error, and the scan with it. */
void scan_abandon(struct scan *scan, const struct error *error);
/* The store takes these definitions; the scan's end waits for them. */
void scan_take(struct scan *scan, struct spool *definitions);

#endif
