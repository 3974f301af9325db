#include "readiness/measure/questions.h"
#include "base/digest.h"
#include "base/text.h"
#include "readiness/website.h"

#define MACHINES_MOST 4096

static const struct shape_field page_fields[] = {
	{"url", SHAPE_STRING, .required = true},
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6},
	{0},
};
static const struct shape_field page_item = {"", SHAPE_OBJECT, .fields = page_fields};
static const struct shape_field url_item = {"", SHAPE_STRING};
static const struct shape_field address_item = {"", SHAPE_ADDRESS};
static const struct shape_field addresses_item = {
	"", SHAPE_LIST, .item = &address_item, .high = 4096};

static const struct shape_field uuid_item = {"", SHAPE_UUID};
static const struct shape_field machines_item = {
	"", SHAPE_LIST, .item = &uuid_item, .high = MACHINES_MOST};

static const struct shape_field ipv6_item = {"", SHAPE_OBJECT, .fields = questions_ipv6_fields};
static const struct shape_field facts_item = {"", SHAPE_DIGEST};
static const struct shape_field retaining_item = {"", SHAPE_BOOLEAN};

const struct shape_field questions_fields[] = {
	{"snapshot", SHAPE_DIGEST, .required = true},
	{"pages", SHAPE_LIST, .required = true, .item = &page_item, .high = 1000000},
	{"websites", SHAPE_LIST, .required = true, .item = &url_item, .high = 1000000},
	{"addresses", SHAPE_OBJECT, .required = true, .item = &addresses_item},
	{"running", SHAPE_OBJECT, .required = true, .item = &machines_item},
	{"ipv6", SHAPE_LIST, .required = true, .item = &ipv6_item, .high = 1000000},
	{"facts", SHAPE_OBJECT, .required = true, .item = &facts_item},
	{"retaining", SHAPE_OBJECT, .required = true, .item = &retaining_item},
	{0},
};

static void add_system(struct json_object *questions, struct json_object *system)
{
	struct json_object *pages = json_member(system, "pages");
	const char *website = website_of(system);

	for (size_t i = 0; i < json_length(pages); i++)
		json_object_array_add(json_member(questions, "pages"),
			json_object_get(json_object_array_get_idx(pages, i)));
	if (website)
		json_object_array_add(
			json_member(questions, "websites"), json_object_new_string(website));
}

/* What its answers rest on: who else is on its wires and logs in to it changes all the time. */
static void add_facts(struct json_object *questions, struct json_object *host)
{
	static const char *const members[] = {
		"addresses", "routes", "links", "kernel", "tools", "machine", NULL};
	AUTO_JSON struct json_object *facts = json_object_new_object();
	char digest[DIGEST_TEXT];

	for (const char *const *member = members; *member; member++)
		if (json_member(host, *member))
			json_set(facts, *member, json_object_get(json_member(host, *member)));
	digest_json(facts, digest);
	json_set_string(json_member(questions, "facts"), json_string(host, "name"), digest);
}

static void add_host(struct json_object *questions, struct json_object *host)
{
	struct json_object *addresses = json_member(host, "addresses");

	add_facts(questions, host);

	if (addresses)
		json_set(json_member(questions, "addresses"), json_string(host, "name"),
			json_object_get(addresses));
}

static void add_machine(struct json_object *questions, struct json_object *machine)
{
	struct json_object *running = json_member(questions, "running"), *list;
	const char *host = json_string(machine, "host");

	if (!text_equal(json_string(machine, "state"), "running"))
		return;
	if (!json_member(running, host))
		json_set(running, host, json_object_new_array());
	list = json_member(running, host);
	if (json_length(list) < MACHINES_MOST)
		json_object_array_add(
			list, json_object_new_string(json_string(machine, "uuid")));
}

static struct json_object *new_questions(const char *digest)
{
	struct json_object *questions = json_object_new_object();

	json_set_string(questions, "snapshot", digest);
	json_set(questions, "pages", json_object_new_array());
	json_set(questions, "websites", json_object_new_array());
	json_set(questions, "addresses", json_object_new_object());
	json_set(questions, "running", json_object_new_object());
	json_set(questions, "facts", json_object_new_object());
	json_set(questions, "retaining", json_object_new_object());
	return json_set(questions, "ipv6", json_object_new_array());
}

struct json_object *questions_of(
	const char *digest, struct json_object *snapshot, struct json_object *objects)
{
	struct json_object *questions = new_questions(digest);
	struct json_object *members = json_member(snapshot, "members");

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = json_member(objects, json_string(member, "digest"));

		if (text_equal(json_string(member, "kind"), "system"))
			add_system(questions, facts);
		else if (text_equal(json_string(member, "kind"), "host"))
			add_host(questions, facts);
		else if (text_equal(json_string(member, "kind"), "retention") &&
			 json_boolean(facts, "data_link", false))
			json_set_boolean(json_member(questions, "retaining"),
				json_string(facts, "department"), true);
		else if (text_equal(json_string(member, "kind"), "machine"))
			add_machine(questions, facts);
	}
	json_set(questions, "ipv6", questions_ipv6(snapshot, objects));
	return questions;
}
