# The hosts of a world that was written down, told as real ones would.
noinst_LIBRARIES += plugins/fake/libfake.a
plugins_fake_libfake_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk $(JSON_CFLAGS)
plugins_fake_libfake_a_SOURCES = \
	plugins/fake/hypervisor.c plugins/fake/hypervisor.h \
	plugins/fake/load.c plugins/fake/load.h \
	plugins/fake/login.c plugins/fake/login.h \
	plugins/fake/parts.c plugins/fake/parts.h \
	plugins/fake/tell.c plugins/fake/tell.h \
	plugins/fake/world.c plugins/fake/world.h

helper_PROGRAMS += plugins/fake/banyun-plugin-fake
plugins_fake_banyun_plugin_fake_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk $(JSON_CFLAGS)
plugins_fake_banyun_plugin_fake_SOURCES = plugins/fake/fake.c
plugins_fake_banyun_plugin_fake_LDADD = plugins/fake/libfake.a $(PLUGIN_LIBS)
dist_man_MANS += plugins/fake/banyun-plugin-fake.8
