# The pure planner and the worker around it; banyund's side of it.
noinst_LIBRARIES += daemon/planning/libplanner.a daemon/planning/libplanning.a
daemon_planning_libplanner_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_planning_libplanner_a_SOURCES = \
	daemon/planning/addresses/address_plan.c \
	daemon/planning/addresses/address_plan.h \
	daemon/planning/addresses/address_plan_private.h \
	daemon/planning/addresses/ipv4.c \
	daemon/planning/addresses/ipv6.c \
	daemon/planning/addresses/space.c \
	daemon/planning/addresses/space.h \
	daemon/planning/addresses/template.c \
	daemon/planning/addresses/template.h \
	daemon/planning/forecast/forecast.c \
	daemon/planning/forecast/forecast.h \
	daemon/planning/forecast/forecast_curve.c \
	daemon/planning/forecast/forecast_curve.h \
	daemon/planning/forecast/forecast_help.c \
	daemon/planning/forecast/forecast_needs.c \
	daemon/planning/groups/flows.c \
	daemon/planning/groups/flows.h \
	daemon/planning/groups/groups.c \
	daemon/planning/groups/groups.h \
	daemon/planning/groups/ties.c \
	daemon/planning/groups/ties.h \
	daemon/planning/isolation/addresses.c \
	daemon/planning/isolation/blame.c \
	daemon/planning/isolation/isolation.c \
	daemon/planning/isolation/isolation.h \
	daemon/planning/isolation/isolation_private.h \
	daemon/planning/isolation/machines.c \
	daemon/planning/isolation/paths.c \
	daemon/planning/isolation/places.c \
	daemon/planning/isolation/ranges.c \
	daemon/planning/isolation/systems.c \
	daemon/planning/networks/arrangement.c \
	daemon/planning/networks/end_states.c \
	daemon/planning/networks/gather.c \
	daemon/planning/networks/holders.c \
	daemon/planning/networks/names.c \
	daemon/planning/networks/networks.c \
	daemon/planning/networks/networks.h \
	daemon/planning/networks/networks_private.h \
	daemon/planning/networks/render.c \
	daemon/planning/networks/renumber.c \
	daemon/planning/networks/rows.c \
	daemon/planning/networks/rows.h \
	daemon/planning/networks/subnets.c \
	daemon/planning/planner/build.c \
	daemon/planning/planner/build.h \
	daemon/planning/planner/calendar.c \
	daemon/planning/planner/calendar.h \
	daemon/planning/planner/city.c \
	daemon/planning/planner/city.h \
	daemon/planning/planner/city_find.c \
	daemon/planning/planner/city_finding.c \
	daemon/planning/planner/city_object.c \
	daemon/planning/planner/city_read.c \
	daemon/planning/planner/city_read.h \
	daemon/planning/planner/ends.c \
	daemon/planning/planner/freed.c \
	daemon/planning/planner/estimate.c \
	daemon/planning/planner/hosts.c \
	daemon/planning/planner/kept.c \
	daemon/planning/planner/learnt.c \
	daemon/planning/planner/limits.c \
	daemon/planning/planner/links.c \
	daemon/planning/planner/milestones.c \
	daemon/planning/planner/place.c \
	daemon/planning/planner/planner.h \
	daemon/planning/planner/problem.c \
	daemon/planning/planner/prospect.c \
	daemon/planning/planner/quotas.c \
	daemon/planning/planner/shape_move.c \
	daemon/planning/planner/sizes.c \
	daemon/planning/planner/spread.c \
	daemon/planning/planner/strategy.c \
	daemon/planning/planner/wanted.c \
	daemon/planning/planner/waves.c \
	daemon/planning/planner/why_not.c \
	daemon/planning/planner/write.c \
	daemon/planning/planner/write_wave.c \
	daemon/planning/planner/write_waves.c \
	daemon/planning/policy/disposition.c \
	daemon/planning/policy/disposition.h \
	daemon/planning/policy/disposition_rules.c \
	daemon/planning/policy/disposition_rules.h \
	daemon/planning/policy/overriding.c \
	daemon/planning/policy/overriding.h \
	daemon/planning/policy/priority.c \
	daemon/planning/policy/priority.h \
	daemon/planning/schedule/schedule.h
include daemon/planning/schedule/local.mk
daemon_planning_libplanning_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_planning_libplanning_a_SOURCES = \
	daemon/planning/approve.c \
	daemon/planning/approve.h \
	daemon/planning/consents.c \
	daemon/planning/consents.h \
	daemon/planning/create.c \
	daemon/planning/earlier.c \
	daemon/planning/earlier.h \
	daemon/planning/gather.c \
	daemon/planning/gather.h \
	daemon/planning/given.c \
	daemon/planning/given.h \
	daemon/planning/learn.c \
	daemon/planning/learn.h \
	daemon/planning/newest.c \
	daemon/planning/newest.h \
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
dist_man_MANS += daemon/planning/policy/banyun-plan.7 daemon/planning/banyun-planner.8 \
	daemon/planning/networks/banyun-networks.7
