#include "api/imports.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/loop.h"
#include "core/spool.h"
#include <stdlib.h>
#include <sys/queue.h>

#define IDLE_MS  60000
#define AT_ONCE  8 /* of one actor */
#define MOST_MIB 256UL

struct import {
	TAILQ_ENTRY(import) entry;
	struct loop *loop;
	struct loop_timer *idle;
	char *id, *actor;
	struct spool *parts;
	size_t bytes;
};

/* Of the loop's thread alone. */
static TAILQ_HEAD(, import) open = TAILQ_HEAD_INITIALIZER(open);
static unsigned last;

struct spool *import_take(struct import *import)
{
	struct spool *parts = import->parts;

	TAILQ_REMOVE(&open, import, entry);
	loop_cancel(import->idle);
	free(import->id);
	free(import->actor);
	free(import);
	return parts;
}

static void forget(void *argument)
{
	struct import *import = argument;

	import->idle = NULL;
	spool_free(import_take(import));
}

static void wait_on(struct import *import)
{
	loop_cancel(import->idle);
	import->idle = loop_after(import->loop, IDLE_MS, forget, import);
}

static int find(struct import **import, const char *id, const char *actor, struct error *error)
{
	TAILQ_FOREACH(*import, &open, entry)
	if (text_equal((*import)->id, id) && text_equal((*import)->actor, actor))
		return 0;
	return error_set(error, ERROR_NOT_FOUND, id,
		"You have no import \"%s\" under way. One that is not gone on with for a "
		"minute, or that was under way when banyund ended, is forgotten, and nothing "
		"of it was taken in: import the files again.",
		id);
}

static unsigned count_of(const char *actor)
{
	const struct import *import;
	unsigned count = 0;

	TAILQ_FOREACH(import, &open, entry)
	count += text_equal(import->actor, actor);
	return count;
}

int import_of(struct import **import, struct loop *loop, struct json_object *part,
	const char *actor, struct error *error)
{
	const char *id = json_string(part, "import");

	if (id)
		return find(import, id, actor, error);
	if (count_of(actor) == AT_ONCE)
		return error_set(error, ERROR_CONFLICT, NULL,
			"%d imports of yours are under way and wait for their next parts; go "
			"on with one of them, or wait a minute.",
			AT_ONCE);
	*import = mem_alloc(sizeof(**import));
	(*import)->loop = loop;
	(*import)->id = mem_format("i%u", ++last);
	(*import)->actor = mem_string(actor);
	(*import)->parts = spool_new();
	TAILQ_INSERT_TAIL(&open, *import, entry);
	wait_on(*import);
	return 0;
}

const char *import_id(const struct import *import)
{
	return import->id;
}

int import_add(struct import *import, struct json_object *part, struct error *error)
{
	AUTO_TEXT struct text text = {0};

	json_canonical(&text, part);
	if (import->bytes + text.size > MOST_MIB * 1024 * 1024)
		return error_set(error, ERROR_INPUT, import->id,
			"One import holds at most %lu MiB; take in the files some at a time.",
			MOST_MIB);
	spool_add(import->parts, "part", text.data, text.size);
	import->bytes += text.size;
	wait_on(import);
	return 0;
}
