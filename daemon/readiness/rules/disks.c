/* Disks: what the copy does not carry over, told before it is tried. */
#include "readiness/rules/rules.h"

typedef bool is_so(struct json_object *disk);

/* The first disk of which it is so, or NULL. */
static struct json_object *find(const struct judged *judged, is_so *so)
{
	struct json_object *disks = json_member(judged->machine, "disks");

	for (size_t i = 0; i < json_length(disks); i++) {
		struct json_object *disk = json_object_array_get_idx(disks, i);

		if (so(disk))
			return disk;
	}
	return NULL;
}

static bool is_other_format(struct json_object *disk)
{
	const char *format = json_string(disk, "format");

	return !text_equal(format, "qcow2") && !text_equal(format, "raw");
}

/* Not read, it may be anything. */
static bool is_of_no_kind(struct json_object *disk)
{
	return !json_string(disk, "kind");
}

static bool is_elsewhere(struct json_object *disk)
{
	const char *kind = json_string(disk, "kind");

	return kind && !text_equal(kind, "file") && !text_equal(kind, "block");
}

static bool is_read_only(struct json_object *disk)
{
	return json_boolean(disk, "read_only", false);
}

static bool is_shared(struct json_object *disk)
{
	return json_boolean(disk, "shared", false);
}

static bool is_encrypted(struct json_object *disk)
{
	return json_boolean(disk, "encrypted", false);
}

static bool is_chained(struct json_object *disk)
{
	return json_length(json_member(disk, "chain")) > 0;
}

/* Says it when a disk keeps the machine from being copied as it is. */
static bool say_disk(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *unread = json_member(judged->machine, "disks_unread"), *disk;

	if (json_length(unread) > 0)
		judge_say(judged, rule, "fail",
			"%d of its disks have no path that could be copied, first %s.",
			(int)json_length(unread),
			json_object_get_string(json_object_array_get_idx(unread, 0)));
	else if ((disk = find(judged, is_other_format)))
		judge_say(judged, rule, "fail",
			"Its disk %s is of the format %s; qcow2 and raw are copied.",
			json_string(disk, "device"), json_string(disk, "format"));
	else if ((disk = find(judged, is_elsewhere)))
		judge_say(judged, rule, "fail",
			"Its disk %s is of the kind %s; files and block devices are copied.",
			json_string(disk, "device"), json_string(disk, "kind"));
	else
		return false;
	return true;
}

static bool say_use(const struct judged *judged, const struct readiness_rule *rule)
{
	int64_t checkpoints = json_integer(judged->machine, "checkpoints", 0);
	struct json_object *disk;

	if ((disk = find(judged, is_read_only)))
		judge_say(judged, rule, "fail",
			"Its disk %s is read-only, and libvirt copies no such disk: %s",
			json_string(disk, "device"), json_string(disk, "path"));
	else if ((disk = find(judged, is_shared)))
		judge_say(judged, rule, "fail",
			"Its disk %s is shared: another machine may write it during the copy.",
			json_string(disk, "device"));
	else if ((disk = find(judged, is_encrypted)))
		judge_say(judged, rule, "fail",
			"Its disk %s is encrypted, and its key does not go along.",
			json_string(disk, "device"));
	else if (checkpoints > 0)
		judge_say(judged, rule, "fail",
			"It has %d checkpoints, which stay behind: the next backup would be a "
			"full one.",
			(int)checkpoints);
	else
		return false;
	return true;
}

void machine_disks(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *disk;

	if (say_disk(judged, rule) || say_use(judged, rule))
		return;
	if ((disk = find(judged, is_of_no_kind)))
		judge_say(judged, rule, "unknown", "The kind of its disk %s was not read.",
			json_string(disk, "device"));
	else if (!json_member(judged->machine, "checkpoints"))
		judge_say(judged, rule, "unknown", "Its checkpoints were not counted.");
	else if ((disk = find(judged, is_chained)))
		judge_say(judged, rule, "pass",
			"All is copied; disk %s arrives as one image, without the %d below it.",
			json_string(disk, "device"),
			(int)json_length(json_member(disk, "chain")));
	else
		judge_say(judged, rule, "pass", "Each of its %d disks is copied as it is.",
			(int)json_length(json_member(judged->machine, "disks")));
}
