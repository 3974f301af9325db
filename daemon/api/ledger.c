/*
 * What departments told: one import at a time, each after the one before is durable, so that it
 * meets what that one told; a few entries at a time, so that others are served meanwhile. All
 * of it is one commit; when the client leaves before that, nothing of it is taken in.
 */
#include "api/handlers.h"
#include "api/imports.h"
#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "core/loop.h"
#include "core/spool.h"
#include "core/store.h"
#include "inventory/enter.h"
#include "inventory/import.h"
#include <stdlib.h>
#include <sys/queue.h>

struct taking {
	TAILQ_ENTRY(taking) entry;
	struct api *api;
	struct request *request;
	struct spool *parts;
	size_t at;                  /* in them */
	struct json_object *part;   /* that is being entered; NULL: none */
	struct store_batch *batch;  /* NULL: a dry run, or it is being committed */
	struct entering *entering;  /* NULL: it waits */
	struct json_object *survey; /* what is answered of it; NULL: none was told */
	struct text tables;         /* what is answered of them */
	bool committing, left;
	char now[CLOCK_TEXT];
};

/* Of the loop's thread alone; the first is the one that is being taken in. */
static TAILQ_HEAD(, taking) queue = TAILQ_HEAD_INITIALIZER(queue);

static void begin(struct taking *taking);

static int refuse_left(struct error *error)
{
	return error_set(error, ERROR_FAILED, NULL,
		"The client left before all was taken in: nothing was.");
}

static void taking_free(struct taking *taking)
{
	TAILQ_REMOVE(&queue, taking, entry);
	if (taking->entering)
		inventory_entering_free(taking->entering);
	batch_free(taking->batch);
	spool_free(taking->parts);
	json_object_put(taking->part);
	json_object_put(taking->survey);
	text_clear(&taking->tables);
	free(taking);
}

static void taking_end(struct taking *taking)
{
	taking_free(taking);
	if (!TAILQ_EMPTY(&queue))
		begin(TAILQ_FIRST(&queue));
}

/* What was answered of each part is a text by then: all of it at once would take long. */
static void answer(void *argument)
{
	struct taking *taking = argument;
	AUTO_FREE char *survey = taking->survey ? json_canonical_string(taking->survey) : NULL;
	AUTO_TEXT struct text body = {0};

	if (survey)
		text_format(&body, "{\"survey\":%s,\"tables\":[", survey);
	else
		text_add(&body, "{\"tables\":[");
	text_append(&body, taking->tables.data, taking->tables.size);
	text_add(&body, "]}");
	request_answer_bytes(taking->request, "application/json", body.data, body.size);
	taking_end(taking);
}

static void keep_answers(struct taking *taking)
{
	struct json_object *answers = inventory_entered_tables(taking->entering);

	for (size_t i = 0; i < json_length(answers); i++) {
		if (taking->tables.size > 0)
			text_add(&taking->tables, ",");
		json_canonical(&taking->tables, json_object_array_get_idx(answers, i));
	}
}

static void fail(struct taking *taking, const struct error *error)
{
	request_fail(taking->request, error);
	taking_end(taking);
}

/* --- what is recorded --- */

static void record(struct taking *taking, const char *object, struct json_object *detail)
{
	audit_append(taking->api->log, taking->batch,
		&(struct audit_entry){.actor = request_actor(taking->request),
			.source = "api",
			.action = "inventory.import",
			.object = object,
			.result = AUDIT_DONE,
			.detail = detail});
}

/* Of which kind, from which file, and how much of it was new. */
static struct json_object *detail_of(struct json_object *table, struct json_object *answer)
{
	static const char *const counts[] = {"added", "changed", "same"};
	struct json_object *detail = json_object_new_object();
	struct json_object *entries = json_member(table, "entries");
	const char *file = json_string(table, "file");

	if (!file && json_length(entries) > 0)
		file = json_string(
			json_member(json_object_array_get_idx(entries, 0), "origin"), "file");
	json_set_string(detail, "kind", json_string(table, "kind"));
	json_set_string(detail, "file", file);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		json_set_integer(detail, counts[i], json_integer(answer, counts[i], 0));
	return detail;
}

