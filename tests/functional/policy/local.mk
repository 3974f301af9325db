# What people decide on systems before they are planned.
TESTS += tests/functional/policy/overrides.bats
EXTRA_DIST += tests/functional/policy/overrides.bats
