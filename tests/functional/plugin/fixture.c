/*
 * A plugin for tests: its methods use every part of the SDK. It is a real program of the real
 * SDK, started by the real host.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "banyun-plugin.h"
#include "base/memory.h"
#include "base/text.h"

static const struct shape_field any = {NULL, SHAPE_ANY};
static const struct shape_field echo_fields[] = {
	{"value", SHAPE_OBJECT, .required = true, .item = &any},
	{0},
};
static const struct shape_field count_fields[] = {
	{"count", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000000},
	{0},
};
static const struct shape_field text_fields[] = {
	{"text", SHAPE_STRING, .required = true, .high = JSON_MESSAGE},
	{0},
};

static int echo(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	(void)call;
	(void)error;
	*result = json_copy(json_member(parameters, "value"));
	return 0;
}

static int stream(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	int64_t count = json_integer(parameters, "count", 0);

	for (int64_t i = 1; i <= count; i++)
		if (plugin_item(call, json_set_integer(json_object_new_object(), "number", i),
			    error) < 0)
			return -1;
	*result = json_set_integer(json_object_new_object(), "sent", count);
	return 0;
}

static int blob(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	char digest[DIGEST_TEXT];

	if (plugin_blob(call, json_string(parameters, "text"), digest, error) < 0)
		return -1;
	*result = json_set_string(json_object_new_object(), "digest", digest);
	return 0;
}

/* Tells progress as fast as it can. */
static int progress(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	int64_t count = json_integer(parameters, "count", 0);

	(void)result;
	(void)error;
	for (int64_t i = 1; i <= count; i++)
		plugin_progress(call, json_set_integer(json_object_new_object(), "done", i));
	return 0;
}

/* Waits until it is cancelled, by looking. */
static int wait_politely(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	(void)parameters;
	(void)result;
	plugin_progress(call, json_object_new_object());
	while (!plugin_cancelled(call))
		usleep(2000);
	return error_set(error, ERROR_FAILED, "wait", "The waiting was cancelled.");
}

static void close_pipe(void *argument)
{
	close(((int *)argument)[1]);
}

/* Waits in a call of the system that only the callback of the cancellation ends. */
static int wait_blocked(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	int ends[2];
	char byte;

	(void)parameters;
	(void)result;
	if (pipe(ends) < 0)
		return error_set(error, ERROR_FAILED, "pipe", "There is no pipe.");
	plugin_on_cancel(call, close_pipe, ends);
	plugin_progress(call, json_object_new_object());
	while (read(ends[0], &byte, 1) > 0)
		;
	plugin_on_cancel(call, NULL, NULL);
	close(ends[0]);
	return error_set(error, ERROR_FAILED, "wait", "The blocked waiting was cancelled.");
}

/* Is stuck, as a library can be. */
static int stick(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	(void)call;
	(void)parameters;
	(void)result;
	(void)error;
	for (;;)
		pause();
	return 0;
}

static int refuse(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	(void)call;
	(void)parameters;
	(void)result;
	return error_set(error, ERROR_REFUSED, "finance-web1",
		"The machine finance-web1 is \033[31mnot what was approved.");
}

/* Fails, and forgets to say why. */
static int fail_dumb(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	(void)call;
	(void)parameters;
	(void)result;
	(void)error;
	return -1;
}

static int crash(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	(void)call;
	(void)parameters;
	(void)result;
	(void)error;
	abort();
}

static int read_secret(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_FREE char *path = NULL;
	AUTO_TEXT struct text text = {0};
	int secret = plugin_secret(json_string(parameters, "text"));

	(void)call;
	if (secret < 0)
		return error_set(error, ERROR_NOT_FOUND, NULL, "There is no such secret.");
	path = mem_format("/proc/self/fd/%d", secret);
	if (text_read_file(&text, path, JSON_MESSAGE, error) < 0)
		return -1;
	*result = json_set_string(json_object_new_object(), "secret", text.data);
	json_set_boolean(*result, "writable", write(secret, "x", 1) == 1);
	return 0;
}

static void list_descriptors(struct json_object *list)
{
	for (int i = 0; i < 256; i++)
		if (fcntl(i, F_GETFD) >= 0)
			json_object_array_add(list, json_object_new_int(i));
}

/* What it was given: environment, descriptors, group. */
/* The command is that of the process that forked it. */
static bool was_forked(void)
{
	char command[4096] = "";
	FILE *file = fopen("/proc/self/cmdline", "r");
	size_t size = file ? fread(command, 1, sizeof(command) - 1, file) : 0;

	if (file)
		fclose(file);
	return size > 0 && text_equal(command + strlen(command) + 1, "--nursery");
}

static int tell(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct json_object *environment = json_object_new_array(),
			   *descriptors = json_object_new_array();

	(void)call;
	(void)parameters;
	(void)error;
	for (char **entry = environ; *entry; entry++)
		json_object_array_add(environment, json_object_new_string(*entry));
	list_descriptors(descriptors);
	*result = json_set(json_object_new_object(), "environment", environment);
	json_set(*result, "descriptors", descriptors);
	json_set_boolean(*result, "leads", getpgrp() == getpid());
	json_set_boolean(*result, "forked", was_forked());
	json_set_integer(*result, "pid", getpid());
	return 0;
}

static int mutter(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	(void)call;
	(void)result;
	(void)error;
	fprintf(stderr, "%s\n", json_string(parameters, "text"));
	return 0;
}

static const struct shape_field setting_fields[] = {
	{"fail", SHAPE_STRING, .help = "what open() says when it fails"},
	{"thread", SHAPE_BOOLEAN, .help = "whether open() starts a thread, which it must not"},
	{0},
};

static void *idle(void *unused)
{
	pause();
	return unused;
}

static int open_fixture(struct json_object *settings, struct error *error)
{
	const char *fail = json_string(settings, "fail");
	pthread_t thread;

	if (fail)
		return error_set(error, ERROR_UNREACHABLE, "finance-hv1", "%s", fail);
	if (json_boolean(settings, "thread", false) &&
		pthread_create(&thread, NULL, idle, NULL) != 0)
		return error_set(error, ERROR_FAILED, NULL, "There is no thread.");
	return 0;
}

static void close_fixture(void)
{
	fprintf(stderr, "The fixture was closed.\n");
}

/* Their names are in a recorded conversation: new ones go to a plugin of their own. */
static const struct plugin_method methods[] = {
	{"echo", echo, echo_fields},
	{"stream", stream, count_fields, .threaded = true},
	{"blob", blob, text_fields},
	{"progress", progress, count_fields},
	{"wait", wait_politely, NULL, .threaded = true},
	{"wait-main", wait_politely, NULL},
	{"wait-blocked", wait_blocked, NULL, .threaded = true},
	{"stick", stick, NULL, .threaded = true},
	{"stick-main", stick, NULL},
	{"refuse", refuse, NULL},
	{"fail-dumb", fail_dumb, NULL},
	{"crash", crash, NULL},
	{"secret", read_secret, text_fields},
	{"tell", tell, NULL},
	{"mutter", mutter, text_fields},
	{0},
};

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "fixture",
	.release = "1",
	.roles = PLUGIN_SOURCE | PLUGIN_CHECK,
	.settings = setting_fields,
	.methods = methods,
	.open = open_fixture,
	.close = close_fixture,
};

PLUGIN_MAIN(program)
