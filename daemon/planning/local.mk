# The pure planner and the worker around it; banyund's side of it.
noinst_LIBRARIES += daemon/planning/libplanner.a daemon/planning/libplanning.a
daemon_planning_libplanner_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_planning_libplanner_a_SOURCES = \
	daemon/planning/addresses/address_plan.c \
	daemon/planning/addresses/address_plan.h \
	daemon/planning/addresses/space.c \
	daemon/planning/addresses/space.h \
	daemon/planning/addresses/template.c \
	daemon/planning/addresses/template.h \
	daemon/planning/build.c \
	daemon/planning/build.h \
	daemon/planning/calendar.c \
	daemon/planning/calendar.h \
	daemon/planning/city.c \
	daemon/planning/city.h \
	daemon/planning/disposition.c \
	daemon/planning/disposition.h \
	daemon/planning/disposition_part.h \
	daemon/planning/disposition_rules.c \
	daemon/planning/ends.c \
	daemon/planning/estimate.c \
	daemon/planning/flows.c \
	daemon/planning/flows.h \
	daemon/planning/forecast.c \
	daemon/planning/forecast.h \
	daemon/planning/forecast_curve.c \
	daemon/planning/forecast_help.c \
	daemon/planning/forecast_part.h \
	daemon/planning/groups.c \
	daemon/planning/groups.h \
	daemon/planning/groups_part.h \
	daemon/planning/hosts.c \
	daemon/planning/kept.c \
	daemon/planning/links.c \
	daemon/planning/networks/arrangement.c \
	daemon/planning/networks/end_states.c \
	daemon/planning/networks/gather.c \
	daemon/planning/networks/holders.c \
	daemon/planning/networks/isolation_plan.c \
	daemon/planning/networks/isolation_plan.h \
	daemon/planning/networks/names.c \
	daemon/planning/networks/networks.c \
	daemon/planning/networks/networks.h \
	daemon/planning/networks/part.h \
	daemon/planning/networks/render.c \
	daemon/planning/networks/renumber.c \
	daemon/planning/networks/subnets.c \
	daemon/planning/overriding.c \
	daemon/planning/overriding.h \
	daemon/planning/place.c \
	daemon/planning/planner.h \
	daemon/planning/priority.c \
	daemon/planning/priority.h \
	daemon/planning/problem.c \
	daemon/planning/prospect.c \
	daemon/planning/quotas.c \
	daemon/planning/schedule.h \
	daemon/planning/shape_move.c \
	daemon/planning/ties.c \
	daemon/planning/wanted.c \
	daemon/planning/waves.c \
	daemon/planning/write.c
include daemon/planning/schedule/local.mk
daemon_planning_libplanning_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_planning_libplanning_a_SOURCES = \
	daemon/planning/approve.c \
	daemon/planning/approve.h \
	daemon/planning/create.c \
	daemon/planning/earlier.c \
	daemon/planning/earlier.h \
	daemon/planning/gather.c \
	daemon/planning/gather.h \
	daemon/planning/overrides.c \
	daemon/planning/overrides.h \
	daemon/planning/planning.h \
	daemon/planning/standing.c \
	daemon/planning/standing.h \
	daemon/planning/tell.c \
	daemon/planning/tell.h

helper_PROGRAMS += daemon/planning/banyun-planner
daemon_planning_banyun_planner_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk $(JSON_CFLAGS)
daemon_planning_banyun_planner_SOURCES = daemon/planning/banyun-planner.c
daemon_planning_banyun_planner_LDADD = daemon/planning/libplanner.a daemon/model/libmodel.a $(CORE_LIBS) $(PLUGIN_LIBS)
dist_man_MANS += daemon/planning/banyun-plan.7 daemon/planning/banyun-planner.8 \
	daemon/planning/networks/banyun-networks.7
