/*
 * Workers, the questions that they are asked, and what becomes of the answers: some workers at
 * a time, however many hosts there are, and of each some questions, whose time begins when they
 * are put.
 */
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "core/host.h"
#include "core/job.h"
#include "core/worker.h"
#include "readiness/measure/measuring.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE     16    /* workers */
#define PUT_MOST    4     /* questions to one host: it lets in few logins at once */
#define QUESTION_MS 75000 /* none that is put takes so long */

struct question {
	STAILQ_ENTRY(question) entry;
	struct asked *asked;
	const char *member; /* of the measures: "reach", "machines" */
	const char *method;
	char *key;
	struct json_object *parameters;
	char digest[DIGEST_TEXT];
};

/* One worker and the questions that it is asked; they are over when it has ended. */
struct asked {
	STAILQ_ENTRY(asked) turn;
	TAILQ_ENTRY(asked) entry;
	struct measuring *measuring;
	const char *plugin;
	char *name;
	struct json_object *settings, *host;
	struct worker *worker; /* NULL: it waits for its turn */
	STAILQ_HEAD(, question) waiting;
	unsigned open;     /* questions that are put */
	char *unreachable; /* why nothing more is put; NULL: it is */
};

/* --- what is kept --- */

/*
 * "why" is a verdict: the question was put, and the answer is no. "unasked" is none: it could
 * not be put, or nobody answered it.
 */
static void keep(struct measuring *measuring, const char *member, const char *key,
	const char *digest, struct json_object *answer)
{
	char at[CLOCK_TEXT];

	clock_format(clock_wall(), at);
	json_set_string(answer, "at", at);
	json_set_string(answer, "question", digest);
	json_set(json_member(measuring->measures, member), key, answer);
	job_progress(measuring->order.job, ++measuring->answered, measuring->count.asked, key);
}

void asked_keep(struct measuring *measuring, const char *member, struct json_object *question,
	struct json_object *answer)
{
	keep(measuring, member, json_string(question, "key"), json_string(question, "digest"),
		answer);
}

struct json_object *asked_unanswered(const char *word, const char *why)
{
	return json_set_string(json_object_new_object(), word,
		why && why[0] ? why : N_("there was no answer."));
}

static void close_question(struct question *question, struct json_object *answer)
{
	keep(question->asked->measuring, question->member, question->key, question->digest,
		answer);
	json_object_put(question->parameters);
	free(question->key);
	free(question);
}

/* --- one worker --- */

static struct question *take_question(struct asked *asked)
{
	struct question *question = STAILQ_FIRST(&asked->waiting);

	if (question)
		STAILQ_REMOVE_HEAD(&asked->waiting, entry);
	return question;
}

static void asked_free(struct asked *asked)
{
	struct question *question;

	while ((question = take_question(asked)))
		close_question(question, asked_unanswered("unasked", asked->unreachable));
	json_object_put(asked->settings);
	json_object_put(asked->host);
	free(asked->unreachable);
	free(asked->name);
	free(asked);
}

static void put_some(struct asked *asked);

/* Who is not reached once is not asked again: each question would wait for it anew. */
static bool is_unreachable(enum worker_answer answer, const struct error *error)
{
	return answer == WORKER_LOST || (error && error->code == ERROR_UNREACHABLE);
}

static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct question *question = argument;
	struct asked *asked = question->asked;
	const char *why = error ? error->text : NULL;

	if (is_unreachable(answer, error) && !asked->unreachable)
		asked->unreachable = mem_string(why ? why : "");
	close_question(question,
		answer == WORKER_DONE ? json_copy(result) : asked_unanswered("unasked", why));
	asked->open--;
	put_some(asked);
}

static void put(struct asked *asked, struct question *question)
{
	asked->open++;
	worker_ask(asked->worker, question->method, mem_take(&question->parameters),
		QUESTION_MS,
		&(struct worker_listener){.answered = answered, .argument = question});
}

static void put_some(struct asked *asked)
{
	while (!asked->unreachable && asked->open < PUT_MOST && !STAILQ_EMPTY(&asked->waiting))
		put(asked, take_question(asked));
	if (asked->open == 0)
		worker_end(asked->worker);
}

