/* Addresses and sockets as the kernel of a host prints them under /proc/net. */
#include "base/address.h"
#include "base/json.h"
#include "base/memory.h"
#include "ssh/facts.h"
#include "ssh/flows.h"
#include <stdlib.h>
#include <string.h>

#define ENTRIES 4096 /* that model/object.h allows in a list */

/* An address, with a port and a program where it is a socket's. */
struct place {
	struct address address;
	unsigned port;
	struct span program;
};

struct places {
	struct place *list;
	size_t count;
};

static void places_free(struct places *places)
{
	free(places->list);
}
#define AUTO_PLACES __attribute__((cleanup(places_free)))

static int compare(const void *left_pointer, const void *right_pointer)
{
	const struct place *left = left_pointer, *right = right_pointer;
	int order = address_compare(&left->address, &right->address);

	return order ? order : (left->port > right->port) - (left->port < right->port);
}

/* Of those that are the same, the one whose program is known and first comes first. */
static int compare_programs(const void *left_pointer, const void *right_pointer)
{
	const struct place *left = left_pointer, *right = right_pointer;
	size_t shared = left->program.size < right->program.size ? left->program.size
								 : right->program.size;
	int order = compare(left, right);

	if (order == 0)
		order = (left->program.size == 0) - (right->program.size == 0);
	if (order == 0 && shared > 0)
		order = memcmp(left->program.data, right->program.data, shared);
	return order ? order
		     : (left->program.size > right->program.size) -
			       (left->program.size < right->program.size);
}

static bool places_add(struct places *places, const struct place *place)
{
	if (places->count == 4 * ENTRIES)
		return false;
	places->list = mem_resize(places->list, places->count + 1, sizeof(*places->list));
	places->list[places->count++] = *place;
	return true;
}

/* Sorts, and drops what is there twice. False when more is left than fits. */
static bool places_settle(struct places *places)
{
	size_t kept = 0;

	if (places->count > 0)
		qsort(places->list, places->count, sizeof(*places->list), compare_programs);
	for (size_t i = 0; i < places->count; i++)
		if (kept == 0 || compare(&places->list[kept - 1], &places->list[i]) != 0)
			places->list[kept++] = places->list[i];
	places->count = kept;
	return kept <= ENTRIES;
}

bool facts_address(struct span span, struct address *address)
{
	char text[ADDRESS_TEXT] = "";

	if (span.size == 0 || span.size >= sizeof(text))
		return false;
	memcpy(text, span.data, span.size);
	return address_parse(address, text) == 0 &&
	       address->prefix == (address->family == 4 ? 32 : 128);
}

/* "           |-- 192.0.2.1" */
static bool read_trie_line(struct span line, struct address *address)
{
	struct span mark, word;

	return span_word(&line, &mark) && span_is(mark, "|--") && span_word(&line, &word) &&
	       span_trim(line).size == 0 && facts_address(word, address) &&
	       address->family == 4;
}

bool facts_words(struct span digits, bool reverse, struct address *address)
{
	unsigned long long byte;

	if (digits.size != 8 && digits.size != 32)
		return false;
	*address = (struct address){.family = digits.size == 8 ? 4 : 6};
	address->prefix = address->family == 4 ? 32 : 128;
	for (size_t i = 0; i < digits.size / 2; i++) {
		if (!span_number((struct span){digits.data + 2 * i, 2}, 16, 255, &byte))
			return false;
		address->bytes[reverse ? i ^ 3 : i] = (uint8_t)byte;
	}
	return true;
}

/* Flags of if_inet6: temporary, failed duplicate detection, deprecated, tentative. */
#define INET6_PASSING (0x01 | 0x08 | 0x20 | 0x40)

/*
 * "20010db8000000000000000000000001 02 40 00 80 eth0": address, index, prefix, scope, flags,
 * name.
 */
static bool read_inet6_line(struct span line, struct address *address, bool *lasting)
{
	struct span digits, word;
	unsigned long long flags;

	if (!span_word(&line, &digits) || digits.size != 32 ||
		!facts_words(digits, false, address))
		return false;
	for (int i = 0; i < 4; i++)
		if (!span_word(&line, &word))
			return false;
	*lasting = span_number(word, 16, UINT32_MAX, &flags) && (flags & INET6_PASSING) == 0;
	return true;
}

struct json_object *facts_addresses(struct span trie, struct span inet6)
{
	AUTO_PLACES struct places places = {0};
	struct address address;
	struct span line;
	bool lasting;

	while (span_line(&trie, &line))
		if (!read_trie_line(line, &address))
			return NULL;
		else if (address_is_wide(&address) &&
			 !places_add(&places, &(struct place){.address = address}))
			return NULL;
	while (span_line(&inet6, &line))
		if (!read_inet6_line(line, &address, &lasting))
			return NULL;
		else if (lasting && address_is_wide(&address) &&
			 !places_add(&places, &(struct place){.address = address}))
			return NULL;
	if (!places_settle(&places))
		return NULL;

	struct json_object *list = json_object_new_array();
	for (size_t i = 0; i < places.count; i++) {
		char text[ADDRESS_TEXT];
		address_format(&places.list[i].address, text);
		json_object_array_add(list, json_object_new_string(text));
	}
	return list;
}

