#include <curl/curl.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "probe.h"

#define BODY_MOST    (16 * 1024 * 1024) /* bytes of a page */
#define TIMEOUT      5000               /* milliseconds, where none is asked for */
#define TIMEOUT_MOST 300000
#define ERRORS_FROM  400
#define REST         500 /* milliseconds between two tries */

const struct shape_field page_fields[] = {
	{"url", SHAPE_STRING, .required = true, .low = 8, .high = 2048,
		.help = "http:// or https://"},
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6, .help = "4 or 6"},
	{"expect_status", SHAPE_INTEGER, .low = 100, .high = 599,
		.help = "the one good status; without it, 200 to 399"},
	{"timeout_ms", SHAPE_INTEGER, .low = 1, .high = TIMEOUT_MOST,
		.help = "for all of it; 5000 without it"},
	{"patience_ms", SHAPE_INTEGER, .low = 0, .high = TIMEOUT_MOST,
		.help = "how long a page that fails is asked again; 0 without it"},
	{"source", SHAPE_ADDRESS, .help = "the address to ask from"},
	{0},
};

/* One page on its way. */
struct fetch {
	struct plugin_call *call;
	CURL *curl;
	struct text body;
	int64_t timeout; /* milliseconds */
	char said[CURL_ERROR_SIZE];
};

int page_prepare(struct json_object *settings, struct error *error)
{
	(void)settings;
	return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK
		       ? 0
		       : error_set(error, ERROR_FAILED, "libcurl", "libcurl cannot be used.");
}

static size_t take(char *data, size_t one, size_t size, void *argument)
{
	struct fetch *fetch = argument;

	(void)one;
	if (fetch->body.size + size > BODY_MOST)
		return 0;
	text_append(&fetch->body, data, size);
	return size;
}

static int look(void *argument, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return plugin_cancelled(((struct fetch *)argument)->call);
}

static long timeout(const struct fetch *fetch)
{
	int64_t left = plugin_remaining(fetch->call);

	return (long)(fetch->timeout < left ? fetch->timeout : left > 0 ? left : 1);
}

/* Only what is asked for is contacted: no proxy, no redirect, no other protocol, one family. */
static bool set_up(struct fetch *fetch, struct json_object *parameters)
{
	CURL *curl = fetch->curl;
	long family = json_integer(parameters, "family", 4) == 6 ? CURL_IPRESOLVE_V6
								 : CURL_IPRESOLVE_V4;
	const char *source = json_string(parameters, "source");
	AUTO_FREE char *interface = source ? mem_format("host!%s", source) : NULL;

	return curl_easy_setopt(curl, CURLOPT_URL, json_string(parameters, "url")) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == 0 &&
	       curl_easy_setopt(curl, CURLOPT_IPRESOLVE, family) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_INTERFACE, interface) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_PROXY, "") == 0 &&
	       curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout(fetch)) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, fetch->said) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetch) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_XFERINFODATA, fetch) == 0 &&
	       curl_easy_setopt(curl, CURLOPT_USERAGENT, "banyun-plugin-probe") == 0;
}

static int64_t milliseconds(const struct fetch *fetch, CURLINFO which)
{
	curl_off_t microseconds = 0;

	curl_easy_getinfo(fetch->curl, which, &microseconds);
	return (int64_t)microseconds / 1000;
}

static struct json_object *tell(const struct fetch *fetch, long status)
{
	struct json_object *told = json_object_new_object();
	char digest[DIGEST_TEXT], *address = NULL;

	digest_text(fetch->body.data ? fetch->body.data : "", fetch->body.size, digest);
	curl_easy_getinfo(fetch->curl, CURLINFO_PRIMARY_IP, &address);
	json_set_integer(told, "status", status);
	json_set_string(told, "address", address);
	json_set_integer(told, "bytes", (int64_t)fetch->body.size);
	json_set_string(told, "digest", digest);
	json_set_integer(told, "connect_ms", milliseconds(fetch, CURLINFO_CONNECT_TIME_T));
	json_set_integer(
		told, "first_byte_ms", milliseconds(fetch, CURLINFO_STARTTRANSFER_TIME_T));
	return json_set_integer(told, "total_ms", milliseconds(fetch, CURLINFO_TOTAL_TIME_T));
}

static int check_status(long status, struct json_object *parameters, struct error *error)
{
	const char *url = json_string(parameters, "url");
	int64_t wanted = json_integer(parameters, "expect_status", 0);

	if (wanted ? status == wanted : status >= 200 && status < ERRORS_FROM)
		return 0;
	if (wanted)
		return error_set(error, ERROR_FAILED, url,
			"The page %s answered with status %ld, and %lld was expected.", url,
			status, (long long)wanted);
	return error_set(
		error, ERROR_FAILED, url, "The page %s answered with status %ld.", url, status);
}

static int fail(const struct fetch *fetch, CURLcode code, struct json_object *parameters,
	struct error *error)
{
	const char *url = json_string(parameters, "url");
	int family = (int)json_integer(parameters, "family", 4);

	if (fetch->body.size > 0 && code == CURLE_WRITE_ERROR)
		return error_set(error, ERROR_FAILED, url,
			"The page %s has more than %d bytes, which is the most that is read.",
			url, BODY_MOST);
	return error_set(error, ERROR_UNREACHABLE, url,
		"The page %s could not be fetched over IPv%d: %s.", url, family,
		fetch->said[0] ? fetch->said : curl_easy_strerror(code));
}

static int fetch_page(struct fetch *fetch, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	long status = 0;
	CURLcode code = CURLE_FAILED_INIT;

	if (set_up(fetch, parameters))
		code = curl_easy_perform(fetch->curl);
	if (code != CURLE_OK)
		return fail(fetch, code, parameters, error);
	curl_easy_getinfo(fetch->curl, CURLINFO_RESPONSE_CODE, &status);
	if (check_status(status, parameters, error) < 0)
		return -1;
	*result = tell(fetch, status);
	return 0;
}

static int fetch_once(struct plugin_call *call, struct json_object *parameters, int64_t timeout,
	struct json_object **result, struct error *error)
{
	struct fetch fetch = {.call = call, .curl = curl_easy_init(), .timeout = timeout};
	int done = -1;

	if (fetch.curl)
		done = fetch_page(&fetch, parameters, result, error);
	else
		error_set(error, ERROR_FAILED, "libcurl", "libcurl cannot be used.");
	curl_easy_cleanup(fetch.curl);
	text_clear(&fetch.body);
	return done;
}

/* False when the call was cancelled or has no time for another try. */
static bool rest(struct plugin_call *call)
{
	struct timespec moment = {.tv_nsec = 100 * 1000000};

	for (int i = 0; i < REST / 100 && !plugin_cancelled(call); i++)
		nanosleep(&moment, NULL);
	return !plugin_cancelled(call) && plugin_remaining(call) > 2 * REST;
}

/* A machine that boots refuses at once what it answers a little later. */
int page(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error)
{
	int64_t timeout = json_integer(parameters, "timeout_ms", TIMEOUT);
	int64_t left = json_integer(parameters, "patience_ms", 0);
	int64_t until = clock_monotonic() + left * 1000;
	int done;

	if (json_integer(parameters, "family", 4) == 5)
		return error_set(error, ERROR_INPUT, "family", "\"family\" must be 4 or 6.");
	do {
		*error = (struct error){0};
		done = fetch_once(call, parameters, timeout, result, error);
		left = (until - clock_monotonic()) / 1000;
		timeout = left < timeout ? left : timeout;
	} while (done < 0 && left > REST && rest(call));
	return done;
}
