#include "ssh/host.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "sdk/banyun-plugin.h"
#include "ssh/stay.h"
#include "ssh/warm.h"
#include "ssh/way.h"
#include <malloc.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LARGE       (32 * 1024)
#define SECRET_SIZE (16 * 1024) /* the longest keys have 13 KiB */

static const char *const roles[] = {"source", "step", NULL};

static const struct shape_field jump_fields[] = {
	{"name", SHAPE_NAME, .required = true, .help = "the name given with `host add`"},
	{"department", SHAPE_STRING, .low = 1, .high = 256, .help = "who owns it"},
	{"side", SHAPE_NAME, .help = "department, cloud or machine"},
	{"address", SHAPE_ADDRESS, .required = true, .help = "of its SSH server; never a name"},
	{"port", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "22 if not given"},
	{"user", SHAPE_STRING, .low = 1, .high = 64, .help = "root unless told"},
	{0},
};

static const struct shape_field host_fields[] = {
	{"name", SHAPE_NAME, .required = true, .help = "the name given with `host add`"},
	{"department", SHAPE_STRING, .low = 1, .high = 256, .help = "who owns it"},
	{"side", SHAPE_NAME, .help = "department or cloud"},
	{"address", SHAPE_ADDRESS, .required = true, .help = "of its SSH server; never a name"},
	{"port", SHAPE_INTEGER, .low = 1, .high = 65535,
		.help = "of its SSH server; 22 if not given"},
	{"user", SHAPE_STRING, .low = 1, .high = 64,
		.help = "user to log in as, root unless told"},
	{"jump", SHAPE_OBJECT, .fields = jump_fields,
		.help = "host through whose SSH server it is reached"},
	{0},
};

const struct shape_field host_settings[] = {
	{"role", SHAPE_CHOICE, .required = true, .choices = roles},
	{"host", SHAPE_OBJECT, .required = true, .fields = host_fields,
		.help = "the host to log in to"},
	{"stay", SHAPE_BOOLEAN, .help = "whether to stay logged in after a question"},
	{0},
};

static struct json_object *kept;           /* the settings; all strings below live in it */
static struct session_host identity, jump; /* no name: there is no jump host */
static struct session_way way = {-1, &jump};

static struct session_host read_host(struct json_object *host)
{
	const char *user = json_string(host, "user");

	return (struct session_host){
		.name = json_string(host, "name"),
		.address = json_string(host, "address"),
		.port = (int)json_integer(host, "port", 22),
		.user = user != NULL ? user : "root",
	};
}

/* The names in the settings are kept once for all workers. */
static void know_names(void)
{
	static const char names[] =
		"{\"role\":0,\"stay\":0,\"host\":0,\"name\":0,\"department\":0,\"side\":0,"
		"\"address\":0,\"port\":0,\"user\":0,\"key\":0,\"known_hosts\":0}";
	const struct source source = {SOURCE_JSON, "settings", names, sizeof(names) - 1};
	AUTO_JSON struct json_object *tree = NULL;

	json_parse(&tree, &source, sizeof(names), NULL);
}

void host_prepare(void)
{
	know_names();
	session_library(NULL);
	warm_library();
	/* A worker has one thread that does anything: memory of its own for each is wasted. */
	mallopt(M_ARENA_MAX, 1);
	/* What is large is given back when it is free. */
	mallopt(M_MMAP_THRESHOLD, LARGE);
}

static bool stays(void)
{
	return json_boolean(kept, "stay", false);
}

void host_close(void)
{
	AUTO_SESSION struct session *session = stay_take();

	json_object_put(kept);
	kept = NULL;
}

const struct session_host *host_identity(void)
{
	return &identity;
}

const char *host_department(void)
{
	return json_string(json_member(kept, "host"), "department");
}

const char *host_side(void)
{
	return json_string(json_member(kept, "host"), "side");
}

/* A secret in memory, no longer than it is. */
struct secret {
	char *text;
	size_t size;
};

