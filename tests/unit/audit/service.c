/*
 * The signer as a service: systemd's own tool listens, and starts the real signer with the
 * connection as descriptor 3, as banyun-signer.socket has it.
 */
#include "audit/signing.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"

#define LISTENER "/usr/bin/systemd-socket-activate"

static char top[] = "/tmp/banyun-service.XXXXXX";
static char *path, *keys;
static pid_t listener;

static void listen_for_signer(void)
{
	AUTO_FREE char *program =
		mem_format("%s/daemon/audit/banyun-signer", getenv("top_builddir"));

	freopen("/dev/null", "w", stderr);
	execl(LISTENER, LISTENER, "--seqpacket", "--accept", "--listen", path, program,
		"--folder", keys, "--origin", "banyun.example/audit", (char *)NULL);
	_exit(127);
}

static int start(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(top));
	path = mem_format("%s/socket", top);
	keys = mem_format("%s/keys", top);
	if (access(LISTENER, X_OK) < 0)
		return 0;
	listener = fork();
	if (listener == 0)
		listen_for_signer();
	for (int waited = 0; waited < 500 && access(path, F_OK) < 0; waited++)
		usleep(10000);
	return 0;
}

static int end(void **state)
{
	AUTO_FREE char *key = mem_format("%s/key", keys),
		       *signed_ = mem_format("%s/state", keys);

	(void)state;
	if (listener > 0) {
		kill(listener, SIGTERM);
		waitpid(listener, NULL, 0);
	}
	unlink(path);
	unlink(key);
	unlink(signed_);
	rmdir(keys);
	rmdir(top);
	free(path);
	free(keys);
	return 0;
}

static void test_it_signs_and_goes_on_where_it_was(void **state)
{
	struct audit_settings settings = {
		.origin = "banyun.example/audit", .signer = path, .keys = "/nonexistent"};
	uint8_t leaves[3][TREE_HASH] = {{1}, {2}, {3}};
	struct signing signing;
	struct error error = {0};

	(void)state;
	if (listener == 0)
		skip();
	assert_int_equal(signing_start(&signing, &settings, &error), 0);
	assert_int_equal(signing.helper.pid, 0);
	assert_int_equal(signing_extend(&signing, leaves[0], 2, &error), 0);
	assert_int_equal(signing.size, 2);
	assert_int_equal(signing_check(&signing, &error), 0);
	signing_end(&signing);
	assert_false(signing.helper.runs);

	assert_int_equal(signing_start(&signing, &settings, &error), 0);
	assert_int_equal(signing.size, 2);
	assert_int_equal(signing_extend(&signing, leaves[2], 1, &error), 0);
	assert_int_equal(signing.size, 3);
	signing_end(&signing);
}

static void test_a_service_that_is_down_is_down(void **state)
{
	struct audit_settings settings = {
		.origin = "banyun.example/audit", .keys = "/nonexistent"};
	AUTO_FREE char *dead = mem_format("%s/dead", top);
	struct signing signing;
	struct error error = {0};

	(void)state;
	settings.signer = dead;
	assert_int_equal(signing_start(&signing, &settings, &error), -1);
	assert_int_equal(error.code, ERROR_UNREACHABLE);
	assert_false(signing.helper.runs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_signs_and_goes_on_where_it_was),
		cmocka_unit_test(test_a_service_that_is_down_is_down),
	};

	return cmocka_run_group_tests_name("audit/service", tests, start, end);
}
