# Tables as people send them, for the command line alone: banyund does not link it.
noinst_LIBRARIES += daemon/inventory/sheet/libsheet.a
daemon_inventory_sheet_libsheet_a_CPPFLAGS = $(AM_CPPFLAGS) $(XML_CFLAGS) $(ZIP_CFLAGS)
daemon_inventory_sheet_libsheet_a_SOURCES = \
	daemon/inventory/sheet/csv.c daemon/inventory/sheet/csv.h \
	daemon/inventory/sheet/csv_delimiter.c \
	daemon/inventory/sheet/encoding.c daemon/inventory/sheet/encoding.h \
	daemon/inventory/sheet/pool.c daemon/inventory/sheet/pool.h \
	daemon/inventory/sheet/reference.c daemon/inventory/sheet/reference.h \
	daemon/inventory/sheet/sheet.h \
	daemon/inventory/sheet/table.c daemon/inventory/sheet/table.h \
	daemon/inventory/sheet/workbook.c \
	daemon/inventory/sheet/xlsx.c daemon/inventory/sheet/xlsx.h \
	daemon/inventory/sheet/xlsx_grid.c daemon/inventory/sheet/xlsx_grid.h \
	daemon/inventory/sheet/xlsx_merges.c daemon/inventory/sheet/xlsx_merges.h \
	daemon/inventory/sheet/xlsx_package.c daemon/inventory/sheet/xlsx_package.h \
	daemon/inventory/sheet/xlsx_part.c daemon/inventory/sheet/xlsx_part.h \
	daemon/inventory/sheet/xlsx_relations.c daemon/inventory/sheet/xlsx_relations.h \
	daemon/inventory/sheet/xlsx_strings.c daemon/inventory/sheet/xlsx_strings.h \
	daemon/inventory/sheet/xlsx_styles.c daemon/inventory/sheet/xlsx_styles.h

# What a program that reads tables links, before BASE_LIBS.
SHEET_LIBS = daemon/inventory/sheet/libsheet.a $(XML_LIBS) $(ZIP_LIBS)
