/* A measuring under way: of measure.c and what it asks, and of nobody else. */
#ifndef READINESS_MEASURE_MEASURING_H
#define READINESS_MEASURE_MEASURING_H

#include "readiness/measure/measure.h"
#include "readiness/measure/reuse.h"
#include <stdbool.h>
#include <sys/queue.h>

struct arrivals;
struct ipv6;
struct probing;
struct systems;
struct asked;
struct measuring;

/* Whom to ask what has to be asked. */
struct asker {
	struct measuring *measuring;
	const char *plugin, *name;
	struct json_object *settings, *host;
	const char *facts;   /* digest of what the answers rest on; NULL: nothing */
	struct asked *asked; /* NULL: nothing has to be asked so far */
};

struct measuring {
	struct measure_order order;
	struct json_object *hosts, *measures;
	struct links *links;       /* NULL: none are measured now */
	struct systems *systems;   /* the same */
	struct ipv6 *ipv6;         /* the same */
	struct arrivals *arrivals; /* the same */
	struct probing *probing;   /* the same */
	struct json_object *pairs; /* of arrivals.h, with "key" and "digest" */
	struct json_object *pages; /* of probing.h, with these and the "member" */
	struct reuse reuse;
	struct measure_count count;
	unsigned open, answered; /* parts and workers; questions */
	bool cancelled;
	STAILQ_HEAD(, asked) waiting; /* for their turn */
	TAILQ_HEAD(, asked) working;
	unsigned working_count;
};

/* Whether a family is measured now. */
bool measure_is_asked(const struct measuring *measuring, const char *family);

/* One worker, or one part, has ended. */
void measure_release(struct measuring *measuring);

/* Starts those whose turn it is, here and whenever one has ended. */
void asked_go_on(struct measuring *measuring);
/* All have to end, whatever they are asked. */
void asked_cancel(struct measuring *measuring);

/*
 * A question for asked_go_on(), whose answer becomes `key` of the member of the measures,
 * unless what was answered before will do; takes `key` and `parameters`. `member` and `method`
 * are kept.
 */
void asker_ask(struct asker *asker, const char *member, char *key, const char *method,
	struct json_object *parameters);

/* Whether what was answered before will do; else `digest` is that of the question. */
bool asker_knows(struct asker *asker, const char *member, const char *key, const char *method,
	struct json_object *parameters, char digest[DIGEST_TEXT]);

/* Keeps the answer, which it takes, to a question that has "key" and "digest". */
void asked_keep(struct measuring *measuring, const char *member, struct json_object *question,
	struct json_object *answer);
/*
 * What is kept where there is no answer: `word` is "why" when that is a verdict, and "unasked"
 * when nothing is known. `why` may be NULL. New reference.
 */
struct json_object *asked_unanswered(const char *word, const char *why);

/* Each asks the questions of its families. */
void measure_pages(struct measuring *measuring);
void measure_hosts(struct measuring *measuring);
void measure_machines(struct measuring *measuring);

#endif
