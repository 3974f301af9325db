# Unit tests of plugins/libvirt and of what it shares with the executor.
LIBVIRT_UNITS = \
	tests/unit/libvirt/carrier \
	tests/unit/libvirt/collect \
	tests/unit/libvirt/definition \
	tests/unit/libvirt/ending \
	tests/unit/libvirt/loop \
	tests/unit/libvirt/mapping \
	tests/unit/libvirt/mark \
	tests/unit/libvirt/news \
	tests/unit/libvirt/uri \
	tests/unit/model/transfer
check_PROGRAMS += $(LIBVIRT_UNITS)
TESTS += $(LIBVIRT_UNITS)
EXTRA_DIST += \
	tests/golden/libvirt/settings.json \
	tests/golden/libvirt/web1-export.xml \
	tests/golden/libvirt/web1-fenced.xml \
	tests/golden/libvirt/web1-target.xml \
	tests/golden/libvirt/web1.xml

LIBVIRT_UNIT_CPPFLAGS = $(AM_CPPFLAGS) $(LIBVIRT_CFLAGS) $(XML_CFLAGS) $(JSON_CFLAGS)
LIBVIRT_FIXTURE = tests/unit/libvirt/fixture.c tests/unit/libvirt/fixture.h
LIBVIRT_UNIT_LIBS = $(LIBVIRT_PLUGIN_LIBS) $(CMOCKA_LIBS)

tests_unit_libvirt_carrier_SOURCES = tests/unit/libvirt/carrier.c $(LIBVIRT_FIXTURE)
tests_unit_libvirt_carrier_CPPFLAGS = $(LIBVIRT_UNIT_CPPFLAGS)
tests_unit_libvirt_carrier_LDADD = $(LIBVIRT_UNIT_LIBS)
tests_unit_libvirt_collect_CPPFLAGS = $(LIBVIRT_UNIT_CPPFLAGS)
tests_unit_libvirt_collect_LDADD = $(LIBVIRT_UNIT_LIBS)
tests_unit_libvirt_definition_SOURCES = tests/unit/libvirt/definition.c $(LIBVIRT_FIXTURE)
tests_unit_libvirt_definition_CPPFLAGS = $(LIBVIRT_UNIT_CPPFLAGS)
tests_unit_libvirt_definition_LDADD = $(LIBVIRT_UNIT_LIBS)
tests_unit_libvirt_ending_CPPFLAGS = $(LIBVIRT_UNIT_CPPFLAGS)
tests_unit_libvirt_ending_LDADD = $(LIBVIRT_UNIT_LIBS)
tests_unit_libvirt_loop_CPPFLAGS = $(LIBVIRT_UNIT_CPPFLAGS)
tests_unit_libvirt_loop_LDADD = $(LIBVIRT_UNIT_LIBS)
tests_unit_libvirt_mapping_SOURCES = tests/unit/libvirt/mapping.c $(LIBVIRT_FIXTURE)
tests_unit_libvirt_mapping_CPPFLAGS = $(LIBVIRT_UNIT_CPPFLAGS)
tests_unit_libvirt_mapping_LDADD = $(LIBVIRT_UNIT_LIBS)
tests_unit_libvirt_mark_SOURCES = tests/unit/libvirt/mark.c $(LIBVIRT_FIXTURE)
tests_unit_libvirt_mark_CPPFLAGS = $(LIBVIRT_UNIT_CPPFLAGS)
tests_unit_libvirt_mark_LDADD = $(LIBVIRT_UNIT_LIBS)
tests_unit_libvirt_news_CPPFLAGS = $(LIBVIRT_UNIT_CPPFLAGS)
tests_unit_libvirt_news_LDADD = $(LIBVIRT_UNIT_LIBS)
tests_unit_libvirt_uri_CPPFLAGS = $(LIBVIRT_UNIT_CPPFLAGS)
tests_unit_libvirt_uri_LDADD = $(LIBVIRT_UNIT_LIBS)
tests_unit_model_transfer_LDADD = daemon/model/libmodel.a $(BASE_LIBS) $(CMOCKA_LIBS)
