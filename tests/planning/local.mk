# The planner as a program; random cities, and a checker of plans that shares nothing with the planner: see README.md.
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
	findings.py nets.py places.py regimes.py sizes.py things.py words.py write.py)
