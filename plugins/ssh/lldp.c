#include "ssh/lldp.h"
#include "base/address.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "ssh/frr.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NEIGHBOURS 256 /* that model/object.h allows */
#define ADDRESSES  16
#define NAME       255 /* bytes of a text in LLDP */

/* json0 has a list wherever there could be several. */
static struct json_object *first(struct json_object *object, const char *name)
{
	struct json_object *list = frr_list(object, name);

	return json_length(list) > 0 ? json_object_array_get_idx(list, 0) : NULL;
}

static void set_value(struct json_object *neighbour, const char *name,
	struct json_object *object, const char *member)
{
	json_set_string(neighbour, name, frr_text(first(object, member), "value", NAME));
}

/* In lower case, as a hardware address is compared by. */
static void set_mac(struct json_object *neighbour, struct json_object *id)
{
	const char *text = json_string(id, "value");
	char mac[18] = "";

	if (!text_equal(json_string(id, "type"), "mac") || !text || strlen(text) != 17)
		return;
	for (size_t i = 0; i < 17; i++)
		mac[i] = (char)tolower((unsigned char)text[i]);
	for (size_t i = 0; i < 17; i++)
		if (i % 3 == 2 ? mac[i] != ':' : !strchr("0123456789abcdef", mac[i]))
			return;
	json_set_string(neighbour, "mac", mac);
}

static int by_text(const void *left, const void *right)
{
	return strcmp(json_object_get_string(*(struct json_object *const *)left),
		json_object_get_string(*(struct json_object *const *)right));
}

static void set_addresses(struct json_object *neighbour, struct json_object *chassis)
{
	struct json_object *told = frr_list(chassis, "mgmt-ip");
	AUTO_JSON struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(told) && json_length(list) < ADDRESSES; i++) {
		const char *text = json_string(json_object_array_get_idx(told, i), "value");
		char canonical[ADDRESS_TEXT];
		struct address address;

		if (!text || strlen(text) >= ADDRESS_TEXT ||
			address_parse(&address, text) < 0 || !address_is_wide(&address))
			continue;
		address_format(&address, canonical);
		json_object_array_add(list, json_object_new_string(canonical));
	}
	json_object_array_sort(list, by_text);
	if (json_length(list) > 0)
		json_set(neighbour, "addresses", mem_take(&list));
}

/* NULL when it does not say on which wire it is, or who it is. */
static struct json_object *neighbour_of(struct json_object *interface)
{
	struct json_object *chassis = first(interface, "chassis");
	AUTO_JSON struct json_object *neighbour = json_object_new_object();

	json_set_string(neighbour, "device", frr_text(interface, "name", 64));
	set_value(neighbour, "chassis", chassis, "id");
	set_value(neighbour, "name", chassis, "name");
	set_value(neighbour, "port", first(interface, "port"), "id");
	set_mac(neighbour, first(chassis, "id"));
	set_addresses(neighbour, chassis);
	if (!json_member(neighbour, "device") || !json_member(neighbour, "chassis"))
		return NULL;
	return mem_take(&neighbour);
}

static int by_content(const void *left, const void *right)
{
	AUTO_FREE char *one = json_canonical_string(*(struct json_object *const *)left);
	AUTO_FREE char *other = json_canonical_string(*(struct json_object *const *)right);

	return strcmp(one, other);
}

static void add_all(struct json_object *list, struct json_object *interfaces)
{
	for (size_t i = 0; i < json_length(interfaces); i++) {
		struct json_object *neighbour =
			neighbour_of(json_object_array_get_idx(interfaces, i));

		if (neighbour)
			json_object_array_add(list, neighbour);
	}
}

bool lldp_read(struct span text, struct json_object *facts)
{
	struct source source = {SOURCE_JSON, "lldpcli", text.data, text.size};
	AUTO_JSON struct json_object *tree = NULL, *list = json_object_new_array();
	struct json_object *parts;
	size_t count;

	if (json_parse(&tree, &source, JSON_MESSAGE, NULL) < 0)
		return false;
	parts = frr_list(tree, "lldp");
	if (!parts)
		return false;
	for (size_t i = 0; i < json_length(parts); i++)
		add_all(list, frr_list(json_object_array_get_idx(parts, i), "interface"));
	json_object_array_sort(list, by_content);
	count = json_length(list);
	if (count > NEIGHBOURS) {
		json_set_integer(facts, "lldp_left_out", (int64_t)(count - NEIGHBOURS));
		json_object_array_del_idx(list, NEIGHBOURS, count - NEIGHBOURS);
	}
	json_set(facts, "lldp", mem_take(&list));
	return true;
}
