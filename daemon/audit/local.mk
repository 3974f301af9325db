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
	daemon/audit/verify.h \
	daemon/audit/verify_show.c \
	daemon/audit/verify_show.h

# What a program that uses libverify.a links.
VERIFY_LIBS = daemon/audit/libverify.a daemon/model/libmodel.a $(BASE_LIBS)

bin_PROGRAMS += daemon/audit/banyun-verify
daemon_audit_banyun_verify_SOURCES = daemon/audit/banyun-verify.c
daemon_audit_banyun_verify_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
daemon_audit_banyun_verify_LDADD = $(VERIFY_LIBS)

# The log itself, over the store; and the signer, which has neither.
noinst_LIBRARIES += daemon/audit/libaudit.a
daemon_audit_libaudit_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
daemon_audit_libaudit_a_SOURCES = \
	daemon/audit/export.c \
	daemon/audit/log.c \
	daemon/audit/log.h \
	daemon/audit/publication.c \
	daemon/audit/publication.h \
	daemon/audit/publisher.c \
	daemon/audit/publisher.h \
	daemon/audit/signing.c \
	daemon/audit/signing.h

# What a program that uses libaudit.a links.
AUDIT_LIBS = daemon/audit/libaudit.a daemon/audit/libsigner.a daemon/audit/libverify.a \
	daemon/model/libmodel.a $(CORE_LIBS) $(BASE_LIBS)

dist_man_MANS += daemon/audit/banyun-signer.8
noinst_LIBRARIES += daemon/audit/libsigner.a
daemon_audit_libsigner_a_SOURCES = \
	daemon/audit/signer.c \
	daemon/audit/signer.h \
	daemon/audit/signer_state.c \
	daemon/audit/signer_state.h

helper_PROGRAMS += daemon/audit/banyun-signer
daemon_audit_banyun_signer_SOURCES = daemon/audit/banyun-signer.c
daemon_audit_banyun_signer_LDADD = daemon/audit/libsigner.a $(VERIFY_LIBS)

dist_man_MANS += daemon/audit/banyun-audit.7 daemon/audit/banyun-verify.1
