# The pure executor: values in, actions out. Two shells drive it, the daemon's and the simulator's.
noinst_LIBRARIES += daemon/execution/libexecutor.a
daemon_execution_libexecutor_a_SOURCES = \
	daemon/execution/move.c \
	daemon/execution/move.h \
	daemon/execution/reconcile.c \
	daemon/execution/reconcile.h \
	daemon/execution/run.c \
	daemon/execution/run.h
