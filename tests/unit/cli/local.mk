# Unit tests of what the command line draws and writes.
CLI_UNITS = tests/unit/cli/csv tests/unit/cli/links tests/unit/cli/map tests/unit/cli/plan
check_PROGRAMS += $(CLI_UNITS)
TESTS += $(CLI_UNITS)

tests_unit_cli_csv_SOURCES = tests/unit/cli/csv.c daemon/cli/csv.c daemon/cli/output.c \
	daemon/cli/page_csv.c daemon/cli/page_table.c daemon/cli/pager.c daemon/cli/show.c
tests_unit_cli_csv_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) $(TABLES_CFLAGS)
tests_unit_cli_csv_LDADD = daemon/inventory/ledger/libledger.a $(BASE_LIBS) $(TABLES_LIBS) \
	$(CMOCKA_LIBS)

tests_unit_cli_links_SOURCES = tests/unit/cli/links.c tests/unit/cli/quoted.c \
	tests/unit/cli/quoted.h daemon/cli/links_plot.c daemon/cli/markup.c \
	daemon/cli/pager.c daemon/cli/show.c
tests_unit_cli_links_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) $(TABLES_CFLAGS)
tests_unit_cli_links_LDADD = daemon/model/libmodel.a $(BASE_LIBS) $(TABLES_LIBS) $(CMOCKA_LIBS)

tests_unit_cli_map_SOURCES = tests/unit/cli/map.c tests/unit/cli/quoted.c \
	tests/unit/cli/quoted.h daemon/cli/map_cards.c daemon/cli/map_draw.c \
	daemon/cli/map_place.c daemon/cli/markup.c daemon/cli/pager.c daemon/cli/show.c
tests_unit_cli_map_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) $(TABLES_CFLAGS)
tests_unit_cli_map_LDADD = $(BASE_LIBS) $(TABLES_LIBS) $(CMOCKA_LIBS)

tests_unit_cli_plan_SOURCES = tests/unit/cli/plan.c tests/unit/cli/quoted.c \
	tests/unit/cli/quoted.h daemon/cli/markup.c daemon/cli/plan_date.c \
	daemon/cli/plan_graph.c \
	daemon/cli/plan_lanes.c daemon/cli/plan_svg.c daemon/cli/plan_use.c daemon/cli/plan_view.c \
	daemon/cli/pager.c daemon/cli/show.c
tests_unit_cli_plan_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) $(TABLES_CFLAGS)
tests_unit_cli_plan_LDADD = $(BASE_LIBS) $(TABLES_LIBS) $(CMOCKA_LIBS)
