# What is measured, and where, is told at each program's beginning.
EXTRA_DIST += tests/bench/first-move tests/bench/merge tests/bench/libvirt-inventory \
	tests/bench/ssh-inventory tests/bench/bandwidth tests/bench/networks tests/bench/planning \
	tests/bench/readiness tests/bench/scheduling tests/bench/growth_plot.py

check_PROGRAMS += tests/bench/fetch-definitions
tests_bench_fetch_definitions_SOURCES = tests/bench/fetch-definitions.c
tests_bench_fetch_definitions_CPPFLAGS = $(LIBVIRT_CFLAGS)
tests_bench_fetch_definitions_LDADD = $(LIBVIRT_LIBS)

check_PROGRAMS += tests/bench/tun-relay
tests_bench_tun_relay_SOURCES = tests/bench/tun-relay.c

check_PROGRAMS += tests/bench/network-lines
tests_bench_network_lines_SOURCES = tests/bench/network-lines.c
tests_bench_network_lines_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
tests_bench_network_lines_LDADD = daemon/planning/libplanner.a daemon/model/libmodel.a \
	$(BASE_LIBS)
check_PROGRAMS += tests/bench/scheduling_cases
tests_bench_scheduling_cases_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/unit/planning
tests_bench_scheduling_cases_SOURCES = \
	tests/bench/scheduling_cases.c \
	tests/bench/scheduling_city.c \
	tests/bench/scheduling_city.h \
	tests/bench/scheduling_plain.c \
	tests/bench/scheduling_plain.h \
	tests/unit/planning/model.c \
	tests/unit/planning/model.h \
	$(PLANNING_DRAW)
tests_bench_scheduling_cases_LDADD = daemon/planning/libplanner.a $(BASE_LIBS)
