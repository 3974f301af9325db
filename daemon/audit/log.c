#include "audit/log.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "audit/folder.h"
#include "audit/publisher.h"
#include "audit/verify.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "core/store.h"

#define SHARE 10000 /* microseconds that the loop reads for at once */
#define CHUNK 256   /* records that the loop reads at once */
#define PAUSE 200   /* milliseconds between publications */
#define RETRY 1000  /* after one that failed */
#define LOOK  2000  /* after which the signer is looked for, when there is nothing to publish */

/* A commit whose caller waits for "durable". */
struct waiting {
	LIST_ENTRY(waiting) entry;
	struct audit_log *log;
	void (*durable)(void *argument);
	void *argument;
};

struct audit_log {
	struct store *store;
	struct loop *loop;
	struct audit_settings settings; /* copies, which it owns */
	int64_t latest;                 /* time of the last record; microseconds */
	struct publisher *publisher;
	struct loop_timer *timer; /* that publishes next; NULL while the publisher works */
	bool looking;             /* the timer is only there to look for the signer */
	bool working;
	bool again;       /* the next chunk starts from record 0 */
	uint64_t given;   /* records that the publisher has */
	uint64_t signed_; /* records that the published checkpoint tells of */
	struct error why; /* that nothing is published; code 0 when it is */
	LIST_HEAD(, waiting) waiting;
};

/* What a batch carries until its commit gives it index and time. */
struct pending {
	struct audit_log *log;
	struct record record;
};

static void free_pending(void *argument)
{
	struct pending *pending = argument;
	struct record *record = &pending->record;

	free((void *)record->actor);
	free((void *)record->source);
	free((void *)record->action);
	free((void *)record->object);
	free((void *)record->plan);
	free((void *)record->reason);
	json_put_at(&record->detail);
	free(pending);
}

static void encode(void *argument, uint64_t index, struct text *out)
{
	struct pending *pending = argument;

	pending->record.index = index;
	pending->record.time = pending->log->latest;
	record_encode(out, &pending->record);
}

void audit_append(
	struct audit_log *log, struct store_batch *batch, const struct audit_entry *entry)
{
	struct pending *pending = mem_alloc(sizeof(*pending));

	pending->log = log;
	pending->record = (struct record){.actor = mem_string(entry->actor),
		.source = mem_string(entry->source),
		.action = mem_string(entry->action),
		.object = mem_string(entry->object),
		.result = entry->result,
		.plan = mem_string(entry->plan),
		.reason = mem_string(entry->reason),
		.detail = entry->detail ? json_copy(entry->detail) : NULL};
	batch_record(batch, encode, free_pending, pending);
}

static void publish(void *argument);

static void publish_later(struct audit_log *log, uint32_t milliseconds)
{
	if (log->working || (log->timer && !log->looking))
		return;
	loop_cancel(log->timer);
	log->looking = milliseconds == LOOK;
	log->timer = loop_after(log->loop, milliseconds, publish, log);
}

static void told_durable(void *argument)
{
	struct waiting waiting = *(struct waiting *)argument;

	LIST_REMOVE((struct waiting *)argument, entry);
	free(argument);
	if (waiting.durable)
		waiting.durable(waiting.argument);
	publish_later(waiting.log, PAUSE);
}

static void commit(struct audit_log *log, struct store_batch *batch, void (*durable)(void *),
	void *argument)
{
	struct waiting *waiting = mem_alloc(sizeof(*waiting));

	*waiting = (struct waiting){.log = log, .durable = durable, .argument = argument};
	LIST_INSERT_HEAD(&log->waiting, waiting, entry);
	store_commit(log->store, batch, told_durable, waiting);
}

/*
 * Times never go back by themselves: a small step is passed over, a large one gets a record of
 * its own, so that the log explains it and a verifier need not guess.
 */
static void set_time(struct audit_log *log)
{
	AUTO_JSON struct json_object *detail = NULL;
	int64_t now = clock_wall();
	char before[CLOCK_TEXT];

	if (now >= log->latest - VERIFY_ALLOWANCE) {
		log->latest = now > log->latest ? now : log->latest;
		return;
	}
	clock_format(log->latest, before);
	detail = json_set_string(json_object_new_object(), "before", before);
	log->latest = now;
	struct store_batch *batch = batch_new();
	audit_append(log, batch,
		&(struct audit_entry){.actor = "banyund",
			.source = "clock",
			.action = VERIFY_SET_BACK,
			.object = "clock",
			.result = AUDIT_DONE,
			.reason = "The clock of this machine was set back.",
			.detail = detail});
	commit(log, batch, NULL, NULL);
}

void audit_commit(struct audit_log *log, struct store_batch *batch, void (*durable)(void *),
	void *argument)
{
	set_time(log);
	commit(log, batch, durable, argument);
}

void audit_note(struct audit_log *log, const struct audit_entry *entry)
{
	struct store_batch *batch = batch_new();

	audit_append(log, batch, entry);
	audit_commit(log, batch, NULL, NULL);
}

