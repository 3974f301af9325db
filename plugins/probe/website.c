#include "website.h"

#include "base/clock.h"
#include "probe.h"

#define TIMEOUT      60000 /* milliseconds, where none is asked for */
#define TIMEOUT_MOST 300000
#define TRIES        3
#define LINKS        20

/* Hundredths of the time after which a part has ended; what one leaves is the next one's. */
#define HOME_UNTIL       50
#define DELEGATION_UNTIL 70
#define LINKS_UNTIL      98

static const struct shape_field server_field = {.type = SHAPE_ADDRESS};

const struct shape_field website_fields[] = {
	{"url", SHAPE_STRING, .required = true, .low = 8, .high = URL_MOST,
		.help = "the home page: http:// or https://"},
	{"timeout_ms", SHAPE_INTEGER, .low = 1000, .high = TIMEOUT_MOST,
		.help = "for all of it; 60000 without it"},
	{"probes", SHAPE_INTEGER, .low = 1, .high = WEBSITE_TRIES_MOST,
		.help = "tries of the home page over each family; 3 without it"},
	{"resolver", SHAPE_LIST, .item = &server_field, .low = 1, .high = DNS_ADDRESSES,
		.help = "addresses of the DNS servers to ask; those of the system without it"},
	{"second_level", SHAPE_BOOLEAN,
		.help = "whether the pages behind the home page are measured; they are "
			"without it"},
	{"links_most", SHAPE_INTEGER, .low = 1, .high = WEBSITE_LINKS_MOST,
		.help = "pages measured of each level; 20 without it"},
	{0},
};

int64_t website_share(int64_t until, size_t pieces)
{
	int64_t now = clock_monotonic(), left = until - now,
		share = left / (int64_t)(pieces > 0 ? pieces : 1);

	share = share < CLOCK_SECOND ? CLOCK_SECOND : share;
	return now + (share < left ? share : left);
}

static int64_t microseconds(struct plugin_call *call, struct json_object *parameters)
{
	int64_t timeout = json_integer(parameters, "timeout_ms", TIMEOUT),
		left = plugin_remaining(call);

	return (left < timeout ? left : timeout) * 1000;
}

static void measure(
	struct website *website, struct json_object *parameters, struct json_object *result)
{
	int64_t begin = clock_monotonic(), time = microseconds(website->call, parameters);

	json_set_string(result, "url", website->url.text);
	json_set_string(result, "site", url_site(&website->url));
	url_copy(&website->page, &website->url);
	website->until = begin + time / 100 * HOME_UNTIL;
	home_measure(website, result);
	website->until = begin + time / 100 * DELEGATION_UNTIL;
	delegation_measure(website, result);
	website->until = begin + time / 100 * LINKS_UNTIL;
	if (json_boolean(parameters, "second_level", true))
		links_measure(website, result);
	json_set_integer(result, "total_ms", (clock_monotonic() - begin) / 1000);
}

int website(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	const char *url = json_string(parameters, "url");
	struct website website = {.call = call,
		.tries = (int)json_integer(parameters, "probes", TRIES),
		.links = (size_t)json_integer(parameters, "links_most", LINKS)};

	if (url_parse(&website.url, NULL, url) < 0)
		return error_set(error, ERROR_INPUT, "url",
			"\"%s\" is no address of a page that begins with http:// or https://.",
			url);
	website.dns = dns_open(call, json_member(parameters, "resolver"), error);
	if (website.dns) {
		*result = json_object_new_object();
		measure(&website, parameters, *result);
	}
	dns_close(website.dns);
	url_clear(&website.url);
	url_clear(&website.page);
	text_clear(&website.body);
	return *result ? 0 : -1;
}
