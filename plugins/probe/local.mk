# What can be measured from where banyund runs: pages, paths, ports, names, the IPv6 of websites.
helper_PROGRAMS += plugins/probe/banyun-plugin-probe
PROBE_FLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk $(ARES_CFLAGS) $(CURL_CFLAGS) \
	$(IDN_CFLAGS) $(JSON_CFLAGS) $(PSL_CFLAGS)
plugins_probe_banyun_plugin_probe_CPPFLAGS = $(PROBE_FLAGS)
plugins_probe_banyun_plugin_probe_SOURCES = \
	plugins/probe/answers.c \
	plugins/probe/delegation.c \
	plugins/probe/dns.c plugins/probe/dns.h \
	plugins/probe/exchange.c plugins/probe/exchange.h \
	plugins/probe/home.c plugins/probe/home.h \
	plugins/probe/links.c \
	plugins/probe/mtu.c \
	plugins/probe/names.c \
	plugins/probe/page.c \
	plugins/probe/path.c plugins/probe/path.h \
	plugins/probe/ports.c \
	plugins/probe/probe.c plugins/probe/probe.h \
	plugins/probe/question.c plugins/probe/question.h \
	plugins/probe/tries.c \
	plugins/probe/visit.c plugins/probe/visit.h \
	plugins/probe/way.c plugins/probe/way.h \
	plugins/probe/website.c plugins/probe/website.h \
	plugins/probe/zone.c
plugins_probe_banyun_plugin_probe_LDADD = plugins/probe/libpage.a $(PLUGIN_LIBS) $(ARES_LIBS) \
	$(CURL_LIBS) $(IDN_LIBS) $(PSL_LIBS)
dist_man_MANS += plugins/probe/banyun-plugin-probe.8

# What reads hostile texts, for the tests too.
noinst_LIBRARIES += plugins/probe/libpage.a
plugins_probe_libpage_a_CPPFLAGS = $(PROBE_FLAGS)
plugins_probe_libpage_a_SOURCES = \
	plugins/probe/html.c plugins/probe/html.h \
	plugins/probe/html_value.c plugins/probe/html_value.h \
	plugins/probe/url.c plugins/probe/url.h
