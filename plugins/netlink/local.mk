# The only place that knows libnl: what the kernel tells, made into facts.
noinst_LIBRARIES += plugins/netlink/libnetlink.a
plugins_netlink_libnetlink_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk $(JSON_CFLAGS) \
	$(NETLINK_CFLAGS)
plugins_netlink_libnetlink_a_SOURCES = \
	plugins/netlink/addresses.c plugins/netlink/addresses.h \
	plugins/netlink/changes.c plugins/netlink/changes.h \
	plugins/netlink/dump.c plugins/netlink/dump.h \
	plugins/netlink/facts.c plugins/netlink/facts.h \
	plugins/netlink/link.c \
	plugins/netlink/links.c plugins/netlink/links.h \
	plugins/netlink/list.c plugins/netlink/list.h \
	plugins/netlink/neighbours.c plugins/netlink/neighbours.h \
	plugins/netlink/rates.c plugins/netlink/rates.h \
	plugins/netlink/routes.c plugins/netlink/routes.h \
	plugins/netlink/translate.c plugins/netlink/translate.h

helper_PROGRAMS += plugins/netlink/banyun-plugin-netlink
plugins_netlink_banyun_plugin_netlink_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk \
	$(JSON_CFLAGS) $(NETLINK_CFLAGS)
plugins_netlink_banyun_plugin_netlink_SOURCES = \
	plugins/netlink/netlink.c \
	plugins/netlink/watch.c plugins/netlink/watch.h
plugins_netlink_banyun_plugin_netlink_LDADD = plugins/netlink/libnetlink.a $(PLUGIN_LIBS) \
	$(NETLINK_LIBS)
dist_man_MANS += plugins/netlink/banyun-plugin-netlink.8
