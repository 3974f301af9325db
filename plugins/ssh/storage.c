/* The disks and file systems of a host. */
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "ssh/facts.h"
#include <stdlib.h>
#include <string.h>

#define MOST_DISKS       1024
#define MOST_FILESYSTEMS 256
#define BLOCKS           (INT64_MAX >> 20) /* of 1024 bytes: together below 2^53 */
#define SECTORS          (INT64_MAX >> 19) /* the same of 512 */

/* --- disks --- */

/* "sda 1000215216 0 SAMSUNG MZ7LH480". */
static struct json_object *read_disk(struct span line)
{
	AUTO_JSON struct json_object *disk = json_object_new_object();
	struct span name, blocks, turns;
	unsigned long long count;

	if (!span_word(&line, &name) || !span_word(&line, &blocks) ||
		!span_word(&line, &turns) || !span_printable(name, 64) ||
		!span_number(blocks, 10, SECTORS, &count))
		return NULL;
	facts_text(disk, "name", name);
	json_set_integer(disk, "size", (int64_t)count * 512);
	if (span_is(turns, "0") || span_is(turns, "1"))
		json_set_boolean(disk, "rotational", span_is(turns, "1"));
	line = span_trim(line);
	if (span_printable(line, 128))
		facts_text(disk, "model", line);
	return mem_take(&disk);
}

struct json_object *facts_disks(struct span lines)
{
	AUTO_JSON struct json_object *list = json_object_new_array();
	struct span line;

	while (span_line(&lines, &line)) {
		struct json_object *disk = span_trim(line).size > 0 ? read_disk(line) : NULL;

		if (disk)
			json_object_array_add(list, disk);
		if ((!disk && span_trim(line).size > 0) || json_length(list) > MOST_DISKS)
			return NULL;
	}
	return mem_take(&list);
}

/* --- file systems --- */

/* Takes "\040" and the like off, by which /proc/mounts writes blanks. */
static bool unescape(struct span word, char *out, size_t size)
{
	unsigned long long byte;
	size_t used = 0;

	for (size_t i = 0; i < word.size && used + 1 < size; i++) {
		out[used] = word.data[i];
		if (word.data[i] == '\\' && i + 3 < word.size &&
			span_number((struct span){word.data + i + 1, 3}, 8, 255, &byte)) {
			out[used] = (char)byte;
			i += 3;
		}
		used++;
	}
	out[used] = '\0';
	return used + 1 < size && span_printable((struct span){out, used}, size) &&
	       strlen(out) == used;
}

static bool has_device(struct json_object *list, const char *device)
{
	for (size_t i = 0; i < json_length(list); i++)
		if (text_equal(
			    json_string(json_object_array_get_idx(list, i), "device"), device))
			return true;
	return false;
}

/* "DEVICE MOUNT TYPE". What is mounted in several places counts where it is first. */
static void read_mount(struct json_object *list, struct span line)
{
	struct span words[3];
	char device[512], mount[512], type[64];
	struct json_object *entry;

	for (int i = 0; i < 3; i++)
		if (!span_word(&line, &words[i]))
			return;
	if (!unescape(words[0], device, sizeof(device)) ||
		!unescape(words[1], mount, sizeof(mount)) ||
		!unescape(words[2], type, sizeof(type)) || has_device(list, device))
		return;
	entry = json_object_new_object();
	json_set_string(entry, "mount", mount);
	json_set_string(entry, "device", device);
	json_set_string(entry, "type", type);
	json_object_array_add(list, entry);
}

static struct json_object *find_mount(struct json_object *list, struct span mount)
{
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		if (span_is(mount, json_string(entry, "mount")))
			return entry;
	}
	return NULL;
}

/* A line of df -Pk: device, KiB, used, available, percent, mount. */
static void read_space(struct json_object *list, struct span line, struct json_object *measures)
{
	struct span words[5];
	unsigned long long size, used;
	struct json_object *entry;

	for (int i = 0; i < 5; i++)
		if (!span_word(&line, &words[i]))
			return;
	entry = find_mount(list, span_trim(line));
	if (!entry || !span_number(words[1], 10, BLOCKS, &size) ||
		!span_number(words[2], 10, BLOCKS, &used))
		return;
	AUTO_FREE char *name = mem_format("used %s", json_string(entry, "mount"));
	json_set_integer(entry, "size", (int64_t)size * 1024);
	json_set_integer(measures, name, (int64_t)used * 1024);
}

static int by_mount(const void *left, const void *right)
{
	return strcmp(json_string(*(struct json_object *const *)left, "mount"),
		json_string(*(struct json_object *const *)right, "mount"));
}

struct json_object *facts_filesystems(
	struct span mounts, struct span space, struct json_object *measures)
{
	AUTO_JSON struct json_object *list = json_object_new_array();
	struct span line;

	while (span_line(&mounts, &line)) {
		read_mount(list, line);
		if (json_length(list) > MOST_FILESYSTEMS)
			return NULL;
	}
	while (span_line(&space, &line))
		read_space(list, line, measures);
	json_object_array_sort(list, by_mount);
	return mem_take(&list);
}
