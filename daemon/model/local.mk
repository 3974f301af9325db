# The documents: plain data, their JSON, their rules; no I/O.
noinst_LIBRARIES += daemon/model/libmodel.a

daemon_model_libmodel_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_model_libmodel_a_SOURCES = \
	daemon/model/approval.c \
	daemon/model/approval.h \
	daemon/model/consent.c \
	daemon/model/consent.h \
	daemon/model/disposition.c \
	daemon/model/disposition.h \
	daemon/model/findings.c \
	daemon/model/findings.h \
	daemon/model/ledger.c \
	daemon/model/ledger.h \
	daemon/model/lesson.c \
	daemon/model/lesson.h \
	daemon/model/measurement.c \
	daemon/model/measurement.h \
	daemon/model/object.c \
	daemon/model/object.h \
	daemon/model/object_concluded.c \
	daemon/model/object_host.c \
	daemon/model/object_machine.c \
	daemon/model/object_shapes.h \
	daemon/model/operation.c \
	daemon/model/operation.h \
	daemon/model/override.c \
	daemon/model/override.h \
	daemon/model/plan.c \
	daemon/model/plan.h \
	daemon/model/playbook.c \
	daemon/model/playbook.h \
	daemon/model/profile.c \
	daemon/model/profile.h \
	daemon/model/profile_fields.c \
	daemon/model/profile_networks.c \
	daemon/model/profile_planning.c \
	daemon/model/profile_readiness.c \
	daemon/model/profile_shapes.h \
	daemon/model/profile_systems.c \
	daemon/model/rate.c \
	daemon/model/rate.h \
	daemon/model/record.c \
	daemon/model/record.h \
	daemon/model/snapshot.c \
	daemon/model/snapshot.h \
	daemon/model/survey.c \
	daemon/model/survey.h \
	daemon/model/tellers.c \
	daemon/model/tellers.h \
	daemon/model/transfer.c \
	daemon/model/transfer.h \
	daemon/model/world.c \
	daemon/model/world.h
dist_man_MANS += daemon/model/banyun-ledger.5 daemon/model/banyun-profile.5 daemon/model/banyun-survey.5
