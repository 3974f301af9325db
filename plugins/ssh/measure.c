/* One end of a measurement on the host: a program that is brought there for this one test. */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "sdk/banyun-plugin.h"
#include "ssh/host.h"
#include "ssh/methods.h"
#include "ssh/ports.h"
#include "ssh/scripts.h"
#include "ssh/told.h"
#include <openssl/evp.h>
#include <string.h>
#include <sys/utsname.h>

#define PROGRAM_MOST (4 * 1024 * 1024)
#define LINES_MOST   16
#define CHUNK        (48 * 1024) /* bytes of the program on one line of base64 */

static const char *const roles[] = {"answer", "call", "listen", NULL};
static const char *const directions[] = {"up", "down", NULL};
static const struct shape_field direction_item = {"", SHAPE_CHOICE, .choices = directions};

const struct shape_field measure_fields[] = {
	{"program", SHAPE_STRING, .required = true, .low = 1, .high = 4096,
		.help = "banyun-measure, here"},
	{"role", SHAPE_CHOICE, .required = true, .choices = roles},
	{"key", SHAPE_STRING, .required = true, .low = 32, .high = 32,
		.help = "of this one test, hexadecimal"},
	{"address", SHAPE_ADDRESS, .required = true, .help = "the host's own"},
	{"peer", SHAPE_ADDRESS, .help = "the other end; required to call"},
	{"port", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "of the other end, to call"},
	{"directions", SHAPE_LIST, .item = &direction_item, .low = 1, .high = 2,
		.help = "to call: from the host, to the host"},
	{"first", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "port, to listen"},
	{"last", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "port, to listen"},
	{"budget", SHAPE_INTEGER, .required = true, .low = 1, .high = JSON_INTEGER_MOST,
		.help = "bytes of one direction"},
	{"time_ms", SHAPE_INTEGER, .required = true, .low = 1, .high = 60000,
		.help = "of sending in one direction"},
	{"transfer_ms", SHAPE_INTEGER, .low = 0, .high = 60000,
		.help = "of a TCP transfer each way, after that; none without it"},
	{"life_ms", SHAPE_INTEGER, .required = true, .low = 1, .high = 120000,
		.help = "after which it ends whatever comes"},
	{0},
};

struct measuring {
	struct plugin_call *call;
	unsigned lines;
};

/* --- what is sent --- */

/* Those that call_ports() tries of the same range. */
static void add_ports(struct text *script, struct json_object *parameters)
{
	const struct ports_question question = {
		.from = (int)json_integer(parameters, "first", 1),
		.to = (int)json_integer(parameters, "last", 1)};

	text_format(
		script, "ports %d %d %d\n", question.from, question.to, ports_step(&question));
}

static void add_order(struct text *script, struct json_object *parameters)
{
	struct json_object *list = json_member(parameters, "directions");

	text_format(script, "order='role %s\nkey %s\naddress %s\n",
		json_string(parameters, "role"), json_string(parameters, "key"),
		json_string(parameters, "address"));
	if (json_string(parameters, "peer"))
		text_format(script, "peer %s\n", json_string(parameters, "peer"));
	if (json_member(parameters, "port"))
		text_format(script, "port %d\n", (int)json_integer(parameters, "port", 0));
	for (size_t i = 0; i < json_length(list); i++)
		text_format(script, "direction %s\n",
			json_object_get_string(json_object_array_get_idx(list, i)));
	if (text_equal(json_string(parameters, "role"), "listen"))
		add_ports(script, parameters);
	text_format(script, "budget %lld\ntime %lld\ntransfer %lld\nlife %lld'\n",
		(long long)json_integer(parameters, "budget", 0),
		(long long)json_integer(parameters, "time_ms", 0),
		(long long)json_integer(parameters, "transfer_ms", 0),
		(long long)json_integer(parameters, "life_ms", 0));
}

static void add_base64(struct text *script, const struct text *program)
{
	for (size_t at = 0; at < program->size; at += CHUNK) {
		size_t size = program->size - at < CHUNK ? program->size - at : CHUNK;
		AUTO_FREE unsigned char *line = mem_alloc(CHUNK / 3 * 4 + 1);
		int length = EVP_EncodeBlock(
			line, (const unsigned char *)program->data + at, (int)size);

		text_append(script, line, (size_t)length);
		text_add(script, "\n");
	}
}

static int assign(struct text *script, const char *boundary, struct json_object *parameters,
	struct error *error)
{
	AUTO_TEXT struct text program = {0};
	const char *key = json_string(parameters, "key");
	struct utsname here;

	if (strspn(key, "0123456789abcdef") != strlen(key))
		return error_set(error, ERROR_INPUT, host_identity()->name,
			"The key of a measurement is 32 hexadecimal digits in lower case.");
	if (text_read_file(&program, json_string(parameters, "program"), PROGRAM_MOST, error) <
		0)
		return -1;
	uname(&here);
	text_format(script, "machine=%s\n", here.machine);
	add_order(script, parameters);
	text_format(script, "program() {\ncat <<'%s'\n", boundary);
	add_base64(script, &program);
	text_format(script, "%s\n}\n", boundary);
	return 0;
}

/* --- what is told --- */

static int pass_on(void *argument, struct span line, struct error *error)
{
	struct measuring *measuring = argument;

	if (measuring->lines++ == LINES_MOST)
		return error_set(error, ERROR_INPUT, host_identity()->name,
			"The host \"%s\" says more of its measurement than one has.",
			host_identity()->name);
	return told_item(measuring->call, line, error);
}

int call_measure(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct measuring measuring = {.call = call};
	AUTO_TOLD struct told told = {.hear = pass_on, .argument = &measuring};
	AUTO_TEXT struct text assignments = {0};
	char boundary[BOUNDARY_TEXT];

	host_boundary(boundary);
	told.boundary = boundary;
	if (assign(&assignments, boundary, parameters, error) < 0)
		return -1;
	if (told_ask(call, &told, assignments.data, script_measure, error) < 0)
		return -1;
	if (measuring.lines == 0 && text_equal(json_string(parameters, "role"), "answer"))
		return error_set(error, ERROR_FAILED, host_identity()->name,
			"The measurement ended on the host \"%s\" and told nothing.",
			host_identity()->name);
	*result = json_object_new_object();
	return 0;
}
