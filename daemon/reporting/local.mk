noinst_LIBRARIES += daemon/reporting/libreporting.a
daemon_reporting_libreporting_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_reporting_libreporting_a_SOURCES = \
	daemon/reporting/progress.c \
	daemon/reporting/progress.h \
	daemon/reporting/self_check.c \
	daemon/reporting/self_check.h
