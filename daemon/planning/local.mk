# The pure planner and the worker around it; banyund's side of it.
noinst_LIBRARIES += daemon/planning/libplanner.a daemon/planning/libplanning.a
daemon_planning_libplanner_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_planning_libplanner_a_SOURCES = \
	daemon/planning/build.c \
	daemon/planning/build.h \
	daemon/planning/build_part.h \
	daemon/planning/city.c \
	daemon/planning/city.h \
	daemon/planning/estimate.c \
	daemon/planning/place.c \
	daemon/planning/schedule.h \
	daemon/planning/shape_move.c
daemon_planning_libplanning_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_planning_libplanning_a_SOURCES = \
	daemon/planning/approve.c \
	daemon/planning/approve.h \
	daemon/planning/create.c \
	daemon/planning/planning.h

helper_PROGRAMS += daemon/planning/banyun-planner
daemon_planning_banyun_planner_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk $(JSON_CFLAGS)
daemon_planning_banyun_planner_SOURCES = daemon/planning/banyun-planner.c
daemon_planning_banyun_planner_LDADD = daemon/planning/libplanner.a daemon/model/libmodel.a $(PLUGIN_LIBS)
dist_man_MANS += daemon/planning/banyun-planner.8
