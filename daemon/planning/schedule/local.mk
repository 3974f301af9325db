# The heart of the planner: a problem of plain integers in, a schedule and its bound out.
daemon_planning_libplanner_a_SOURCES += \
	daemon/planning/schedule/board.c \
	daemon/planning/schedule/board.h \
	daemon/planning/schedule/bound.c \
	daemon/planning/schedule/bound.h \
	daemon/planning/schedule/bound_count.c \
	daemon/planning/schedule/bound_count.h \
	daemon/planning/schedule/bound_group.c \
	daemon/planning/schedule/bound_quota.c \
	daemon/planning/schedule/bound_resource.c \
	daemon/planning/schedule/end.c \
	daemon/planning/schedule/fit.c \
	daemon/planning/schedule/ground.c \
	daemon/planning/schedule/ground.h \
	daemon/planning/schedule/hours.c \
	daemon/planning/schedule/hours.h \
	daemon/planning/schedule/improve.c \
	daemon/planning/schedule/improve.h \
	daemon/planning/schedule/improve_joint.c \
	daemon/planning/schedule/improve_joint.h \
	daemon/planning/schedule/improve_pick.c \
	daemon/planning/schedule/improve_pick.h \
	daemon/planning/schedule/improve_ranks.c \
	daemon/planning/schedule/kept.c \
	daemon/planning/schedule/kept.h \
	daemon/planning/schedule/lists.c \
	daemon/planning/schedule/lists.h \
	daemon/planning/schedule/make.c \
	daemon/planning/schedule/random.h \
	daemon/planning/schedule/reason.c \
	daemon/planning/schedule/reason.h \
	daemon/planning/schedule/series.c \
	daemon/planning/schedule/series.h \
	daemon/planning/schedule/timeline.c \
	daemon/planning/schedule/timeline.h
