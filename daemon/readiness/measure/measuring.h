/* A measuring under way: of measure.c and what it asks, and of nobody else. */
#ifndef READINESS_MEASURE_MEASURING_H
#define READINESS_MEASURE_MEASURING_H

#include "readiness/measure/measure.h"
#include "readiness/measure/reuse.h"
#include <stdbool.h>

struct arrivals;
struct host_party;
struct ipv6;
struct systems;
struct asked;
struct measuring;

/* Whom to ask what has to be asked; what stands here outlives it. */
struct asker {
	struct measuring *measuring;
	const char *plugin, *name;
	struct json_object *settings;
	const struct host_party *parties;
	unsigned count;
	const char *facts;   /* digest of what the answers rest on; NULL: nothing */
	struct asked *asked; /* NULL: nothing has to be asked so far */
	bool lost;           /* it cannot be started */
};

struct measuring {
	struct measure_order order;
	struct json_object *hosts, *measures;
	struct links *links;     /* NULL: none are measured now */
	struct systems *systems; /* the same */
	struct ipv6 *ipv6;       /* the same */
	struct arrivals *arrivals;
	struct json_object *pairs; /* of arrivals.h, with "key" and "digest" */
	struct reuse reuse;
	struct measure_count count;
	unsigned open, answered; /* workers; questions */
	bool cancelled;
	struct asked *workers[512];
	unsigned worker_count;
};

/* Whether a family is measured now. */
bool measure_is_asked(const struct measuring *measuring, const char *family);

/* One worker, or one part, has ended. */
void measure_release(struct measuring *measuring);

/* A worker has to end, whatever it is asked. */
void asked_end(struct asked *asked);

/*
 * Puts a question, whose answer becomes `key` of the member of the measures, unless what was
 * answered before will do; takes `key` and `parameters`.
 */
void asker_ask(struct asker *asker, const char *member, char *key, const char *method,
	struct json_object *parameters);

/* Whether what was answered before will do; else `digest` is that of the question. */
bool asker_knows(struct asker *asker, const char *member, const char *key, const char *method,
	struct json_object *parameters, char digest[DIGEST_TEXT]);

/* Keeps an answer that came another way; NULL: `why` there is none. */
void asked_keep(struct measuring *measuring, const char *member, struct json_object *question,
	struct json_object *result, const char *why);

/* Each asks the questions of its families. */
void measure_pages(struct measuring *measuring);
void measure_websites(struct measuring *measuring);
void measure_hosts(struct measuring *measuring);
void measure_machines(struct measuring *measuring);

#endif
