# Unit tests of what is told and found: tables, the entries that they become, and who is who.
INVENTORY_UNITS = tests/unit/inventory/identify tests/unit/inventory/ledger
check_PROGRAMS += $(INVENTORY_UNITS)
TESTS += $(INVENTORY_UNITS)

tests_unit_inventory_ledger_LDADD = daemon/inventory/ledger/libledger.a $(SHEET_LIBS) \
	$(HAN_LIBS) -lm daemon/model/libmodel.a $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_inventory_identify_LDADD = daemon/inventory/libinventory.a daemon/model/libmodel.a \
	$(BASE_LIBS) $(CMOCKA_LIBS)
