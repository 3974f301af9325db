# The pure executor: values in, actions out. Two shells drive it, the daemon's and the simulator's.
noinst_LIBRARIES += daemon/execution/libexecutor.a
daemon_execution_libexecutor_a_SOURCES = \
	daemon/execution/move.c \
	daemon/execution/move.h \
	daemon/execution/reconcile.c \
	daemon/execution/reconcile.h \
	daemon/execution/run.c \
	daemon/execution/run.h

# The daemon's shell around it: workers, timers, the journal.
noinst_LIBRARIES += daemon/execution/librunner.a
daemon_execution_librunner_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_execution_librunner_a_SOURCES = \
	daemon/execution/crew.c \
	daemon/execution/crew.h \
	daemon/execution/crew_check.c \
	daemon/execution/crew_part.h \
	daemon/execution/journal.c \
	daemon/execution/journal.h \
	daemon/execution/order.c \
	daemon/execution/order.h \
	daemon/execution/runner.c \
	daemon/execution/runner.h \
	daemon/execution/runner_move.c \
	daemon/execution/runner_part.h \
	daemon/execution/runner_status.c
