# Unit tests of the networks of a plan: their addresses, their end, what keeps them apart.
NETWORK_UNITS = tests/unit/networks/addresses tests/unit/networks/isolation \
	tests/unit/networks/networks tests/unit/networks/renumber
check_PROGRAMS += $(NETWORK_UNITS)
TESTS += $(NETWORK_UNITS)

NETWORK_FLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
NETWORK_LIBS = daemon/planning/libplanner.a daemon/model/libmodel.a $(CORE_LIBS) $(BASE_LIBS) \
	$(CMOCKA_LIBS)

NETWORK_TOWN = tests/unit/networks/town.c tests/unit/networks/town.h tests/unit/given.c \
	tests/unit/given.h

tests_unit_networks_addresses_CPPFLAGS = $(NETWORK_FLAGS)
tests_unit_networks_addresses_LDADD = $(NETWORK_LIBS)
tests_unit_networks_networks_SOURCES = tests/unit/networks/networks.c \
	$(NETWORK_TOWN)
tests_unit_networks_networks_CPPFLAGS = $(NETWORK_FLAGS)
tests_unit_networks_networks_LDADD = $(NETWORK_LIBS)
tests_unit_networks_isolation_SOURCES = tests/unit/networks/isolation.c $(NETWORK_TOWN)
tests_unit_networks_isolation_CPPFLAGS = $(NETWORK_FLAGS)
tests_unit_networks_isolation_LDADD = $(NETWORK_LIBS)
tests_unit_networks_renumber_SOURCES = tests/unit/networks/renumber.c $(NETWORK_TOWN)
tests_unit_networks_renumber_CPPFLAGS = $(NETWORK_FLAGS)
tests_unit_networks_renumber_LDADD = $(NETWORK_LIBS)
