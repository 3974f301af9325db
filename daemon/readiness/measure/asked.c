/* Workers, the questions that they are asked, and what becomes of the answers. */
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
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

#define QUESTION_MS 75000

/* One worker and the questions that it is asked; they are over when it has ended. */
struct asked {
	struct measuring *measuring;
	struct worker *worker;
	unsigned open; /* questions without an answer */
};

struct question {
	struct asked *asked;
	const char *member; /* of the measures: "pages", "reach", "machines" */
	char *key;
	char digest[DIGEST_TEXT];
	bool failure_is_verdict;
};

/*
 * "why" is a verdict: the question was put, and the answer is no. "unasked" is none: it could
 * not be put, or nobody answered it.
 */
static void keep_answer(struct measuring *measuring, const struct question *question,
	struct json_object *result, const char *member, const char *sentence)
{
	struct json_object *answers = json_member(measuring->measures, question->member);
	struct json_object *kept = result ? json_copy(result) : json_object_new_object();
	char at[CLOCK_TEXT];

	clock_format(clock_wall(), at);
	json_set_string(kept, "at", at);
	json_set_string(kept, "question", question->digest);
	json_set_string(kept, member, sentence);
	json_set(answers, question->key, kept);
}

/*
 * A page that was asked for and not given is a verdict. What a host says of others is its
 * result; when it gives none, it could not be asked, and knows nothing.
 */
static bool is_verdict(
	const struct question *question, enum worker_answer answer, const struct error *error)
{
	return answer == WORKER_FAILED && question->failure_is_verdict &&
	       (error->code == ERROR_FAILED || error->code == ERROR_UNREACHABLE);
}

static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct question *question = argument;
	struct asked *asked = question->asked;
	struct measuring *measuring = asked->measuring;
	bool verdict = error && is_verdict(question, answer, error);

	if (answer == WORKER_DONE)
		keep_answer(measuring, question, result, "why", NULL);
	else
		keep_answer(measuring, question, NULL, verdict ? "why" : "unasked",
			error ? error->text : "there was no answer.");
	job_progress(measuring->order.job, ++measuring->answered, measuring->count.asked,
		question->key);
	free(question->key);
	free(question);
	if (--asked->open == 0)
		worker_end(asked->worker);
}

static void ended(void *argument, const char *why)
{
	struct asked *asked = argument;
	struct measuring *measuring = asked->measuring;

	(void)why;
	for (unsigned i = 0; i < measuring->worker_count; i++)
		if (measuring->workers[i] == asked)
			measuring->workers[i] = NULL;
	free(asked);
	measure_release(measuring);
}

static struct asked *start(const struct asker *asker)
{
	struct measuring *measuring = asker->measuring;
	struct asked *asked = mem_alloc(sizeof(*asked));
	struct error error = {0};

	asked->measuring = measuring;
	if (measuring->worker_count ==
			sizeof(measuring->workers) / sizeof(measuring->workers[0]) ||
		host_start_worker(&asked->worker, measuring->order.context, asker->plugin,
			asker->name, asker->settings, asker->parties, asker->count, ended,
			asked, &error) < 0) {
		log_warning("readiness", asker->name, "%s", error.text);
		free(asked);
		return NULL;
	}
	measuring->workers[measuring->worker_count++] = asked;
	measuring->open++;
	return asked;
}

static bool is_started(struct asker *asker)
{
	if (!asker->asked && !asker->lost) {
		asker->asked = start(asker);
		asker->lost = !asker->asked;
	}
	return asker->asked;
}

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

void asked_keep(struct measuring *measuring, const char *member, struct json_object *question,
	struct json_object *result, const char *why)
{
	AUTO_FREE char *key = mem_string(json_string(question, "key"));
	struct question kept = {.member = member, .key = key};

	snprintf(kept.digest, sizeof(kept.digest), "%s", json_string(question, "digest"));
	keep_answer(measuring, &kept, result, result ? "why" : "unasked",
		result ? json_string(result, "why") : why);
	job_progress(measuring->order.job, ++measuring->answered, measuring->count.asked, key);
}

void asker_ask(struct asker *asker, const char *member, char *key, const char *method,
	struct json_object *parameters)
{
	AUTO_JSON struct json_object *put = parameters;
	AUTO_FREE char *name = key;
	struct question *question;
	char digest[DIGEST_TEXT];

	if (asker_knows(asker, member, key, method, parameters, digest) || !is_started(asker))
		return;
	question = mem_alloc(sizeof(*question));
	*question = (struct question){.asked = asker->asked,
		.member = member,
		.key = mem_take(&name),
		.failure_is_verdict = text_equal(member, "pages")};
	memcpy(question->digest, digest, sizeof(digest));
	asker->asked->open++;
	asker->measuring->count.asked++;
	worker_ask(asker->asked->worker, method, mem_take(&put), QUESTION_MS,
		&(struct worker_listener){.answered = answered, .argument = question});
}

void asked_end(struct asked *asked)
{
	worker_end(asked->worker);
}
