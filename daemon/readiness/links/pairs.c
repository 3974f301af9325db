#include "readiness/links/pairs.h"
#include "base/address.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/host.h"
#include "readiness/node.h"

const char *links_seen_address(struct json_object *host, int family)
{
	const char *registered = json_string(host, "address");
	struct address address;

	return address_parse(&address, registered) == 0 && address.family == family ? registered
										    : NULL;
}

const char *links_address(struct json_object *addresses, struct json_object *host, int family)
{
	const char *registered = links_seen_address(host, family);

	return registered ? registered
			  : node_wide_address(
				    json_member(addresses, json_string(host, "name")), family);
}

char *links_pair_key(const struct links_pair *pair)
{
	return mem_format("%s %s %d", json_string(pair->source, "name"),
		json_string(pair->target, "name"), pair->family);
}

static bool may_be_an_end(struct json_object *host, const char *side)
{
	return text_equal(json_string(host, "side"), side) && !host_is_near(host) &&
	       host_trusted(host);
}

static void add(struct links_pair **pairs, size_t *count, struct json_object *source,
	struct json_object *target)
{
	for (int family = 4; family <= 6; family += 2) {
		*pairs = mem_resize(*pairs, *count + 1, sizeof(**pairs));
		(*pairs)[(*count)++] = (struct links_pair){source, target, family};
	}
}

struct links_pair *links_pairs(struct json_object *hosts, size_t *count)
{
	struct links_pair *pairs = NULL;

	*count = 0;
	for (size_t i = 0; i < json_length(hosts); i++)
		for (size_t j = 0; j < json_length(hosts); j++) {
			struct json_object *source = json_object_array_get_idx(hosts, i);
			struct json_object *target = json_object_array_get_idx(hosts, j);

			if (may_be_an_end(source, "department") &&
				may_be_an_end(target, "cloud"))
				add(&pairs, count, source, target);
		}
	return pairs;
}
