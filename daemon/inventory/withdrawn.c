#include "inventory/withdrawn.h"
#include "base/digest.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/store.h"
#include <string.h>

#define SPACE "withdrawn" /* digest of "KIND ID" -> "{}" */

static const char *const kinds[] = {"department", "system", "room", "dedicated_network",
	"leased_line", "internet_exit", "retention", "quota", "baseline"};

static void digest_of(const char *kind, const char *id, size_t size, char digest[DIGEST_TEXT])
{
	AUTO_FREE char *name = mem_format("%s %.*s", kind, (int)size, id);

	digest_text(name, strlen(name), digest);
}

void withdrawn_keep(struct store_batch *batch, const char *kind, const char *id, bool is)
{
	char digest[DIGEST_TEXT];

	digest_of(kind, id, strlen(id), digest);
	batch_state(batch, SPACE, digest, is ? "{}" : NULL);
}

static int take(void *argument, const char *key, const char *value, struct error *error)
{
	(void)value;
	(void)error;
	json_set_boolean(argument, key, true);
	return 0;
}

int withdrawn_load(struct json_object **withdrawn, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *set = json_object_new_object();

	*withdrawn = NULL;
	if (store_walk(store, SPACE, take, set, error) < 0)
		return -1;
	*withdrawn = mem_take(&set);
	return 0;
}

static bool is_one(struct json_object *withdrawn, const char *kind, const char *id, size_t size)
{
	char digest[DIGEST_TEXT];

	digest_of(kind, id, size, digest);
	return json_member(withdrawn, digest);
}

/* Whether a text is the id of one of any kind, or begins with it and goes on with "/". */
static bool begins_with_one(struct json_object *withdrawn, const char *text)
{
	for (size_t size = 1; size <= strlen(text); size++) {
		if (text[size] && text[size] != '/')
			continue;
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			if (is_one(withdrawn, kinds[i], text, size))
				return true;
	}
	return false;
}

bool withdrawn_has(struct json_object *withdrawn, const char *kind, const char *id)
{
	const char *about = strchr(id, '/');

	if (json_object_object_length(withdrawn) == 0)
		return false;
	if (about && (text_equal(kind, "contradiction") || text_equal(kind, "irregularity")))
		return begins_with_one(withdrawn, about + 1);
	return is_one(withdrawn, kind, id, strlen(id));
}

static bool names_within(struct json_object *withdrawn, struct json_object *value)
{
	if (json_object_is_type(value, json_type_string))
		return begins_with_one(withdrawn, json_object_get_string(value));
	if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach (value, name, member) {
			(void)name;
			if (names_within(withdrawn, member))
				return true;
		}
	}
	if (!json_object_is_type(value, json_type_array))
		return false;
	for (size_t i = 0; i < json_length(value); i++)
		if (names_within(withdrawn, json_object_array_get_idx(value, i)))
			return true;
	return false;
}

bool withdrawn_names(struct json_object *withdrawn, struct json_object *value)
{
	return json_object_object_length(withdrawn) > 0 && names_within(withdrawn, value);
}

int withdrawn_hide(struct json_object *snapshot, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *withdrawn = NULL;
	struct json_object *members = json_member(snapshot, "members"), *shown;

	if (withdrawn_load(&withdrawn, store, error) < 0)
		return -1;
	if (json_object_object_length(withdrawn) == 0)
		return 0;
	shown = json_object_new_array();
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (!withdrawn_has(
			    withdrawn, json_string(member, "kind"), json_string(member, "id")))
			json_object_array_add(shown, json_object_get(member));
	}
	json_set(snapshot, "members", shown);
	return 0;
}
