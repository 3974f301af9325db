/* The plugins of a folder: good ones are found, others are left out and named. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../unit.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "core/loop.h"
#include "core/plugin.h"

static struct loop *loop;
static char folder[] = "plugins-XXXXXX";
static char *built; /* the folder of the build */

static void place(const char *target, const char *name)
{
	char from[1024], to[256];

	snprintf(from, sizeof(from), "%s%s%s", *target == '/' ? "" : built,
		*target == '/' ? "" : "/", target);
	snprintf(to, sizeof(to), "%s/%s", folder, name);
	assert_int_equal(symlink(from, to), 0);
}

static void script(const char *name, const char *text)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(path, 0755), 0);
}

#define SAYS(text)                                                                             \
	"#!/usr/bin/env python3\n"                                                             \
	"import socket\n"                                                                      \
	"talk = socket.socket(fileno=3)\n"                                                     \
	"talk.recv(4096)\n"                                                                    \
	"talk.sendall(b'''{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" text "}\\n''')\n"         \
	"talk.recv(4096)\n"

static void good_ones_are_found_and_others_left_out(void **state)
{
	struct plugins *plugins;
	struct error error = {0};

	(void)state;
	place(FIXTURE, "banyun-plugin-fixture");
	place(FIXTURE, "banyun-plugin-wrong-name");
	place("/nowhere", "banyun-plugin-dangling");
	place("/bin/true", "banyun-plugin-true");
	place(FIXTURE, "another-program");
	script("banyun-plugin-silent", "#!/bin/sh\nexec sleep 60\n");
	script("banyun-plugin-newer", SAYS("{\"name\":\"newer\",\"release\":\"9\",\"protocol\":"
					   "2,\"roles\":[\"check\"],"
					   "\"methods\":[],\"settings\":[]}"));
	script("banyun-plugin-odd",
		SAYS("{\"name\":\"odd\",\"release\":\"9\",\"protocol\":1,\"roles\":[\"root\"],"
		     "\"methods\":[],\"settings\":[]}"));
	script("banyun-plugin-python", SAYS("{\"name\":\"python\",\"release\":\"9\","
					    "\"protocol\":1,\"roles\":[\"step\"],"
					    "\"methods\":[\"x\"],\"settings\":[]}"));

	int64_t start = clock_monotonic();
	assert_int_equal(plugins_load(&plugins, loop, folder, &error), 0);
	assert_in_range(clock_monotonic() - start, 4900000, 9000000); /* the silent one */
	assert_string_equal(plugin_at(plugins, 0)->name, "fixture");
	assert_string_equal(plugin_at(plugins, 1)->name, "python");
	assert_null(plugin_at(plugins, 2));
	assert_null(plugin_find(plugins, "silent"));
	const struct plugin *found = plugin_find(plugins, "fixture");
	assert_true(found->source && found->check && !found->step && !found->mover);
	assert_string_equal(found->version, "1");
	assert_non_null(strstr(found->program, "/banyun-plugin-fixture"));
	assert_string_equal(
		json_object_get_string(json_object_array_get_idx(found->methods, 0)), "echo");
	assert_true(plugin_find(plugins, "python")->step);
	plugins_free(plugins);
}

static void a_folder_without_plugins_is_fine(void **state)
{
	struct plugins *plugins;
	struct error error = {0};

	(void)state;
	assert_int_equal(plugins_load(&plugins, loop, folder, &error), 0);
	assert_null(plugin_at(plugins, 0));
	plugins_free(plugins);
}

static void a_folder_that_is_not_there_is_named(void **state)
{
	struct plugins *plugins;
	struct error error = {0};

	(void)state;
	assert_int_equal(plugins_load(&plugins, loop, "/nowhere/plugins", &error), -1);
	assert_null(plugins);
	assert_non_null(strstr(error.text, "/nowhere/plugins"));
}

static int begin(void **state)
{
	(void)state;
	loop = loop_new();
	built = realpath(".", NULL);
	return built && mkdtemp(folder) ? 0 : -1;
}

static int finish(void **state)
{
	char command[256];

	(void)state;
	loop_free(loop);
	free(built);
	static const char *const made[] = {"banyun-plugin-fixture", "banyun-plugin-wrong-name",
		"banyun-plugin-dangling", "banyun-plugin-true", "another-program",
		"banyun-plugin-silent", "banyun-plugin-newer", "banyun-plugin-odd",
		"banyun-plugin-python"};
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		snprintf(command, sizeof(command), "%s/%s", folder, made[i]);
		unlink(command);
	}
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_folder_without_plugins_is_fine),
		cmocka_unit_test(good_ones_are_found_and_others_left_out),
		cmocka_unit_test(a_folder_that_is_not_there_is_named),
	};

	return cmocka_run_group_tests_name("core/plugin", tests, begin, finish);
}
