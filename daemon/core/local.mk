# The loop, the store, workers and plugins. SQLite is named in store*.c alone.
noinst_LIBRARIES += daemon/core/libcore.a
daemon_core_libcore_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(EVENT_CFLAGS) $(SQLITE_CFLAGS)
daemon_core_libcore_a_SOURCES = \
	daemon/core/approvals.c \
	daemon/core/approvals.h \
	daemon/core/archive.c \
	daemon/core/archive.h \
	daemon/core/bucket.h \
	daemon/core/clerk.c \
	daemon/core/clerk.h \
	daemon/core/config.c \
	daemon/core/config.h \
	daemon/core/context.h \
	daemon/core/helper.c \
	daemon/core/helper.h \
	daemon/core/host.c \
	daemon/core/host.h \
	daemon/core/host_keep.c \
	daemon/core/host_keep.h \
	daemon/core/host_worker.c \
	daemon/core/job.c \
	daemon/core/job.h \
	daemon/core/limits.c \
	daemon/core/limits.h \
	daemon/core/loop.c \
	daemon/core/loop.h \
	daemon/core/mutter.c \
	daemon/core/mutter.h \
	daemon/core/nursery.c \
	daemon/core/nursery.h \
	daemon/core/plans.c \
	daemon/core/plans.h \
	daemon/core/plugin.c \
	daemon/core/plugin.h \
	daemon/core/process.c \
	daemon/core/process.h \
	daemon/core/spool.c \
	daemon/core/spool.h \
	daemon/core/store.c \
	daemon/core/store.h \
	daemon/core/store_batch.c \
	daemon/core/store_bulk.c \
	daemon/core/store_check.c \
	daemon/core/store_pieces.c \
	daemon/core/store_private.h \
	daemon/core/store_read.c \
	daemon/core/store_reserve.c \
	daemon/core/store_writer.c \
	daemon/core/worker.c \
	daemon/core/worker.h \
	daemon/core/worker_call.c \
	daemon/core/worker_private.h \
	daemon/core/worker_talk.c

# What a program that uses libcore.a links, before BASE_LIBS.
CORE_LIBS = daemon/core/libcore.a daemon/model/libmodel.a $(EVENT_LIBS) $(SQLITE_LIBS) -lpthread
dist_man_MANS += daemon/core/banyun.yaml.5
