#include "execution/crew.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "core/host.h"
#include "core/loop.h"
#include "core/worker.h"
#include "execution/crew_private.h"
#include <stdlib.h>

/*
 * The answer of an ask is collected in it and told when the last of its parts has answered: an
 * ask has one part for the mover, and as many as there are pages or disks for the checks.
 */

static void ask_free(struct ask *ask)
{
	json_object_put(ask->result);
	free(ask->why);
	free(ask);
}

static void unlink_ask(struct ask *ask)
{
	struct ask **link = &ask->crew->asks;

	while (*link && *link != ask)
		link = &(*link)->next;
	if (*link)
		*link = ask->next;
}

static void tell(struct ask *ask)
{
	struct crew *crew = ask->crew;
	struct crew_answer answer = {
		.serial = ask->serial,
		.attempt = ask->attempt,
		.operation = ask->operation,
		.reply = ask->reply,
		.world = ask->world_read ? &ask->world : NULL,
		.result = ask->result,
		.why = ask->why,
	};

	if (crew && ask->reply != REPLY_DONE)
		log_warning("crew", crew->name, "%s: %s", operation_word(ask->operation),
			ask->why ? ask->why : "no reason given");
	if (crew) {
		unlink_ask(ask);
		crew->listener.answered(crew->listener.argument, &answer);
	}
	ask_free(ask);
}

static void tell_posted(void *argument)
{
	tell(argument);
}

void ask_part_done(struct ask *ask)
{
	if (--ask->parts == 0)
		loop_post(ask->loop, tell_posted, ask);
}

/* The worst of the parts' replies is the answer, and its reason is kept. */
void ask_spoil(struct ask *ask, enum reply reply, const char *why)
{
	if (ask->reply != REPLY_DONE)
		return;
	ask->reply = reply;
	ask->why = mem_string(why);
}

static enum reply reply_of(enum worker_answer answer)
{
	switch (answer) {
	case WORKER_DONE:
		return REPLY_DONE;
	case WORKER_REFUSED:
		return REPLY_REFUSED;
	case WORKER_FAILED:
		return REPLY_FAILED;
	case WORKER_LOST:
		break;
	}
	return REPLY_LOST;
}

void ask_take_answer(struct ask *ask, enum worker_answer answer, const struct error *error)
{
	if (answer != WORKER_DONE)
		ask_spoil(ask, reply_of(answer), error ? error->text : NULL);
}

/* The world that an answer carries; one that cannot be read is no answer at all. */
static void take_world(struct ask *ask)
{
	struct error error = {0};
	struct json_object *world = json_member(ask->result, "world");

	if (ask->operation != OPERATION_OBSERVE || ask->reply != REPLY_DONE)
		return;
	if (world_decode(&ask->world, world, &error) < 0)
		ask_spoil(ask, REPLY_LOST, error.text);
	else
		ask->world_read = true;
}

static void mover_answered(void *argument, enum worker_answer answer,
	struct json_object *result, const struct error *error)
{
	struct ask *ask = argument;

	ask_take_answer(ask, answer, error);
	ask->result = json_object_get(result);
	take_world(ask);
	ask_part_done(ask);
}

static void mover_progressed(void *argument, struct json_object *progress)
{
	struct ask *ask = argument;

	if (ask->crew && ask->crew->listener.progressed)
		ask->crew->listener.progressed(ask->crew->listener.argument, progress);
}

static struct json_object *mover_settings(struct crew *crew, uint32_t attempt)
{
	struct json_object *settings = json_object_new_object(),
			   *order = json_object_new_object();
	static const char *const names[SIDES] = {"source", "target"};
	char opened[CLOCK_TEXT];

	for (unsigned side = 0; side < SIDES; side++) {
		struct json_object *party = json_object_new_object();
		AUTO_FREE char *uri = host_uri(crew->host[side]);

		json_set_string(party, "name", json_string(crew->host[side], "name"));
		json_set_string(party, "uri", uri);
		json_set(settings, names[side], party);
	}
	json_set_string(order, "run", crew->run);
	json_set_integer(order, "attempt", attempt);
	clock_format(crew->opened, opened);
	json_set_string(order, "opened", opened);
	json_set(order, "move", json_object_get(crew->move));
	json_set_string(settings, "role", "mover");
	return json_set(settings, "order", order);
}

static void hand_ended(void *argument, const char *why)
{
	struct hand *hand = argument;

	(void)why; /* the worker's own log line tells it */
	if (hand->place)
		*hand->place = NULL;
	free(hand);
}

int hand_start(struct hand **place, struct crew *crew, const char *plugin,
	struct json_object *settings, const struct host_party *parties, unsigned party_count,
	struct error *error)
{
	struct hand *hand = mem_alloc(sizeof(*hand));

	if (host_start_worker(&hand->worker, crew->context, plugin, crew->name, settings,
		    parties, party_count, hand_ended, hand, error) < 0) {
		free(hand);
		return -1;
	}
	hand->place = place;
	*place = hand;
	return 0;
}

/* Ends the worker there, if any, and empties the place; its open calls still answer. */
static void hand_end(struct hand **place)
{
	struct hand *hand = mem_take(place);

	if (!hand)
		return;
	hand->place = NULL;
	worker_end(hand->worker);
}

