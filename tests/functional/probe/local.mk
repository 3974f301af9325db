# The probe and a website's IPv6, and a host's, in a network namespace of its own.
TESTS += tests/functional/probe/node.bats tests/functional/probe/website.bats
EXTRA_DIST += tests/functional/probe/node.bats tests/functional/probe/pages \
	tests/functional/probe/website.bats tests/functional/probe/world \
	tests/functional/probe/world.bash