/* A record for each table, as if each had come alone. */
static void record_tables(struct taking *taking)
{
	struct json_object *tables = json_member(taking->part, "tables");
	struct json_object *answers = inventory_entered_tables(taking->entering);

	for (size_t i = 0; taking->batch && i < json_length(tables); i++) {
		AUTO_JSON struct json_object *detail =
			detail_of(json_object_array_get_idx(tables, i),
				json_object_array_get_idx(answers, i));

		record(taking, "ledger", detail);
	}
}

/* --- a part --- */

static void take_survey(struct taking *taking, struct json_object *survey)
{
	if (!survey)
		return;
	json_object_put(taking->survey);
	taking->survey = inventory_count_survey(survey);
	if (!taking->batch)
		return;
	inventory_import(taking->batch, survey);
	record(taking, "survey", taking->survey);
}

/* As spool_next(). */
static int next_part(struct taking *taking, struct error *error)
{
	struct spool_entry entry = {0};
	int more = spool_consume(taking->parts, &taking->at, &entry, error);
	struct source source = {SOURCE_JSON, "import", entry.data, entry.size};

	json_put_at(&taking->part);
	if (more <= 0)
		return more;
	if (json_parse(&taking->part, &source, JSON_MESSAGE, error) < 0)
		return -1;
	take_survey(taking, json_member(taking->part, "survey"));
	inventory_enter(taking->entering, taking->part);
	return 1;
}

/* 1: there is more to do. */
static int go_a_step(struct taking *taking, struct error *error)
{
	int more;

	if (!taking->part)
		return next_part(taking, error);
	more = inventory_enter_some(taking->entering, error);
	if (more != 0)
		return more;
	record_tables(taking);
	keep_answers(taking);
	return next_part(taking, error);
}

/* --- all of them --- */

static void commit(struct taking *taking)
{
	taking->committing = true;
	audit_commit(taking->api->log, mem_take(&taking->batch), answer, taking);
}

static void go_on(void *argument)
{
	struct taking *taking = argument;
	struct error error = {0};
	int more = taking->left ? refuse_left(&error) : go_a_step(taking, &error);

	if (more > 0)
		loop_post(taking->api->context->loop, go_on, taking);
	else if (more < 0)
		fail(taking, &error);
	else if (taking->batch)
		commit(taking);
	else
		answer(taking);
}

static void begin(struct taking *taking)
{
	struct inventory_teller teller = {request_actor(taking->request), taking->now};

	clock_format(clock_wall(), taking->now);
	taking->entering =
		inventory_entering_new(taking->api->context->store, taking->batch, &teller);
	loop_post(taking->api->context->loop, go_on, taking);
}

/* One that waits for its turn goes at once. */
static void client_left(void *argument)
{
	struct taking *taking = argument;
	struct error error = {0};

	taking->left = true;
	if (taking->entering)
		return;
	refuse_left(&error);
	request_fail(taking->request, &error);
	taking_free(taking);
}

/* A dry run changes nothing, and is not recorded. */
static void take(struct api *api, struct request *request, struct spool *parts)
{
	struct taking *taking = mem_alloc(sizeof(*taking));
	bool first = TAILQ_EMPTY(&queue);

	taking->api = api;
	taking->request = request;
	taking->parts = parts;
	if (!json_boolean(request_body(request), "dry_run", false))
		taking->batch = batch_new();
	TAILQ_INSERT_TAIL(&queue, taking, entry);
	request_on_leave(request, client_left, taking);
	if (first)
		begin(taking);
}

static int check(struct json_object *part, struct error *error)
{
	struct json_object *survey = json_member(part, "survey");

	if (survey && inventory_check_survey(survey, error) < 0)
		return -1;
	return inventory_check_entries(part, error);
}

/* A part that is refused leaves those before it as they are. */
void inventory_entered(struct api *api, struct request *request)
{
	struct json_object *part = request_body(request), *body;
	struct import *import;
	struct error error = {0};

	if (check(part, &error) < 0 ||
		import_of(&import, api->context->loop, part, request_actor(request), &error) <
			0 ||
		import_add(import, part, &error) < 0) {
		request_fail(request, &error);
		return;
	}
	if (!json_boolean(part, "more", false)) {
		take(api, request, import_take(import));
		return;
	}
	body = json_set_string(json_object_new_object(), "import", import_id(import));
	request_answer(request, 200, body);
}
