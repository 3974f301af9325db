#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "core/host.h"
#include "execution/crew_private.h"
#include <stdlib.h>

/*
 * Within the deadline of check_page. A machine that boots meanwhile answers a later packet, or
 * refuses until it serves.
 */
#define PAGE_TIMEOUT_MS  20000
#define PAGE_PATIENCE_MS 20000

/* --- the workers beside the mover --- */

static int need_probe(struct crew *crew, struct error *error)
{
	AUTO_JSON struct json_object *settings = json_object_new_object();

	if (crew->probe)
		return 0;
	return hand_start(&crew->probe, crew, "probe", settings, NULL, 0, error);
}

static int need_ssh(struct crew *crew, enum side side, struct error *error)
{
	struct host_party party = {crew->host[side], ""};
	AUTO_JSON struct json_object *settings = NULL;

	if (crew->ssh[side])
		return 0;
	settings = host_ssh_settings(crew->host[side], "step");
	return hand_start(&crew->ssh[side], crew, "ssh", settings, &party, 1, error);
}

/* --- pages --- */

static void page_answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct ask *ask = argument;

	ask_take_answer(ask, answer, error);
	if (answer == WORKER_DONE) {
		if (!ask->result)
			ask->result = json_set(
				json_object_new_object(), "pages", json_object_new_array());
		json_object_array_add(
			json_member(ask->result, "pages"), json_object_get(result));
	}
	ask_part_done(ask);
}

static struct json_object *page_parameters(struct json_object *page)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "url", json_string(page, "url"));
	json_set_integer(parameters, "family", json_integer(page, "family", 4));
	json_set_integer(parameters, "patience_ms", PAGE_PATIENCE_MS);
	return json_set_integer(parameters, "timeout_ms", PAGE_TIMEOUT_MS);
}

int ask_pages(struct ask *ask, struct error *error)
{
	struct json_object *pages = json_member(ask->crew->move, "pages");
	struct worker_listener listener = {.answered = page_answered, .argument = ask};

	if (need_probe(ask->crew, error) < 0)
		return -1;
	for (size_t i = 0; i < json_object_array_length(pages); i++) {
		ask->parts++;
		worker_ask(ask->crew->probe->worker, "page",
			page_parameters(json_object_array_get_idx(pages, i)), 0, &listener);
	}
	return 0;
}

/* --- content --- */

/* One disk, hashed on both sides. */
struct comparison {
	struct ask *ask;
	char *device;
	char *digest[SIDES];
	unsigned open;
};

struct half {
	struct comparison *comparison;
	enum side side;
};

static void keep_verdict(struct comparison *comparison, bool equal)
{
	struct json_object *row = json_object_new_object(), **result = &comparison->ask->result;

	json_set_string(row, "device", comparison->device);
	json_set_string(row, "source", comparison->digest[SIDE_SOURCE]);
	json_set_string(row, "target", comparison->digest[SIDE_TARGET]);
	json_set_boolean(row, "equal", equal);
	if (!*result)
		*result = json_set(json_object_new_object(), "disks", json_object_new_array());
	json_object_array_add(json_member(*result, "disks"), row);
}

static void conclude(struct comparison *comparison)
{
	struct ask *ask = comparison->ask;
	bool both = comparison->digest[SIDE_SOURCE] && comparison->digest[SIDE_TARGET];
	bool equal = both && text_equal(comparison->digest[SIDE_SOURCE],
				     comparison->digest[SIDE_TARGET]);

	if (both)
		keep_verdict(comparison, equal);
	else
		ask_spoil(ask, REPLY_FAILED, "A disk was answered for without its digest.");
	if (both && !equal)
		ask_spoil(ask, REPLY_FAILED,
			"What the guest sees on the target differs from what it saw on the "
			"source.");
	for (unsigned side = 0; side < SIDES; side++)
		free(comparison->digest[side]);
	free(comparison->device);
	free(comparison);
}

static void half_answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct half *half = argument;
	struct comparison *comparison = half->comparison;
	struct ask *ask = comparison->ask;

	ask_take_answer(ask, answer, error);
	if (answer == WORKER_DONE)
		comparison->digest[half->side] = mem_string(json_string(result, "digest"));
	free(half);
	if (--comparison->open == 0)
		conclude(comparison);
	ask_part_done(ask);
}

static void ask_half(
	struct comparison *comparison, enum side side, struct json_object *parameters)
{
	struct half *half = mem_alloc(sizeof(*half));
	struct worker_listener listener = {.answered = half_answered, .argument = half};

	half->comparison = comparison;
	half->side = side;
	comparison->open++;
	comparison->ask->parts++;
	worker_ask(
		comparison->ask->crew->ssh[side]->worker, "content", parameters, 0, &listener);
}

static struct json_object *image_parameters(struct json_object *disk)
{
	struct json_object *parameters = json_object_new_object(),
			   *image = json_object_new_object();

	json_set_string(image, "path", json_string(disk, "path"));
	json_set_string(image, "format", json_string(disk, "format"));
	json_set_string(parameters, "device", json_string(disk, "device"));
	return json_set(parameters, "image", image);
}

static struct json_object *export_parameters(struct json_object *disk)
{
	struct json_object *parameters = json_object_new_object(),
			   *from = json_object_new_object();

	json_set_string(from, "socket", json_string(disk, "socket"));
	json_set_string(from, "name", json_string(disk, "export"));
	json_set_string(parameters, "device", json_string(disk, "device"));
	return json_set(parameters, "export", from);
}

static struct json_object *find_device(struct json_object *list, const char *device)
{
	if (!json_object_is_type(list, json_type_array))
		return NULL;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (text_equal(json_string(row, "device"), device))
			return row;
	}
	return NULL;
}

static int ask_device(struct ask *ask, const char *device, struct json_object *frozen,
	struct json_object *kept, struct error *error)
{
	struct comparison *comparison;

	if (!frozen || !kept)
		return error_set(error, ERROR_FAILED, ask->crew->name,
			"The disk \"%s\" was not frozen on the target before it was resumed, "
			"or "
			"its source was not named, so its content cannot be compared any more.",
			device);
	comparison = mem_alloc(sizeof(*comparison));
	comparison->ask = ask;
	comparison->device = mem_string(device);
	ask_half(comparison, SIDE_SOURCE, image_parameters(kept));
	ask_half(comparison, SIDE_TARGET, export_parameters(frozen));
	return 0;
}

/* Every disk of the plan is compared, whatever the notes name. */
int ask_content(struct ask *ask, struct json_object *notes, struct error *error)
{
	struct json_object *freeze = json_member(notes, operation_word(OPERATION_FREEZE));
	struct json_object *frozen = json_member(freeze, "exports");
	struct json_object *kept = json_member(freeze, "source");
	struct json_object *disks = json_member(ask->crew->move, "disks");

	if (need_ssh(ask->crew, SIDE_SOURCE, error) < 0 ||
		need_ssh(ask->crew, SIDE_TARGET, error) < 0)
		return -1;
	for (size_t i = 0; i < json_object_array_length(disks); i++) {
		const char *device = json_string(json_object_array_get_idx(disks, i), "device");

		if (ask_device(ask, device, find_device(frozen, device),
			    find_device(kept, device), error) < 0)
			return -1;
	}
	return 0;
}
