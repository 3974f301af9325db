/*
 * A small program over the store and the audit log, to be killed and starved by tests.
 *
 *	append FOLDER RUN [COUNT]
 *
 * Appends records to the log in FOLDER, a few at a time, until it has COUNT or is ended, and
 * writes "INDEX OBJECT" to stdout for each one as soon as it is durable. With COUNT 0 it only
 * opens the log, publishes what is missing, and writes how many records there are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/log.h"
#include "base/error.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/loop.h"
#include "core/store.h"

#define AT_ONCE 8    /* records that are not durable yet */
#define FILLING 2000 /* bytes of each, so that a small disk is soon full */

static struct loop *loop;
static struct store *store;
static struct audit_log *audit;
static const char *run;
static uint64_t next; /* the index that the next one will get */
static uint64_t wanted = UINT64_MAX;
static uint64_t answered; /* the index of the next one that becomes durable */

static char *object_of(uint64_t index)
{
	return mem_format("%s-%llu", run, (unsigned long long)index);
}

static void append(void);

static void durable(void *argument)
{
	AUTO_FREE char *object = argument;
	AUTO_TEXT struct text line = {0};

	text_format(&line, "%llu %s\n", (unsigned long long)answered++, object);
	if (write(STDOUT_FILENO, line.data, line.size) < 0 || answered >= wanted)
		loop_stop(loop);
	else if (next < wanted)
		append();
}

/* A state change and its record, as everywhere. */
static void append(void)
{
	static char filling[FILLING + 1];
	struct store_batch *batch = batch_new();
	char *object = object_of(next++);

	for (size_t i = 0; i < FILLING; i++)
		filling[i] = (char)('a' + (next * 31 + i * 7) % 26);
	batch_state(batch, "last", run, object);
	audit_append(audit, batch,
		&(struct audit_entry){.actor = "uid:0 root",
			.source = "test",
			.action = "test.append",
			.object = object,
			.result = AUDIT_DONE,
			.reason = filling});
	audit_commit(audit, batch, durable, object);
}

/* The state that a batch wrote must be that of its record, whatever happened in between. */
static int check_last(struct error *error)
{
	AUTO_TEXT struct text last = {0};
	AUTO_TEXT struct text bytes = {0};
	AUTO_RECORD struct record record = {0};
	uint64_t records = store_records(store);

	if (records == 0)
		return 0;
	if (store_record(store, records - 1, &bytes, error) < 0 ||
		record_decode(&record, bytes.data, bytes.size, error) < 0)
		return -1;
	AUTO_FREE char *of = mem_bytes(record.object, strcspn(record.object, "-"));
	if (store_state(store, "last", of, &last, error) < 0)
		return -1;
	return text_equal(last.data, record.object)
		       ? 0
		       : error_set(error, ERROR_FAILED, record.object,
				 "The state is that of %s, and the last record of this one.",
				 last.data);
}

static int open_all(const char *folder, struct error *error)
{
	AUTO_FREE char *state = mem_format("%s/state", folder);
	AUTO_FREE char *published = mem_format("%s/audit", folder);
	AUTO_FREE char *keys = mem_format("%s/keys", folder);
	AUTO_FREE char *signer =
		mem_format("%s/daemon/audit/banyun-signer", getenv("top_builddir"));
	struct audit_settings settings = {.folder = published,
		.origin = "banyun.example/audit",
		.signer = signer,
		.keys = keys};

	loop = loop_new();
	if (store_open(&store, state, loop, error) < 0 || check_last(error) < 0)
		return -1;
	return audit_open(&audit, store, loop, &settings, error);
}

int main(int count, char **words)
{
	struct error error = {0};

	if (count < 3 || !getenv("top_builddir"))
		return 2;
	run = words[2];
	if (open_all(words[1], &error) < 0) {
		log_error("append", error.object, "%s", error.text);
		return 1;
	}
	next = answered = store_records(store);
	if (count > 3)
		wanted = next + strtoull(words[3], NULL, 10);
	for (int i = 0; i < AT_ONCE && next < wanted; i++)
		append();
	if (next > answered)
		loop_run(loop);
	else
		printf("%llu records\n", (unsigned long long)store_records(store));
	bool signing = audit_is_signing(audit);
	audit_close(audit);
	store_close(store);
	loop_free(loop);
	return signing ? 0 : 3;
}
