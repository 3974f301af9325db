/* New addresses: the place in the new prefix that it had in the old one, where that is free. */
#include "base/digest.h"
#include "planning/networks/networks_private.h"
#include <stdlib.h>
#include <string.h>

#define FIRST_HOST 2 /* behind the network itself and its gateway */

static const char *id_of(const struct holder *holder)
{
	return holder->machine ? holder->machine : holder->host;
}

/* --- places within a prefix: the bits behind it, at most 64 --- */

static uint64_t rest_of(const struct address *prefix)
{
	unsigned width = prefix->family == 4 ? 32 : 128, bits = width - prefix->prefix;

	return bits >= 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
}

static uint64_t place_of(const struct address *address, const struct address *prefix)
{
	unsigned bytes = address->family == 4 ? 4 : 16;
	uint64_t place = 0;

	for (unsigned i = bytes > 8 ? bytes - 8 : 0; i < bytes; i++)
		place = place << 8 | address->bytes[i];
	return place & rest_of(prefix);
}

static struct address at_place(const struct address *prefix, uint64_t place)
{
	unsigned bytes = prefix->family == 4 ? 4 : 16;
	struct address address = *prefix;

	address.prefix = (uint8_t)(8 * bytes);
	for (unsigned i = 0; i < 8 && i < bytes; i++)
		address.bytes[bytes - 1 - i] |= (uint8_t)(place >> 8 * i);
	return address;
}

/* The last that a host may have: of IPv4 the very last is everybody's. */
static uint64_t last_place(const struct address *prefix)
{
	return rest_of(prefix) - (prefix->family == 4 ? 1 : 0);
}

/* --- taking one --- */

static bool take(struct json_object *taken, struct address *out, const struct address *prefix,
	uint64_t place)
{
	struct address address = at_place(prefix, place);
	char text[ADDRESS_TEXT];

	address_format(&address, text);
	if (place < FIRST_HOST || place > last_place(prefix) || json_member(taken, text))
		return false;
	json_set_boolean(taken, text, true);
	*out = address;
	return true;
}

/* From the place on that its name says. */
static void take_any(struct json_object *taken, const struct holder *holder,
	struct address *out, const struct address *prefix)
{
	uint64_t places = last_place(prefix) - FIRST_HOST + 1, start;
	char from[ADDRESS_TEXT];

	address_format(&holder->from, from);
	AUTO_FREE char *name =
		mem_format("%s\n%s\n%s", id_of(holder), holder->mac ? holder->mac : "", from);
	start = digest_number(name, strlen(name)) % places;
	for (uint64_t i = 0; i < places; i++)
		if (take(taken, out, prefix, (start + i) % places + FIRST_HOST))
			return;
}

/* Whether the holder is the one before once more: both have one address. */
static bool is_shared(const struct networks *networks, size_t index)
{
	const struct holder *holder = &networks->holder[index];

	return index > 0 && holder->known && holder[-1].known &&
	       holder[-1].subnet == holder->subnet &&
	       address_equal(&holder[-1].from, &holder->from);
}

/* --- what the plan before gave --- */

static char *key_of(const char *id, const char *mac, const char *from)
{
	return mem_format("%s %s %s", id ? id : "", mac ? mac : "", from ? from : "");
}

static struct json_object *index_earlier(struct json_object *rows)
{
	struct json_object *index = json_object_new_object();

	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);
		const char *machine = json_string(row, "machine");
		AUTO_FREE char *key = key_of(machine ? machine : json_string(row, "host"),
			json_string(row, "mac"), json_string(row, "from"));

		json_set(index, key, json_object_get(row));
	}
	return index;
}

static void keep(struct json_object *taken, struct json_object *earlier, const char *name,
	struct address *out, const struct address *prefix)
{
	const char *text = json_string(earlier, name);
	struct address address;

	if (text && prefix->family && address_parse(&address, text) == 0 &&
		address_contains(prefix, &address))
		take(taken, out, prefix, place_of(&address, prefix));
}

static void keep_all(
	struct networks *networks, struct json_object *taken, struct json_object *index)
{
	for (size_t i = 0; i < networks->holder_count; i++) {
		struct holder *holder = &networks->holder[i];
		const struct subnet *subnet = &networks->subnet[holder->subnet];
		struct json_object *earlier;
		char from[ADDRESS_TEXT];

		if (is_shared(networks, i))
			continue;
		address_format(&holder->from, from);
		AUTO_FREE char *key = key_of(id_of(holder), holder->mac, from);
		earlier = json_member(index, key);
		keep(taken, earlier, "to4", &holder->to4, &subnet->to4);
		keep(taken, earlier, "to6", &holder->to6, &subnet->to6);
	}
}

