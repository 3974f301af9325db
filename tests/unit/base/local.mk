# Unit tests of daemon/base: one program for each header.
BASE_UNITS = \
	tests/unit/base/clock \
	tests/unit/base/digest \
	tests/unit/base/error \
	tests/unit/base/log \
	tests/unit/base/memory \
	tests/unit/base/text
check_PROGRAMS += $(BASE_UNITS)
TESTS += $(BASE_UNITS)
EXTRA_DIST += tests/unit/unit.h

tests_unit_base_clock_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_digest_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_error_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_log_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_memory_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_text_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
