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
	tests/simulation/traces/owner_off.trace \
	tests/simulation/traces/real-trials.trace

# Bugs that are planted in a copy of the sources, each to be caught.
SIMULATION_BUGS = \
	tests/simulation/bugs/abort_not_latched.patch \
	tests/simulation/bugs/autostart_forgotten.patch \
	tests/simulation/bugs/autostart_left_on.patch \
	tests/simulation/bugs/boot_believes.patch \
	tests/simulation/bugs/budget_exceeded.patch \
	tests/simulation/bugs/commit_not_recorded.patch \
	tests/simulation/bugs/complete_deleted.patch \
	tests/simulation/bugs/concurrency_exceeded.patch \
	tests/simulation/bugs/done_unread.patch \
	tests/simulation/bugs/doubt_ignored.patch \
	tests/simulation/bugs/dropped_unread.patch \
	tests/simulation/bugs/ending_forgotten.patch \
	tests/simulation/bugs/fence_skipped.patch \
	tests/simulation/bugs/foreign_start_unseen.patch \
	tests/simulation/bugs/freed_untold.patch \
	tests/simulation/bugs/held_elsewhere_forgotten.patch \
	tests/simulation/bugs/hour_overrun.patch \
	tests/simulation/bugs/hours_ignored.patch \
	tests/simulation/bugs/intent_not_durable.patch \
	tests/simulation/bugs/job_ignored.patch \
	tests/simulation/bugs/late_reply_taken.patch \
	tests/simulation/bugs/limit_exceeded.patch \
	tests/simulation/bugs/old_memory_resumed.patch \
	tests/simulation/bugs/other_boot.patch \
	tests/simulation/bugs/others_unseen.patch \
	tests/simulation/bugs/owners_pause_undone.patch \
	tests/simulation/bugs/paused_dropped.patch \
	tests/simulation/bugs/restore_skipped.patch \
	tests/simulation/bugs/resumed_unread.patch \
	tests/simulation/bugs/retries_unlimited.patch \
	tests/simulation/bugs/silence_trusted.patch \
	tests/simulation/bugs/source_undefined.patch \
	tests/simulation/bugs/stricter_limit_ignored.patch \
	tests/simulation/bugs/target_autostart_skipped.patch \
	tests/simulation/bugs/timeout_is_failure.patch \
	tests/simulation/bugs/unapproved_called.patch \
	tests/simulation/bugs/unreachable_is_off.patch \
	tests/simulation/bugs/waves_mixed.patch \
	tests/simulation/bugs/window_ignored.patch \
	tests/simulation/bugs/window_overrun.patch \
	tests/simulation/bugs/withheld_given_up.patch \
	tests/simulation/bugs/withheld_started.patch

dist_check_SCRIPTS += tests/simulation/plain tests/simulation/plant tests/simulation/whole
TESTS += tests/simulation/plant.bats tests/simulation/pure.bats
LONG_CHECKS += tests/simulation/whole tests/simulation/plant
EXTRA_DIST += tests/simulation/plant.bats tests/simulation/pure.bats tests/simulation/simulation.bats $(SIMULATION_TRACES) \
	$(SIMULATION_BUGS)
