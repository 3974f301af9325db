# Unit tests of daemon/core: one program for each header.
CORE_UNITS = \
	tests/unit/core/loop \
	tests/unit/core/store
check_PROGRAMS += $(CORE_UNITS)
TESTS += $(CORE_UNITS)

tests_unit_core_loop_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_core_store_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_core_store_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)

# Workers and plugins: the host against programs of the real SDK, and against hostile ones.
check_PROGRAMS += tests/unit/core/worker tests/unit/core/worker_hostile tests/unit/core/plugin \
	tests/unit/core/worker_locked tests/unit/core/mutter
TESTS += tests/unit/core/worker tests/unit/core/worker_hostile tests/unit/core/plugin \
	tests/unit/core/worker_locked tests/unit/core/mutter
EXTRA_DIST += tests/functional/hostile/worker

WORKER_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFIXTURE='"tests/functional/plugin/banyun-plugin-fixture"' \
	-DSTILLBORN='"tests/functional/plugin/banyun-plugin-stillborn"' \
	-DHOSTILE='"$(abs_top_srcdir)/tests/functional/hostile/worker"' \
	-DCAPTIVE='"tests/functional/plugin/banyun-plugin-captive"' \
	-DHELLO='"$(abs_top_srcdir)/tests/functional/plugin/banyun-plugin-hello"' \
	-DRECORDED='"$(abs_top_srcdir)/tests/functional/plugin/transcript"' \
	-DNOT_A_PROGRAM='"$(abs_top_srcdir)/tests/functional/plugin/not-a-program"'
tests_unit_core_worker_SOURCES = tests/unit/core/worker.c tests/unit/core/ask.c tests/unit/core/ask.h
tests_unit_core_worker_CPPFLAGS = $(WORKER_CPPFLAGS)
tests_unit_core_worker_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_core_worker_hostile_SOURCES = \
	tests/unit/core/worker_hostile.c tests/unit/core/ask.c tests/unit/core/ask.h
tests_unit_core_worker_hostile_CPPFLAGS = $(WORKER_CPPFLAGS)
tests_unit_core_worker_hostile_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_core_plugin_CPPFLAGS = $(WORKER_CPPFLAGS)
tests_unit_core_plugin_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_core_worker_locked_SOURCES = \
	tests/unit/core/worker_locked.c tests/unit/core/ask.c tests/unit/core/ask.h \
	tests/functional/plugin/attempt.c tests/functional/plugin/attempt.h
tests_unit_core_worker_locked_CPPFLAGS = $(WORKER_CPPFLAGS) \
	-I$(top_srcdir)/plugins/sdk -I$(top_srcdir)/tests/functional/plugin
tests_unit_core_worker_locked_LDADD = $(CORE_LIBS) $(PLUGIN_LIBS) $(CMOCKA_LIBS)
tests_unit_core_mutter_LDADD = $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
