# banyun-plugin-netlink in network namespaces of its own.
TESTS += tests/functional/netlink/netlink.bats
EXTRA_DIST += tests/functional/netlink/expected tests/functional/netlink/hear \
	tests/functional/netlink/netlink.bats
