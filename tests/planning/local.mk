# The planner on cities that were made for it: what it plans is checked by programs that share no
# code with it.
check_PROGRAMS += tests/planning/plan-lines
tests_planning_plan_lines_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
tests_planning_plan_lines_LDADD = daemon/planning/libplanner.a daemon/model/libmodel.a $(BASE_LIBS)
