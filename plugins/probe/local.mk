# What can be measured from where banyund runs: pages and the MTU of paths.
helper_PROGRAMS += plugins/probe/banyun-plugin-probe
plugins_probe_banyun_plugin_probe_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk \
	$(CURL_CFLAGS) $(JSON_CFLAGS)
plugins_probe_banyun_plugin_probe_SOURCES = \
	plugins/probe/mtu.c \
	plugins/probe/page.c \
	plugins/probe/probe.c plugins/probe/probe.h
plugins_probe_banyun_plugin_probe_LDADD = $(PLUGIN_LIBS) $(CURL_LIBS)
dist_man_MANS += plugins/probe/banyun-plugin-probe.8
