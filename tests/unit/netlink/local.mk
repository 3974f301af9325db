# Unit tests of plugins/netlink: what is pure there.
NETLINK_UNITS = tests/unit/netlink/changes tests/unit/netlink/facts tests/unit/netlink/link \
	tests/unit/netlink/list
check_PROGRAMS += $(NETLINK_UNITS)
TESTS += $(NETLINK_UNITS)

NETLINK_UNIT_FLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/netlink $(JSON_CFLAGS) $(NETLINK_CFLAGS)
NETLINK_UNIT_LIBS = plugins/netlink/libnetlink.a daemon/model/libmodel.a $(BASE_LIBS) \
	$(NETLINK_LIBS) $(CMOCKA_LIBS)
tests_unit_netlink_changes_CPPFLAGS = $(NETLINK_UNIT_FLAGS)
tests_unit_netlink_changes_LDADD = $(NETLINK_UNIT_LIBS)
tests_unit_netlink_facts_CPPFLAGS = $(NETLINK_UNIT_FLAGS)
tests_unit_netlink_facts_LDADD = $(NETLINK_UNIT_LIBS)
tests_unit_netlink_link_CPPFLAGS = $(NETLINK_UNIT_FLAGS)
tests_unit_netlink_link_LDADD = $(NETLINK_UNIT_LIBS)
tests_unit_netlink_list_CPPFLAGS = $(NETLINK_UNIT_FLAGS)
tests_unit_netlink_list_LDADD = $(NETLINK_UNIT_LIBS)
