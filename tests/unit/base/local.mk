# Unit tests of daemon/base: one program for each header.
BASE_UNITS = \
	tests/unit/base/address \
	tests/unit/base/arena \
	tests/unit/base/clock \
	tests/unit/base/digest \
	tests/unit/base/error \
	tests/unit/base/gang \
	tests/unit/base/json \
	tests/unit/base/language \
	tests/unit/base/log \
	tests/unit/base/lookup \
	tests/unit/base/memory \
	tests/unit/base/shape \
	tests/unit/base/skim \
	tests/unit/base/sorted \
	tests/unit/base/text \
	tests/unit/base/yaml
check_PROGRAMS += $(BASE_UNITS)
TESTS += $(BASE_UNITS)
EXTRA_DIST += tests/unit/unit.h

tests_unit_base_address_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_arena_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_clock_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_digest_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_error_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_gang_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_json_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_language_CPPFLAGS = $(AM_CPPFLAGS) -DCATALOG_FOLDER='"$(abs_top_builddir)/contrib/po"'
tests_unit_base_language_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_log_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_lookup_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_memory_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_shape_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_skim_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_sorted_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_text_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_yaml_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/base/lines tests/unit/base/rpc
TESTS += tests/unit/base/lines tests/unit/base/rpc
tests_unit_base_lines_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_rpc_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
