# The probe and a website's IPv6, in a network namespace of its own.
TESTS += tests/functional/probe/website.bats
EXTRA_DIST += tests/functional/probe/pages tests/functional/probe/website.bats \
	tests/functional/probe/world
