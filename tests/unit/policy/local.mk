# Unit tests of what policy decides: dispositions, groups, the forecast.
POLICY_UNITS = tests/unit/policy/disposition tests/unit/policy/forecast \
	tests/unit/policy/groups tests/unit/policy/growth \
	tests/unit/policy/override tests/unit/policy/priority
check_PROGRAMS += $(POLICY_UNITS)
TESTS += $(POLICY_UNITS)

POLICY_SMALL = tests/unit/policy/small.c tests/unit/policy/small.h tests/unit/given.c \
	tests/unit/given.h
POLICY_FLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
POLICY_LIBS = daemon/planning/libplanner.a daemon/model/libmodel.a $(CORE_LIBS) $(BASE_LIBS) \
	$(CMOCKA_LIBS)

tests_unit_policy_disposition_SOURCES = tests/unit/policy/disposition.c $(POLICY_SMALL)
tests_unit_policy_disposition_CPPFLAGS = $(POLICY_FLAGS)
tests_unit_policy_disposition_LDADD = $(POLICY_LIBS)
tests_unit_policy_groups_SOURCES = tests/unit/policy/groups.c $(POLICY_SMALL)
tests_unit_policy_groups_CPPFLAGS = $(POLICY_FLAGS)
tests_unit_policy_groups_LDADD = $(POLICY_LIBS)
tests_unit_policy_forecast_SOURCES = tests/unit/policy/forecast.c $(POLICY_SMALL)
tests_unit_policy_forecast_CPPFLAGS = $(POLICY_FLAGS)
tests_unit_policy_forecast_LDADD = $(POLICY_LIBS)
tests_unit_policy_growth_SOURCES = tests/unit/policy/growth.c $(POLICY_SMALL)
tests_unit_policy_growth_CPPFLAGS = $(POLICY_FLAGS)
tests_unit_policy_growth_LDADD = $(POLICY_LIBS)
tests_unit_policy_priority_SOURCES = tests/unit/policy/priority.c $(POLICY_SMALL)
tests_unit_policy_priority_CPPFLAGS = $(POLICY_FLAGS)
tests_unit_policy_priority_LDADD = $(POLICY_LIBS)
tests_unit_policy_override_SOURCES = tests/unit/policy/override.c $(POLICY_SMALL)
tests_unit_policy_override_CPPFLAGS = $(POLICY_FLAGS)
tests_unit_policy_override_LDADD = $(POLICY_LIBS)