static void ended(void *argument, const char *why)
{
	struct asked *asked = argument;
	struct measuring *measuring = asked->measuring;

	if (!asked->unreachable && why)
		asked->unreachable = mem_string(why);
	TAILQ_REMOVE(&measuring->working, asked, entry);
	measuring->working_count--;
	asked_free(asked);
	asked_go_on(measuring);
	measure_release(measuring);
}

static int start(struct asked *asked, struct error *error)
{
	struct host_party party = {asked->host, ""};

	return host_start_worker(&asked->worker, asked->measuring->order.context, asked->plugin,
		asked->name, asked->settings, &party, 1, ended, asked, error);
}

/* --- all of them --- */

static struct asked *take_turn(struct measuring *measuring)
{
	struct asked *asked = STAILQ_FIRST(&measuring->waiting);

	if (asked)
		STAILQ_REMOVE_HEAD(&measuring->waiting, turn);
	return asked;
}

/* Whose questions stay unasked. */
static void leave_out(struct asked *asked, const char *why)
{
	struct measuring *measuring = asked->measuring;

	asked->unreachable = mem_string(why);
	asked_free(asked);
	measure_release(measuring);
}

void asked_go_on(struct measuring *measuring)
{
	struct asked *asked;

	while (measuring->working_count < AT_ONCE && (asked = take_turn(measuring))) {
		struct error error = {0};

		if (start(asked, &error) < 0) {
			leave_out(asked, error.text);
			continue;
		}
		TAILQ_INSERT_TAIL(&measuring->working, asked, entry);
		measuring->working_count++;
		put_some(asked);
	}
}

void asked_cancel(struct measuring *measuring)
{
	struct asked *asked;

	while ((asked = take_turn(measuring)))
		leave_out(asked, N_("The check was cancelled."));
	TAILQ_FOREACH(asked, &measuring->working, entry)
	worker_end(asked->worker);
}

/* --- who asks --- */

/* Which of measure_families a member of the measures belongs to. */
static const char *family_of(const char *member)
{
	if (text_equal(member, "literals"))
		return "files";
	return text_equal(member, "reach") || text_equal(member, "arrivals") ||
			       text_equal(member, "certificates")
		       ? "hosts"
		       : member;
}

/* Whether what was answered before will do. */
static bool reuse(struct asker *asker, const char *member, const char *key, const char *digest)
{
	struct measuring *measuring = asker->measuring;
	struct json_object *answer =
		reuse_answer(&measuring->reuse, family_of(member), member, key, digest);

	if (!answer)
		return false;
	json_set(json_member(measuring->measures, member), key, json_object_get(answer));
	measuring->count.reused++;
	return true;
}

bool asker_knows(struct asker *asker, const char *member, const char *key, const char *method,
	struct json_object *parameters, char digest[DIGEST_TEXT])
{
	reuse_digest(digest, method, parameters, asker->facts);
	return reuse(asker, member, key, digest);
}

/* Who is asked, from its first question on. */
static struct asked *asked_of(struct asker *asker)
{
	struct measuring *measuring = asker->measuring;

	if (asker->asked)
		return asker->asked;
	asker->asked = mem_alloc(sizeof(*asker->asked));
	*asker->asked = (struct asked){.measuring = measuring,
		.plugin = asker->plugin,
		.name = mem_string(asker->name),
		.settings = json_object_get(asker->settings),
		.host = json_object_get(asker->host)};
	STAILQ_INIT(&asker->asked->waiting);
	STAILQ_INSERT_TAIL(&measuring->waiting, asker->asked, turn);
	measuring->open++;
	return asker->asked;
}

void asker_ask(struct asker *asker, const char *member, char *key, const char *method,
	struct json_object *parameters)
{
	AUTO_JSON struct json_object *put = parameters;
	AUTO_FREE char *name = key;
	struct question *question;
	char digest[DIGEST_TEXT];

	if (asker_knows(asker, member, key, method, parameters, digest))
		return;
	question = mem_alloc(sizeof(*question));
	*question = (struct question){.asked = asked_of(asker),
		.member = member,
		.method = method,
		.key = mem_take(&name),
		.parameters = mem_take(&put)};
	memcpy(question->digest, digest, sizeof(digest));
	STAILQ_INSERT_TAIL(&question->asked->waiting, question, entry);
	asker->measuring->count.asked++;
}
