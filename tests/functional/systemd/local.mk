# The units of systemd.
TESTS += tests/functional/systemd/units.bats
EXTRA_DIST += tests/functional/systemd/units.bats