static int start_mover(struct crew *crew, uint32_t attempt, struct error *error)
{
	struct host_party parties[SIDES] = {
		{crew->host[SIDE_SOURCE], "source."}, {crew->host[SIDE_TARGET], "target."}};
	AUTO_JSON struct json_object *settings = NULL;

	if (crew->mover && crew->mover_attempt == attempt)
		return 0;
	hand_end(&crew->mover);
	settings = mover_settings(crew, attempt);
	crew->mover_attempt = attempt;
	return hand_start(&crew->mover, crew, "libvirt", settings, parties, SIDES, error);
}

static struct json_object *mover_parameters(const struct crew_question *question)
{
	struct json_object *parameters = json_object_new_object();

	if (question->operation == OPERATION_RESTORE_SOURCE ||
		question->operation == OPERATION_AUTOSTART_TARGET)
		json_set_boolean(parameters, "autostart", question->autostart);
	return parameters;
}

static int ask_mover(struct ask *ask, const struct crew_question *question, struct error *error)
{
	struct worker_listener listener = {
		.answered = mover_answered, .progressed = mover_progressed, .argument = ask};

	if (start_mover(ask->crew, ask->attempt, error) < 0)
		return -1;
	ask->parts++;
	worker_ask(ask->crew->mover->worker, operation_word(ask->operation),
		mover_parameters(question), 0, &listener);
	return 0;
}

/* The host of a side, when it still is the one that the plan was made with. */
static int load_host(struct json_object **host, const struct context *context,
	struct json_object *move, enum side side, struct error *error)
{
	static const char *const names[SIDES] = {"source", "target"};
	struct json_object *planned = json_member(move, names[side]);
	const char *name = json_string(planned, "host");
	char login[DIGEST_TEXT];

	if (host_load(host, context->store, name, error) < 0)
		return -1;
	host_login(*host, login);
	if (text_equal(login, json_string(planned, "login")))
		return 0;
	json_put_at(host);
	return error_set(error, ERROR_REFUSED, name,
		"Host \"%s\" is registered with another address, user or host key than move "
		"\"%s\" was planned with; scan and plan again.",
		name, json_string(move, "name"));
}

int crew_check_hosts(
	const struct context *context, struct json_object *move, struct error *error)
{
	for (unsigned side = 0; side < SIDES; side++) {
		AUTO_JSON struct json_object *host = NULL;

		if (load_host(&host, context, move, side, error) < 0)
			return -1;
	}
	return 0;
}

static int load_hosts(struct crew *crew, struct error *error)
{
	for (unsigned side = 0; side < SIDES; side++)
		if (!crew->host[side] && load_host(&crew->host[side], crew->context, crew->move,
						 side, error) < 0)
			return -1;
	return 0;
}

static int ask_parts(struct ask *ask, const struct crew_question *question, struct error *error)
{
	if (load_hosts(ask->crew, error) < 0)
		return -1;
	switch (ask->operation) {
	case OPERATION_CHECK_PAGE:
		return ask_pages(ask, error);
	case OPERATION_CHECK_CONTENT:
		return ask_content(ask, question->notes, error);
	default:
		return ask_mover(ask, question, error);
	}
}

/* Before anything was touched a refusal is one; later only a worker's own read may refuse. */
static enum reply unasked(enum operation operation, const struct error *error)
{
	return operation == OPERATION_DRIFT && error->code == ERROR_REFUSED ? REPLY_REFUSED
									    : REPLY_FAILED;
}

void crew_ask(struct crew *crew, const struct crew_question *question)
{
	struct ask *ask = mem_alloc(sizeof(*ask));
	struct error error = {0};

	ask->crew = crew;
	ask->loop = crew->context->loop;
	ask->operation = question->operation;
	ask->serial = question->serial;
	ask->attempt = question->attempt;
	ask->next = crew->asks;
	ask->parts = 1; /* held until all parts are asked */
	crew->asks = ask;
	if (question->refused)
		ask_spoil(ask, REPLY_REFUSED, question->refused);
	else if (ask_parts(ask, question, &error) < 0)
		ask_spoil(ask, unasked(ask->operation, &error), error.text);
	ask_part_done(ask);
}

struct crew *crew_new(const struct context *context, const char *run, struct json_object *move,
	int64_t opened, const struct crew_listener *listener)
{
	struct crew *crew = mem_alloc(sizeof(*crew));

	crew->context = context;
	crew->run = run;
	crew->move = move;
	crew->opened = opened;
	crew->listener = *listener;
	crew->name = mem_format("%s/%s", run, json_string(move, "name"));
	return crew;
}

void crew_give_up(struct crew *crew)
{
	hand_end(&crew->mover);
	hand_end(&crew->probe);
	for (unsigned side = 0; side < SIDES; side++)
		hand_end(&crew->ssh[side]);
}

void crew_free(struct crew *crew)
{
	if (!crew)
		return;
	for (struct ask *ask = crew->asks; ask; ask = ask->next)
		ask->crew = NULL;
	crew_give_up(crew);
	for (unsigned side = 0; side < SIDES; side++)
		json_object_put(crew->host[side]);
	free(crew->name);
	free(crew);
}
