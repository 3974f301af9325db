#include "core/plugin.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/rpc.h"
#include "base/shape.h"
#include "base/text.h"
#include "core/loop.h"
#include "core/nursery.h"
#include "core/worker.h"

#define PREFIX            "banyun-plugin-"
#define DESCRIBE_DEADLINE 5000 /* milliseconds */

/* One program of the folder, and what it said. */
struct entry {
	struct plugins *plugins;
	char *program;
	const char *name; /* within `program` */
	struct worker *worker;
	struct json_object *description; /* NULL while it said nothing good */
	struct plugin plugin;
};

struct plugins {
	struct loop *loop;
	struct entry *entries; /* those without description are left out of everything */
	unsigned count;
	unsigned waiting; /* those that have not answered */
};

static const char *const roles[] = {"source", "check", "step", "mover", NULL};
static const struct shape_field role = {NULL, SHAPE_CHOICE, .choices = roles};
static const struct shape_field method = {NULL, SHAPE_NAME};
static const struct shape_field setting = {NULL, SHAPE_OBJECT};

static const struct shape_field fields[] = {
	{"name", SHAPE_NAME, .required = true},
	{"release", SHAPE_STRING, .required = true, .low = 1, .high = 64},
	{"protocol", SHAPE_INTEGER, .required = true},
	{"roles", SHAPE_LIST, .required = true, .item = &role, .low = 1, .high = 4},
	{"methods", SHAPE_LIST, .required = true, .item = &method, .high = 256},
	{"settings", SHAPE_LIST, .required = true, .item = &setting},
	{"nursery", SHAPE_BOOLEAN},
	{0},
};

static int check(const struct entry *entry, struct json_object *said, struct error *error)
{
	if (shape_check(fields, said, NULL, error) < 0)
		return -1;
	if (json_integer(said, "protocol", 0) != RPC_PROTOCOL)
		return error_set(error, ERROR_INPUT, entry->program,
			"It speaks version %lld of the protocol, and this banyund version %d.",
			(long long)json_integer(said, "protocol", 0), RPC_PROTOCOL);
	if (!text_equal(json_string(said, "name"), entry->name))
		return error_set(error, ERROR_INPUT, entry->program,
			"It calls itself \"%s\"; its program is named after \"%s\".",
			json_string(said, "name"), entry->name);
	return 0;
}

static void keep(struct entry *entry, struct json_object *said)
{
	struct json_object *held = json_member(said, "roles");

	entry->description = json_copy(said);
	entry->plugin = (struct plugin){
		.name = entry->name,
		.version = json_string(entry->description, "release"),
		.program = entry->program,
		.source = json_has_string(held, "source"),
		.check = json_has_string(held, "check"),
		.step = json_has_string(held, "step"),
		.mover = json_has_string(held, "mover"),
		.methods = json_member(entry->description, "methods"),
	};
	if (json_boolean(said, "nursery", false))
		entry->plugin.nursery = nursery_new(entry->plugins->loop, entry->program);
}

static void described(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct entry *entry = argument;
	struct error wrong = {0};

	if (answer != WORKER_DONE)
		wrong = *error;
	else if (check(entry, result, &wrong) == 0)
		keep(entry, result);
	if (wrong.text[0])
		log_warning(
			"plugin", entry->program, "This plugin is left out: %s", wrong.text);
	worker_end(entry->worker);
	if (--entry->plugins->waiting == 0)
		loop_stop(entry->plugins->loop);
}

static void ask(struct entry *entry)
{
	const struct worker_order order = {
		.program = entry->program,
		.name = entry->name,
	};
	const struct worker_listener listener = {.answered = described, .argument = entry};
	struct error error = {0};

	if (worker_start(&entry->worker, entry->plugins->loop, &order, &error) < 0) {
		log_warning(
			"plugin", entry->program, "This plugin is left out: %s", error.text);
		return;
	}
	entry->plugins->waiting++;
	worker_ask(entry->worker, "describe", NULL, DESCRIBE_DEADLINE, &listener);
}

static int is_plugin(const struct dirent *file)
{
	return text_starts(file->d_name, PREFIX) && file->d_name[strlen(PREFIX)] != '\0';
}

static void add(struct plugins *plugins, const char *folder, const char *file)
{
	struct entry *entry = &plugins->entries[plugins->count++];

	entry->plugins = plugins;
	entry->program = mem_format("%s/%s", folder, file);
	entry->name = strrchr(entry->program, '/') + 1 + strlen(PREFIX);
}

static int list(struct plugins *plugins, const char *folder, struct error *error)
{
	struct dirent **files;
	int count = scandir(folder, &files, is_plugin, alphasort);

	if (count < 0)
		return error_set(error, ERROR_NOT_FOUND, folder,
			"The folder of plugins %s cannot be read: %s.", folder,
			strerror(errno));
	plugins->entries = mem_array((size_t)count, sizeof(*plugins->entries));
	for (int i = 0; i < count; i++) {
		add(plugins, folder, files[i]->d_name);
		free(files[i]);
	}
	free(files);
	return 0;
}

int plugins_load(
	struct plugins **loaded, struct loop *loop, const char *folder, struct error *error)
{
	struct plugins *plugins = mem_alloc(sizeof(*plugins));

	*loaded = NULL;
	plugins->loop = loop;
	if (list(plugins, folder, error) < 0) {
		plugins_free(plugins);
		return -1;
	}
	for (unsigned i = 0; i < plugins->count; i++)
		ask(&plugins->entries[i]);
	while (plugins->waiting > 0)
		loop_run(loop);
	*loaded = plugins;
	return 0;
}

void plugins_free(struct plugins *plugins)
{
	for (unsigned i = 0; plugins && i < plugins->count; i++) {
		nursery_free(plugins->entries[i].plugin.nursery);
		free(plugins->entries[i].program);
		json_object_put(plugins->entries[i].description);
	}
	if (plugins)
		free(plugins->entries);
	free(plugins);
}

const struct plugin *plugin_at(const struct plugins *plugins, unsigned index)
{
	for (unsigned i = 0; i < plugins->count; i++)
		if (plugins->entries[i].description && index-- == 0)
			return &plugins->entries[i].plugin;
	return NULL;
}

const struct plugin *plugin_find(const struct plugins *plugins, const char *name)
{
	const struct plugin *plugin = NULL;

	for (unsigned i = 0; (plugin = plugin_at(plugins, i)); i++)
		if (text_equal(plugin->name, name))
			break;
	return plugin;
}
