#include "inventory/claims.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/contradict.h"
#include "inventory/silent.h"
#include "model/snapshot.h"

struct judging {
	struct json_object *snapshot, *objects;
	struct json_object *silent; /* hosts */
	struct json_object *read;   /* department -> whether all of its hosts were */
	struct json_object *found;  /* "DEPARTMENT/NAME", "/NAME" on the cloud */
	bool in_doubt;              /* what was not found may be anywhere */
	const char *seen;
	struct json_object *unfound;
};

static struct json_object *facts_of(const struct judging *judging, struct json_object *member)
{
	return json_member(judging->objects, json_string(member, "digest"));
}

static struct json_object *host_of(const struct judging *judging, const char *name)
{
	struct json_object *member = snapshot_member(judging->snapshot, "host", name);

	return member ? facts_of(judging, member) : NULL;
}

static bool is_cloud(struct json_object *host)
{
	return text_equal(json_string(host, "side"), "cloud");
}

/* Names of machines are unique within a department only; on the cloud they are of any. */
static char *key_of(const char *department, const char *name)
{
	return mem_format("%s/%s", department, name);
}

/* --- what was read --- */

static void note_silent(struct judging *judging)
{
	json_object_object_foreach (judging->silent, name, unused) {
		struct json_object *host = host_of(judging, name);

		(void)unused;
		if (host && is_cloud(host))
			judging->in_doubt = true;
	}
}

static void note_found(struct judging *judging, struct json_object *host, const char *name)
{
	const char *department = is_cloud(host) ? "" : json_string(host, "department");
	AUTO_FREE char *key = department && name ? key_of(department, name) : NULL;

	if (key)
		json_set_boolean(judging->found, key, true);
}

static void note_host(struct judging *judging, struct json_object *host)
{
	const char *department = json_string(host, "department");
	bool silent = json_member(judging->silent, json_string(host, "name"));

	note_found(judging, host, json_string(host, "name"));
	if (department && !is_cloud(host))
		json_set_boolean(judging->read, department,
			!silent && json_boolean(judging->read, department, true));
}

static void note_member(struct judging *judging, struct json_object *member)
{
	const char *kind = json_string(member, "kind");
	struct json_object *facts = facts_of(judging, member);

	if (text_equal(kind, "host"))
		note_host(judging, facts);
	else if (text_equal(kind, "machine"))
		note_found(judging, host_of(judging, json_string(facts, "host")),
			json_string(facts, "name"));
}

/* --- systems --- */

static bool was_found(const struct judging *judging, const char *department, const char *name)
{
	AUTO_FREE char *there = key_of(department, name);
	AUTO_FREE char *on_cloud = key_of("", name);

	return json_member(judging->found, there) || json_member(judging->found, on_cloud);
}

/* Those of the names that were found. New reference. */
static struct json_object *found_of(
	const struct judging *judging, const char *department, struct json_object *names)
{
	struct json_object *found = json_object_new_array();

	for (size_t i = 0; i < json_length(names); i++) {
		struct json_object *name = json_object_array_get_idx(names, i);

		if (was_found(judging, department, json_object_get_string(name)))
			json_object_array_add(found, json_object_get(name));
	}
	return found;
}

/* Of a system whose department was read: its facts, and its machines that were found. */
typedef void each_system(struct judging *judging, struct json_object *member,
	struct json_object *facts, struct json_object *found);

static void judge_system(struct judging *judging, struct json_object *member, each_system *each)
{
	struct json_object *facts = facts_of(judging, member);
	const char *department = json_string(facts, "department");
	AUTO_JSON struct json_object *found = NULL;

	if (!department || !json_boolean(judging->read, department, false))
		return;
	found = found_of(judging, department, json_member(facts, "machines"));
	each(judging, member, facts, found);
}

static void judge_systems(struct judging *judging, each_system *each)
{
	struct json_object *members = json_member(judging->snapshot, "members");
	size_t count = json_length(members);

	note_silent(judging);
	for (size_t i = 0; i < count && !judging->in_doubt; i++)
		note_member(judging, json_object_array_get_idx(members, i));
	for (size_t i = 0; i < count && !judging->in_doubt; i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), "system"))
			judge_system(judging, member, each);
	}
}

static void judge_all(struct judging *judging, each_system *each)
{
	judging->read = json_object_new_object();
	judging->found = json_object_new_object();
	judging->silent = silent_hosts(judging->snapshot, &judging->in_doubt);
	judge_systems(judging, each);
	json_object_put(judging->silent);
	json_object_put(judging->read);
	json_object_put(judging->found);
}

/* --- what is said of them --- */

static void contradict_told(struct judging *judging, struct json_object *member,
	struct json_object *facts, struct json_object *found)
{
	struct json_object *names = json_member(facts, "machines");
	AUTO_FREE char *source = NULL;

	if (json_length(found) == json_length(names))
		return;
	source = mem_format("the hosts of %s", json_string(facts, "department"));
	contradict(judging->snapshot, judging->objects,
		&(struct contradict_about){"system", json_string(member, "id"), "machines"},
		(struct contradict_word){json_string(member, "source"), names},
		(struct contradict_word){source, found}, judging->seen);
}

void claims_judge(struct json_object *snapshot, struct json_object *objects, const char *seen)
{
	struct judging judging = {.snapshot = snapshot, .objects = objects, .seen = seen};

	judge_all(&judging, contradict_told);
}

static void list_unfound(struct judging *judging, struct json_object *member,
	struct json_object *facts, struct json_object *found)
{
	struct json_object *row;

	if (json_length(found) > 0)
		return;
	row = json_set_string(json_object_new_object(), "id", json_string(member, "id"));
	json_set_string(row, "department", json_string(facts, "department"));
	json_set_integer(row, "told", (int64_t)json_length(json_member(facts, "machines")));
	json_object_array_add(judging->unfound, row);
}

struct json_object *claims_unfound(struct json_object *snapshot, struct json_object *objects)
{
	struct judging judging = {
		.snapshot = snapshot, .objects = objects, .unfound = json_object_new_array()};

	judge_all(&judging, list_unfound);
	return judging.unfound;
}