/* --- who has both families has one row for each --- */

static struct json_object *list_six(const struct networks *networks)
{
	struct json_object *set = json_object_new_object();

	for (size_t i = 0; i < networks->holder_count; i++) {
		const struct holder *holder = &networks->holder[i];
		const struct subnet *subnet = &networks->subnet[holder->subnet];
		AUTO_FREE char *key = mem_format("%s %u", id_of(holder), subnet->pair);

		if (subnet->from.family == 6 && subnet->pair != NO_SUBNET)
			json_set_boolean(set, key, true);
	}
	return set;
}

static void mark_six(struct networks *networks)
{
	AUTO_JSON struct json_object *set = list_six(networks);

	for (size_t i = 0; i < networks->holder_count; i++) {
		struct holder *holder = &networks->holder[i];
		AUTO_FREE char *key = mem_format("%s %u", id_of(holder), holder->subnet);

		holder->other_family = json_member(set, key);
	}
}

/* --- giving --- */

/* What keeps its place is served before all that take another's. */
static void place_same(struct networks *networks, struct json_object *taken)
{
	for (size_t i = 0; i < networks->holder_count; i++) {
		struct holder *holder = &networks->holder[i];
		const struct subnet *subnet = &networks->subnet[holder->subnet];
		uint64_t place = place_of(&holder->from, &subnet->from);

		if (is_shared(networks, i) || !holder->known)
			continue;
		if (subnet->to4.family && !holder->to4.family)
			take(taken, &holder->to4, &subnet->to4, place);
		if (holder->from.family == 6 && subnet->to6.family && !holder->to6.family)
			take(taken, &holder->to6, &subnet->to6, place);
	}
}

/* Of IPv6 the same number as of IPv4, when it has none. */
static void place_others(struct networks *networks, struct json_object *taken)
{
	for (size_t i = 0; i < networks->holder_count; i++) {
		struct holder *holder = &networks->holder[i];
		const struct subnet *subnet = &networks->subnet[holder->subnet];

		if (is_shared(networks, i))
			continue;
		if (subnet->to4.family && !holder->to4.family)
			take_any(taken, holder, &holder->to4, &subnet->to4);
		if (!subnet->to6.family || holder->to6.family || holder->other_family)
			continue;
		if (!holder->to4.family || !take(taken, &holder->to6, &subnet->to6,
						   place_of(&holder->to4, &subnet->to4)))
			take_any(taken, holder, &holder->to6, &subnet->to6);
	}
}

/* --- rows --- */

static const char *key_part(struct json_object *row, unsigned part)
{
	static const char *const names[] = {"machine", "host", "from", "mac"};
	const char *value = json_string(row, names[part]);

	return value ? value : "";
}

/* One of machine and host is there; a host comes before the machines. */
static int compare_rows(const void *left_pointer, const void *right_pointer)
{
	struct json_object *left = *(struct json_object *const *)left_pointer;
	struct json_object *right = *(struct json_object *const *)right_pointer;
	int order = 0;

	for (unsigned part = 0; part < 4 && order == 0; part++)
		order = strcmp(key_part(left, part), key_part(right, part));
	return order;
}

static struct json_object *row_of(const struct holder *holder)
{
	struct json_object *row = json_small();

	json_set_string(row, "machine", holder->machine);
	json_set_string(row, "host", holder->host);
	json_set_string(row, "name", holder->name);
	json_set_string(row, "mac", holder->mac);
	row_set_address(row, "from", &holder->from);
	row_set_address(row, "to4", &holder->to4);
	row_set_address(row, "to6", &holder->to6);
	return row;
}

static void tell(struct networks *networks)
{
	struct json_object *rows = networks->plan->renumber, *row = NULL;

	for (size_t i = 0; i < networks->holder_count; i++) {
		const struct holder *holder = &networks->holder[i];
		const struct subnet *subnet = &networks->subnet[holder->subnet];

		if (!subnet->to4.family && !subnet->to6.family)
			continue;
		if (is_shared(networks, i))
			row_add(row, "also", id_of(holder));
		else
			json_object_array_add(rows, row = row_of(holder));
	}
	json_object_array_sort(rows, compare_rows);
}

void networks_renumber(struct networks *networks)
{
	AUTO_JSON struct json_object *taken = json_object_new_object();
	AUTO_JSON struct json_object *index =
		index_earlier(json_member(networks->city->order, "renumbered"));

	mark_six(networks);
	keep_all(networks, taken, index);
	place_same(networks, taken);
	place_others(networks, taken);
	tell(networks);
}
