# The plugins that tests use.
check_PROGRAMS += tests/functional/plugin/banyun-plugin-fixture
tests_functional_plugin_banyun_plugin_fixture_SOURCES = tests/functional/plugin/fixture.c
tests_functional_plugin_banyun_plugin_fixture_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk
tests_functional_plugin_banyun_plugin_fixture_LDADD = $(PLUGIN_LIBS)

check_PROGRAMS += tests/functional/plugin/banyun-plugin-stillborn
tests_functional_plugin_banyun_plugin_stillborn_SOURCES = tests/functional/plugin/stillborn.c
tests_functional_plugin_banyun_plugin_stillborn_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk
tests_functional_plugin_banyun_plugin_stillborn_LDADD = $(PLUGIN_LIBS)

check_PROGRAMS += tests/functional/plugin/banyun-plugin-captive
tests_functional_plugin_banyun_plugin_captive_SOURCES = \
	tests/functional/plugin/attempt.c \
	tests/functional/plugin/attempt.h \
	tests/functional/plugin/captive.c
tests_functional_plugin_banyun_plugin_captive_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk
tests_functional_plugin_banyun_plugin_captive_LDADD = $(PLUGIN_LIBS)

EXTRA_DIST += tests/functional/plugin/not-a-program
include tests/functional/ssh/local.mk
include tests/functional/netlink/local.mk
include tests/functional/probe/local.mk
include tests/functional/audit/local.mk

# What many of them begin with: a banyund of their own.
EXTRA_DIST += tests/functional/banyund.bash

# Over which family they talk, and their loopback.
EXTRA_DIST += tests/functional/family.bash

# Plugins asked from a language of their own.
TESTS += tests/functional/plugin.bats tests/functional/probe.bats
EXTRA_DIST += tests/functional/plugin.bats tests/functional/probe.bats \
	tests/functional/plugin/ask \
	tests/functional/plugin/banyun-plugin-hello \
	tests/functional/plugin/transcript \
	tests/golden/plugin-protocol-1.txt
include tests/functional/completion/local.mk
include tests/functional/systemd/local.mk
include tests/functional/cli/local.mk
include tests/functional/language/local.mk
include tests/functional/api/local.mk
include tests/functional/inventory/local.mk
include tests/functional/bandwidth/local.mk
include tests/functional/readiness/local.mk
include tests/functional/policy/local.mk
include tests/functional/networks/local.mk
include tests/functional/planning/local.mk
