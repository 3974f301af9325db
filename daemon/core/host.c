#include "core/host.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/context.h"
#include "core/plugin.h"
#include "core/store.h"
#include "core/worker.h"
#include <stdlib.h>
#include <string.h>

#define HOST_SPACE   "host"
#define KEY_LIMIT    (64 * 1024)
#define MOST_PARTIES 2

static const char *const sides[] = {"department", "cloud", "machine", NULL};

const struct shape_field host_add_fields[] = {
	{"name", SHAPE_NAME, .required = true, .help = "unique name of the host"},
	{"department", SHAPE_OWNER, .required = true, .help = "who owns it"},
	{"side", SHAPE_CHOICE, .required = true, .choices = sides,
		.help = "department or cloud: a hypervisor of that side; machine: a guest, "
			"facts only"},
	{"address", SHAPE_ADDRESS, .help = "where its SSH server listens"},
	{"port", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "TCP port, 22 unless told"},
	{"user", SHAPE_NAME, .help = "user to log in as, root unless told"},
	{"credential", SHAPE_NAME,
		.help = "file in the folder of credentials that holds the private key"},
	{"uri", SHAPE_STRING, .low = 1, .high = 256,
		.help = "instead of a login: libvirt's address of a hypervisor of this "
			"machine"},
	{0},
};

int host_check(struct json_object *host, struct error *error)
{
	static const char *const login[] = {"address", "port", "user", "credential"};
	const char *name = json_string(host, "name"), *uri = json_string(host, "uri");

	if (!uri && (!json_string(host, "address") || !json_string(host, "credential")))
		return error_set(error, ERROR_INPUT, name,
			"The host \"%s\" needs an address and a credential to log in with; or "
			"the uri of a hypervisor that runs on banyund's own machine.",
			name);
	for (size_t i = 0; uri && i < sizeof(login) / sizeof(login[0]); i++)
		if (json_member(host, login[i]))
			return error_set(error, ERROR_INPUT, name,
				"The host \"%s\" has a uri, so that nobody logs in to it; "
				"leave "
				"\"%s\" out.",
				name, login[i]);
	if (uri && !strstr(uri, ":///"))
		return error_set(error, ERROR_INPUT, name,
			"The uri \"%s\" names a machine; expected one without, such as "
			"qemu:///system, or else an address and a credential.",
			uri);
	return 0;
}

bool host_is_near(struct json_object *host)
{
	return json_string(host, "uri") != NULL;
}

int host_load(
	struct json_object **host, struct store *store, const char *name, struct error *error)
{
	AUTO_TEXT struct text value = {0};
	struct source source = {SOURCE_JSON, "host in the store", NULL, 0};

	*host = NULL;
	if (store_state(store, HOST_SPACE, name, &value, error) < 0) {
		if (error && error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_NOT_FOUND, name,
				"There is no host \"%s\"; `banyun host show` lists those that "
				"were added.",
				name);
		return -1;
	}
	source.data = value.data;
	source.size = value.size;
	return json_parse(host, &source, JSON_MESSAGE, error);
}

static int add_to_list(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	struct json_object *host;

	if (json_parse(&host, &source, JSON_MESSAGE, error) < 0)
		return -1;
	json_object_array_add(argument, host);
	return 0;
}

int host_list(struct json_object **hosts, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *list = json_object_new_array();

	*hosts = NULL;
	if (store_walk(store, HOST_SPACE, add_to_list, list, error) < 0)
		return -1;
	*hosts = mem_take(&list);
	return 0;
}

void host_batch(struct store_batch *batch, struct json_object *host)
{
	AUTO_FREE char *value = json_canonical_string(host);

	batch_state(batch, HOST_SPACE, json_string(host, "name"), value);
}

void host_batch_remove(struct store_batch *batch, const char *name)
{
	batch_state(batch, HOST_SPACE, name, NULL);
}

bool host_trusted(struct json_object *host)
{
	return json_string(host, "known_hosts") != NULL;
}

char *host_uri(struct json_object *host)
{
	const char *address = json_string(host, "address");
	const char *user = json_string(host, "user");
	bool six = address && strchr(address, ':');

	if (host_is_near(host))
		return mem_string(json_string(host, "uri"));
	return mem_format("qemu+libssh2://%s@%s%s%s:%d/system", user ? user : "root",
		six ? "[" : "", address, six ? "]" : "", (int)json_integer(host, "port", 22));
}

void host_login(struct json_object *host, char digest[DIGEST_TEXT])
{
	static const char *const strings[] = {"name", "address", "user", "known_hosts", "uri"};
	AUTO_JSON struct json_object *login = json_object_new_object();

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		json_set_string(login, strings[i], json_string(host, strings[i]));
	json_set_integer(login, "port", json_integer(host, "port", 22));
	digest_json(login, digest);
}

struct json_object *host_ssh_settings(struct json_object *host, const char *role)
{
	static const char *const strings[] = {"name", "department", "side", "address", "user"};
	struct json_object *settings = json_object_new_object(),
			   *party = json_object_new_object();

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		json_set_string(party, strings[i], json_string(host, strings[i]));
	json_set_integer(party, "port", json_integer(host, "port", 22));
	json_set_string(settings, "role", role);
	return json_set(settings, "host", party);
}

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

static int gather(struct gathered *all, const struct context *context,
	const struct host_party *parties, unsigned party_count, struct error *error)
{
	for (unsigned i = 0; i < party_count; i++) {
		const char *known = json_string(parties[i].host, "known_hosts");

		if (host_is_near(parties[i].host))
			continue;
		if (refuse_untrusted(parties[i].host, error) < 0 ||
			read_key(&all->key[i], context->config, parties[i].host, error) < 0)
			return -1;
		gather_one(all, parties[i].prefix, "key", all->key[i].data, all->key[i].size);
		gather_one(all, parties[i].prefix, "known_hosts", known, strlen(known));
	}
	return 0;
}

static void release(struct gathered *all)
{
	for (size_t i = 0; i < MOST_PARTIES; i++)
		wipe_key(&all->key[i]);
	for (size_t i = 0; i < all->count; i++)
		free(all->name[i]);
}

int host_start_worker(struct worker **worker, const struct context *context, const char *plugin,
	const char *name, struct json_object *settings, const struct host_party *parties,
	unsigned party_count, void (*ended)(void *argument, const char *why), void *argument,
	struct error *error)
{
	const struct plugin *found = plugin_find(context->plugins, plugin);
	struct gathered all = {0};
	int result = -1;

	*worker = NULL;
	if (!found)
		return error_set(error, ERROR_NOT_FOUND, plugin,
			"The plugin \"%s\" is not installed in \"%s\".", plugin,
			context->config->plugins);
	if (gather(&all, context, parties, party_count, error) == 0) {
		struct worker_order order = {.program = found->program,
			.nursery = found->nursery,
			.name = name,
			.secrets = all.secret,
			.secret_count = all.count,
			.settings = settings,
			.ended = ended,
			.argument = argument};
		result = worker_start(worker, context->loop, &order, error);
	}
	release(&all);
	return result;
}
