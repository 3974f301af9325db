# Unit tests of what is told: tables, and the entries that they become.
INVENTORY_UNITS = tests/unit/inventory/ledger
check_PROGRAMS += $(INVENTORY_UNITS)
TESTS += $(INVENTORY_UNITS)

tests_unit_inventory_ledger_LDADD = daemon/inventory/ledger/libledger.a $(SHEET_LIBS) \
	$(HAN_LIBS) -lm daemon/model/libmodel.a $(BASE_LIBS) $(CMOCKA_LIBS)
