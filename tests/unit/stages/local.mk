# Unit tests of the stages and their documents, on one small city.
STAGE_UNITS = tests/unit/stages/approval tests/unit/stages/gather tests/unit/stages/journal tests/unit/stages/learn tests/unit/stages/likeness \
	tests/unit/stages/links_series \
	tests/unit/stages/malformed \
	tests/unit/stages/plan tests/unit/stages/questions tests/unit/stages/readiness tests/unit/stages/reuse tests/unit/stages/self_check \
	tests/unit/stages/snapshot tests/unit/stages/strategy tests/unit/stages/telling
check_PROGRAMS += $(STAGE_UNITS)
TESTS += $(STAGE_UNITS)
EXTRA_DIST += tests/golden/plan-tiny.json tests/golden/tiny-city.json

STAGE_TINY = tests/unit/stages/tiny.c tests/unit/stages/tiny.h
STAGE_STORE = tests/unit/inventory/own_store.c tests/unit/inventory/own_store.h
STAGE_FLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
STAGE_LIBS = daemon/planning/libplanner.a daemon/model/libmodel.a $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)

tests_unit_stages_links_series_SOURCES = tests/unit/stages/links_series.c $(STAGE_STORE)
tests_unit_stages_links_series_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_links_series_LDADD = daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_learn_SOURCES = tests/unit/stages/learn.c $(STAGE_TINY) $(STAGE_STORE)
tests_unit_stages_learn_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_learn_LDADD = daemon/planning/libplanning.a daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_questions_SOURCES = tests/unit/stages/questions.c $(STAGE_TINY)
tests_unit_stages_questions_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_questions_LDADD = daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_readiness_SOURCES = tests/unit/stages/readiness.c tests/unit/stages/examples.h \
	tests/unit/stages/examples6.c tests/unit/stages/examples_fit.c $(STAGE_TINY)
tests_unit_stages_readiness_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_readiness_LDADD = daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_malformed_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_malformed_LDADD = $(STAGE_LIBS)
tests_unit_stages_plan_SOURCES = tests/unit/stages/plan.c $(STAGE_TINY)
tests_unit_stages_plan_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_plan_LDADD = daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_strategy_SOURCES = tests/unit/stages/strategy.c $(STAGE_TINY)
tests_unit_stages_strategy_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_strategy_LDADD = daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_gather_SOURCES = tests/unit/stages/gather.c $(STAGE_TINY) $(STAGE_STORE)
tests_unit_stages_gather_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_gather_LDADD = daemon/planning/libplanning.a \
	daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_approval_SOURCES = tests/unit/stages/approval.c $(STAGE_TINY) $(STAGE_STORE)
tests_unit_stages_approval_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_approval_LDADD = daemon/planning/libplanning.a \
	daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_snapshot_SOURCES = tests/unit/stages/snapshot.c $(STAGE_TINY)
tests_unit_stages_snapshot_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_snapshot_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=json_object_array_get_idx \
	-Wl,--wrap=json_object_object_get_ex
tests_unit_stages_snapshot_LDADD = daemon/reporting/libreporting.a daemon/readiness/libreadiness.a \
	$(STAGE_LIBS)
tests_unit_stages_journal_SOURCES = tests/unit/stages/journal.c $(STAGE_TINY)
tests_unit_stages_journal_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_journal_LDADD = daemon/execution/librunner.a daemon/execution/libexecutor.a \
	daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_telling_SOURCES = tests/unit/stages/telling.c $(STAGE_TINY)
tests_unit_stages_telling_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_telling_LDADD = daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_self_check_SOURCES = tests/unit/stages/self_check.c tests/unit/given.c \
	tests/unit/given.h
tests_unit_stages_self_check_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_self_check_LDADD = daemon/reporting/libreporting.a \
	daemon/inventory/libinventory.a $(STAGE_LIBS)
tests_unit_stages_likeness_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_likeness_LDADD = daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_reuse_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_reuse_LDADD = daemon/readiness/libreadiness.a $(STAGE_LIBS)
