/*
 * A request as its handler sees it: who asks, for what, and the answer, which is given exactly
 * once.
 */
#ifndef API_REQUEST_H
#define API_REQUEST_H

#include <stddef.h>

struct audit_entry;
struct error;
struct json_object;
struct person;
struct request;
struct store_batch;

const struct person *request_person(const struct request *request);
const char *request_actor(const struct request *request); /* "uid:1001 lin" */
const char *request_part(
	const struct request *request, unsigned index);           /* what a `{}` stood for */
struct json_object *request_query(const struct request *request); /* checked; borrowed */
struct json_object *request_body(const struct request *request);  /* NULL if none; borrowed */

/* `body` is taken. */
void request_answer(struct request *request, int status, struct json_object *body);
/* Bytes that are served as they are: files of the published log. */
void request_answer_bytes(
	struct request *request, const char *type, const void *data, size_t size);
/*
 * As request_answer(), once everything that was given to the store before is durable: what a
 * person was told has happened survives. `body` is taken.
 */
void request_answer_durable(struct request *request, int status, struct json_object *body);
void request_fail(struct request *request, const struct error *error);
/*
 * Calls when the client leaves before the answer, which is to be given all the same. `argument`
 * lives until that is given, be it to wait for a commit. Once for a request.
 */
void request_on_leave(struct request *request, void (*call)(void *argument), void *argument);
/*
 * Commits the batch with this record and answers when it is durable; both `batch` and `body`
 * are taken. The record's actor and source are filled in here.
 */
void request_commit(struct request *request, struct store_batch *batch,
	struct audit_entry *entry, int status, struct json_object *body);

#endif