/* The next records for the publisher; from the first one where it has to start again. */
static int fill_chunk(struct audit_log *log, struct chunk *chunk, struct error *error)
{
	uint64_t records = store_records(log->store);
	int64_t end = clock_monotonic() + SHARE;

	chunk->begin = log->again;
	if (log->again)
		log->given = 0;
	log->again = false;
	for (int i = 0; i < CHUNK && log->given < records && clock_monotonic() < end; i++) {
		AUTO_TEXT struct text entry = {0};
		if (store_record(log->store, log->given, &entry, error) < 0)
			return -1;
		chunk_add(chunk, entry.data, entry.size);
		log->given++;
	}
	chunk->settle = log->given == records;
	return 0;
}

/* Notes how a chunk went, and says it where that changes something. */
static void note_result(struct audit_log *log, const struct published *published)
{
	bool was_well = log->why.code == ERROR_NONE;

	if (published->error.code) {
		log->again = true;
		if (was_well || strcmp(log->why.text, published->error.text) != 0)
			log_error("audit", published->error.object,
				"Nothing is published of the audit log, and no run should "
				"begin: %s",
				published->error.text);
		log->why = published->error;
	} else if (published->settled) {
		if (!was_well)
			log_info("audit", NULL, "The audit log is published again.");
		log->why = (struct error){0};
		log->signed_ = published->size;
	}
}

static void told_published(void *argument, const struct published *published)
{
	struct audit_log *log = argument;

	log->working = false;
	note_result(log, published);
	if (log->again)
		publish_later(log, RETRY);
	else if (!published->settled)
		publish_later(log, 1);
	else
		publish_later(log, log->given < store_records(log->store) ? PAUSE : LOOK);
}

static void publish(void *argument)
{
	struct audit_log *log = argument;
	struct chunk chunk = {0};
	struct published failed = {0};

	log->timer = NULL;
	if (fill_chunk(log, &chunk, &failed.error) < 0) {
		text_clear(&chunk.entries);
		told_published(log, &failed);
		return;
	}
	log->working = true;
	publisher_give(log->publisher, &chunk);
}

/* All that there is, on the caller's thread. */
static void publish_now(struct audit_log *log, struct publication *publication)
{
	struct published published = {0};
	bool more = true;

	while (more && !published.error.code) {
		struct chunk chunk = {0};
		if (fill_chunk(log, &chunk, &published.error) == 0)
			publisher_work(publication, &chunk, &published);
		more = !chunk.settle;
		text_clear(&chunk.entries);
		note_result(log, &published);
	}
}

/* The time of the last record, from which the next one must not go back. */
static int find_latest(struct audit_log *log, struct error *error)
{
	uint64_t records = store_records(log->store);
	AUTO_TEXT struct text entry = {0};
	AUTO_RECORD struct record record = {0};

	if (records == 0)
		return 0;
	if (store_record(log->store, records - 1, &entry, error) < 0 ||
		record_decode(&record, entry.data, entry.size, error) < 0)
		return -1;
	log->latest = record.time;
	return 0;
}

static void copy_settings(struct audit_settings *copy, const struct audit_settings *settings)
{
	copy->folder = mem_string(settings->folder);
	copy->origin = mem_string(settings->origin);
	copy->signer = mem_string(settings->signer);
	copy->keys = mem_string(settings->keys);
	copy->user = mem_string(settings->user);
}

static void free_log(struct audit_log *log)
{
	struct waiting *waiting;

	while ((waiting = LIST_FIRST(&log->waiting))) {
		LIST_REMOVE(waiting, entry);
		free(waiting);
	}
	free((void *)log->settings.folder);
	free((void *)log->settings.origin);
	free((void *)log->settings.signer);
	free((void *)log->settings.keys);
	free((void *)log->settings.user);
	free(log);
}

int audit_open(struct audit_log **log, struct store *store, struct loop *loop,
	const struct audit_settings *settings, struct error *error)
{
	struct audit_log *made = mem_alloc(sizeof(*made));
	struct publication publication = {0};

	*log = NULL;
	made->store = store;
	made->loop = loop;
	made->again = true;
	copy_settings(&made->settings, settings);
	publication.settings = made->settings;
	int result = find_latest(made, error);
	if (result == 0)
		publish_now(made, &publication);
	if (result == 0 && made->why.code == ERROR_REFUSED) {
		*error = made->why;
		result = -1;
	}
	if (result < 0) {
		publication_end(&publication);
		free_log(made);
		return -1;
	}
	made->publisher = publisher_new(&publication, loop, told_published, made);
	publish_later(made, made->again ? RETRY : LOOK);
	*log = made;
	return 0;
}

void audit_close(struct audit_log *log)
{
	struct publication publication;
	struct published published;

	if (!log)
		return;
	loop_cancel(log->timer);
	publisher_free(log->publisher, &publication, &published);
	log->again = log->again || published.error.code;
	store_flush(log->store);
	publish_now(log, &publication);
	publication_end(&publication);
	free_log(log);
}

bool audit_is_signing(const struct audit_log *log)
{
	return log->why.code == ERROR_NONE;
}

void audit_health(const struct audit_log *log, struct audit_health *health)
{
	*health = (struct audit_health){.records = store_records(log->store),
		.signed_ = log->signed_,
		.why = log->why.text};
}
