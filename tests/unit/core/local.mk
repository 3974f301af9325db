# Unit tests of daemon/core: one program for each header.
CORE_UNITS = \
	tests/unit/core/loop \
	tests/unit/core/store
check_PROGRAMS += $(CORE_UNITS)
TESTS += $(CORE_UNITS)

tests_unit_core_loop_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_core_store_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_core_store_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)

# Workers: the host against a plugin of the real SDK.
check_PROGRAMS += tests/unit/core/worker
TESTS += tests/unit/core/worker
tests_unit_core_worker_SOURCES = tests/unit/core/worker.c tests/unit/core/ask.c tests/unit/core/ask.h
tests_unit_core_worker_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFIXTURE='"tests/functional/plugin/banyun-plugin-fixture"' \
	-DNOT_A_PROGRAM='"$(abs_top_srcdir)/tests/functional/plugin/not-a-program"'
tests_unit_core_worker_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
EXTRA_tests_unit_core_worker_DEPENDENCIES = \
	tests/functional/plugin/banyun-plugin-fixture$(EXEEXT)
