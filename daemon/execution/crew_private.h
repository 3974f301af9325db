/*
 * What the files of the crew share: crew.c (the mover and the answers), crew_check.c (pages,
 * content). Nobody else includes this.
 */
#ifndef EXECUTION_CREW_PRIVATE_H
#define EXECUTION_CREW_PRIVATE_H

#include "core/host.h"
#include "core/worker.h"
#include "execution/crew.h"

struct ask;
struct loop;

/*
 * A worker of the crew and the place that holds it; it outlives both until the worker has
 * ended.
 */
struct hand {
	struct hand **place; /* NULL once it was given up */
	struct worker *worker;
};

struct crew {
	const struct context *context;
	const char *run;
	struct json_object *move;
	int64_t opened; /* when it began, microseconds since 1970 */
	struct crew_listener listener;
	char *name; /* "RUN/MOVE", for logs */
	struct json_object *host[SIDES];
	struct hand *mover, *probe, *ssh[SIDES];
	uint32_t mover_attempt;
	struct ask *asks; /* the open ones */
};

struct ask {
	struct crew *crew; /* NULL once the crew is gone: nobody listens any more */
	struct loop *loop;
	struct ask *next;
	enum operation operation;
	uint32_t serial, attempt;
	unsigned parts; /* that have not answered */
	enum reply reply;
	bool world_read;
	struct world world;
	struct json_object *result;
	char *why;
};

/* Starts a worker in an empty place. */
int hand_start(struct hand **place, struct crew *crew, const char *plugin,
	struct json_object *settings, const struct host_party *parties, unsigned party_count,
	struct error *error);

/* One part has answered; with the last one the ask is told, from the loop. */
void ask_part_done(struct ask *ask);
/* Keeps the first reply that is not REPLY_DONE, and why. */
void ask_spoil(struct ask *ask, enum reply reply, const char *why);
void ask_take_answer(struct ask *ask, enum worker_answer answer, const struct error *error);

/* Asks each page of the move on its family. */
int ask_pages(struct ask *ask, struct error *error);
/*
 * Hashes each disk on both hosts: the frozen export and the kept source; unequal is a failure.
 */
int ask_content(struct ask *ask, struct json_object *notes, struct error *error);

#endif
