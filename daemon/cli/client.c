#include "base/memory.h"
#include "base/text.h"
#include "cli/cli.h"
#include <curl/curl.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_MIB   512UL /* all findings of ten cities, and more than anybody reads */
#define ANSWER_LIMIT (ANSWER_MIB * 1024 * 1024)
#define LOOK_MS      150 /* between two looks at a job, which does not end between them */

static size_t take(char *data, size_t size, size_t count, void *argument)
{
	struct text *text = argument;

	if (text->size + size * count > ANSWER_LIMIT)
		return 0;
	text_append(text, data, size * count);
	return size * count;
}

/* --- Ctrl-C --- */

static volatile sig_atomic_t interrupted;
static bool breaks;

static void interrupt(int signal_number)
{
	(void)signal_number;
	interrupted = 1;
}

void cli_break_on_interrupt(void)
{
	breaks = true;
	sigaction(SIGINT,
		&(struct sigaction){.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND},
		NULL);
}

bool cli_interrupted(void)
{
	return interrupted;
}

static int break_off(void *argument, curl_off_t total, curl_off_t now, curl_off_t upload_total,
	curl_off_t upload_now)
{
	(void)argument;
	(void)total;
	(void)now;
	(void)upload_total;
	(void)upload_now;
	return interrupted;
}

/* --- one exchange --- */

static void set_up(CURL *curl, const struct cli *cli, const char *method, const char *path,
	struct text *out, struct curl_slist *headers)
{
	AUTO_FREE char *url = mem_format("http://banyun%s", path);

	curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, cli->socket);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, out);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 5L);
	/* Who can break it off waits as long as he likes. */
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, breaks ? 0L : 60L);
	if (breaks) {
		curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
		curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, break_off);
	}
}

/* `*status` is the answer's. */
static int exchange(struct text *out, long *status, const struct cli *cli, const char *method,
	const char *path, const char *body, struct error *error)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	static CURL *curl; /* one for the life of the process: it keeps its connection */
	CURLcode code;

	if (!curl && curl_global_init(CURL_GLOBAL_NOTHING) == CURLE_OK)
		curl = curl_easy_init(); /* the socket needs nothing of TLS */
	curl_easy_reset(curl);
	set_up(curl, cli, method, path, out, headers);
	if (body)
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, status);
	curl_slist_free_all(headers);
	if (code == CURLE_OK)
		return 0;
	if (code == CURLE_ABORTED_BY_CALLBACK)
		return error_set(
			error, ERROR_FAILED, NULL, _("Interrupted: nothing was changed."));
	if (code == CURLE_WRITE_ERROR)
		return error_set(error, ERROR_FAILED, path,
			_("The answer is longer than %lu MiB, and nothing of it was kept. Ask "
			  "for less of it, by a filter of the command."),
			ANSWER_MIB);
	return error_set(error, ERROR_UNREACHABLE, cli->socket,
		_("The daemon cannot be reached (%s). Is banyund running, and is this its "
		  "socket?"),
		curl_easy_strerror(code));
}

static int parse(struct json_object **tree, const struct text *text, struct error *error)
{
	struct source source = {
		SOURCE_JSON, "answer", text->data ? text->data : "", text->size};

	return json_parse(tree, &source, ANSWER_LIMIT, error);
}

/*
 * What the daemon said of a request that it did not carry out. Of the body, which the command
 * made itself, no person has lines.
 */
static int take_problem(struct json_object *problem, struct error *error)
{
	const char *object = json_string(problem, "object");
	const char *detail = json_string(problem, "detail");
	bool body = text_equal(object, "request body");

	if (!detail)
		detail = json_string(problem, "text");
	error_set(error, error_from_word(json_string(problem, "code")), body ? NULL : object,
		"%s", detail ? detail : _("The daemon gave no reason."));
	if (body)
		return -1;
	error->line = (int)json_integer(problem, "line", 0);
	error->column = (int)json_integer(problem, "column", 0);
	return -1;
}

