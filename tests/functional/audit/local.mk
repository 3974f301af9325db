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
