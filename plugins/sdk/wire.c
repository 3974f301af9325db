#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/json.h"
#include "base/lines.h"
#include "base/text.h"
#include "sdk.h"

#define READ_SIZE 4096 /* what banyund says is short, and the stack is memory of each worker */

static struct lines incoming = {.limit = JSON_MESSAGE};
static pthread_mutex_t outgoing = PTHREAD_MUTEX_INITIALIZER;

static void __attribute__((noreturn)) leave(const char *why)
{
	if (why)
		fprintf(stderr, "%s\n", why);
	_exit(why ? EXIT_FAILURE : EXIT_SUCCESS);
}

static void receive(void)
{
	char bytes[READ_SIZE];
	ssize_t got;

	do
		got = recv(SDK_TALK, bytes, sizeof(bytes), 0);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		leave(NULL);
	lines_add(&incoming, bytes, (size_t)got);
}

static void parse(struct rpc *message, const char *line, size_t size)
{
	const struct source source = {SOURCE_JSON, "banyund", line, size};
	char text[900];
	struct error error = {0};

	if (rpc_read(message, &source, &error) < 0)
		leave(error_format(&error, text, sizeof(text)));
}

void wire_read(struct rpc *message)
{
	const char *line;
	size_t size;
	int got;

	while ((got = lines_next(&incoming, &line, &size)) == 0)
		receive();
	if (got < 0)
		leave("banyund sent a line that is too long.");
	parse(message, line, size);
}

/*
 * With the lock held. Waits while banyund does not read; when it is gone, reading ends the
 * process.
 */
static void put(const struct text *text)
{
	size_t done = 0;

	while (done < text->size) {
		ssize_t sent =
			send(SDK_TALK, text->data + done, text->size - done, MSG_NOSIGNAL);
		if (sent < 0 && errno != EINTR)
			break;
		done += sent > 0 ? (size_t)sent : 0;
	}
}

static void transmit(struct text *text)
{
	pthread_mutex_lock(&outgoing);
	put(text);
	pthread_mutex_unlock(&outgoing);
	text_clear(text);
}

/* Without its end, which is a number that the largest one stands for until it leaves. */
static int write_item(
	struct text *line, int64_t id, struct json_object *item, struct error *error)
{
	const size_t size = (size_t)snprintf(NULL, 0, "%lld}}\n", JSON_INTEGER_MOST);
	struct json_object *body = json_set_integer(json_object_new_object(), "id", id);

	json_set(body, "item", json_object_get(item));
	json_set_integer(body, "seq", JSON_INTEGER_MOST);
	if (rpc_write_notice(line, "item", body, error) < 0)
		return -1;
	line->size -= size;
	return 0;
}

/* The first line becomes all of them: who hears them is woken once. */
static void put_items(struct text *lines, size_t count, int64_t *sequence)
{
	pthread_mutex_lock(&outgoing);
	for (size_t i = 0; i < count; i++) {
		text_format(&lines[i], "%" PRId64 "}}\n", ++*sequence);
		if (i > 0)
			text_append(&lines[0], lines[i].data, lines[i].size);
	}
	put(&lines[0]);
	pthread_mutex_unlock(&outgoing);
}

int wire_items(int64_t id, struct json_object *const *items, size_t count, int64_t *sequence,
	struct error *error)
{
	struct text lines[WIRE_ITEMS] = {0};
	int result = 0;

	for (size_t i = 0; i < count && result == 0; i++)
		result = write_item(&lines[i], id, items[i], error);
	if (result == 0)
		put_items(lines, count, sequence);
	for (size_t i = 0; i < count; i++)
		text_clear(&lines[i]);
	return result;
}

int wire_notice(const char *method, struct json_object *parameters, struct error *error)
{
	struct text text = {0};

	if (rpc_write_notice(&text, method, parameters, error) < 0)
		return -1;
	transmit(&text);
	return 0;
}

int wire_answer(int64_t id, struct json_object *result, struct error *error)
{
	struct text text = {0};

	if (rpc_write_answer(&text, id, result, error) < 0)
		return -1;
	transmit(&text);
	return 0;
}

void wire_error(int64_t id, const struct error *error)
{
	struct text text = {0};

	rpc_write_error(&text, id, error);
	transmit(&text);
}
