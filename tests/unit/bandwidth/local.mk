check_PROGRAMS += tests/unit/bandwidth/closed-loop
TESTS += tests/unit/bandwidth/closed-loop
tests_unit_bandwidth_closed_loop_SOURCES = tests/unit/bandwidth/closed-loop.c
tests_unit_bandwidth_closed_loop_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins \
	$(CMOCKA_CFLAGS)
tests_unit_bandwidth_closed_loop_LDADD = plugins/bandwidth/libbandwidth.a -lm $(CMOCKA_LIBS)
