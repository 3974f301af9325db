# What can be measured from where banyund runs: pages and the MTU of paths.
helper_PROGRAMS += plugins/probe/banyun-plugin-probe
PROBE_FLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk $(CURL_CFLAGS) $(IDN_CFLAGS) \
	$(JSON_CFLAGS) $(PSL_CFLAGS)
plugins_probe_banyun_plugin_probe_CPPFLAGS = $(PROBE_FLAGS)
plugins_probe_banyun_plugin_probe_SOURCES = \
	plugins/probe/mtu.c \
	plugins/probe/page.c \
	plugins/probe/probe.c plugins/probe/probe.h
plugins_probe_banyun_plugin_probe_LDADD = $(PLUGIN_LIBS) $(CURL_LIBS)
dist_man_MANS += plugins/probe/banyun-plugin-probe.8

# What reads hostile texts, for the tests too.
noinst_LIBRARIES += plugins/probe/libpage.a
plugins_probe_libpage_a_CPPFLAGS = $(PROBE_FLAGS)
plugins_probe_libpage_a_SOURCES = \
	plugins/probe/html.c plugins/probe/html.h \
	plugins/probe/html_value.c plugins/probe/html_value.h \
	plugins/probe/url.c plugins/probe/url.h