/* --- how IPv6 is set --- */

#define TEMPORARY 0x01 /* in the flags of if_inet6 */

static bool has_temporary(struct span inet6, bool *has)
{
	struct address address;
	unsigned long long flags;
	struct span line, word;
	bool lasting;

	*has = false;
	while (span_line(&inet6, &line)) {
		struct span rest = line;

		if (!read_inet6_line(line, &address, &lasting))
			return false;
		for (int i = 0; i < 5; i++)
			span_word(&rest, &word);
		if (address_is_wide(&address) && span_number(word, 16, UINT32_MAX, &flags) &&
			flags & TEMPORARY)
			*has = true;
	}
	return true;
}

/* "all forwarding 0". */
static bool read_setting(struct span line, struct json_object *facts)
{
	struct span group, name, value;
	unsigned long long number;

	if (!span_word(&line, &group) || !span_word(&line, &name) ||
		!span_word(&line, &value) || !span_number(value, 10, 255, &number))
		return false;
	if (span_is(name, "disable_ipv6") && number > 0)
		json_set_boolean(facts, "disabled", true);
	else if (span_is(name, "forwarding"))
		json_set_boolean(facts, "forwarding", number > 0);
	else if (span_is(name, "use_tempaddr"))
		json_set_integer(facts, "use_tempaddr", (int64_t)number);
	return true;
}

struct json_object *facts_ipv6(struct span settings, struct span inet6)
{
	AUTO_JSON struct json_object *facts = json_object_new_object();
	bool temporary, any = false;
	struct span line;

	json_set_boolean(facts, "disabled", false);
	while (span_line(&settings, &line)) {
		if (span_trim(line).size == 0)
			continue;
		if (!read_setting(line, facts))
			return NULL;
		any = true;
	}
	if (!any)
		return json_set_boolean(mem_take(&facts), "disabled", true);
	if (!has_temporary(inet6, &temporary))
		return NULL;
	return json_set_boolean(mem_take(&facts), "temporary", temporary);
}

/* "   0: 0100007F:0016 00000000:0000 0A ..." of either family. */
static bool read_socket(
	struct span line, size_t digits, bool little_endian, struct place *place)
{
	struct span number, local, peer, state;
	unsigned long long port;

	if (!span_word(&line, &number) || !span_word(&line, &local) ||
		!span_word(&line, &peer) || !span_word(&line, &state) || !span_is(state, "0A"))
		return false;
	if (local.size != digits + 5 || local.data[digits] != ':')
		return false;
	if (!span_number((struct span){local.data + digits + 1, 4}, 16, 65535, &port) ||
		port == 0)
		return false;
	place->port = (unsigned)port;
	return facts_words((struct span){local.data, digits}, little_endian, &place->address);
}

static bool read_sockets(
	struct places *places, struct span text, size_t digits, bool little_endian)
{
	struct place place = {0};
	struct span line;

	while (span_line(&text, &line))
		if (!read_socket(line, digits, little_endian, &place) ||
			!places_add(places, &place))
			return false;
	return true;
}

static struct json_object *listening(const struct places *places)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < places->count; i++) {
		const struct place *place = &places->list[i];
		struct json_object *entry = json_object_new_object();
		char text[ADDRESS_TEXT];

		address_format(&place->address, text);
		json_set_string(entry, "address", text);
		json_set_integer(entry, "port", place->port);
		if (place->program.size > 0)
			facts_text(entry, "program", place->program);
		json_object_array_add(list, entry);
	}
	return list;
}

struct json_object *facts_listening(struct span tcp, struct span tcp6, bool little_endian)
{
	AUTO_PLACES struct places places = {0};

	if (!read_sockets(&places, tcp, 8, little_endian) ||
		!read_sockets(&places, tcp6, 32, little_endian) || !places_settle(&places))
		return NULL;
	return listening(&places);
}

/* "ADDRESS PORT PROGRAM" behind "listen". */
static bool read_listener(struct span line, struct place *place)
{
	struct span address, port, program;
	unsigned long long number;

	if (!span_word(&line, &address) || !span_word(&line, &port) ||
		!facts_address(address, &place->address) ||
		!span_number(port, 10, 65535, &number) || number == 0)
		return false;
	program = span_trim(line);
	*place = (struct place){.address = place->address, .port = (unsigned)number};
	if (!span_is(program, "-") && span_printable(program, 64))
		place->program = program;
	return true;
}

struct json_object *facts_sockets(
	struct span lines, struct json_object *measures, bool *programs)
{
	AUTO_PLACES struct places places = {0};
	struct span rest = lines, line, word;
	struct place place = {0};

	*programs = false;
	while (span_line(&rest, &line)) {
		if (!span_word(&line, &word) || !span_is(word, "listen"))
			continue;
		if (!read_listener(line, &place) || !places_add(&places, &place))
			return NULL;
		*programs = *programs || place.program.size > 0;
	}
	if (!places_settle(&places) || !flows_measure(lines, measures))
		return NULL;
	return listening(&places);
}
