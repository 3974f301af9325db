sbin_PROGRAMS += daemon/banyund
daemon_banyund_SOURCES = daemon/banyund.c
daemon_banyund_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_banyund_LDADD = \
	daemon/api/libapi.a \
	daemon/reporting/libreporting.a \
	daemon/inventory/libinventory.a \
	daemon/readiness/libreadiness.a \
	daemon/planning/libplanning.a \
	daemon/planning/libplanner.a \
	daemon/execution/librehearsal.a \
	daemon/execution/librunner.a \
	daemon/execution/libexecutor.a \
	$(AUDIT_LIBS)
dist_man_MANS += daemon/banyund.8
