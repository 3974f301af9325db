/* Whether what answers over IPv6 is what answers over IPv4, where each family has its page. */
#include "base/clock.h"
#include "base/error.h"
#include "home.h"
#include "probe.h"
#include "website.h"

#define TIMEOUT      20000 /* milliseconds, where none is asked for */
#define TIMEOUT_MOST 300000
#define TRIES        2 /* of each page: one alone does not tell whether it is steady */

static const struct shape_field server_field = {.type = SHAPE_ADDRESS};

const struct shape_field answers_fields[] = {
	{"ipv4", SHAPE_STRING, .required = true, .low = 8, .high = URL_MOST,
		.help = "the page over IPv4: http:// or https://"},
	{"ipv6", SHAPE_STRING, .required = true, .low = 8, .high = URL_MOST,
		.help = "the page over IPv6"},
	{"timeout_ms", SHAPE_INTEGER, .low = 1000, .high = TIMEOUT_MOST,
		.help = "for all of it; 20000 without it"},
	{"probes", SHAPE_INTEGER, .low = 1, .high = WEBSITE_TRIES_MOST,
		.help = "tries of each; 2 without it"},
	{"resolver", SHAPE_LIST, .item = &server_field, .low = 1, .high = DNS_ADDRESSES,
		.help = "addresses of the DNS servers to ask; those of the system without it"},
	{0},
};

struct asking {
	struct plugin_call *call;
	struct dns *dns;
	struct url urls[2]; /* of IPv6, of IPv4 */
	size_t tries;
	int64_t until; /* of clock_monotonic() */
};

static void try_once(const struct asking *asking, int which, struct home *home, size_t left)
{
	struct visit visit = {.call = asking->call,
		.dns = asking->dns,
		.family = home->family,
		.until = website_share(asking->until, left),
		.body_most = VISIT_BODY_MOST,
		.whole = true};

	visit_make(&visit, &asking->urls[which]);
	home_add(home, &visit);
	visit_clear(&visit);
}

static void try_all(const struct asking *asking, struct json_object *result)
{
	struct home homes[2];

	home_begin(&homes[0], 6);
	home_begin(&homes[1], 4);
	for (size_t left = asking->tries * 2; left > 0; left--)
		try_once(asking, left % 2, &homes[left % 2], left);
	for (int i = 0; i < 2; i++)
		home_tell(&homes[i], result);
	home_compare(&homes[0], &homes[1], result);
	for (int i = 0; i < 2; i++)
		home_clear(&homes[i]);
}

static int read_url(struct url *url, struct json_object *parameters, const char *member,
	struct error *error)
{
	const char *text = json_string(parameters, member);

	if (url_parse(url, NULL, text) == 0)
		return 0;
	return error_set(error, ERROR_INPUT, member,
		"\"%s\" is no address of a page that begins with http:// or https://.", text);
}

int answers(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	int64_t begin = clock_monotonic(), left = plugin_remaining(call),
		time = json_integer(parameters, "timeout_ms", TIMEOUT);
	struct asking asking = {.call = call,
		.tries = (size_t)json_integer(parameters, "probes", TRIES),
		.until = begin + (left < time ? left : time) * 1000};

	if (read_url(&asking.urls[0], parameters, "ipv6", error) == 0 &&
		read_url(&asking.urls[1], parameters, "ipv4", error) == 0)
		asking.dns = dns_open(call, json_member(parameters, "resolver"), error);
	if (asking.dns) {
		*result = json_object_new_object();
		try_all(&asking, *result);
		json_set_integer(*result, "total_ms", (clock_monotonic() - begin) / 1000);
	}
	dns_close(asking.dns);
	url_clear(&asking.urls[0]);
	url_clear(&asking.urls[1]);
	return *result ? 0 : -1;
}
