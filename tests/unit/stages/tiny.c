#include "tiny.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/findings.h"
#include "model/object.h"
#include "model/plan.h"
#include "model/playbook.h"
#include "model/profile.h"
#include "model/snapshot.h"
#include "planning/planner/city.h"
#include "readiness/readiness.h"
#include <stdlib.h>
#include <string.h>

#define MADE   "2026-01-31T08:00:00Z"
#define DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"

char *tiny_golden(const char *name)
{
	const char *top = getenv("top_srcdir");

	return mem_format("%s/tests/golden/%s", top ? top : "..", name);
}

static struct json_object *parse(const char *name, const char *text, size_t size)
{
	struct source source = {SOURCE_JSON, name, text, size};
	struct json_object *tree = NULL;
	struct error error = {0};

	if (json_parse(&tree, &source, JSON_FILE, &error) < 0)
		fail_msg("%s:%d: %s", name, error.line, error.text);
	return tree;
}

static struct json_object *read_city(void)
{
	AUTO_FREE char *path = tiny_golden("tiny-city.json");
	AUTO_TEXT struct text text = {0};
	struct error error = {0};

	if (text_read_file(&text, path, JSON_FILE, &error) < 0)
		fail_msg("%s", error.text);
	return parse(path, text.data, text.size);
}

static void take_away(struct json_object *city, const char *at)
{
	const char *last = strrchr(at, '/');
	AUTO_FREE char *parent = mem_bytes(at, (size_t)(last - at));
	struct json_object *object = NULL;

	assert_int_equal(json_pointer_get(city, parent, &object), 0);
	if (!json_object_object_get_ex(object, last + 1, NULL))
		fail_msg("there is no %s to take away", at);
	json_object_object_del(object, last + 1);
}

static void apply(struct json_object *city, const struct change *change)
{
	AUTO_FREE char *boxed = mem_format("[%s]", change->value ? change->value : "");

	if (!change->value) {
		take_away(city, change->at);
		return;
	}
	AUTO_JSON struct json_object *box = parse(change->at, boxed, strlen(boxed));
	if (json_pointer_set(
		    &city, change->at, json_object_get(json_object_array_get_idx(box, 0))) < 0)
		fail_msg("%s cannot be set", change->at);
}

static void add_item(struct tiny *tiny, struct json_object *item)
{
	const char *kind = json_string(item, "kind"), *id = json_string(item, "id");
	struct error error = {0};

	if (object_check(item, NULL, &error) < 0)
		fail_msg("%s %s: %s", kind, id, error.text);
	snapshot_add(tiny->snapshot, tiny->objects, kind, id, json_member(item, "facts"),
		json_member(item, "measures"), "test", MADE);
}

static void keep(void *findings, struct json_object *finding)
{
	json_object_array_add(json_member(findings, "findings"), json_object_get(finding));
}

void tiny_make(struct tiny *tiny, const struct change *changes)
{
	struct error error = {0};

	tiny->city = read_city();
	for (; changes && changes->at; changes++)
		apply(tiny->city, changes);
	tiny->snapshot = snapshot_new(MADE);
	tiny->objects = json_object_new_object();
	json_object_object_foreach (json_member(tiny->city, "items"), name, item) {
		(void)name;
		add_item(tiny, item);
	}
	snapshot_finish(tiny->snapshot);
	tiny->profile = json_member(tiny->city, "profile");
	tiny->playbook = json_member(tiny->city, "playbook");
	tiny->measured = json_member(tiny->city, "measured");
	if (shape_check(profile_fields, tiny->profile, NULL, &error) < 0 ||
		shape_check(playbook_fields, tiny->playbook, NULL, &error) < 0)
		fail_msg("%s", error.text);
	tiny->findings = findings_new(DIGEST, DIGEST, MADE);
	readiness_judge(&(struct readiness_told){keep, tiny->findings}, tiny->snapshot,
		tiny->objects, tiny->profile, tiny->measured);
}

void tiny_free(struct tiny *tiny)
{
	json_object_put(tiny->city);
	json_object_put(tiny->snapshot);
	json_object_put(tiny->objects);
	json_object_put(tiny->findings);
	json_object_put(tiny->kept);
}

static void set_with_digest(
	struct json_object *order, const char *name, struct json_object *document)
{
	AUTO_FREE char *digest_name = mem_format("%s_digest", name);
	char digest[DIGEST_TEXT];

	digest_json(document, digest);
	json_set(order, name, json_object_get(document));
	json_set_string(order, digest_name, digest);
}

static struct json_object *make_order(const struct tiny *tiny)
{
	struct json_object *order = json_object_new_object();
	struct json_object *request = json_member(tiny->city, "request");
	struct json_object *lessons = json_member(tiny->city, "lessons");
	char digest[DIGEST_TEXT];

