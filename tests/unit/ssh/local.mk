# Unit tests of plugins/ssh: what is pure there.
SSH_UNITS = tests/unit/ssh/certificates tests/unit/ssh/content tests/unit/ssh/echoes \
	tests/unit/ssh/facts \
	tests/unit/ssh/frr tests/unit/ssh/iperf tests/unit/ssh/key tests/unit/ssh/literals tests/unit/ssh/lldp \
	tests/unit/ssh/ports tests/unit/ssh/reach tests/unit/ssh/sections
check_PROGRAMS += $(SSH_UNITS)
TESTS += $(SSH_UNITS)

SSH_UNIT_FLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins $(JSON_CFLAGS)
SSH_UNIT_LIBS = plugins/ssh/libfacts.a daemon/model/libmodel.a $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_ssh_certificates_CPPFLAGS = $(SSH_UNIT_FLAGS) $(CRYPTO_CFLAGS)
tests_unit_ssh_certificates_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_content_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_content_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_echoes_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_echoes_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_facts_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_facts_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_frr_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_frr_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_iperf_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_iperf_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_key_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_key_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_literals_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_literals_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_lldp_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_lldp_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_ports_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_ports_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_reach_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_reach_LDADD = $(SSH_UNIT_LIBS)
tests_unit_ssh_sections_CPPFLAGS = $(SSH_UNIT_FLAGS)
tests_unit_ssh_sections_LDADD = $(SSH_UNIT_LIBS)
