#include "core/host_keep.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/context.h"
#include "core/host.h"
#include "core/limits.h"
#include "core/loop.h"
#include "core/worker.h"
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#define ROUND_MS 15000 /* between two looks whether those that wait still may */
#define MOST     256   /* that wait at once, where the system has room for them */

struct kept {
	TAILQ_ENTRY(kept) entry;
	struct host_keep *keep; /* NULL: it is gone */
	char *host;
	char login[DIGEST_TEXT]; /* what the worker was started with */
	struct worker *worker;
	void (*ended)(void *argument, const char *why); /* of who uses it; NULL: nobody does */
	void *argument;
	bool waits;
	int64_t until; /* by clock_monotonic(), while it waits */
};

struct host_keep {
	const struct context *context;
	struct loop_timer *timer;
	TAILQ_HEAD(, kept) all;
	unsigned waiting, most;
};

static void stop_waiting(struct kept *kept)
{
	kept->keep->waiting -= kept->waits ? 1 : 0;
	kept->waits = false;
}

static void kept_ended(void *argument, const char *why)
{
	struct kept *kept = argument;

	if (kept->keep) {
		stop_waiting(kept);
		TAILQ_REMOVE(&kept->keep->all, kept, entry);
	}
	if (kept->ended)
		kept->ended(kept->argument, why);
	free(kept->host);
	free(kept);
}

static struct kept *find_waiting(struct host_keep *keep, const char *host)
{
	struct kept *kept;

	TAILQ_FOREACH(kept, &keep->all, entry)
	{
		if (kept->waits && text_equal(kept->host, host))
			return kept;
	}
	return NULL;
}

static struct json_object *settings_of(struct json_object *host)
{
	return json_set_boolean(host_ssh_settings(host, "source"), "stay", true);
}

static int login_of(char login[DIGEST_TEXT], const struct host_keep *keep,
	struct json_object *host, struct error *error)
{
	AUTO_JSON struct json_object *settings = settings_of(host);

	return host_worker_login(
		login, keep->context, settings, &(struct host_party){host, ""}, 1, error);
}

/* --- those that wait --- */

static bool still_leads_there(const struct kept *kept)
{
	AUTO_JSON struct json_object *host = NULL;
	char login[DIGEST_TEXT];

	return host_load(&host, kept->keep->context->store, kept->host, NULL) == 0 &&
	       login_of(login, kept->keep, host, NULL) == 0 && text_equal(login, kept->login);
}

static void look_round(void *argument)
{
	struct host_keep *keep = argument;
	int64_t now = clock_monotonic();
	struct kept *kept;

	keep->timer = loop_after(keep->context->loop, ROUND_MS, look_round, keep);
	TAILQ_FOREACH(kept, &keep->all, entry)
	{
		if (!kept->waits || (now < kept->until && still_leads_there(kept)))
			continue;
		stop_waiting(kept);
		worker_end(kept->worker);
	}
}

struct host_keep *host_keep_new(const struct context *context)
{
	struct host_keep *keep;

	if (context->config->login_minutes == 0)
		return NULL;
	keep = mem_alloc(sizeof(*keep));
	keep->context = context;
	keep->most = limits_staying(MOST);
	TAILQ_INIT(&keep->all);
	keep->timer = loop_after(context->loop, ROUND_MS, look_round, keep);
	return keep;
}

void host_keep_free(struct host_keep *keep)
{
	struct kept *kept;

	if (!keep)
		return;
	loop_cancel(keep->timer);
	while ((kept = TAILQ_FIRST(&keep->all))) {
		TAILQ_REMOVE(&keep->all, kept, entry);
		kept->keep = NULL;
		kept->ended = NULL;
		worker_end(kept->worker);
	}
	free(keep);
}

/* --- visits --- */

/* One that is not what the register says now is ended. */
static struct kept *take_waiting(struct host_keep *keep, const char *host, const char *login)
{
	struct kept *kept = find_waiting(keep, host);

	if (!kept)
		return NULL;
	stop_waiting(kept);
	if (text_equal(kept->login, login))
		return kept;
	worker_end(kept->worker);
	return NULL;
}

static struct kept *start(struct host_keep *keep, struct json_object *host, const char *login,
	struct error *error)
{
	AUTO_JSON struct json_object *settings = settings_of(host);
	const struct host_party party = {host, ""};
	struct kept *kept = mem_alloc(sizeof(*kept));
	AUTO_FREE char *name = NULL;

	kept->keep = keep;
	kept->host = mem_string(json_string(host, "name"));
	memcpy(kept->login, login, sizeof(kept->login));
	name = mem_format("ssh %s", kept->host);
	if (host_start_worker(&kept->worker, keep->context, "ssh", name, settings, &party, 1,
		    kept_ended, kept, error) < 0) {
		free(kept->host);
		free(kept);
		return NULL;
	}
	TAILQ_INSERT_TAIL(&keep->all, kept, entry);
	return kept;
}

int host_keep_begin(struct kept **result, struct host_keep *keep, struct json_object *host,
	void (*ended)(void *argument, const char *why), void *argument, struct error *error)
{
	char login[DIGEST_TEXT] = "";
	int known = login_of(login, keep, host, error);
	struct kept *kept = take_waiting(keep, json_string(host, "name"), login);

	*result = NULL;
	if (known < 0)
		return -1;
	if (!kept)
		kept = start(keep, host, login, error);
	if (!kept)
		return -1;
	kept->ended = ended;
	kept->argument = argument;
	*result = kept;
	return 0;
}

struct worker *kept_worker(const struct kept *kept)
{
	return kept->worker;
}

bool kept_stay(struct kept *kept)
{
	struct host_keep *keep = kept->keep;

	if (!keep || keep->waiting >= keep->most)
		return false;
	keep->waiting++;
	kept->waits = true;
	kept->ended = NULL;
	kept->until =
		clock_monotonic() + keep->context->config->login_minutes * 60 * CLOCK_SECOND;
	return true;
}
