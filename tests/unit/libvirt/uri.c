#include "../../../plugins/libvirt/uri.h"

#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include <string.h>

static void test_adds_the_descriptors(void **state)
{
	AUTO_FREE char *plain = NULL, *with_socket = NULL;

	(void)state;
	assert_int_equal(uri_build(&plain, "hv1", "qemu+libssh2://root@192.0.2.1/system", 7, 9,
				 false, NULL),
		0);
	assert_string_equal(plain, "qemu+libssh2://root@192.0.2.1/system?keyfile=/proc/self/fd/"
				   "7&known_hosts=/proc/self/"
				   "fd/9&known_hosts_verify=normal&sshauth=privkey&no_tty=1");
	assert_int_equal(uri_build(&with_socket, "hv1",
				 "qemu+libssh2://root@[2001:db8::1]:2222/system?socket=/run/l",
				 7, 9, false, NULL),
		0);
	assert_non_null(strstr(with_socket, "?socket=/run/l&keyfile=/proc/self/fd/7&"));
}

static void test_one_s_own_machine_needs_no_key(void **state)
{
	static const char *const uris[] = {"test:///default", "test:///srv/world.xml",
		"qemu:///system", "qemu+unix:///system?socket=/run/libvirt/libvirt-sock"};

	(void)state;
	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		AUTO_FREE char *full = NULL;

		assert_int_equal(uri_build(&full, "hv1", uris[i], -1, -1, true, NULL), 0);
		assert_string_equal(full, uris[i]);
	}
}

static void refused(const char *uri, bool tests, const char *expected)
{
	AUTO_FREE char *full = NULL;
	struct error error = {0};

	assert_int_equal(uri_build(&full, "hv1", uri, 7, 9, tests, &error), -1);
	assert_null(full);
	assert_int_equal(error.code, ERROR_INPUT);
	assert_string_equal(error.object, "hv1");
	if (!strstr(error.text, expected))
		fail_msg("expected \"%s\" in \"%s\"", expected, error.text);
}

static void test_refuses_other_transports(void **state)
{
	(void)state;
	refused("qemu+ssh://root@192.0.2.1/system", true, "must begin with qemu+libssh2://");
	refused("qemu+tcp://192.0.2.1/system", true, "must begin with qemu+libssh2://");
	refused("qemu:///system", false, "must begin with qemu+libssh2://");
	refused("qemu+ext:///system", true, "must begin with qemu+libssh2://");
	refused("qemu:///system?command=/bin/sh", true, "holds the parameter");
	refused("test:///default", false, "must begin with qemu+libssh2://");
	refused("qemu+libssh2:///system", false, "names no host");
	refused("not a uri", false, "is no URI");
	refused("", false, "must begin with");
}

/* Nobody but the daemon says which key is used and which hosts are known. */
static void test_refuses_trust_from_the_address(void **state)
{
	static const char *const parameters[] = {"keyfile=/root/.ssh/id",
		"known_hosts=/dev/null", "known_hosts_verify=ignore", "no_verify=1",
		"sshauth=password", "command=/bin/sh", "k%65yfile=/x",
		"socket=/run/l&known_hosts_verify=auto", "proxy=native;no_verify=1",
		"pkipath=/tmp"};

	(void)state;
	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++) {
		AUTO_FREE char *uri =
			mem_format("qemu+libssh2://root@192.0.2.1/system?%s", parameters[i]);

		refused(uri, false, "holds the parameter");
	}
	refused("qemu+libssh2://root:secret@192.0.2.1/system", false, "holds a password");
	refused("qemu+libssh2://root@192.0.2.1/system#x", false, "behind \"#\"");
}

static void test_needs_both_secrets(void **state)
{
	AUTO_FREE char *full = NULL;
	struct error error = {0};

	(void)state;
	assert_int_equal(uri_build(&full, "hv1", "qemu+libssh2://root@192.0.2.1/system", 7, -1,
				 false, &error),
		-1);
	assert_non_null(strstr(error.text, "were not given"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_adds_the_descriptors),
		cmocka_unit_test(test_one_s_own_machine_needs_no_key),
		cmocka_unit_test(test_refuses_other_transports),
		cmocka_unit_test(test_refuses_trust_from_the_address),
		cmocka_unit_test(test_needs_both_secrets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
