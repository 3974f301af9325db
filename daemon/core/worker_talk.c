/* The part of worker.h that carries bytes and lines. */
#include <errno.h>
#include <event2/event.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/json.h"
#include "base/rpc.h"
#include "core/worker_private.h"

#define READ_SIZE  65536
#define OUT_MOST   (8 * JSON_MESSAGE) /* bytes that wait for a worker that does not read */
#define DRAIN_MOST 64                 /* reads of what a dead worker left */

static void hear_line(struct worker *worker, const char *line, size_t size)
{
	const struct source source = {SOURCE_JSON, worker->name, line, size};
	AUTO_RPC struct rpc message = {0};
	struct error error = {0};

	if (rpc_read(&message, &source, &error) < 0)
		worker_give_up(worker, "sent a line that is no message (column %d): %s",
			error.column, error.text);
	else
		worker_hear(worker, &message);
}

static void hear_lines(struct worker *worker)
{
	const char *line;
	size_t size;
	int got = 0;

	while (worker_talks(worker) && (got = lines_next(&worker->in, &line, &size)) > 0)
		hear_line(worker, line, size);
	worker_give_credit(worker);
	if (worker_talks(worker) && got < 0)
		worker_give_up(worker, "sent a line of more than %d bytes.", JSON_MESSAGE);
}

/* Whether there may be more. */
static bool receive(struct worker *worker)
{
	char bytes[READ_SIZE];
	ssize_t got = recv(worker->process.talk, bytes, sizeof(bytes), 0);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (got <= 0) {
		worker_hung_up(worker);
		return false;
	}
	lines_add(&worker->in, bytes, (size_t)got);
	hear_lines(worker);
	return worker_talks(worker);
}

void worker_receive(void *worker)
{
	receive(worker);
}

void worker_drain(struct worker *worker)
{
	for (int i = 0; i < DRAIN_MOST && worker_talks(worker) && receive(worker); i++)
		;
	worker_mutter(worker);
}

void worker_transmit(void *argument)
{
	struct worker *worker = argument;
	struct text *out = &worker->out;
	ssize_t sent = 0;

	if (out->size > 0)
		sent = send(worker->process.talk, out->data, out->size, MSG_NOSIGNAL);
	if (sent > 0)
		text_cut(out, 0, (size_t)sent);
	if (sent < 0 && errno != EAGAIN && errno != EINTR)
		text_clear(out); /* it hung up: reading will tell */
	if (out->size > OUT_MOST)
		worker_give_up(worker, "does not read what it is told.");
	else if (out->size > 0)
		event_add(worker->writable.event, NULL);
}

void worker_notify(struct worker *worker, const char *method, struct json_object *parameters)
{
	struct error error = {0};

	if (rpc_write_notice(&worker->out, method, parameters, &error) < 0)
		worker_give_up(worker, "cannot be told \"%s\": %s", method, error.text);
	else
		worker_transmit(worker);
}

void worker_mutter(void *argument)
{
	struct worker *worker = argument;
	char bytes[READ_SIZE / 4];
	ssize_t got = read(worker->process.mutter, bytes, sizeof(bytes));

	if (got > 0)
		mutter_add(&worker->mutter, worker->name, bytes, (size_t)got);
	else if (got == 0)
		event_del(worker->muttering.event);
}