static bool take_bytes(struct secret *secret, int descriptor)
{
	struct stat facts;
	size_t got = 0;
	ssize_t count = 1;

	if (fstat(descriptor, &facts) < 0 || facts.st_size >= SECRET_SIZE)
		return false;
	secret->size = (size_t)facts.st_size;
	secret->text = mem_alloc(secret->size + 1);
	while (got < secret->size && count > 0) {
		count = pread(descriptor, secret->text + got, secret->size - got, (off_t)got);
		got += count > 0 ? (size_t)count : 0;
	}
	return got == secret->size && memchr(secret->text, '\0', got) == NULL;
}

/* Reads it from its start, beside other threads that may do the same. */
static int read_secret(struct secret *secret, const char *name, struct error *error)
{
	int descriptor = plugin_secret(name);

	if (descriptor < 0)
		return error_set(error, ERROR_INPUT, identity.name,
			"Logging in to the host \"%s\" needs the secret \"%s\", which was not "
			"given.",
			identity.name, name);
	if (!take_bytes(secret, descriptor))
		return error_set(error, ERROR_INPUT, identity.name,
			"The secret \"%s\" for the host \"%s\" cannot be read: a text of less "
			"than %d "
			"bytes is expected.",
			name, identity.name, SECRET_SIZE);
	return 0;
}

static bool is_cancelled(const void *call)
{
	return plugin_cancelled(call);
}

struct session_wait host_wait(struct plugin_call *call, int64_t longest)
{
	int64_t left = plugin_remaining(call), now = clock_monotonic();

	left = left < INT64_MAX / 4000 ? left * 1000 : INT64_MAX / 4;
	if (longest > 0 && left > longest)
		left = longest;
	return (struct session_wait){now + left, is_cancelled, call};
}

void host_boundary(char boundary[BOUNDARY_TEXT])
{
	unsigned char bytes[(BOUNDARY_TEXT - 1) / 2];

	digest_random(bytes, sizeof(bytes));
	text_hex(bytes, sizeof(bytes), boundary);
}

/* The login of a host, wiped when done. */
struct login {
	struct secret key, known_hosts;
};

static void secret_clear(struct secret *secret)
{
	mem_wipe(secret->text, secret->size);
	mem_free_at(&secret->text);
}

static void login_free(struct login *login)
{
	secret_clear(&login->key);
	secret_clear(&login->known_hosts);
}
#define AUTO_LOGIN __attribute__((cleanup(login_free)))

static int log_in(
	struct session **session, const struct session_wait *wait, struct error *error)
{
	AUTO_LOGIN struct login login = {0};
	struct session_order order = {
		.host = &identity, .wait = *wait, .way = jump.name ? &way : NULL};

	if (read_secret(&login.known_hosts, "known_hosts", error) < 0 ||
		read_secret(&login.key, "key", error) < 0)
		return -1;
	order.key = login.key.text;
	order.known_hosts = login.known_hosts.text;
	return session_open(session, &order, error);
}

int host_look(struct session_key *key, const struct session_wait *wait, struct error *error)
{
	struct session_order order = {
		.host = &identity, .wait = *wait, .way = jump.name ? &way : NULL};

	return session_look(key, &order, error);
}

/* The aide: it has the login of the jump host, and nothing of the host. */
static void make_ways(void *argument, int descriptor)
{
	AUTO_LOGIN struct login login = {0};
	struct session_order by = {.host = &jump};
	struct session_order order = {.host = &identity, .jump = &by};

	(void)argument;
	plugin_forget("key");
	plugin_forget("known_hosts");
	if (read_secret(&login.known_hosts, "jump.known_hosts", NULL) < 0 ||
		read_secret(&login.key, "jump.key", NULL) < 0)
		return;
	by.key = login.key.text;
	by.known_hosts = login.known_hosts.text;
	way_serve(&order, descriptor);
}

