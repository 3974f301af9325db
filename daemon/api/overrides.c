/*
 * People's decisions on systems and networks: each is looked for by the clerk, so that a slip
 * of the pen is no decision on nothing.
 */
#include "planning/overrides.h"
#include "api/handlers.h"
#include "audit/log.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/clerk.h"
#include "core/config.h"
#include "core/context.h"
#include "core/spool.h"
#include "core/store.h"
#include "execution/runner.h"
#include "model/override.h"
#include "planning/policy/disposition.h"
#include <stdlib.h>

void overrides_list(struct api *api, struct request *request)
{
	struct json_object *list;
	struct error error = {0};

	if (overrides_load(&list, api->context->store, &error) < 0)
		request_fail(request, &error);
	else
		request_answer(
			request, 200, json_set(json_object_new_object(), "overrides", list));
}

/* The rules that decide where nobody did. */
void overrides_rules(struct api *api, struct request *request)
{
	(void)api;
	request_answer(request, 200,
		json_set(json_object_new_object(), "rules", disposition_rules_told()));
}

/* --- deciding: first the subject, then the other system is looked for --- */

struct deciding {
	struct api *api;
	struct request *request;
	struct clerk *clerk;
	struct json_object *order; /* with ids for the names that were found */
	const char *member;        /* that is looked for: "subject" or "other" */
};

static void deciding_free(struct deciding *deciding)
{
	json_object_put(deciding->order);
	free(deciding);
}

static void fail(struct deciding *deciding, const struct error *error)
{
	request_fail(deciding->request, error);
	deciding_free(deciding);
}

static char *object_of(struct json_object *override)
{
	const char *other = json_string(override, "other");

	return mem_format("%s%s%s", json_string(override, "subject"), other ? " and " : "",
		other ? other : "");
}

static void commit(struct request *request, struct store_batch *batch, const char *action,
	const char *reason, struct json_object *override)
{
	AUTO_FREE char *object = object_of(override);
	struct audit_entry entry = {.action = action,
		.object = object,
		.result = AUDIT_DONE,
		.reason = reason,
		.detail = override};

	request_commit(request, batch, &entry, 200, override);
}

static void keep(struct deciding *deciding)
{
	struct request *request = deciding->request;
	struct store_batch *batch = batch_new();
	struct json_object *kept =
		overrides_put(batch, deciding->order, request_actor(request));

	if (text_equal(json_string(kept, "kind"), "hold"))
		runner_withhold(deciding->api->runner, kept);
	commit(request, batch, "plan.override", json_string(kept, "reason"), kept);
	deciding_free(deciding);
}

/* The first whose id that is; else the only one. */
static struct json_object *only_member(struct json_object *members, const char *name)
{
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "id"), name))
			return member;
	}
	return json_length(members) == 1 ? json_object_array_get_idx(members, 0) : NULL;
}

/* A system and a network of one id could not be told apart by it. */
static int check_alone(struct json_object *members, const char *id, struct error *error)
{
	size_t count = 0;

	for (size_t i = 0; i < json_length(members); i++)
		count += text_equal(
			json_string(json_object_array_get_idx(members, i), "id"), id);
	if (count < 2)
		return 0;
	return error_set(error, ERROR_CONFLICT, id,
		"\"%s\" is a system and a network too; let its department give one of them "
		"another name.",
		id);
}

/* An engineer or approver holds anything; who is but an owner, what is of their departments. */
static int check_owner(
	struct deciding *deciding, struct json_object *member, struct error *error)
{
	const struct person *person = request_person(deciding->request);
	const char *department = json_string(json_member(member, "facts"), "department");
	bool owns = department && person_owns(person, department);

	if (text_equal(json_string(deciding->order, "kind"), "hold") && owns)
		json_set_string(deciding->order, "department", department);
	if (owns || (person->roles & (ROLE_NETWORK_ENGINEER | ROLE_APPROVER)))
		return 0;
	return error_set(error, ERROR_REFUSED, json_string(member, "id"),
		"\"%s\" is of department \"%s\", which %s does not own.",
		json_string(member, "id"), department ? department : "", person->name);
}

