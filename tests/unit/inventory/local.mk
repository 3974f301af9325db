# Unit tests of what is told and found: tables, the entries that they become, and who is who.
INVENTORY_UNITS = tests/unit/inventory/beside tests/unit/inventory/claims tests/unit/inventory/drift \
	tests/unit/inventory/identify \
	tests/unit/inventory/ledger tests/unit/inventory/networks \
	tests/unit/inventory/picture tests/unit/inventory/told tests/unit/inventory/usage
check_PROGRAMS += $(INVENTORY_UNITS)
TESTS += $(INVENTORY_UNITS)

tests_unit_inventory_ledger_LDADD = daemon/inventory/ledger/libledger.a $(SHEET_LIBS) \
	$(HAN_LIBS) -lm daemon/model/libmodel.a $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_inventory_beside_LDADD = $(tests_unit_inventory_identify_LDADD)
tests_unit_inventory_identify_LDADD = daemon/inventory/libinventory.a daemon/model/libmodel.a \
	$(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_inventory_drift_LDADD = daemon/inventory/libinventory.a $(CORE_LIBS) \
	daemon/model/libmodel.a $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_inventory_claims_LDADD = $(tests_unit_inventory_identify_LDADD)
OWN_STORE = tests/unit/inventory/own_store.c tests/unit/inventory/own_store.h
tests_unit_inventory_usage_SOURCES = tests/unit/inventory/usage.c $(OWN_STORE)
tests_unit_inventory_told_SOURCES = tests/unit/inventory/told.c $(OWN_STORE)
tests_unit_inventory_picture_SOURCES = tests/unit/inventory/picture.c $(OWN_STORE)
tests_unit_inventory_usage_LDADD = daemon/inventory/libinventory.a daemon/model/libmodel.a \
	$(CORE_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_inventory_picture_LDADD = $(tests_unit_inventory_usage_LDADD)
tests_unit_inventory_told_LDADD = $(tests_unit_inventory_usage_LDADD)
tests_unit_inventory_networks_LDADD = $(tests_unit_inventory_identify_LDADD)

# Unit tests of daemon/inventory/sheet: texts, and workbooks.
SHEET_UNITS = tests/unit/inventory/sheet tests/unit/inventory/xlsx
check_PROGRAMS += $(SHEET_UNITS)
TESTS += $(SHEET_UNITS)
EXTRA_DIST += tests/golden/sheet/make-survey tests/golden/sheet/survey.xlsx

tests_unit_inventory_sheet_LDADD = $(SHEET_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_inventory_xlsx_SOURCES = tests/unit/inventory/xlsx.c tests/unit/inventory/pack.c \
	tests/unit/inventory/pack.h
tests_unit_inventory_xlsx_CPPFLAGS = $(AM_CPPFLAGS) $(ZIP_CFLAGS)
tests_unit_inventory_xlsx_LDADD = $(SHEET_LIBS) $(BASE_LIBS) $(CMOCKA_LIBS)
