# Readiness as people ask for it, measured between real SSH servers.
TESTS += tests/functional/readiness/readiness.bats
EXTRA_DIST += tests/functional/readiness/daemon.bash tests/functional/readiness/readiness.bats
