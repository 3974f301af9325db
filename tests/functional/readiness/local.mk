# Readiness as people ask for it, measured between real SSH servers.
TESTS += tests/functional/readiness/arrivals.bats tests/functional/readiness/installed.bats \
	tests/functional/readiness/ipv6.bats \
	tests/functional/readiness/probing.bats \
	tests/functional/readiness/readiness.bats tests/functional/readiness/watch.bats
EXTRA_DIST += tests/functional/readiness/announce tests/functional/readiness/arrivals.bats \
	tests/functional/readiness/banyun-plugin-probe \
	tests/functional/readiness/daemon.bash tests/functional/readiness/installed.bats \
	tests/functional/readiness/ipv6.bats tests/functional/readiness/probing.bats \
	tests/functional/readiness/readiness.bats \
	tests/functional/readiness/serve tests/functional/readiness/watch.bats
