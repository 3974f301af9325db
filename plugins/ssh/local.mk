# What can be tested without a host: pure functions over bytes.
noinst_LIBRARIES += plugins/ssh/libfacts.a
plugins_ssh_libfacts_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins $(JSON_CFLAGS) \
	$(CRYPTO_CFLAGS)
plugins_ssh_libfacts_a_SOURCES = \
	plugins/ssh/certificates.c \
	plugins/ssh/certificates.h \
	plugins/ssh/content.c \
	plugins/ssh/content.h \
	plugins/ssh/echoes.c \
	plugins/ssh/echoes.h \
	plugins/ssh/facts.c \
	plugins/ssh/facts.h \
	plugins/ssh/flows.c \
	plugins/ssh/flows.h \
	plugins/ssh/frr.c \
	plugins/ssh/frr.h \
	plugins/ssh/frr_routes.c \
	plugins/ssh/iperf.c \
	plugins/ssh/iperf.h \
	plugins/ssh/key.c \
	plugins/ssh/key.h \
	plugins/ssh/links.c \
	plugins/ssh/literals.c \
	plugins/ssh/literals.h \
	plugins/ssh/lldp.c \
	plugins/ssh/lldp.h \
	plugins/ssh/network.c \
	plugins/ssh/ports.c \
	plugins/ssh/ports.h \
	plugins/ssh/processor.c \
	plugins/ssh/routes.c \
	plugins/ssh/reach.c \
	plugins/ssh/reach.h \
	plugins/ssh/sections.c \
	plugins/ssh/sections.h \
	plugins/ssh/shell.c \
	plugins/ssh/shell.h \
	plugins/ssh/storage.c \
	plugins/ssh/usage.c

# The scripts become C strings, without their comments.
ssh_scripts = plugins/ssh/certificates.sh plugins/ssh/collect.sh \
	plugins/ssh/content.sh plugins/ssh/echoes.sh plugins/ssh/iperf.sh plugins/ssh/literals.sh \
	plugins/ssh/login.sh plugins/ssh/measure.sh plugins/ssh/ports.sh plugins/ssh/reach.sh
EXTRA_DIST += $(ssh_scripts) plugins/ssh/embed
CLEANFILES += plugins/ssh/scripts.c
plugins/ssh/scripts.c: $(ssh_scripts) plugins/ssh/embed
	$(AM_V_GEN)$(MKDIR_P) plugins/ssh && cd $(srcdir) && \
	$(SHELL) plugins/ssh/embed $(ssh_scripts) >'$(abs_top_builddir)/$@.part' && \
	mv '$(abs_top_builddir)/$@.part' '$(abs_top_builddir)/$@'

# The only place that knows libssh2.
noinst_LIBRARIES += plugins/ssh/libsession.a
plugins_ssh_libsession_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins $(JSON_CFLAGS) \
	$(SSH2_CFLAGS) $(CRYPTO_CFLAGS)
plugins_ssh_libsession_a_SOURCES = \
	plugins/ssh/channel.c \
	plugins/ssh/hostkey.c \
	plugins/ssh/jump.c \
	plugins/ssh/jump.h \
	plugins/ssh/session.c \
	plugins/ssh/session.h \
	plugins/ssh/session_private.h \
	plugins/ssh/stay.c \
	plugins/ssh/stay.h \
	plugins/ssh/warm.c \
	plugins/ssh/warm.h \
	plugins/ssh/way.c \
	plugins/ssh/way.h

helper_PROGRAMS += plugins/ssh/banyun-plugin-ssh
plugins_ssh_banyun_plugin_ssh_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins $(JSON_CFLAGS)
plugins_ssh_banyun_plugin_ssh_SOURCES = \
	plugins/ssh/answer.c \
	plugins/ssh/answer.h \
	plugins/ssh/collect.c \
	plugins/ssh/host.c \
	plugins/ssh/host.h \
	plugins/ssh/measure.c \
	plugins/ssh/methods.c \
	plugins/ssh/methods.h \
	plugins/ssh/scripts.h \
	plugins/ssh/told.c \
	plugins/ssh/told.h \
	plugins/ssh/transfer.c \
	plugins/ssh/verdict.c
nodist_plugins_ssh_banyun_plugin_ssh_SOURCES = plugins/ssh/scripts.c
plugins_ssh_banyun_plugin_ssh_LDADD = plugins/ssh/libsession.a plugins/ssh/libfacts.a \
	daemon/model/libmodel.a \
	$(PLUGIN_LIBS) $(SSH2_LIBS) $(CRYPTO_LIBS)
dist_man_MANS += plugins/ssh/banyun-plugin-ssh.8
