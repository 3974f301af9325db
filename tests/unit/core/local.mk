# Unit tests of daemon/core: one program for each header.
CORE_UNITS = \
	tests/unit/core/loop \
	tests/unit/core/store
check_PROGRAMS += $(CORE_UNITS)
TESTS += $(CORE_UNITS)

tests_unit_core_loop_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_core_store_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_core_store_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
