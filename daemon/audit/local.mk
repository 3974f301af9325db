# The audit log. What the verifier needs is a library of its own: no database, no loop.
noinst_LIBRARIES += daemon/audit/libverify.a
daemon_audit_libverify_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(CRYPTO_CFLAGS)
daemon_audit_libverify_a_SOURCES = \
	daemon/audit/base64.c \
	daemon/audit/base64.h \
	daemon/audit/checkpoint.c \
	daemon/audit/checkpoint.h \
	daemon/audit/folder.c \
	daemon/audit/folder.h \
	daemon/audit/key.c \
	daemon/audit/note.c \
	daemon/audit/note.h \
	daemon/audit/tiles.c \
	daemon/audit/tiles.h \
	daemon/audit/tree.c \
	daemon/audit/tree.h \
	daemon/audit/verify.c \
	daemon/audit/verify.h

# What a program that uses libverify.a links.
VERIFY_LIBS = daemon/audit/libverify.a daemon/model/libmodel.a $(BASE_LIBS)

bin_PROGRAMS += daemon/audit/banyun-verify
daemon_audit_banyun_verify_SOURCES = daemon/audit/banyun-verify.c
daemon_audit_banyun_verify_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
daemon_audit_banyun_verify_LDADD = $(VERIFY_LIBS)
