# The suite where there is no IPv4: some of it in the short suite, all of it in the long one.
TESTS += tests/without-ipv4/short.bats
LONG_CHECKS += tests/without-ipv4/whole
EXTRA_DIST += tests/without-ipv4/short.bats
dist_noinst_SCRIPTS += tests/without-ipv4/enter tests/without-ipv4/skipped tests/without-ipv4/whole

check-v6: all $(check_PROGRAMS) $(check_LIBRARIES)
	@$(srcdir)/tests/without-ipv4/enter $(MAKE) check; \
	status=$$?; $(srcdir)/tests/without-ipv4/skipped tests; exit $$status

.PHONY: check-v6
