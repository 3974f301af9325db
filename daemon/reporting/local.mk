noinst_LIBRARIES += daemon/reporting/libreporting.a
daemon_reporting_libreporting_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_reporting_libreporting_a_SOURCES = \
	daemon/reporting/progress.c \
	daemon/reporting/progress.h \
	daemon/reporting/self_check.c \
	daemon/reporting/self_check.h \
	daemon/reporting/systems.c \
	daemon/reporting/systems.h

# The clerk, a worker beside banyund: it reads the store, and has no loop.
helper_PROGRAMS += daemon/reporting/banyun-clerk
daemon_reporting_banyun_clerk_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk $(JSON_CFLAGS)
daemon_reporting_banyun_clerk_SOURCES = daemon/reporting/banyun-clerk.c
daemon_reporting_banyun_clerk_LDADD = daemon/reporting/libreporting.a daemon/inventory/libinventory.a \
	daemon/readiness/libreadiness.a daemon/planning/libplanning.a daemon/planning/libplanner.a \
	daemon/execution/librehearsal.a daemon/execution/librunner.a \
	daemon/execution/simulator/libsimulator.a daemon/execution/libexecutor.a \
	daemon/model/libmodel.a $(CORE_LIBS) $(PLUGIN_LIBS)
dist_man_MANS += daemon/reporting/banyun-clerk.8
