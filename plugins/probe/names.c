/*
 * What DNS says of a host: the addresses of its name, and the names of its addresses. Which of
 * them agree is not judged here.
 */
#include "base/clock.h"
#include "base/error.h"
#include "dns.h"
#include "probe.h"
#include "website.h"

#define TIMEOUT        10000 /* milliseconds, where none is asked for */
#define TIMEOUT_MOST   300000
#define ADDRESSES_MOST 16

static const struct shape_field address_item = {.type = SHAPE_ADDRESS};

const struct shape_field names_fields[] = {
	{"name", SHAPE_STRING, .low = 1, .high = 253,
		.help = "whose AAAA records are asked for; none without it"},
	{"addresses", SHAPE_LIST, .required = true, .item = &address_item,
		.high = ADDRESSES_MOST, .help = "whose names are asked for"},
	{"timeout_ms", SHAPE_INTEGER, .low = 1000, .high = TIMEOUT_MOST,
		.help = "for all of it; 10000 without it"},
	{"resolver", SHAPE_LIST, .item = &address_item, .low = 1, .high = DNS_ADDRESSES,
		.help = "addresses of the DNS servers to ask; those of the system without it"},
	{0},
};

struct asking {
	struct dns *dns;
	int64_t until; /* of clock_monotonic() */
};

static struct json_object *ask_name(const struct asking *asking, const char *name, size_t left)
{
	struct json_object *told = json_object_new_object(), *list = json_object_new_array();
	struct dns_addresses found;
	char address[ADDRESS_TEXT];

	dns_find(asking->dns, name, 6, website_share(asking->until, left), &found);
	for (size_t i = 0; i < found.count; i++) {
		address_format(&found.list[i], address);
		json_object_array_add(list, json_object_new_string(address));
	}
	json_set_string(told, "verdict", verdict_word(found.verdict));
	json_set_string(told, "reason", found.reason);
	return json_set(told, "records", list);
}

static struct json_object *ask_pointers(
	const struct asking *asking, const char *address, size_t left)
{
	struct json_object *told = json_object_new_object(), *list = json_object_new_array();
	struct dns_names found;
	struct address parsed;

	address_parse(&parsed, address); /* its shape was checked */
	dns_find_pointers(asking->dns, &parsed, website_share(asking->until, left), &found);
	for (size_t i = 0; i < found.count; i++)
		json_object_array_add(list, json_object_new_string(found.list[i]));
	json_set_string(told, "address", address);
	json_set_string(told, "verdict", verdict_word(found.verdict));
	json_set_string(told, "reason", found.reason);
	dns_clear_names(&found);
	return json_set(told, "names", list);
}

static void ask_all(
	const struct asking *asking, struct json_object *parameters, struct json_object *result)
{
	struct json_object *addresses = json_member(parameters, "addresses");
	struct json_object *list = json_object_new_array();
	const char *name = json_string(parameters, "name");
	size_t count = json_length(addresses);

	if (name)
		json_set(result, "aaaa", ask_name(asking, name, count + 1));
	for (size_t i = 0; i < count; i++) {
		const char *address =
			json_object_get_string(json_object_array_get_idx(addresses, i));

		json_object_array_add(list, ask_pointers(asking, address, count - i));
	}
	json_set(result, "pointers", list);
}

int names(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error)
{
	int64_t begin = clock_monotonic(), left = plugin_remaining(call),
		time = json_integer(parameters, "timeout_ms", TIMEOUT);
	struct asking asking = {
		.dns = dns_open(call, json_member(parameters, "resolver"), error),
		.until = begin + (left < time ? left : time) * 1000};

	if (!asking.dns)
		return -1;
	*result = json_object_new_object();
	ask_all(&asking, parameters, *result);
	json_set_integer(*result, "total_ms", (clock_monotonic() - begin) / 1000);
	dns_close(asking.dns);
	return 0;
}
