# Unit tests of the pure executor and of what it is told.
EXECUTOR_UNITS = \
	tests/unit/execution/expect \
	tests/unit/execution/move \
	tests/unit/execution/reconcile \
	tests/unit/execution/rehearsal \
	tests/unit/execution/run \
	tests/unit/execution/simulator \
	tests/unit/execution/teach \
	tests/unit/model/world
check_PROGRAMS += $(EXECUTOR_UNITS)
TESTS += $(EXECUTOR_UNITS)

EXECUTOR_UNIT_LIBS = daemon/execution/libexecutor.a daemon/model/libmodel.a $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_execution_expect_LDADD = $(EXECUTOR_UNIT_LIBS)
tests_unit_execution_move_LDADD = $(EXECUTOR_UNIT_LIBS)
tests_unit_execution_reconcile_LDADD = $(EXECUTOR_UNIT_LIBS)
tests_unit_execution_rehearsal_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
tests_unit_execution_rehearsal_LDADD = daemon/execution/librehearsal.a daemon/execution/librunner.a \
	daemon/execution/simulator/libsimulator.a $(EXECUTOR_UNIT_LIBS)
tests_unit_execution_run_LDADD = $(EXECUTOR_UNIT_LIBS)
tests_unit_execution_simulator_LDADD = \
	daemon/execution/simulator/libsimulator.a $(EXECUTOR_UNIT_LIBS)
tests_unit_execution_teach_SOURCES = tests/unit/execution/teach.c \
	tests/unit/inventory/own_store.c tests/unit/inventory/own_store.h
tests_unit_execution_teach_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
tests_unit_execution_teach_LDADD = daemon/execution/librunner.a daemon/audit/libaudit.a \
	daemon/execution/libexecutor.a daemon/model/libmodel.a $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_model_world_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
tests_unit_model_world_LDADD = $(EXECUTOR_UNIT_LIBS)
