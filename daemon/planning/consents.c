#include "planning/consents.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/store.h"
#include "model/consent.h"
#include "model/plan.h"
#include "model/profile.h"
#include <string.h>

#define HOUR (3600 * CLOCK_SECOND)

static const char *owner_at(struct json_object *wave, size_t index)
{
	return json_object_get_string(
		json_object_array_get_idx(json_member(wave, "owners"), index));
}

static void keep(struct store_batch *batch, struct json_object *consent)
{
	AUTO_FREE char *key = consent_key(json_string(consent, "plan"),
		json_string(consent, "wave"), json_string(consent, "department"));
	AUTO_FREE char *value = json_canonical_string(consent);

	batch_state(batch, CONSENT_SPACE, key, value);
}

/* --- giving --- */

static struct json_object *make(
	struct json_object *wave, const char *department, const struct consents_giver *giver)
{
	struct json_object *consent = json_object_new_object();
	int64_t hours = profile_integer(giver->profile, "approval", "valid_hours");
	int64_t now = clock_wall();
	char digest[DIGEST_TEXT], made[CLOCK_TEXT], expires[CLOCK_TEXT];

	plan_wave_digest(wave, digest);
	clock_format(now, made);
	clock_format(now + hours * HOUR, expires);
	json_set_string(consent, "plan", giver->root);
	json_set_string(consent, "wave", json_string(wave, "name"));
	json_set_string(consent, "digest", digest);
	json_set_string(consent, "department", department);
	json_set_string(consent, "owner", giver->actor);
	json_set_string(consent, "made", made);
	return json_set_string(consent, "expires", expires);
}

unsigned consents_give(struct json_object *list, struct store_batch *batch,
	struct json_object *wave, const struct consents_giver *giver)
{
	unsigned given = 0;

	for (size_t i = 0; i < json_length(json_member(wave, "owners")); i++) {
		const char *department = owner_at(wave, i);
		struct json_object *consent;

		if (!person_owns(giver->person, department))
			continue;
		consent = make(wave, department, giver);
		keep(batch, consent);
		json_object_array_add(list, consent);
		given++;
	}
	return given;
}

void consents_drop(struct store_batch *batch, const char *root, struct json_object *wave)
{
	for (size_t i = 0; i < json_length(json_member(wave, "owners")); i++) {
		AUTO_FREE char *key =
			consent_key(root, json_string(wave, "name"), owner_at(wave, i));

		batch_state(batch, CONSENT_SPACE, key, NULL);
	}
}

/* --- carrying --- */

struct carrying {
	struct store_batch *batch;
	struct json_object *waves; /* of the new plan: "NAME DIGEST" -> true */
	const char *root;
	int64_t now;
};

static char *wave_key(const char *name, const char *digest)
{
	return mem_format("%s %s", name, digest);
}

static bool stands(const struct carrying *carrying, struct json_object *consent)
{
	const char *until = json_string(consent, "expires");
	AUTO_FREE char *key =
		wave_key(json_string(consent, "wave"), json_string(consent, "digest"));
	int64_t expires;

	return clock_parse(until, &expires) == 0 && expires > carrying->now &&
	       json_member(carrying->waves, key) &&
	       !text_equal(json_string(consent, "plan"), carrying->root);
}

static int carry(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	AUTO_JSON struct json_object *consent = NULL;
	struct carrying *carrying = argument;

	if (json_parse(&consent, &source, JSON_MESSAGE, error) < 0)
		return -1;
	if (!stands(carrying, consent))
		return 0;
	if (!json_member(consent, "of"))
		json_set_string(consent, "of", json_string(consent, "plan"));
	json_set_string(consent, "plan", carrying->root);
	keep(carrying->batch, consent);
	return 0;
}

int consents_carry(struct store_batch *batch, struct store *store, struct json_object *manifest,
	const char *root, int64_t now, struct error *error)
{
	struct json_object *rows = json_member(manifest, "waves");
	AUTO_JSON struct json_object *waves = json_object_new_object();
	struct carrying carrying = {batch, waves, root, now};

	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);
		AUTO_FREE char *key =
			wave_key(json_string(row, "name"), json_string(row, "digest"));

		json_set_boolean(waves, key, true);
	}
	return store_walk(store, CONSENT_SPACE, carry, &carrying, error);
}
