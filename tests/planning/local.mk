# The planner as a program; random cities, and a checker of plans that shares nothing with it: see
# README.md.
check_PROGRAMS += tests/planning/plan-lines tests/planning/lines-check
tests_planning_plan_lines_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
tests_planning_plan_lines_LDADD = daemon/planning/libplanner.a daemon/model/libmodel.a $(BASE_LIBS)
tests_planning_lines_check_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
tests_planning_lines_check_SOURCES = tests/planning/lines-check.c
tests_planning_lines_check_LDADD = daemon/planning/libplanner.a daemon/model/libmodel.a $(BASE_LIBS)

dist_noinst_SCRIPTS += tests/planning/random-city
TESTS += tests/planning/cities.bats
EXTRA_DIST += tests/planning/cities.bats
EXTRA_DIST += $(addprefix tests/planning/fiction/, __init__.py city.py draw.py edges.py facts.py \
	findings.py nets.py people.py places.py regimes.py sizes.py things.py words.py write.py)

dist_noinst_SCRIPTS += $(addprefix tests/planning/, again check-plan check-many naive-plan plant-violations strategies)
LONG_CHECKS += tests/planning/check-many
TESTS += tests/planning/check-plan.bats tests/planning/hours-test tests/planning/planner.bats
EXTRA_DIST += tests/planning/README.md tests/planning/check-plan.bats tests/planning/hours-test \
	tests/planning/planner.bats
EXTRA_DIST += $(addprefix tests/planning/proof/, __init__.py city.py coverage.py figures.py hours.py \
	lines.py moves.py network_table.py networks.py plan.py room.py rules.py sizes.py strategy.py systems.py \
	table.py \
	times.py use.py verdict.py)
EXTRA_DIST += $(addprefix tests/planning/plants/, __init__.py documents.py draft.py figures.py moves.py \
	networks.py sizes.py strategy.py systems.py times.py use.py)
EXTRA_DIST += $(addprefix tests/planning/plain/, __init__.py addresses.py items.py strategies.py write.py)
