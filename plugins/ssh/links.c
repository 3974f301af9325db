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

/* What of the kernel's states tells whether packets pass; the loopback says "unknown". */
static const char *state_of(struct span word)
{
	if (span_is(word, "-"))
		return NULL;
	return span_is(word, "up") ? "up" : span_is(word, "unknown") ? "unknown" : "down";
}

/* Mbit/s; the kernel says -1 where there is no carrier. */
static void read_speed(struct json_object *link, struct span word)
{
	unsigned long long speed;

	if (span_number(word, 10, 10000000, &speed) && speed > 0)
		json_set_integer(link, "speed", (int64_t)speed * 1000000);
}

enum word {
	NAME_WORD,
	MTU_WORD,
	KIND_WORD,
	MAC_WORD,
	STATE_WORD,
	SPEED_WORD,
	MASTER_WORD,
	WORDS
};

static bool read_words(struct span line, struct span words[WORDS])
{
	for (int i = 0; i < WORDS; i++)
		if (!span_word(&line, &words[i]))
			return false;
	return span_trim(line).size == 0;
}

static bool is_sound(const struct span words[WORDS], unsigned long long *mtu)
{
	return is_interface(words[NAME_WORD]) &&
	       span_number(words[MTU_WORD], 10, 1000000, mtu) &&
	       (is_kind(words[KIND_WORD]) || span_is(words[KIND_WORD], "-")) &&
	       (is_interface(words[MASTER_WORD]) || span_is(words[MASTER_WORD], "-"));
}

static struct json_object *read_link(struct span line)
{
	struct span words[WORDS];
	unsigned long long mtu;

	if (!read_words(line, words) || !is_sound(words, &mtu))
		return NULL;
	struct json_object *link = json_object_new_object();
	facts_text(link, "name", words[NAME_WORD]);
	json_set_integer(link, "mtu", (int64_t)mtu);
	if (is_kind(words[KIND_WORD]))
		facts_text(link, "kind", words[KIND_WORD]);
	if (is_mac(words[MAC_WORD]))
		facts_text(link, "mac", words[MAC_WORD]);
	json_set_string(link, "state", state_of(words[STATE_WORD]));
	read_speed(link, words[SPEED_WORD]);
	if (!span_is(words[MASTER_WORD], "-"))
		facts_text(link, "master", words[MASTER_WORD]);
	return link;
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
