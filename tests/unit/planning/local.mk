# Unit tests of what the planner computes, on problems drawn at random and made by hand.
PLANNING_UNITS = tests/unit/planning/city tests/unit/planning/schedule \
	tests/unit/planning/schedule_drawn tests/unit/planning/timeline tests/unit/planning/lanes
check_PROGRAMS += $(PLANNING_UNITS)
TESTS += $(PLANNING_UNITS) tests/unit/planning/best.bats
EXTRA_DIST += tests/unit/planning/best.bats

PLANNING_DRAW = tests/unit/planning/draw.c tests/unit/planning/draw.h \
	tests/unit/planning/holds.c tests/unit/planning/holds.h
PLANNING_LIBS = daemon/planning/libplanner.a $(BASE_LIBS) $(CMOCKA_LIBS)

tests_unit_planning_city_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
tests_unit_planning_city_LDADD = daemon/planning/libplanner.a daemon/model/libmodel.a $(BASE_LIBS) \
	$(CMOCKA_LIBS)
tests_unit_planning_schedule_SOURCES = tests/unit/planning/schedule.c $(PLANNING_DRAW)
tests_unit_planning_schedule_LDADD = $(PLANNING_LIBS)
tests_unit_planning_schedule_drawn_SOURCES = tests/unit/planning/schedule_drawn.c $(PLANNING_DRAW)
tests_unit_planning_schedule_drawn_LDADD = $(PLANNING_LIBS)
tests_unit_planning_timeline_LDADD = $(PLANNING_LIBS)
tests_unit_planning_lanes_LDADD = $(PLANNING_LIBS)
