# Unit tests of plugins/fake.
check_PROGRAMS += tests/unit/fake/load
TESTS += tests/unit/fake/load
tests_unit_fake_load_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/fake $(JSON_CFLAGS)
tests_unit_fake_load_LDADD = plugins/fake/libfake.a $(BASE_LIBS) $(CMOCKA_LIBS)
