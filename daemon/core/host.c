#include "core/host.h"
#include "base/address.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/store.h"
#include <stdlib.h>
#include <string.h>

#define HOST_SPACE "host"

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
	{"jump", SHAPE_NAME,
		.help = "trusted host through whose SSH server its own is reached"},
	{"uri", SHAPE_STRING, .low = 1, .high = 256,
		.help = "instead of a login: libvirt's address of a hypervisor of this "
			"machine"},
	{0},
};

int host_check(struct json_object *host, struct error *error)
{
	static const char *const login[] = {"address", "port", "user", "credential", "jump"};
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
	if (json_member(host, "jump") && !text_equal(json_string(host, "side"), "machine"))
		return error_set(error, ERROR_INPUT, name,
			"The host \"%s\" has a jump host, through which facts come and no "
			"machine can move; expected the side \"machine\".",
			name);
	if (uri && !strstr(uri, ":///"))
		return error_set(error, ERROR_INPUT, name,
			"The uri \"%s\" names a machine; expected one without, such as "
			"qemu:///system, or else an address and a credential.",
			uri);
	return 0;
}

void host_tidy(struct json_object *host)
{
	const char *told = json_string(host, "address");
	char text[ADDRESS_TEXT];
	struct address address;

	if (!told || address_parse(&address, told) < 0)
		return;
	address_unmap(&address);
	address_format(&address, text);
	json_set_string(host, "address", text);
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

int host_load_jump(struct json_object **jump, struct store *store, struct json_object *host,
	struct error *error)
{
	const char *name = json_string(host, "name");
	AUTO_JSON struct json_object *loaded = NULL;

	*jump = NULL;
	if (host_load(&loaded, store, json_string(host, "jump"), error) < 0)
		return -1;
	if (host_is_near(loaded) || json_string(loaded, "jump"))
		return error_set(error, ERROR_INPUT, name,
			"The host \"%s\" cannot be reached through \"%s\", to which nobody "
			"logs in "
			"directly: it is banyund's own machine, or behind a jump host itself.",
			name, json_string(host, "jump"));
	*jump = mem_take(&loaded);
	return 0;
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
	static const char *const strings[] = {
		"name", "address", "user", "known_hosts", "uri", "jump"};
	AUTO_JSON struct json_object *login = json_object_new_object();

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		json_set_string(login, strings[i], json_string(host, strings[i]));
	json_set_integer(login, "port", json_integer(host, "port", 22));
	digest_json(login, digest);
}

struct json_object *host_ssh_settings(struct json_object *host, const char *role)
{
	static const char *const strings[] = {
		"name", "department", "side", "address", "user", "jump"};
	struct json_object *settings = json_object_new_object(),
			   *party = json_object_new_object();

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		json_set_string(party, strings[i], json_string(host, strings[i]));
	json_set_integer(party, "port", json_integer(host, "port", 22));
	json_set_string(settings, "role", role);
	return json_set(settings, "host", party);
}

struct json_object *host_libvirt_settings(struct json_object *host)
{
	static const char *const strings[] = {"name", "department", "side"};
	struct json_object *settings = json_object_new_object(),
			   *party = json_object_new_object();
	AUTO_FREE char *uri = host_uri(host);

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		json_set_string(party, strings[i], json_string(host, strings[i]));
	json_set_string(party, "uri", uri);
	json_set_string(settings, "role", "source");
	return json_set(settings, "host", party);
}