static int begin_ways(struct error *error)
{
	if (!jump.name)
		return 0;
	if (plugin_secret("jump.key") < 0 || plugin_secret("jump.known_hosts") < 0)
		return error_set(error, ERROR_INPUT, identity.name,
			"Logging in to the jump host \"%s\" needs the secrets \"jump.key\" and "
			"\"jump.known_hosts\", which were not given.",
			jump.name);
	way.aide = plugin_aide(make_ways, NULL, error);
	plugin_forget("jump.key");
	plugin_forget("jump.known_hosts");
	return way.aide < 0 ? -1 : 0;
}

int host_open(struct json_object *settings, struct error *error)
{
	struct json_object *host = json_member(settings, "host");

	kept = json_object_get(settings);
	identity = read_host(host);
	jump = read_host(json_member(host, "jump"));
	return session_library(error) < 0 ? -1 : begin_ways(error);
}

/* A question on its way. */
struct asking {
	const struct host_question *question;
	struct text words; /* that the script is told */
	bool answered;     /* something of its answer was passed on */
};

static struct asking asking_of(const struct host_question *question)
{
	struct asking asking = {.question = question};

	text_format(&asking.words, "boundary=%s\n", question->boundary);
	text_add(&asking.words, question->assignments != NULL ? question->assignments : "");
	return asking;
}

static void asking_free(struct asking *asking)
{
	text_clear(&asking->words);
}
#define AUTO_ASKING __attribute__((cleanup(asking_free)))

static int pass_on(void *argument, const char *data, size_t size, struct error *error)
{
	struct asking *asking = argument;

	asking->answered = true;
	return asking->question->output(asking->question->argument, data, size, error);
}

static bool is_whole(const void *argument)
{
	const struct asking *asking = argument;

	return asking->question->whole(asking->question->argument);
}

static int put(struct session **session, struct asking *asking, struct session_ending *ending,
	struct error *error)
{
	struct session_command command = {
		.command = "exec /bin/sh",
		.input = {asking->words.data, asking->question->script},
		.hold_input = asking->question->hold_input,
		.again = stays(),
		.whole = stays() && asking->question->whole ? is_whole : NULL,
		.next = asking->question->next,
		.limit = HOST_ANSWER,
		.output = pass_on,
		.argument = asking,
	};

	if (session_run(*session, &command, ending, error) < 0)
		return -1;
	if (command.again)
		stay_put(session);
	return 0;
}

/* Where another script's shell waits, another login is needed. */
static int ask_staying(struct asking *asking, const struct session_wait *wait,
	struct session_ending *ending, struct error *error)
{
	AUTO_SESSION struct session *session = stay_take();

	if (!session || (session_waits(session) && !asking->question->whole))
		return 1;
	session_renew(session, wait);
	return put(&session, asking, ending, error);
}

int host_ask_staying(struct plugin_call *call, const struct host_question *question,
	struct session_ending *ending, struct error *error)
{
	AUTO_ASKING struct asking asking = asking_of(question);
	struct session_wait wait = host_wait(call, question->longest);

	return ask_staying(&asking, &wait, ending, error);
}

/*
 * A login that stayed and is no longer good for anything: there is nothing that the host would
 * not tell who logs in to it now.
 */
static bool is_stale(
	const struct asking *asking, const struct session_wait *wait, const struct error *why)
{
	return why->code == ERROR_UNREACHABLE && !asking->answered &&
	       clock_monotonic() < wait->deadline && !wait->cancelled(wait->argument);
}

int host_ask(struct plugin_call *call, const struct host_question *question,
	struct session_ending *ending, struct error *error)
{
	AUTO_SESSION struct session *session = NULL;
	AUTO_ASKING struct asking asking = asking_of(question);
	struct session_wait wait = host_wait(call, question->longest);
	struct error why = {0};
	int result = ask_staying(&asking, &wait, ending, &why);

	if (result == 0)
		return 0;
	if (result < 0 && !is_stale(&asking, &wait, &why)) {
		*error = why;
		return -1;
	}
	if (log_in(&session, &wait, error) < 0)
		return -1;
	return put(&session, &asking, ending, error);
}
