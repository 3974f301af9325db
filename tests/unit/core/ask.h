/*
 * A loop with one worker on it, and what its calls answered: for the tests of core/worker.h.
 */
#ifndef CORE_ASK_H
#define CORE_ASK_H

#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "core/loop.h"
#include "core/worker.h"

#define PATIENCE 30000 /* milliseconds after which a test that waits fails */

struct scene {
	struct loop *loop;
	bool joined;           /* the loop is another's */
	struct worker *worker; /* NULL when it has ended */
	int ends;
	char why[640];
};

/* Forks the workers of the scenes that begin, on its loop. NULL: they are executed. */
extern struct nursery *scene_nursery;
extern struct loop *scene_loop; /* of the nursery */
extern bool scene_large;        /* the workers of the scenes that begin are for a whole city */
void scene_nursery_begin(const char *program);
void scene_nursery_end(void);

struct ask {
	struct scene *scene;
	struct worker_call *call;
	int answers;
	enum worker_answer answer;
	struct json_object *result, *last_item, *last_progress;
	struct error error;
	int items, progresses;
};

/* Takes the settings; NULL: the worker is not opened. */
struct scene *scene_begin(const char *program, struct json_object *settings,
	const struct worker_secret *secrets, size_t count);
/* The same on the loop of another scene. */
struct scene *scene_join(struct loop *loop, const char *program, struct json_object *settings,
	const struct worker_secret *secrets, size_t count);
/* Waits for the end, if it has not come. */
void scene_finish(struct scene *scene);

void scene_ask(struct scene *scene, struct ask *ask, const char *method,
	struct json_object *parameters, uint32_t deadline);
/* Runs the loop until the call was answered, until the worker has ended, or for a time. */
void scene_wait(struct scene *scene, struct ask *ask);
void scene_wait_begin(struct scene *scene, struct ask *ask); /* until it tells progress */
void scene_wait_end(struct scene *scene);
void scene_pass(struct scene *scene, uint32_t milliseconds);
/* Ends the worker and waits for that. */
void scene_end(struct scene *scene);

void ask_clear(struct ask *ask);

#endif
