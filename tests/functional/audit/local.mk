# The audit log from outside: tampering, kills, a full disk, and a second implementation.
check_PROGRAMS += tests/functional/audit/tamper
TESTS += tests/functional/audit/tamper
tests_functional_audit_tamper_SOURCES = \
	tests/functional/audit/attacks.c \
	tests/functional/audit/attacks.h \
	tests/functional/audit/forgery.c \
	tests/functional/audit/forgery.h \
	tests/functional/audit/tamper.c
tests_functional_audit_tamper_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_functional_audit_tamper_LDADD = $(VERIFY_LIBS)

check_PROGRAMS += tests/functional/audit/append
tests_functional_audit_append_SOURCES = tests/functional/audit/append.c
tests_functional_audit_append_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_functional_audit_append_LDADD = $(AUDIT_LIBS)
TESTS += tests/functional/audit/crash.bats tests/functional/audit/verify.bats
EXTRA_DIST += tests/functional/audit/crash.bats tests/functional/audit/verify.bats
dist_noinst_SCRIPTS += tests/functional/audit/full-disk tests/functional/audit/reference
