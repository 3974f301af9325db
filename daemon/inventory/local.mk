noinst_LIBRARIES += daemon/inventory/libinventory.a
daemon_inventory_libinventory_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_inventory_libinventory_a_SOURCES = \
	daemon/inventory/chart.c \
	daemon/inventory/chart.h \
	daemon/inventory/claims.c \
	daemon/inventory/claims.h \
	daemon/inventory/completeness.c \
	daemon/inventory/contradict.c \
	daemon/inventory/contradict.h \
	daemon/inventory/contradictions.c \
	daemon/inventory/countable.c \
	daemon/inventory/countable.h \
	daemon/inventory/departments.c \
	daemon/inventory/diff.c \
	daemon/inventory/diff.h \
	daemon/inventory/drift.c \
	daemon/inventory/drift.h \
	daemon/inventory/drift_judge.c \
	daemon/inventory/enter.c \
	daemon/inventory/identify.c \
	daemon/inventory/identify.h \
	daemon/inventory/import.c \
	daemon/inventory/inventory.h \
	daemon/inventory/list.c \
	daemon/inventory/list.h \
	daemon/inventory/merge.c \
	daemon/inventory/merge.h \
	daemon/inventory/networks/gather.c \
	daemon/inventory/networks/judge.c \
	daemon/inventory/networks/networks.c \
	daemon/inventory/networks/networks.h \
	daemon/inventory/networks/overlaps.c \
	daemon/inventory/networks/part.h \
	daemon/inventory/networks/prefixes.c \
	daemon/inventory/networks/routes.c \
	daemon/inventory/picked.c \
	daemon/inventory/picked.h \
	daemon/inventory/picture.c \
	daemon/inventory/picture.h \
	daemon/inventory/scan.c \
	daemon/inventory/told.c \
	daemon/inventory/told.h \
	daemon/inventory/undeclared.c \
	daemon/inventory/undeclared.h
