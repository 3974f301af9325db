# The hypervisors: inventory and the live move. What needs no conversation is a library, for the tests.
noinst_LIBRARIES += plugins/libvirt/libhypervisor.a
plugins_libvirt_libhypervisor_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk \
	$(LIBVIRT_CFLAGS) $(XML_CFLAGS) $(JSON_CFLAGS)
plugins_libvirt_libhypervisor_a_SOURCES = \
	plugins/libvirt/background.c plugins/libvirt/background.h \
	plugins/libvirt/boot.c plugins/libvirt/boot.h \
	plugins/libvirt/carrier.c plugins/libvirt/carrier.h \
	plugins/libvirt/collect.c plugins/libvirt/collect.h \
	plugins/libvirt/connection.c plugins/libvirt/connection.h \
	plugins/libvirt/definition.c plugins/libvirt/definition.h \
	plugins/libvirt/device.c plugins/libvirt/device.h \
	plugins/libvirt/dirty.c plugins/libvirt/dirty.h \
	plugins/libvirt/element.c plugins/libvirt/element.h \
	plugins/libvirt/ending.c plugins/libvirt/ending.h \
	plugins/libvirt/export.c plugins/libvirt/export.h \
	plugins/libvirt/fence.c plugins/libvirt/fence.h \
	plugins/libvirt/flags.c plugins/libvirt/flags.h \
	plugins/libvirt/handle.c plugins/libvirt/handle.h \
	plugins/libvirt/host.c plugins/libvirt/machine.c \
	plugins/libvirt/loop.c plugins/libvirt/loop.h \
	plugins/libvirt/mapping.c plugins/libvirt/mapping.h \
	plugins/libvirt/mark.c plugins/libvirt/mark.h \
	plugins/libvirt/measure.c plugins/libvirt/measure.h \
	plugins/libvirt/news.c plugins/libvirt/news.h \
	plugins/libvirt/network.c plugins/libvirt/pool.c \
	plugins/libvirt/one.c \
	plugins/libvirt/order.c plugins/libvirt/order.h \
	plugins/libvirt/parser.c plugins/libvirt/parser.h \
	plugins/libvirt/peek.c plugins/libvirt/peek.h \
	plugins/libvirt/processor.c plugins/libvirt/processor.h \
	plugins/libvirt/shelf.c plugins/libvirt/shelf.h \
	plugins/libvirt/store.c plugins/libvirt/store.h \
	plugins/libvirt/uri.c plugins/libvirt/uri.h \
	plugins/libvirt/volumes.c plugins/libvirt/volumes.h \
	plugins/libvirt/xml.c plugins/libvirt/xml.h

LIBVIRT_PLUGIN_LIBS = plugins/libvirt/libhypervisor.a daemon/model/libmodel.a $(BASE_LIBS) \
	$(LIBVIRT_LIBS) $(XML_LIBS)

helper_PROGRAMS += plugins/libvirt/banyun-plugin-libvirt
plugins_libvirt_banyun_plugin_libvirt_CPPFLAGS = $(plugins_libvirt_libhypervisor_a_CPPFLAGS)
plugins_libvirt_banyun_plugin_libvirt_SOURCES = \
	plugins/libvirt/commit.c \
	plugins/libvirt/content.c \
	plugins/libvirt/libvirt.c \
	plugins/libvirt/look.c \
	plugins/libvirt/methods.h \
	plugins/libvirt/mover.c plugins/libvirt/mover.h \
	plugins/libvirt/observe.c plugins/libvirt/observe.h \
	plugins/libvirt/prepare.c \
	plugins/libvirt/source.c \
	plugins/libvirt/transfer.c \
	plugins/libvirt/undo.c \
	plugins/libvirt/watch.c plugins/libvirt/watch.h
plugins_libvirt_banyun_plugin_libvirt_LDADD = plugins/sdk/libplugin.a $(LIBVIRT_PLUGIN_LIBS) \
	$(SECCOMP_LIBS) -lpthread
dist_man_MANS += plugins/libvirt/banyun-plugin-libvirt.8

# Drives the plugin in the lab as the daemon does, one call at a time.
dist_noinst_SCRIPTS += tests/lab/drive-plugin
TESTS += tests/lab/mover.bats
EXTRA_DIST += tests/lab/mover.bats
