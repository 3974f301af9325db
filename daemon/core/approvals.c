#include "core/approvals.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/archive.h"
#include "model/approval.h"
#include "model/consent.h"

/* One that is missing or cannot be read is no approval. New reference, or NULL. */
static struct json_object *load(struct store *store, const char *space, const char *key)
{
	struct json_object *found = NULL;
	struct error error = {0};

	return archive_state(&found, store, space, key, &error) == 0 ? found : NULL;
}

static int check_approver(
	struct store *store, const struct approvals_case *asked, struct error *error)
{
	const char *wave = json_string(asked->wave, "name");
	AUTO_FREE char *key = approval_key(asked->root, wave);
	AUTO_JSON struct json_object *approval = load(store, APPROVAL_SPACE, key);

	return approval_check(approval, asked->plan, wave, asked->digest, asked->now, error);
}

static const char *owner_at(const struct approvals_case *asked, size_t index)
{
	return json_object_get_string(
		json_object_array_get_idx(json_member(asked->wave, "owners"), index));
}

static struct json_object *load_consent(
	struct store *store, const struct approvals_case *asked, const char *department)
{
	AUTO_FREE char *key =
		consent_key(asked->root, json_string(asked->wave, "name"), department);

	return load(store, CONSENT_SPACE, key);
}

static int check_owner(struct json_object *consent, const struct approvals_case *asked,
	const char *department, struct error *error)
{
	return consent_check(consent,
		&(struct consent_case){asked->plan, json_string(asked->wave, "name"),
			asked->digest, department, asked->now},
		error);
}

int approvals_check(
	struct store *store, const struct approvals_case *asked, struct error *error)
{
	size_t owners = asked->owners ? json_length(json_member(asked->wave, "owners")) : 0;

	if (check_approver(store, asked, error) < 0)
		return -1;
	for (size_t i = 0; i < owners; i++) {
		AUTO_JSON struct json_object *consent =
			load_consent(store, asked, owner_at(asked, i));

		if (check_owner(consent, asked, owner_at(asked, i), error) < 0)
			return -1;
	}
	return 0;
}

struct json_object *approvals_of_owners(struct store *store, const struct approvals_case *asked)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(json_member(asked->wave, "owners")); i++) {
		const char *department = owner_at(asked, i);
		struct json_object *consent = load_consent(store, asked, department), *row;
		struct error error = {0};

		if (!consent && !asked->owners)
			continue;
		row = json_set_string(json_object_new_object(), "department", department);
		json_set_boolean(
			row, "approved", check_owner(consent, asked, department, &error) == 0);
		if (error.code)
			json_set_string(row, "why", error.text);
		if (consent)
			json_set(row, "consent", consent);
		json_object_array_add(list, row);
	}
	return list;
}
