/* The name servers of a zone that is named by its department. */
#include "base/clock.h"
#include "base/error.h"
#include "probe.h"
#include "website.h"

#define TIMEOUT      20000 /* milliseconds, where none is asked for */
#define TIMEOUT_MOST 300000

static const struct shape_field server_field = {.type = SHAPE_ADDRESS};

const struct shape_field zone_fields[] = {
	{"zone", SHAPE_STRING, .required = true, .low = 1, .high = 253, .help = "its name"},
	{"timeout_ms", SHAPE_INTEGER, .low = 1000, .high = TIMEOUT_MOST,
		.help = "for all of it; 20000 without it"},
	{"resolver", SHAPE_LIST, .item = &server_field, .low = 1, .high = DNS_ADDRESSES,
		.help = "addresses of the DNS servers to ask; those of the system without it"},
	{0},
};

int zone(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error)
{
	int64_t begin = clock_monotonic(), left = plugin_remaining(call),
		time = json_integer(parameters, "timeout_ms", TIMEOUT);
	struct website website = {
		.call = call, .until = begin + (left < time ? left : time) * 1000};

	website.dns = dns_open(call, json_member(parameters, "resolver"), error);
	if (!website.dns)
		return -1;
	*result = json_object_new_object();
	json_set_string(*result, "zone", json_string(parameters, "zone"));
	delegation_tell(&website, json_string(parameters, "zone"), *result);
	json_set_integer(*result, "total_ms", (clock_monotonic() - begin) / 1000);
	dns_close(website.dns);
	return 0;
}
