/*
 * Whether the zone of the site can be asked over IPv6: the names of its servers, which of them
 * have AAAA records, and which of these answer for the zone there.
 */
#include <string.h>

#include "base/language.h"
#include "way.h"
#include "website.h"

struct server {
	const char *name, *zone, *reason;
	struct dns_addresses found;
	enum verdict answers;
};

/*
 * The nearest zone at or above the host: the first name on the way up that has NS records, and
 * not above what somebody registered.
 */
static const char *find_zone(struct website *website, struct dns_names *names)
{
	const char *zone = website->url.host, *site = url_site(&website->url);

	for (;;) {
		dns_find_servers(website->dns, zone, website_share(website->until, 4), names);
		if (names->verdict != VERDICT_NO || strcmp(zone, site) == 0)
			return zone;
		zone = strchr(zone, '.');
		if (!zone++)
			return site;
	}
}

static void ask_address(struct website *website, struct server *server,
	const struct address *address, int64_t until)
{
	if (way_exists(address))
		server->answers =
			dns_serves(website->dns, address, server->zone, until, &server->reason);
	else {
		server->answers = VERDICT_UNKNOWN;
		server->reason = N_("This machine has no way to its IPv6.");
	}
}

/* One address that answers is enough. */
static void ask_server(struct website *website, struct server *server, int64_t until)
{
	size_t count;

	dns_recall(website->dns, server->name, 6, until, &server->found);
	server->answers = server->found.verdict;
	server->reason = server->found.reason;
	count = server->found.verdict == VERDICT_YES ? server->found.count : 0;
	for (size_t i = 0; i < count; i++) {
		ask_address(website, server, &server->found.list[i],
			website_share(until, count - i));
		if (server->answers == VERDICT_YES)
			return;
	}
}

static struct json_object *tell_server(const struct server *server)
{
	struct json_object *told = json_object_new_object(), *list = json_object_new_array();
	char address[ADDRESS_TEXT];

	for (size_t i = 0; i < server->found.count; i++) {
		address_format(&server->found.list[i], address);
		json_object_array_add(list, json_object_new_string(address));
	}
	json_set_string(told, "name", server->name);
	json_set_string(told, "aaaa", verdict_word(server->found.verdict));
	json_set(told, "records", list);
	json_set_string(told, "answers", verdict_word(server->answers));
	return json_set_string(told, "reason", server->reason);
}

static void ask_servers(struct website *website, const char *zone,
	const struct dns_names *names, struct json_object *told)
{
	struct json_object *list = json_object_new_array();
	int aaaa = 0, counts[3] = {0};

	for (size_t i = 0; i < names->count; i++) {
		struct server server = {.name = names->list[i], .zone = zone};
		ask_server(website, &server, website_share(website->until, names->count - i));
		aaaa += server.found.verdict == VERDICT_YES;
		counts[server.answers]++;
		json_object_array_add(list, tell_server(&server));
	}
	json_set_integer(told, "with_aaaa", aaaa);
	json_set_integer(told, "answering", counts[VERDICT_YES]);
	json_set_integer(told, "unknown", counts[VERDICT_UNKNOWN]);
	json_set(told, "servers", list);
}

void delegation_tell(struct website *website, const char *zone, struct json_object *told)
{
	struct dns_names names;

	dns_find_servers(website->dns, zone, website_share(website->until, 4), &names);
	json_set_string(told, "verdict", verdict_word(names.verdict));
	json_set_string(told, "reason", names.reason);
	ask_servers(website, zone, &names, told);
	dns_clear_names(&names);
}

void delegation_measure(struct website *website, struct json_object *result)
{
	struct json_object *told = json_object_new_object();
	struct dns_names names = {.verdict = VERDICT_NO, .reason = N_("The url has no name.")};
	const char *zone = NULL;

	if (!website->url.literal.family)
		zone = find_zone(website, &names);
	json_set_string(told, "zone", names.verdict == VERDICT_YES ? zone : NULL);
	json_set_string(told, "verdict", verdict_word(names.verdict));
	json_set_string(told, "reason", names.reason);
	ask_servers(website, zone, &names, told);
	json_set(result, "delegation", told);
	dns_clear_names(&names);
}
