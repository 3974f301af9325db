# Unit tests of plugins/probe: what is pure there.
PROBE_UNITS = tests/unit/probe/html tests/unit/probe/url
check_PROGRAMS += $(PROBE_UNITS)
TESTS += $(PROBE_UNITS)

PROBE_UNIT_FLAGS = $(PROBE_FLAGS) -I$(top_srcdir)/plugins/probe
PROBE_UNIT_LIBS = plugins/probe/libpage.a $(BASE_LIBS) $(CURL_LIBS) $(IDN_LIBS) $(PSL_LIBS) $(CMOCKA_LIBS)
tests_unit_probe_html_CPPFLAGS = $(PROBE_UNIT_FLAGS)
tests_unit_probe_html_LDADD = $(PROBE_UNIT_LIBS)
tests_unit_probe_url_CPPFLAGS = $(PROBE_UNIT_FLAGS)
tests_unit_probe_url_LDADD = $(PROBE_UNIT_LIBS)