	digest_json(tiny->snapshot, digest);
	json_set_string(order, "snapshot", digest);
	json_set_string(order, "findings", DIGEST); /* wordings may change */
	set_with_digest(order, "profile", tiny->profile);
	set_with_digest(order, "playbook", tiny->playbook);
	json_set(order, "request",
		request ? json_object_get(request) : json_object_new_object());
	json_set(order, "overrides", json_object_new_array());
	if (lessons)
		json_set(order, "lessons", json_object_get(lessons));
	json_set_integer(order, "seed", 1);
	json_set_integer(order, "effort", 1);
	json_set_string(order, "author", "uid:1001 lin");
	json_set_string(order, "made", MADE);
	return json_set_string(order, "from", MADE);
}

/* The texts that the city borrows; they live until it is planned. */
struct texts {
	char *list[1000];
	size_t count;
};

static void give(
	struct city *city, struct texts *texts, const char *kind, struct json_object *tree)
{
	char *text = json_canonical_string(tree);
	struct error error = {0};

	assert_true(texts->count < 1000);
	texts->list[texts->count++] = text;
	if (city_add(city, kind, text, strlen(text), &error) < 0)
		fail_msg("%s", error.text);
}

static void give_objects(struct city *city, struct texts *texts, const struct tiny *tiny)
{
	struct json_object *members = json_member(tiny->snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		AUTO_JSON struct json_object *object =
			json_copy(json_object_array_get_idx(members, i));

		json_set(object, "facts",
			json_object_get(
				json_member(tiny->objects, json_string(object, "digest"))));
		give(city, texts, "object", object);
	}
}

static void give_findings(struct city *city, struct texts *texts, const struct tiny *tiny)
{
	struct json_object *list = json_member(tiny->findings, "findings");

	for (size_t i = 0; i < json_length(list); i++)
		give(city, texts, "finding", json_object_array_get_idx(list, i));
}

void tiny_build(const struct tiny *tiny, const struct plan_sink *sink)
{
	AUTO_JSON struct json_object *order = make_order(tiny);
	AUTO_CITY struct city city = {0};
	struct texts texts = {0};
	struct error error = {0};

	give(&city, &texts, "order", order);
	give_objects(&city, &texts, tiny);
	give_findings(&city, &texts, tiny);
	for (size_t i = 0; i < json_length(tiny->kept); i++)
		give(&city, &texts, "kept", json_object_array_get_idx(tiny->kept, i));
	if (city_finish(&city, &error) < 0)
		fail_msg("%s", error.text);
	plan_build(&city, sink);
	for (size_t i = 0; i < texts.count; i++)
		free(texts.list[i]);
}

static void join_estimates(struct json_object *plan, struct json_object *some)
{
	struct json_object *all = json_member(plan, "estimates");

	if (!all) {
		all = json_object_new_object();
		json_set(plan, "estimates", all);
	}
	json_object_object_foreach (some, machine, estimate)
		json_set(all, machine, json_object_get(estimate));
}

static void join_head(struct json_object *plan, struct json_object *manifest)
{
	json_object_object_foreach (manifest, name, value)
		if (!text_equal(name, "waves") && !text_equal(name, "parts"))
			json_set(plan, name, json_object_get(value));
}

struct json_object *tiny_tree(const struct text *text)
{
	struct source source = {SOURCE_JSON, "plan", text->data, text->size};
	AUTO_FREE char *canonical = NULL;
	struct json_object *tree;
	struct error error = {0};

	if (json_parse(&tree, &source, JSON_FILE, &error) < 0)
		fail_msg("%s", error.text);
	canonical = json_canonical_string(tree);
	assert_string_equal(text->data, canonical);
	return tree;
}

static void take_part(void *argument, const char *kind, const struct text *text)
{
	AUTO_JSON struct json_object *tree = tiny_tree(text);
	struct json_object *plan = argument;

	if (text_equal(kind, "wave"))
		json_object_array_add(json_member(plan, "waves"), json_object_get(tree));
	else if (text_equal(kind, "estimates"))
		join_estimates(plan, tree);
	else if (text_equal(kind, "plan"))
		join_head(plan, tree);
	else
		json_set(plan, kind, json_object_get(tree));
}

struct json_object *tiny_plan(const struct tiny *tiny)
{
	struct json_object *plan = json_object_new_object();
	struct error error = {0};

	json_set(plan, "waves", json_object_new_array());
	tiny_build(tiny, &(struct plan_sink){take_part, plan});
	if (shape_check(plan_fields, plan, NULL, &error) < 0)
		fail_msg("%s", error.text);
	return plan;
}
