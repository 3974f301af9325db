noinst_LIBRARIES += daemon/api/libapi.a
daemon_api_libapi_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) $(EVENT_CFLAGS)
daemon_api_libapi_a_SOURCES = \
	daemon/api/admission.c \
	daemon/api/audit.c \
	daemon/api/clerical.c \
	daemon/api/handlers.h \
	daemon/api/hosts.c \
	daemon/api/imports.c \
	daemon/api/imports.h \
	daemon/api/inventory.c \
	daemon/api/jobs.c \
	daemon/api/ledger.c \
	daemon/api/objects.c \
	daemon/api/overrides.c \
	daemon/api/plans.c \
	daemon/api/rehearsals.c \
	daemon/api/query.c \
	daemon/api/query.h \
	daemon/api/doctor.c \
	daemon/api/doctor.h \
	daemon/api/doctor_visits.c \
	daemon/api/readiness.c \
	daemon/api/report.c \
	daemon/api/request.c \
	daemon/api/request.h \
	daemon/api/request_private.h \
	daemon/api/route.h \
	daemon/api/routes.c \
	daemon/api/runs.c \
	daemon/api/server.c \
	daemon/api/server.h \
	daemon/api/status.c \
	daemon/api/usage.c

# The description for programs; tests/lint/openapi compares it with the routes.
dist_pkgdata_DATA += daemon/api/openapi.yaml
