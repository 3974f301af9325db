# The executor against the simulated libvirt.
check_PROGRAMS += tests/simulation/simulate
tests_simulation_simulate_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) -I$(top_srcdir)/tests/simulation
tests_simulation_simulate_SOURCES = \
	tests/simulation/explore.c \
	tests/simulation/explore.h \
	tests/simulation/pairs.c \
	tests/simulation/pairs.h \
	tests/simulation/report.c \
	tests/simulation/report.h \
	tests/simulation/setting.c \
	tests/simulation/simulate.c
tests_simulation_simulate_LDADD = \
	daemon/execution/simulator/libsimulator.a \
	daemon/execution/libexecutor.a \
	daemon/model/libmodel.a \
	$(BASE_LIBS)
TESTS += tests/simulation/simulation.bats
SIMULATION_TRACES = \
	tests/simulation/traces/libvirtd_source.trace \
	tests/simulation/traces/move.trace \
	tests/simulation/traces/owner_off.trace
EXTRA_DIST += tests/simulation/simulation.bats $(SIMULATION_TRACES)
