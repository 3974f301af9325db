/* Starting a worker for hosts: each gets the credentials of its own, and of nobody else. */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/context.h"
#include "core/host.h"
#include "core/plugin.h"
#include "core/worker.h"
#include <stdlib.h>
#include <string.h>

#define KEY_LIMIT    (64 * 1024)
#define MOST_PARTIES 3 /* two of a move, or one and its jump host */
#define JUMP         "jump."

/* The private key's file, which nobody else may read. */
static int read_key(struct text *key, const struct config *config, struct json_object *host,
	struct error *error)
{
	AUTO_FREE char *path =
		mem_format("%s/%s", config->credentials, json_string(host, "credential"));

	return text_read_file(key, path, KEY_LIMIT, error);
}

static void wipe_key(struct text *key)
{
	if (key->data)
		mem_wipe(key->data, key->capacity);
	text_clear(key);
}

static int refuse_untrusted(struct json_object *host, struct error *error)
{
	const char *name = json_string(host, "name");

	if (host_trusted(host))
		return 0;
	return error_set(error, ERROR_REFUSED, name,
		"The key of host \"%s\" is not trusted yet; compare its fingerprint with the "
		"one its "
		"administrator tells you, then run `banyun host trust %s --fingerprint ...`.",
		name, name);
}

struct gathered {
	struct text key[MOST_PARTIES];
	unsigned keys;
	struct json_object *jump; /* a secret's bytes are its */
	char *name[MOST_PARTIES * 2];
	struct worker_secret secret[MOST_PARTIES * 2];
	size_t count;
};

static void gather_one(struct gathered *all, const char *prefix, const char *what,
	const void *data, size_t size)
{
	all->name[all->count] = mem_format("%s%s", prefix, what);
	all->secret[all->count] = (struct worker_secret){
		.name = all->name[all->count], .data = data, .size = size};
	all->count++;
}

static int gather_party(struct gathered *all, const struct context *context,
	const struct host_party *party, struct error *error)
{
	const char *known = json_string(party->host, "known_hosts");
	struct text *key = &all->key[all->keys];

	if (host_is_near(party->host))
		return 0;
	if (refuse_untrusted(party->host, error) < 0 ||
		read_key(key, context->config, party->host, error) < 0)
		return -1;
	all->keys++;
	gather_one(all, party->prefix, "key", key->data, key->size);
	gather_one(all, party->prefix, "known_hosts", known, strlen(known));
	return 0;
}

/*
 * Where the settings name a jump host, they get what is known of it, and the worker its login.
 */
static int gather_jump(struct gathered *all, const struct context *context,
	struct json_object *settings, struct error *error)
{
	struct json_object *host = json_member(settings, "host");
	AUTO_JSON struct json_object *way = NULL;

	if (!json_string(host, "jump"))
		return 0;
	if (host_load_jump(&all->jump, context->store, host, error) < 0)
		return -1;
	way = host_ssh_settings(all->jump, "source");
	json_set(host, "jump", json_object_get(json_member(way, "host")));
	return gather_party(all, context, &(struct host_party){all->jump, JUMP}, error);
}

static int gather(struct gathered *all, const struct context *context,
	struct json_object *settings, const struct host_party *parties, unsigned party_count,
	struct error *error)
{
	for (unsigned i = 0; i < party_count; i++)
		if (gather_party(all, context, &parties[i], error) < 0)
			return -1;
	return gather_jump(all, context, settings, error);
}

static void release(struct gathered *all)
{
	for (size_t i = 0; i < MOST_PARTIES; i++)
		wipe_key(&all->key[i]);
	for (size_t i = 0; i < all->count; i++)
		free(all->name[i]);
	json_object_put(all->jump);
}

int host_start_worker(struct worker **worker, const struct context *context, const char *plugin,
	const char *name, struct json_object *settings, const struct host_party *parties,
	unsigned party_count, void (*ended)(void *argument, const char *why), void *argument,
	struct error *error)
{
	const struct plugin *found = plugin_find(context->plugins, plugin);
	AUTO_JSON struct json_object *own = json_copy(settings);
	struct gathered all = {0};
	int result = -1;

	*worker = NULL;
	if (!found)
		return error_set(error, ERROR_NOT_FOUND, plugin,
			"The plugin \"%s\" is not installed in \"%s\".", plugin,
			context->config->plugins);
	if (gather(&all, context, own, parties, party_count, error) == 0) {
		struct worker_order order = {.program = found->program,
			.nursery = found->nursery,
			.name = name,
			.secrets = all.secret,
			.secret_count = all.count,
			.settings = own,
			.ended = ended,
			.argument = argument};
		result = worker_start(worker, context->loop, &order, error);
	}
	release(&all);
	return result;
}

static void add_part(struct digest *digest, const void *data, size_t size)
{
	uint64_t length = size;

	digest_add(digest, &length, sizeof(length));
	digest_add(digest, data, size);
}

int host_worker_login(char digest[DIGEST_TEXT], const struct context *context,
	struct json_object *settings, const struct host_party *parties, unsigned party_count,
	struct error *error)
{
	AUTO_JSON struct json_object *own = json_copy(settings);
	struct gathered all = {0};
	int result = gather(&all, context, own, parties, party_count, error);

	if (result == 0) {
		AUTO_FREE char *told = json_canonical_string(own);
		struct digest *login = digest_begin();

		add_part(login, told, strlen(told));
		for (size_t i = 0; i < all.count; i++) {
			add_part(login, all.secret[i].name, strlen(all.secret[i].name));
			add_part(login, all.secret[i].data, all.secret[i].size);
		}
		digest_end(login, digest);
	}
	release(&all);
	return result;
}
