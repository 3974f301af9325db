# Unit tests of the stages and their documents, on one small city.
STAGE_UNITS = tests/unit/stages/malformed tests/unit/stages/readiness
check_PROGRAMS += $(STAGE_UNITS)
TESTS += $(STAGE_UNITS)
EXTRA_DIST += tests/golden/tiny-city.json

STAGE_TINY = tests/unit/stages/tiny.c tests/unit/stages/tiny.h
STAGE_FLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
STAGE_LIBS = daemon/model/libmodel.a $(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)

tests_unit_stages_readiness_SOURCES = tests/unit/stages/readiness.c $(STAGE_TINY)
tests_unit_stages_readiness_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_readiness_LDADD = daemon/readiness/libreadiness.a $(STAGE_LIBS)
tests_unit_stages_malformed_CPPFLAGS = $(STAGE_FLAGS)
tests_unit_stages_malformed_LDADD = $(STAGE_LIBS)