static int take_id(struct deciding *deciding, struct json_object *page, struct error *error)
{
	struct json_object *members = json_member(page, "members"), *member;
	const char *name = json_string(deciding->order, deciding->member);

	member = only_member(members, name);
	if (member) {
		if (check_alone(members, json_string(member, "id"), error) < 0)
			return -1;
		json_set_string(deciding->order, deciding->member, json_string(member, "id"));
		if (check_owner(deciding, member, error) < 0)
			return -1;
		return override_check_of(deciding->order, json_string(member, "kind"), error);
	}
	if (json_length(members) == 0)
		return error_set(error, ERROR_NOT_FOUND, name,
			"The newest snapshot has no system or dedicated network \"%s\"; "
			"`banyun inventory show --kind system,dedicated_network` lists them.",
			name);
	if (check_alone(members, json_string(json_object_array_get_idx(members, 0), "id"),
		    error) < 0)
		return -1;
	return error_set(error, ERROR_CONFLICT, name,
		"Several are called \"%s\", as %s and %s; give the id of one.", name,
		json_string(json_object_array_get_idx(members, 0), "id"),
		json_string(json_object_array_get_idx(members, 1), "id"));
}

static void look_for(struct deciding *deciding, const char *member);

static void go_on(struct deciding *deciding)
{
	struct error error = {0};

	if (text_equal(deciding->member, "subject") && json_string(deciding->order, "other"))
		look_for(deciding, "other");
	else if (override_check(deciding->order, &error) < 0) /* two names of one system */
		fail(deciding, &error);
	else
		keep(deciding);
}

static void found(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct deciding *deciding = argument;
	AUTO_JSON struct json_object *page = NULL;
	struct error why = {0};

	(void)result;
	if (error || spool_json(&page, *output, "the clerk's answer", JSON_FILE, &why) < 0 ||
		take_id(deciding, page, &why) < 0)
		fail(deciding, error ? error : &why);
	else
		go_on(deciding);
}

static void left(void *argument)
{
	clerk_cancel(((struct deciding *)argument)->clerk);
}

static void look_for(struct deciding *deciding, const char *member)
{
	struct json_object *query =
		json_set_string(json_object_new_object(), "kind", "system,dedicated_network");

	deciding->member = member;
	json_set_string(query, "name", json_string(deciding->order, member));
	json_set_integer(query, "limit", 100);
	deciding->clerk =
		clerk_ask(deciding->api->context, &(struct clerk_question){.method = "objects",
							  .parameters = query,
							  .answered = found,
							  .argument = deciding});
}

static void decide(struct api *api, struct request *request, const char *kind)
{
	struct json_object *order = json_copy(request_body(request));
	struct deciding *deciding;
	struct error error = {0};

	if (kind)
		json_set_string(order, "kind", kind);
	if (override_check(order, &error) < 0) {
		json_object_put(order);
		request_fail(request, &error);
		return;
	}
	deciding = mem_alloc(sizeof(*deciding));
	*deciding = (struct deciding){.api = api, .request = request, .order = order};
	look_for(deciding, "subject");
	request_on_leave(request, left, deciding);
}

void overrides_decide(struct api *api, struct request *request)
{
	decide(api, request, NULL);
}

void overrides_hold(struct api *api, struct request *request)
{
	decide(api, request, "hold");
}

/* --- withdrawing --- */

void overrides_take_back(struct api *api, struct request *request)
{
	struct json_object *order = request_body(request), *taken;
	struct store_batch *batch = batch_new();
	struct error error = {0};

	if (overrides_withdraw(&taken, batch, api->context->store, order,
		    request_person(request), request_actor(request), &error) < 0) {
		batch_free(batch);
		request_fail(request, &error);
		return;
	}
	if (text_equal(json_string(taken, "kind"), "hold"))
		runner_allow(api->runner, json_string(taken, "subject"));
	commit(request, batch, "plan.withdraw", json_string(order, "reason"), taken);
}
