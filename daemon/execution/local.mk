# The pure executor: values in, actions out. Two shells drive it, the daemon's and the simulator's.
noinst_LIBRARIES += daemon/execution/libexecutor.a
daemon_execution_libexecutor_a_SOURCES = \
	daemon/execution/expect.c \
	daemon/execution/expect.h \
	daemon/execution/move.c \
	daemon/execution/move.h \
	daemon/execution/move_act.c \
	daemon/execution/move_act.h \
	daemon/execution/move_settle.c \
	daemon/execution/move_settle.h \
	daemon/execution/move_words.c \
	daemon/execution/reconcile.c \
	daemon/execution/reconcile.h \
	daemon/execution/reconcile_table.c \
	daemon/execution/reconcile_table.h \
	daemon/execution/run.c \
	daemon/execution/run.h \
	daemon/execution/share.c \
	daemon/execution/share.h

# The daemon's shell around it: workers, timers, the journal.
noinst_LIBRARIES += daemon/execution/librunner.a
daemon_execution_librunner_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_execution_librunner_a_SOURCES = \
	daemon/execution/crew.c \
	daemon/execution/crew.h \
	daemon/execution/crew_check.c \
	daemon/execution/crew_private.h \
	daemon/execution/journal.c \
	daemon/execution/journal.h \
	daemon/execution/order.c \
	daemon/execution/order.h \
	daemon/execution/order_share.c \
	daemon/execution/order_share.h \
	daemon/execution/runner.c \
	daemon/execution/runner.h \
	daemon/execution/runner_boot.c \
	daemon/execution/runner_hold.c \
	daemon/execution/runner_move.c \
	daemon/execution/runner_outlook.c \
	daemon/execution/runner_private.h \
	daemon/execution/runner_run.c \
	daemon/execution/runner_start.c \
	daemon/execution/runner_status.c \
	daemon/execution/teach.c

# Rehearsals of whole plans; the clerk links it.
noinst_LIBRARIES += daemon/execution/librehearsal.a
daemon_execution_librehearsal_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_execution_librehearsal_a_SOURCES = \
	daemon/execution/rehearsal.c \
	daemon/execution/rehearsal.h \
	daemon/execution/rehearsal_course.c \
	daemon/execution/rehearsal_course.h \
	daemon/execution/rehearsal_order.c

# The simulator: the same executor, with a virtual clock and a model of libvirt. `banyun plan rehearse`
# and the tests link it; banyund does not.
noinst_LIBRARIES += daemon/execution/simulator/libsimulator.a
daemon_execution_simulator_libsimulator_a_SOURCES = \
	daemon/execution/simulator/copy.c \
	daemon/execution/simulator/fault.c \
	daemon/execution/simulator/fault.h \
	daemon/execution/simulator/fault_daemon.c \
	daemon/execution/simulator/fault_host.c \
	daemon/execution/simulator/fault_owner.c \
	daemon/execution/simulator/fault_strike.h \
	daemon/execution/simulator/heap.c \
	daemon/execution/simulator/hypervisor.c \
	daemon/execution/simulator/hypervisor_table.c \
	daemon/execution/simulator/hypervisor_table.h \
	daemon/execution/simulator/invariant.c \
	daemon/execution/simulator/operation.c \
	daemon/execution/simulator/random.h \
	daemon/execution/simulator/shell.c \
	daemon/execution/simulator/simulator.c \
	daemon/execution/simulator/simulator.h \
	daemon/execution/simulator/state.h \
	daemon/execution/simulator/worker.c
