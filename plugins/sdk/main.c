#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/nursery.h"
#include "base/shape.h"
#include "base/text.h"
#include "sdk.h"

static struct json_object *secrets; /* name to descriptor, from `open` */

static const struct shape_field none[] = {{0}};
static const struct shape_field descriptor = {NULL, SHAPE_INTEGER, .low = 4, .high = 1023};

static const struct shape_field open_fields[] = {
	{"protocol", SHAPE_INTEGER, .required = true},
	{"settings", SHAPE_OBJECT, .required = true},
	{"secrets", SHAPE_OBJECT, .required = true, .item = &descriptor},
	{0},
};

int plugin_secret(const char *name)
{
	return (int)json_integer(secrets, name, -1);
}

void plugin_forget(const char *name)
{
	int held = plugin_secret(name);

	if (held >= 0)
		close(held);
	json_object_object_del(secrets, name);
}

/*
 * The lock of Landlock binds the thread that makes it and those that it starts, not its elders.
 */
static int check_alone(const struct plugin_program *program, struct error *error)
{
	struct stat threads;

	/* A folder has two links, and one for each folder in it. */
	if (stat("/proc/self/task", &threads) == 0 && threads.st_nlink == 2 + 1)
		return 0;
	return error_set(error, ERROR_FAILED, program->name,
		"The open() of the plugin %s started a thread; threads can be started in its "
		"methods, when the process is locked in.",
		program->name);
}

static int open_program(
	const struct plugin_program *program, struct json_object *body, struct error *error)
{
	struct json_object *parameters = json_member(body, "parameters"),
			   *settings = json_member(parameters, "settings");
	const struct shape_field *fields = program->settings ? program->settings : none;

	if (shape_check(sdk_call_fields, body, NULL, error) < 0 ||
		shape_check(open_fields, parameters, NULL, error) < 0 ||
		shape_check(fields, settings, NULL, error) < 0)
		return -1;
	if (json_integer(parameters, "protocol", 0) != RPC_PROTOCOL)
		return error_set(error, ERROR_INPUT, program->name,
			"The plugin %s speaks version %d of the protocol only.", program->name,
			RPC_PROTOCOL);
	secrets = json_copy(json_member(parameters, "secrets"));
	if (program->open && program->open(settings, error) < 0)
		return -1;
	if (check_alone(program, error) < 0)
		return -1;
	return sandbox_lock(program->writable, error);
}

/* Before `open`. Returns true when the plugin has been opened. */
static bool greet(const struct plugin_program *program, const struct rpc *message)
{
	struct error error = {0};

	if (message->kind == RPC_NOTICE && text_equal(message->method, "close"))
		_exit(EXIT_SUCCESS);
	if (message->kind != RPC_CALL)
		return false;
	if (text_equal(message->method, "describe")) {
		if (wire_answer(message->id, describe(program), &error) < 0)
			wire_error(message->id, &error);
		return false;
	}
	if (!text_equal(message->method, "open"))
		error_set(&error, ERROR_CONFLICT, program->name,
			"The plugin %s was not opened: \"%s\" comes before \"open\".",
			program->name, message->method);
	else if (open_program(program, message->body, &error) == 0)
		return wire_answer(message->id, NULL, &error) == 0;
	wire_error(message->id, &error);
	return false;
}

static int answer_person(const struct plugin_program *program, const char *option)
{
	AUTO_JSON struct json_object *said = describe(program);
	AUTO_FREE char *text = json_canonical_string(said);

	if (text_equal(option, "--describe"))
		puts(text);
	else if (text_equal(option, "--version"))
		printf("banyun-plugin-%s %s\n", program->name, json_string(said, "release"));
	else
		fprintf(stderr,
			"banyun-plugin-%s is started by banyund(8) and speaks the protocol of "
			"banyun-plugin(7) on descriptor %d. By hand, --describe and --version "
			"say "
			"what it is.\n",
			program->name, SDK_TALK);
	return text_starts(option, "--") ? EXIT_SUCCESS : 2;
}

static bool has_talk(void)
{
	int type;
	socklen_t size = sizeof(type);

	return getsockopt(SDK_TALK, SOL_SOCKET, SO_TYPE, &type, &size) == 0;
}

int plugin_main(const struct plugin_program *program, int argc, char **argv)
{
	bool open = false;

	bool nursery = argc > 1 && text_equal(argv[1], NURSERY_OPTION);

	if ((argc > 1 && !nursery) || !has_talk())
		return answer_person(program, argc > 1 ? argv[1] : "");
	signal(SIGPIPE, SIG_IGN);
	if (nursery)
		nursery_serve(program);
	while (!open) {
		AUTO_RPC struct rpc message = {0};
		wire_read(&message);
		open = greet(program, &message);
	}
	calls_serve(program);
}
