# From tables to entries: for the command line alone.
noinst_LIBRARIES += daemon/inventory/ledger/libledger.a
daemon_inventory_ledger_libledger_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) $(HAN_CFLAGS)
daemon_inventory_ledger_libledger_a_SOURCES = \
	daemon/inventory/ledger/entries.c daemon/inventory/ledger/entries.h \
	daemon/inventory/ledger/fold.c daemon/inventory/ledger/fold.h \
	daemon/inventory/ledger/formula.c daemon/inventory/ledger/formula.h \
	daemon/inventory/ledger/headings.c daemon/inventory/ledger/headings.h \
	daemon/inventory/ledger/reading.c daemon/inventory/ledger/reading.h