int cli_ask(struct json_object **answer, const struct cli *cli, const char *method,
	const char *path, struct json_object *body, struct error *error)
{
	AUTO_JSON struct json_object *owned = body, *tree = NULL;
	AUTO_FREE char *bytes = body ? json_canonical_string(body) : NULL;
	AUTO_TEXT struct text out = {0};
	long status = 0;

	*answer = NULL;
	if (exchange(&out, &status, cli, method, path, bytes, error) < 0 ||
		parse(&tree, &out, error) < 0)
		return -1;
	if (status >= 400)
		return take_problem(tree, error);
	*answer = mem_take(&tree);
	return 0;
}

int cli_fetch(struct text *out, const struct cli *cli, const char *path, struct error *error)
{
	AUTO_JSON struct json_object *problem = NULL;
	long status = 0;

	if (exchange(out, &status, cli, "GET", path, NULL, error) < 0)
		return -1;
	if (status < 400)
		return 0;
	if (parse(&problem, out, error) < 0)
		return -1;
	return take_problem(problem, error);
}

char *cli_escape(const char *text)
{
	char *escaped = curl_easy_escape(NULL, text, 0);
	char *copy = mem_string(escaped ? escaped : "");

	curl_free(escaped);
	return copy;
}

char *cli_path(const char *collection, const char *name, const char *rest)
{
	AUTO_FREE char *part = cli_escape(name);

	return mem_format("/v1/%s/%s%s", collection, part, rest);
}

void cli_add_parameter(struct text *path, const char *name, const char *value)
{
	AUTO_FREE char *escaped = value ? cli_escape(value) : NULL;

	if (escaped)
		text_format(
			path, "%s%s=%s", strchr(path->data, '?') ? "&" : "?", name, escaped);
}

/* --- jobs --- */

static void show_progress(struct json_object *job)
{
	char bar[4 * 20 + 1], left[48] = "";
	int64_t remaining = json_integer(job, "remaining_ms", -1);
	const char *text = json_string(job, "text");
	AUTO_FREE char *said = text ? language_sentence(text) : NULL;

	if (!isatty(STDERR_FILENO))
		return;
	if (remaining >= 0)
		cli_seconds(remaining / 1000, left);
	fprintf(stderr, "\r\033[K%s %s %s",
		cli_bar(json_integer(job, "done", 0), json_integer(job, "total", 0), 20, bar),
		said ? said : "", left);
}

static void clear_progress(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

static void cancel(const struct cli *cli, const char *path)
{
	AUTO_JSON struct json_object *answer = NULL;
	struct error ignored = {0};

	interrupted = 0;
	cli_ask(&answer, cli, "DELETE", path, NULL, &ignored);
}

static int wait_for(struct json_object **result, const struct cli *cli, const char *path,
	struct error *error)
{
	AUTO_FREE char *look = mem_format("%s?wait=%d", path, LOOK_MS);

	for (;;) {
		AUTO_JSON struct json_object *job = NULL;

		if (interrupted)
			cancel(cli, path);
		if (cli_ask(&job, cli, "GET", look, NULL, error) < 0)
			return -1;
		if (text_equal(json_string(job, "state"), "running")) {
			show_progress(job);
			continue;
		}
		clear_progress();
		if (text_equal(json_string(job, "state"), "failed"))
			return take_problem(json_member(job, "error"), error);
		*result = json_object_get(json_member(job, "result"));
		return 0;
	}
}

int cli_ask_job(struct json_object **result, const struct cli *cli, const char *path,
	struct json_object *body, struct error *error)
{
	AUTO_JSON struct json_object *started = NULL;
	AUTO_FREE char *job = NULL;

	*result = NULL;
	if (cli_ask(&started, cli, "POST", path, body ? body : json_object_new_object(),
		    error) < 0)
		return -1;
	job = mem_format("/v1/jobs/%s", json_string(started, "job"));
	sigaction(SIGINT, &(struct sigaction){.sa_handler = interrupt}, NULL);
	return wait_for(result, cli, job, error);
}
