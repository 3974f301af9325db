/* The network interfaces of a host. */
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "ssh/facts.h"
#include <stdlib.h>
#include <string.h>

#define LINKS 4096 /* that model/object.h allows in a list */
#define NAME  15   /* bytes of an interface's name in Linux */

/* Linux allows any byte but blanks, colons and slashes; people have to be able to read it. */
static bool is_interface(struct span word)
{
	for (size_t i = 0; i < word.size; i++)
		if (word.data[i] <= ' ' || word.data[i] >= 0x7f || word.data[i] == '/')
			return false;
	return word.size > 0 && word.size <= NAME;
}

static void set_word(struct json_object *link, const char *name, struct span word)
{
	json_set(link, name, json_object_new_string_len(word.data, (int)word.size));
}

/* A kind is a word of letters; the kernel prints "bridge", "vxlan", "vlan", "wlan". */
static bool is_kind(struct span word)
{
	for (size_t i = 0; i < word.size; i++)
		if (word.data[i] < 'a' || word.data[i] > 'z')
			return false;
	return word.size > 0 && word.size <= 32;
}

/* Six bytes in lower case that are not all zero, as those of the loopback are. */
static bool is_mac(struct span word)
{
	static const char none[] = "00:00:00:00:00:00";

	for (size_t i = 0; i < word.size; i++)
		if (i % 3 == 2 ? word.data[i] != ':'
			       : word.data[i] == '\0' ||
					 !strchr("0123456789abcdef", word.data[i]))
			return false;
	return word.size == sizeof(none) - 1 && !span_is(word, none);
}

static struct json_object *read_link(struct span line)
{
	AUTO_JSON struct json_object *link = json_object_new_object();
	struct span name, mtu, kind, mac, master;
	unsigned long long bytes;

	if (!span_word(&line, &name) || !span_word(&line, &mtu) || !span_word(&line, &kind) ||
		!span_word(&line, &mac) || !is_interface(name) ||
		!span_number(mtu, 10, 1000000, &bytes))
		return NULL;
	set_word(link, "name", name);
	json_set_integer(link, "mtu", (int64_t)bytes);
	if (is_kind(kind))
		set_word(link, "kind", kind);
	else if (!span_is(kind, "-"))
		return NULL;
	if (is_mac(mac))
		set_word(link, "mac", mac);
	if (span_word(&line, &master)) {
		if (!is_interface(master) || span_trim(line).size > 0)
			return NULL;
		set_word(link, "master", master);
	}
	return mem_take(&link);
}

static int by_name(const void *left, const void *right)
{
	return strcmp(json_string(*(struct json_object *const *)left, "name"),
		json_string(*(struct json_object *const *)right, "name"));
}

static bool has_twins(struct json_object *list)
{
	for (size_t i = 1; i < json_object_array_length(list); i++)
		if (text_equal(json_string(json_object_array_get_idx(list, i - 1), "name"),
			    json_string(json_object_array_get_idx(list, i), "name")))
			return true;
	return false;
}

struct json_object *facts_links(struct span lines)
{
	AUTO_JSON struct json_object *list = json_object_new_array();
	struct span line;

	while (span_line(&lines, &line)) {
		struct json_object *link = span_trim(line).size > 0 ? read_link(line) : NULL;

		if (link)
			json_object_array_add(list, link);
		if ((!link && span_trim(line).size > 0) ||
			json_object_array_length(list) > LINKS)
			return NULL;
	}
	json_object_array_sort(list, by_name);
	return has_twins(list) ? NULL : mem_take(&list);
}
